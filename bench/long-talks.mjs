// Long talks for measurements: entries as a room of 5,000 writes them, the same ones for the same numbers.

const people = 5000;
const polls = 20;

const participants = Array.from({ length: people }, (_, n) => ({
  participant: `p-${String(n).padStart(5, "0")}-kN8vQ2xL`,
  client: `tab-${n}-Zr7`,
  role: "audience",
  name: `Guest ${n}`,
}));
const speaker = { participant: "ada-5hT0wQmXc8", client: "desk", role: "speaker", name: "Ada" };

/** A small generator of numbers below `n`, so that a talk is the same in every run. */
function dice(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const words = "so the frame is masked because a proxy could take it for something else entirely does it not".split(" ");
const saying = (roll) => Array.from({ length: 4 + roll(10) }, () => words[roll(words.length)]).join(" ");

const poll = (n) => ({
  id: `poll-${n}`,
  question: `Question ${n}?`,
  time: null,
  reveal: "live",
  kind: "choice",
  options: ["one", "two", "three", "four"],
  maxChoices: 1,
  right: n % 4 === 0 ? [1] : [],
  points: n % 4 === 0 ? 100 : 0,
});

/** What is said as entry `seq`: 60 % votes, 25 % chat, 10 % upvotes, and hands, pace, names, questions and moves. */
function lively(seq, roll) {
  if (seq <= polls) return { by: speaker, command: { type: "openpoll", poll: poll(seq - 1) } };
  const by = participants[roll(people)];
  if (seq <= polls + 200) return { by, command: { type: "ask", text: saying(roll) } };
  const kind = roll(100);
  if (kind < 60) return { by, command: { type: "vote", poll: `poll-${roll(polls)}`, answer: [roll(4)] } };
  if (kind < 85) return { by, command: { type: "chat", text: saying(roll) } };
  if (kind < 95) return { by, command: { type: "upvote", question: polls + 1 + roll(200), up: roll(3) > 0 } };
  if (kind < 96) return { by, command: { type: "hand", up: roll(2) > 0 } };
  if (kind < 98) return { by, command: { type: "pace", pace: ["slow", "fast", null][roll(3)] } };
  if (kind < 99) return { by, command: { type: "rename", name: `Name ${roll(1000)}` } };
  return { by: speaker, command: { type: "move", to: { h: roll(60), v: 0, f: -1 } } };
}

const chat = (_seq, roll) => ({ by: participants[roll(people)], command: { type: "chat", text: saying(roll) } });

export const mixes = { "a lively talk": lively, "all chat": chat };

/** The first `count` entries of a talk of this mix. */
export function* entriesOf(mix, count) {
  const roll = dice(7);
  const ids = new Map();
  for (let seq = 1; seq <= count; seq++) {
    const { by, command } = mixes[mix](seq, roll);
    const id = (ids.get(by.participant) ?? 0) + 1;
    ids.set(by.participant, id);
    yield { seq, at: 1_700_000_000_000 + seq * 10, author: by, id, command };
  }
}
