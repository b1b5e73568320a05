/**
 * Sections 9 and 10: large messages and many. A message to Lectern may have 64 KiB in 64 frames, and a connection may
 * say 200 things at once (rule B4), so what Autobahn does with megabytes is done here up to our limit and past it.
 */
import { type Case, chopped, question, type Step, together } from "./case.ts";
import { announce, binary, cut, frame, mask, opcodes, text } from "./frames.ts";

const kib = 1024;
const mib = 1024 * kib;
const limit = 64 * kib;
const kinds = [
  { name: "text", opcode: opcodes.text, first: 1 },
  { name: "binary", opcode: opcodes.binary, first: 2 },
] as const;
type Kind = (typeof kinds)[number];

const payload = ({ name }: Kind, length: number): Buffer =>
  name === "text" ? Buffer.from(question(length)) : Buffer.alloc(length, 0xfe);
const answer = ({ name }: Kind): Pick<Case, "byLimit"> =>
  name === "text" ? {} : { byLimit: "error binary-frame, close 1003" };

/** A message whose end nobody needs to write out: octets follow until the server has closed. */
function endless(kind: Kind, length: number, fin = true): Step[] {
  const piece = mask(Buffer.alloc(limit, 0x20));
  return [
    { octets: announce(kind.opcode, length, fin), size: 14 },
    ...Array.from({ length: length / limit }, () => ({ octets: piece, size: piece.length })),
  ];
}

const large = kinds.flatMap((kind) =>
  [64, 256, 1024, 4096, 8192, 16_384].map(
    (size, index): Case => ({
      id: `9.${kind.first}.${index + 1}`,
      rule: "B4",
      sends: `${kind.name} of ${sizeName(size * kib)}`,
      script:
        size * kib > limit ? endless(kind, size * kib) : together(...cut(kind.opcode, payload(kind, limit), limit)),
      expected: "answered",
      ...(size * kib > limit ? { byLimit: "close 1009" } : answer(kind)),
    }),
  ),
);

/** Of 4 MiB in Autobahn's list; ours are as long as a message may be where the frame itself is not longer. */
const fragmented = kinds.flatMap((kind) =>
  [64, 256, kib, 4 * kib, 16 * kib, 64 * kib, 256 * kib, mib, 4 * mib].map((size, index): Case => {
    const isFrameTooLong = size > limit;
    const hasTooManyFrames = limit / size > 64;
    const length = isFrameTooLong ? 4 * mib : limit;
    return {
      id: `9.${kind.first + 2}.${index + 1}`,
      rule: "B4",
      sends: `${kind.name} of ${sizeName(length)} in frames of ${sizeName(size)}`,
      script: isFrameTooLong
        ? endless(kind, size, size === 4 * mib)
        : together(...cut(kind.opcode, payload(kind, limit), size)),
      expected: "answered",
      ...answer(kind),
      ...(hasTooManyFrames ? { byLimit: "close 1008" } : {}),
      ...(isFrameTooLong ? { byLimit: "close 1009" } : {}),
    };
  }),
);

const inChops = kinds.flatMap((kind) =>
  [64, 128, 256, 512, 1024, 2048].map(
    (size, index): Case => ({
      id: `9.${kind.first + 4}.${index + 1}`,
      rule: "B4",
      sends: `${kind.name} of 64 KiB in chops of ${size}`,
      script: chopped(size, frame({ opcode: kind.opcode, payload: payload(kind, limit) })),
      expected: "answered",
      ...answer(kind),
    }),
  ),
);

const many = kinds.flatMap((kind) =>
  [0, 16, 64, 256, 1024, 4096].map((size, index): Case => {
    const [count, isText] = [200, kind.name === "text"];
    const one = isText ? text(size === 0 ? "" : question(size)) : binary(payload(kind, size));
    return {
      id: `9.${kind.first + 6}.${index + 1}`,
      rule: "B4",
      sends: `${count} messages of ${size} octets, ${kind.name}`,
      script: together(...Array.from({ length: count }, () => one)),
      expected: `${size === 0 && isText ? "error bad-message" : "answered"} ×${count}`,
      ...answer(kind),
    };
  }),
);

const framesOf = (size: number, length: number): Step[] => together(...cut(opcodes.text, question(length), size));

export const limits: readonly Case[] = [
  ...large,
  ...fragmented,
  ...inChops,
  ...many,
  {
    id: "10.1.1",
    rule: "W1",
    sends: "text of 65536 octets in frames of 1300",
    script: framesOf(1300, limit),
    expected: "answered",
  },
];

export const beyondLimits: readonly Case[] = [
  { id: "B.1", rule: "B4", sends: "text of 64 frames", script: framesOf(1, 64), expected: "answered" },
  {
    id: "B.2",
    rule: "B4",
    sends: "text of 65 frames",
    script: framesOf(1, 65),
    expected: "answered",
    byLimit: "close 1008",
  },
  {
    id: "B.3",
    rule: "B4",
    sends: "text of 64 KiB and one octet",
    script: together(text(question(limit + 1))),
    expected: "answered",
    byLimit: "close 1009",
  },
  {
    id: "B.4",
    rule: "B4",
    sends: "text of 64 KiB and one octet, in 2 frames of which neither is too long",
    script: framesOf(limit / 2 + 1, limit + 1),
    expected: "answered",
    byLimit: "close 1009",
  },
  {
    id: "B.5",
    rule: "B4",
    sends: "the beginning of a text of 2^63 octets",
    script: together(announce(opcodes.text, 2n ** 63n)),
    expected: "close 1002",
    byLimit: "close 1009",
  },
  {
    id: "B.6",
    rule: "B4",
    sends: "the beginning of a text of 2^64 − 1 octets",
    script: together(announce(opcodes.text, 2n ** 64n - 1n)),
    expected: "close 1002",
    byLimit: "close 1009",
  },
];

function sizeName(octets: number): string {
  if (octets < kib) return String(octets);
  return octets < mib ? `${octets / kib} KiB` : `${octets / mib} MiB`;
}
