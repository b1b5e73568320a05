/** Section 7: the closing handshake. */
import { apart, type Case, question, type Step, together } from "./case.ts";
import { close, cut, frame, more, opcodes, ping, text } from "./frames.ts";

const asked = text(question());
const rawClose = (payload: Uint8Array): Buffer => frame({ opcode: opcodes.close, payload });
const longest = "*".repeat(123);

type Row = readonly [sends: string, script: readonly Step[], expected: string, other?: Partial<Case>];

function section(number: string, rows: readonly Row[]): Case[] {
  return rows.map(([sends, script, expected, other = {}], index) => {
    const id = `${number}.${index + 1}`;
    return { id, rule: "W8", sends, script, expected, isClosing: true, ...other };
  });
}

const order = section("7.1", [
  ["text, close 1000", apart(asked, close(1000)), "answered, close 1000"],
  ["close 1000, close 1000", together(close(1000), close(1000)), "close 1000"],
  ["close 1000, ping", together(close(1000), ping()), "close 1000"],
  ["close 1000, text", together(close(1000), asked), "close 1000"],
  ["first fragment, close 1000, last fragment", together(text("{", false), close(1000), more("}", true)), "close 1000"],
  [
    "text of 256 KiB, close 1000, ping",
    together(...cut(opcodes.text, question(256 * 1024), 256 * 1024), close(1000), ping()),
    "answered, close 1000",
    { byLimit: "close 1009" },
  ],
]);

const payloads = section("7.3", [
  ["close without payload", together(close()), "close"],
  ["close with a payload of 1 octet", together(rawClose(Buffer.from("a"))), "close 1002"],
  ["close 1000 without a reason", together(close(1000)), "close 1000"],
  ["close 1000 with a reason", together(close(1000, "Hello World!")), "close 1000"],
  ["close 1000 with the longest reason, 123 octets", together(close(1000, longest)), "close 1000"],
  ["close 1000 with a reason of 124 octets", together(close(1000, `${longest}*`)), "close 1002"],
]);

const reason = section("7.5", [
  [
    "close 1000 with a reason that is not UTF-8",
    together(close(1000, Buffer.from("cebae1bdb9cf83cebcceb5eda080656469746564", "hex"))),
    "close 1007",
  ],
]);

const validCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
const invalidCodes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
const withCode = (code: number, expected: string): Row => [`close ${code}`, together(close(code)), expected];

export const closing: readonly Case[] = [
  ...order,
  ...payloads,
  ...reason,
  ...section(
    "7.7",
    validCodes.map((code) => withCode(code, `close ${code}`)),
  ),
  ...section(
    "7.9",
    invalidCodes.map((code) => withCode(code, "close 1002")),
  ),
  // Autobahn only looks at these two: nobody says what such a code means. We refuse them as we do the others.
  ...section("7.13", [withCode(5000, "close 1002"), withCode(65_535, "close 1002")]),
];
