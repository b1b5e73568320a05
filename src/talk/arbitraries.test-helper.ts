/** Random histories of a talk, for property tests. */
import fc from "fast-check";
import type { Author, Command, Entry } from "./commands.ts";
import type { Poll } from "./polls.ts";

const position = fc.record({ h: fc.nat(20), v: fc.nat(4), f: fc.integer({ min: -1, max: 5 }) });

/** A small seq, so that commands often meet a post that is there. */
const postId = fc.integer({ min: 1, max: 30 });
const text = fc.oneof(fc.string(), fc.constantFrom("what is a frame?", "hello"));
const written = {
  text,
  anonymous: fc.option(fc.boolean(), { nil: undefined }),
  held: fc.option(fc.boolean(), { nil: undefined }),
};
const base = {
  question: fc.constant("Which?"),
  time: fc.option(fc.integer({ min: 5, max: 60 })),
  reveal: fc.constantFrom("live" as const, "close" as const, "vote" as const),
};

export const poll: fc.Arbitrary<Poll> = fc.oneof(
  fc.record({
    ...base,
    id: fc.constantFrom("one", "two"),
    kind: fc.constant("choice" as const),
    options: fc.constant(["a", "b", "c"]),
    maxChoices: fc.integer({ min: 1, max: 3 }),
    right: fc.constantFrom([], [1], [0, 2]),
    points: fc.constant(100),
  }),
  fc.record({
    ...base,
    id: fc.constant("order"),
    kind: fc.constant("ranking" as const),
    options: fc.constant(["a", "b"]),
  }),
  fc.record({
    ...base,
    id: fc.constant("rate"),
    kind: fc.constant("scale" as const),
    statements: fc.constantFrom([""], ["x", "y"]),
    min: fc.constant(1),
    max: fc.constant(3),
    labels: fc.constant<readonly [string, string]>(["never", "always"]),
  }),
  fc.record({
    ...base,
    id: fc.constant("guess"),
    kind: fc.constant("number" as const),
    min: fc.constant(0),
    max: fc.constant(5),
    unit: fc.constant("km"),
    right: fc.constantFrom(null, 4),
  }),
  fc.record({ ...base, id: fc.constant("words"), kind: fc.constant("cloud" as const), words: fc.constant(2) }),
  fc.record({ ...base, id: fc.constant("open"), kind: fc.constant("text" as const) }),
);
/** Both are the same quiz most of the time, so that they are opened again with their answers. */
const quizId = fc.constantFrom("one", "two");
const quiz: fc.Arbitrary<Poll> = fc.record({
  id: quizId,
  question: fc.constant("Which?"),
  time: fc.constant(20),
  reveal: fc.constant("close" as const),
  kind: fc.constant("choice" as const),
  options: fc.constant(["a", "b", "c"]),
  maxChoices: fc.constant(2),
  right: fc.constantFrom([0, 2], [0, 2], [0, 2], [1]),
  points: fc.constant(100),
});
const pollId = fc.constantFrom("one", "two", "order", "rate", "guess", "words", "open", "none");

const who = fc.oneof(fc.record({ post: postId }), fc.record({ participant: fc.constantFrom("ada", "grace") }));

const moderating: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant("approve" as const), post: postId }),
  fc.record({ type: fc.constant("hide" as const), post: postId, hidden: fc.boolean() }),
  fc.record({ type: fc.constant("pin" as const), post: postId, pinned: fc.boolean() }),
  fc.record({ type: fc.constant("answer" as const), question: postId, answered: fc.boolean(), text }),
  fc.record({ type: fc.constant("spotlight" as const), post: fc.option(postId) }),
  fc.record({
    type: fc.constant("screen" as const),
    show: fc.record({ poll: fc.boolean(), reactions: fc.boolean() }, { requiredKeys: [] }),
  }),
  fc.record({ type: fc.constant("mute" as const), who, muted: fc.boolean() }),
  fc.record({ type: fc.constant("remove" as const), who }),
  fc.record({ type: fc.constant("clearchat" as const) }),
  fc.record({ type: fc.constant("lowerhand" as const), participant: fc.constantFrom("ada", null) }),
  fc.record({
    type: fc.constant("feature" as const),
    feature: fc.constantFrom("chat" as const, "questions" as const, "polls" as const),
    on: fc.boolean(),
    approve: fc.boolean(),
  }),
  fc.record({ type: fc.constant("openpoll" as const), poll }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant("closepoll" as const), poll: pollId }) },
  fc.record({ type: fc.constant("leaderboard" as const), shown: fc.boolean() }),
  fc.record({ type: fc.constant("resetpoll" as const), poll: pollId }),
  fc.record({ type: fc.constant("revealpoll" as const), poll: pollId, revealed: fc.option(fc.boolean()) }),
);

const speaking: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      ...written,
      type: fc.constant("chat" as const),
      replyTo: fc.option(postId, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...written, type: fc.constant("ask" as const) }) },
  fc.record({ type: fc.constant("edit" as const), post: postId, text }),
  fc.record({ type: fc.constant("delete" as const), post: postId }),
  fc.record({ type: fc.constant("upvote" as const), question: postId, up: fc.boolean() }),
  fc.record({ type: fc.constant("hand" as const), up: fc.boolean() }),
  fc.record({ type: fc.constant("pace" as const), pace: fc.option(fc.constantFrom("slow", "fast", "lost")) }),
  fc.record({ type: fc.constant("rename" as const), name: fc.string({ maxLength: 12 }) }),
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("vote" as const),
      poll: pollId,
      answer: fc.option(
        fc.oneof(
          fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
          fc.array(fc.constantFrom("Red", "red ", "blue", ""), { maxLength: 3 }),
        ),
      ),
    }),
  },
);

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("move" as const), to: position }) },
  fc.record({ type: fc.constant("pause" as const), paused: fc.boolean() }),
  fc.record({ type: fc.constant("browsing" as const), mode: fc.constantFrom("free", "shown", "locked") }),
  fc.record({ type: fc.constant("joincode" as const), shown: fc.boolean() }),
  fc.record({ type: fc.constant("timer" as const), action: fc.constantFrom("start", "pause", "reset") }),
  fc.record({ type: fc.constant("plan" as const), minutes: fc.option(fc.integer({ min: 1, max: 90 })) }),
  { weight: 12, arbitrary: speaking },
  { weight: 10, arbitrary: moderating },
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
    features: fc.constantFrom(
      undefined,
      { chat: { on: false } },
      { chat: { approve: true }, reactions: { emoji: ["🎈"] } },
    ),
    channels: fc.constantFrom({}, { counter: { set: "everyone" as const } }),
  }),
);

function player(...names: readonly [string, ...string[]]): fc.Arbitrary<Author> {
  return fc
    .constantFrom(...names)
    .map((participant) => ({ participant, client: "tab", role: "audience", name: participant }));
}

const author: fc.Arbitrary<Author> = fc.record({
  participant: fc.constantFrom("ada", "grace"),
  client: fc.constantFrom("tab-1", "tab-2"),
  role: fc.constantFrom("speaker", "moderator", "audience", "server"),
  name: fc.constantFrom("Ada", "Grace"),
});

/** What is done with quizzes, by the right people, so that most of it is accepted. */
const playing = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      author: player("ada", "grace", "edsger"),
      command: fc.record({
        type: fc.constant("vote" as const),
        poll: quizId,
        answer: fc.option(fc.constantFrom([0], [1], [0, 2], [2, 0])),
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      author: fc.constant<Author>({ participant: "mo", client: "desk", role: "moderator", name: "Mo" }),
      command: fc.oneof(
        fc.record({ type: fc.constant("openpoll" as const), poll: quiz }),
        { weight: 2, arbitrary: fc.record({ type: fc.constant("closepoll" as const), poll: quizId }) },
        fc.record({ type: fc.constant("resetpoll" as const), poll: quizId }),
        fc.record({ type: fc.constant("revealpoll" as const), poll: quizId, revealed: fc.option(fc.boolean()) }),
        fc.record({ type: fc.constant("mute" as const), who, muted: fc.boolean() }),
      ),
    }),
  },
);

/** Two quizzes, opened, answered, closed and opened again. */
export const game: fc.Arbitrary<readonly Entry[]> = fc
  .array(fc.record({ step: playing, wait: fc.nat(5000) }), { minLength: 20, maxLength: 60 })
  .map((steps) => {
    let at = 1_000_000;
    return steps.map(({ step, wait }, index) => {
      at += wait;
      return { seq: index + 1, at, author: step.author, id: null, command: step.command };
    });
  });

/** Entries numbered 1, 2, 3 …; some refused, some repeated. */
export const history: fc.Arbitrary<readonly Entry[]> = fc
  .array(fc.record({ author, command, id: fc.option(fc.integer({ min: 1, max: 6 })), wait: fc.nat(5000) }), {
    maxLength: 80,
  })
  .map((steps) => {
    let at = 1_000_000;
    return steps.map(({ author: by, command: what, id, wait }, index) => {
      at += wait;
      return { seq: index + 1, at, author: by, id, command: what };
    });
  });
