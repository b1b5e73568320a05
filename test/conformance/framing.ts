/** Sections 1 to 4: payload lengths, pings and pongs, reserved bits, opcodes. */
import { apart, type Case, chopped, question, type Step, together } from "./case.ts";
import { binary, close, frame, opcodes, ping, pong, text } from "./frames.ts";

const sizes = [0, 125, 126, 127, 128, 65_535, 65_536];
const asked = text(question());

const textMessages: Case[] = [
  ...sizes.map(
    (size, index): Case => ({
      id: `1.1.${index + 1}`,
      rule: "W1",
      sends: `text of ${size} octets`,
      script: together(text(size === 0 ? "" : question(size))),
      // Nothing at all is no JSON; it is read and refused like any other such message.
      expected: size === 0 ? "error bad-message" : "answered",
    }),
  ),
  {
    id: "1.1.8",
    rule: "W1",
    sends: "text of 65536 octets in chops of 997",
    script: chopped(997, text(question(65_536))),
    expected: "answered",
  },
];

const binaryMessages: Case[] = [...sizes, 65_536].map((size, index) => ({
  id: `1.2.${index + 1}`,
  rule: "W8",
  sends: `binary of ${size} octets${index === sizes.length ? " in chops of 997" : ""}`,
  script: chopped(index === sizes.length ? 997 : Number.POSITIVE_INFINITY, binary(Buffer.alloc(size, 0xfe))),
  expected: "answered",
  byLimit: "error binary-frame, close 1003",
}));

const small = Buffer.from([0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff]);
const long = Buffer.alloc(125, 0xfe);
const ten = Array.from({ length: 10 }, (_, n) => `payload-${n}`);

const pings: Case[] = (
  [
    ["ping without payload", together(ping()), [""], "pong"],
    ["ping with text", together(ping("Hello, world!")), ["Hello, world!"], "pong"],
    ["ping with binary (not UTF-8) payload", together(ping(small)), [small], "pong"],
    ["ping of 125 octets", together(ping(long)), [long], "pong"],
    ["ping of 126 octets", together(ping(Buffer.alloc(126, 0xfe))), [], "close 1002"],
    ["ping of 125 octets in chops of 1", chopped(1, ping(long)), [long], "pong"],
    ["pong nobody asked for, without payload", together(pong()), [], ""],
    ["pong nobody asked for, with payload", together(pong("unsolicited")), [], ""],
    ["pong nobody asked for, then a ping", together(pong("unsolicited"), ping("mine")), ["mine"], "pong"],
    ["10 pings", together(...ten.map((payload) => ping(payload))), ten, "pong ×10"],
    ["10 pings in chops of 1", chopped(1, ...ten.map((payload) => ping(payload))), ten, "pong ×10"],
  ] as const
).map(([sends, script, payloads, expected], index) => ({
  id: `2.${index + 1}`,
  rule: "W1",
  sends,
  script,
  pings: payloads,
  expected,
}));

const reserved = (rsv: number, opcode: number = opcodes.text): Buffer =>
  frame({ opcode, rsv, payload: opcode === opcodes.close ? Buffer.from([0x03, 0xe8]) : question() });

const reservedBits = numbered("3", [
  ["text with RSV 1", together(reserved(1)), "close 1002"],
  ["text, text with RSV 2, ping, frame by frame", apart(asked, reserved(2), ping()), "answered, close 1002"],
  ["text, text with RSV 3, ping, in one chop", together(asked, reserved(3), ping()), "answered, close 1002"],
  ["text, text with RSV 4, ping, in chops of 1", chopped(1, asked, reserved(4), ping()), "answered, close 1002"],
  ["binary with RSV 5", together(reserved(5, opcodes.binary)), "close 1002"],
  ["ping with RSV 6", together(reserved(6, opcodes.ping)), "close 1002"],
  ["close with RSV 7", together(reserved(7, opcodes.close)), "close 1002"],
]);

const unknown = (opcode: number, payload = ""): Buffer => frame({ opcode, payload });

const reservedOpcodes = [
  ...[0x3, 0xb].map((first, index) =>
    numbered(`4.${index + 1}`, [
      [`opcode ${hex(first)}`, together(unknown(first)), "close 1002"],
      [`opcode ${hex(first + 1)} with payload`, together(unknown(first + 1, "reserved")), "close 1002"],
      [
        `text, opcode ${hex(first + 2)}, ping, frame by frame`,
        apart(asked, unknown(first + 2), ping()),
        "answered, close 1002",
      ],
      [
        `text, opcode ${hex(first + 3)} with payload, ping, in one chop`,
        together(asked, unknown(first + 3, "reserved"), ping()),
        "answered, close 1002",
      ],
      [
        `text, opcode ${hex(first + 4)} with payload, ping, in chops of 1`,
        chopped(1, asked, unknown(first + 4, "reserved"), ping()),
        "answered, close 1002",
      ],
    ]),
  ),
].flat();

/** Rules of §5.1 and §5.2 that a fuzzing client built on a library cannot break. */
const beyond = numbered("A", [
  [
    "text that is not masked",
    together(frame({ opcode: opcodes.text, payload: question(), masked: false })),
    "close 1002",
  ],
  ["ping that is not masked", together(frame({ opcode: opcodes.ping, masked: false })), "close 1002"],
  ["close that is not masked", together(frame({ opcode: opcodes.close, masked: false })), "close 1002"],
]).concat([
  {
    id: "A.4",
    rule: "W1",
    sends: "text of 16 octets whose length is written in 2 octets, not 1",
    script: together(frame({ opcode: opcodes.text, payload: question(), lengthOctets: 2 })),
    expected: "close 1002",
    nonStrict: "answered",
  },
  {
    id: "A.5",
    rule: "W1",
    sends: "text of 16 octets whose length is written in 8 octets, not 1",
    script: together(frame({ opcode: opcodes.text, payload: question(), lengthOctets: 8 })),
    expected: "close 1002",
    nonStrict: "answered",
  },
  {
    id: "A.6",
    rule: "W1",
    sends: "ping whose length is written in 2 octets",
    script: together(frame({ opcode: opcodes.ping, payload: "x", lengthOctets: 2 })),
    expected: "close 1002",
  },
  {
    id: "A.7",
    rule: "W1",
    sends: "close frame, in chops of 1, with a masked reason",
    script: chopped(1, close(1000, "bye")),
    isClosing: true,
    expected: "close 1000",
  },
]);

export const framing: readonly Case[] = [
  ...textMessages,
  ...binaryMessages,
  ...pings,
  ...reservedBits,
  ...reservedOpcodes,
];
export const beyondFraming: readonly Case[] = beyond;

function numbered(section: string, rows: readonly (readonly [string, readonly Step[], string])[]): Case[] {
  return rows.map(([sends, script, expected], index) => ({
    id: `${section}.${index + 1}`,
    rule: "W1",
    sends,
    script,
    expected,
  }));
}

function hex(opcode: number): string {
  return `0x${opcode.toString(16).toUpperCase()}`;
}
