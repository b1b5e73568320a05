/** Random histories of a talk, for property tests. */
import fc from "fast-check";
import type { Author, Command, Entry } from "./commands.ts";

const position = fc.record({ h: fc.nat(20), v: fc.nat(4), f: fc.integer({ min: -1, max: 5 }) });

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("move" as const), to: position }) },
  fc.record({ type: fc.constant("pause" as const), paused: fc.boolean() }),
  fc.record({ type: fc.constant("browsing" as const), mode: fc.constantFrom("free", "shown", "locked") }),
  fc.record({ type: fc.constant("joincode" as const), shown: fc.boolean() }),
  fc.record({ type: fc.constant("timer" as const), action: fc.constantFrom("start", "pause", "reset") }),
  fc.record({ type: fc.constant("plan" as const), minutes: fc.option(fc.integer({ min: 1, max: 90 })) }),
  { weight: 3, arbitrary: fc.record({ type: fc.constant("chat" as const), text: fc.string() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("set" as const),
      channel: fc.constantFrom("counter", "colour", "not a name"),
      data: fc.jsonValue({ maxDepth: 1 }),
    }),
  },
  fc.record({
    type: fc.constant("deck" as const),
    version: fc.string(),
    title: fc.string(),
    channels: fc.constantFrom({}, { counter: { set: "everyone" as const } }),
  }),
);

const author: fc.Arbitrary<Author> = fc.record({
  participant: fc.constantFrom("ada", "grace"),
  client: fc.constantFrom("tab-1", "tab-2"),
  role: fc.constantFrom("speaker", "moderator", "audience", "server"),
  name: fc.constantFrom("Ada", "Grace"),
});

/** Entries numbered 1, 2, 3 …; some refused, some repeated. */
export const history: fc.Arbitrary<readonly Entry[]> = fc
  .array(fc.record({ author, command, id: fc.option(fc.integer({ min: 1, max: 6 })), wait: fc.nat(5000) }), {
    maxLength: 60,
  })
  .map((steps) => {
    let at = 1_000_000;
    return steps.map(({ author: by, command: what, id, wait }, index) => {
      at += wait;
      return { seq: index + 1, at, author: by, id, command: what };
    });
  });
