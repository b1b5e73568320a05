/** Section 5: fragmentation. */
import { apart, type Case, chopped, question, type Step, together } from "./case.ts";
import { more, ping, pong, text } from "./frames.ts";

const [head, tail] = [question().slice(0, 9), question().slice(9)];
const halves = [text(head, false), more(tail, true)] as const;
const withPing = [halves[0], ping("between"), halves[1]] as const;
const stray = (fin: boolean): Buffer => more("non-continuation payload", fin);
const whole = text(question());
const parts = Array.from(question(40).match(/.{8}/g) ?? [], (part, n) =>
  n === 0 ? text(part, false) : more(part, n === 4),
);
const slow = [...parts.slice(0, 2), ping("first"), ...parts.slice(2, 4), ping("second"), ...parts.slice(4)];

const rows: readonly (readonly [string, readonly Step[], string, ...pings: string[]])[] = [
  ["ping in 2 fragments", apart(ping("frag", false), more("ment", true)), "close 1002"],
  ["pong in 2 fragments", apart(pong("frag", false), more("ment", true)), "close 1002"],
  ["text in 2 fragments, frame by frame", apart(...halves), "answered"],
  ["text in 2 fragments, in one chop", together(...halves), "answered"],
  ["text in 2 fragments, in chops of 1", chopped(1, ...halves), "answered"],
  ["text in 2 fragments, a ping between, frame by frame", apart(...withPing), "pong, answered", "between"],
  ["text in 2 fragments, a ping between, in one chop", together(...withPing), "pong, answered", "between"],
  ["text in 2 fragments, a ping between, in chops of 1", chopped(1, ...withPing), "pong, answered", "between"],
  ["last continuation of nothing, text, in one chop", together(stray(true), whole), "close 1002"],
  ["last continuation of nothing, text, frame by frame", apart(stray(true), whole), "close 1002"],
  ["last continuation of nothing, text, in chops of 1", chopped(1, stray(true), whole), "close 1002"],
  ["continuation of nothing, text, in one chop", together(stray(false), whole), "close 1002"],
  ["continuation of nothing, text, frame by frame", apart(stray(false), whole), "close 1002"],
  ["continuation of nothing, text, in chops of 1", chopped(1, stray(false), whole), "close 1002"],
  [
    "text in 2 fragments, continuation of nothing, text, in one chop",
    together(...halves, stray(false), whole),
    "answered, close 1002",
  ],
  [
    "continuation of nothing, text in 2 fragments, twice",
    apart(stray(false), ...halves, stray(false), ...halves),
    "close 1002",
  ],
  [
    "last continuation of nothing, text in 2 fragments, twice",
    apart(stray(true), ...halves, stray(true), ...halves),
    "close 1002",
  ],
  ["text in 2 fragments, both with opcode text, in one chop", together(halves[0], text(tail)), "close 1002"],
  [
    "text in 5 fragments, pings after the 2nd and 4th, frame by frame",
    apart(...slow),
    "pong ×2, answered",
    "first",
    "second",
  ],
  [
    "text in 5 fragments, pings after the 2nd and 4th, in one chop",
    together(...slow),
    "pong ×2, answered",
    "first",
    "second",
  ],
];

export const fragments: readonly Case[] = rows.map(([sends, script, expected, ...pings], index) => ({
  id: `5.${index + 1}`,
  rule: "W1",
  sends,
  script,
  pings,
  expected,
}));
