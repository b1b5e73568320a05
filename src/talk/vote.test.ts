import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { history } from "./arbitraries.test-helper.ts";
import type { Author, Command } from "./commands.ts";
import { answerProblem, contributions, type Poll, pollLimits } from "./polls.ts";
import { projectOwn, projectState, projectTallies } from "./project.ts";
import { emptyState, type State } from "./state.ts";
import { projectEvent } from "./view.ts";
import { tallyOf } from "./vote.ts";

const person = (participant: string, role: Author["role"] = "audience"): Author => {
  return { participant, client: "tab", role, name: participant };
};
const speaker = person("speaker", "speaker");
const quiz: Poll = {
  id: "quiz",
  question: "Which is right?",
  time: 20,
  reveal: "close",
  kind: "choice",
  options: ["this", "that", "neither"],
  maxChoices: 1,
  right: [1],
  points: 100,
};

function run(state: State, author: Author, command: Command, waitMs = 1000) {
  return apply(state, { seq: state.seq + 1, at: state.at + waitMs, author, id: null, command });
}

function does(state: State, author: Author, command: Command, waitMs = 1000): State {
  const outcome = run(state, author, command, waitMs);
  if (outcome.kind !== "accepted") throw new Error(JSON.stringify(outcome));
  return outcome.state;
}

const vote = (answer: readonly number[] | null): Command => ({ type: "vote", poll: "quiz", answer });
const open = does(emptyState, speaker, { type: "openpoll", poll: quiz });

describe("polls", () => {
  it("[P2] one answer a participant, which may change and be taken back until it is closed", () => {
    let state = does(open, person("ada"), vote([0]));
    state = does(state, { ...person("ada"), client: "phone" }, vote([1]));
    state = does(state, person("grace"), vote([1]));
    expect(projectTallies(state, "speaker", "speaker").polls.quiz).toMatchObject({ voters: 2, counts: { "1": 2 } });
    state = does(state, person("grace"), vote(null));
    expect(projectTallies(state, "speaker", "speaker").polls.quiz).toMatchObject({ voters: 1, counts: { "1": 1 } });
    expect(projectOwn(state, "ada").answers).toEqual({ quiz: [1] });
    state = does(state, speaker, { type: "closepoll", poll: "quiz" });
    expect(run(state, person("grace"), vote([0]))).toMatchObject({ kind: "refused", code: "poll-closed" });
    expect(projectTallies(state, "audience", "ada").polls.quiz).toMatchObject({ voters: 1, counts: { "1": 1 } });
  });

  it("[P2] texts stand in the order of their first answer, however many there are", () => {
    const { id, question, time, reveal } = quiz;
    const asked = does(emptyState, speaker, { type: "openpoll", poll: { id, question, time, reveal, kind: "text" } });
    const names = Array.from({ length: 100 }, (_, n) => `person ${n}`);
    const say = (all: State, name: string, text: string) =>
      does(all, person(name), { type: "vote", poll: "quiz", answer: [text] }, 1);
    const answered = names.reduce((all, name) => say(all, name, name), asked);
    const state = say(answered, "person 50", "changed");
    const expected = names.map((name) => (name === "person 50" ? "changed" : name));
    expect(projectTallies(state, "speaker", "speaker").polls.quiz?.texts).toEqual(expected);
  });

  it("[P2] a poll with a time takes no answer after it, whether or not it was closed", () => {
    expect(run(open, person("ada"), vote([0]), 20_000)).toMatchObject({ kind: "accepted" });
    expect(run(open, person("ada"), vote([0]), 20_001)).toMatchObject({ kind: "refused", code: "poll-closed" });
  });

  it("[P2] reopening keeps the answers, resetting forgets them, another poll under the name starts anew", () => {
    const voted = does(does(open, person("ada"), vote([0])), speaker, { type: "closepoll", poll: "quiz" });
    const again = does(voted, speaker, { type: "openpoll", poll: quiz });
    expect(again.polls.get("quiz")).toMatchObject({ phase: "open" });
    expect(projectOwn(again, "ada").answers).toEqual({ quiz: [0] });
    for (const command of [
      { type: "resetpoll", poll: "quiz" },
      { type: "openpoll", poll: { ...quiz, question: "Another" } },
    ] as const) {
      const state = does(voted, speaker, command);
      expect(projectOwn(state, "ada").answers).toEqual({});
      expect(projectTallies(state, "speaker", "speaker").polls.quiz).toEqual({ voters: 0, counts: {}, texts: [] });
    }
  });

  it("[A2] [P3] what is right does not leave before it is closed, nor results before they may be seen", () => {
    const voted = does(open, person("ada"), vote([1]));
    const opened = run(emptyState, speaker, { type: "openpoll", poll: quiz });
    const asAudience = JSON.stringify([
      projectState(voted, "audience"),
      projectTallies(voted, "audience", "grace"),
      opened.kind === "accepted" && opened.events.map((event) => projectEvent(event, "audience")),
    ]);
    expect(asAudience).toContain('"right":[]');
    expect(asAudience).not.toMatch(/"right":\[1\]|"counts"/);
    expect(JSON.stringify(projectState(voted, "moderator"))).toContain('"right":[1]');
    const closed = does(voted, speaker, { type: "closepoll", poll: "quiz" });
    expect(projectState(closed, "audience").polls.quiz?.poll).toMatchObject({ right: [1] });
    const heldBack = does(closed, speaker, { type: "revealpoll", poll: "quiz", revealed: false });
    expect(projectState(heldBack, "audience").polls.quiz?.poll).toMatchObject({ right: [] });
    expect(projectTallies(heldBack, "audience", "ada").polls).toEqual({});
  });

  it("[P3] results after one's own vote are for those who voted", () => {
    let state = does(emptyState, speaker, { type: "openpoll", poll: { ...quiz, reveal: "vote" } });
    state = does(state, person("ada"), vote([1]));
    expect(projectTallies(state, "audience", "ada").polls).toHaveProperty("quiz");
    expect(projectTallies(state, "audience", "grace").polls).toEqual({});
  });

  it("[P2] only moderators open, close, reset and reveal; the server opens and closes", () => {
    const commands: Command[] = [
      { type: "openpoll", poll: quiz },
      { type: "closepoll", poll: "quiz" },
      { type: "resetpoll", poll: "quiz" },
      { type: "revealpoll", poll: "quiz", revealed: true },
    ];
    const may = (role: Author["role"]) => commands.map((command) => run(open, person("x", role), command).kind);
    expect(may("audience")).toEqual(Array(4).fill("refused"));
    expect(may("moderator")).toEqual(Array(4).fill("accepted"));
    expect(may("server")).toEqual(["accepted", "accepted", "refused", "refused"]);
  });

  it.each<
    [Poll, readonly (readonly number[] | readonly string[])[], readonly (readonly number[] | readonly string[])[]]
  >([
    [{ ...quiz, maxChoices: 2 }, [[0], [2, 0]], [[], [0, 1, 2], [3], [-1], [0, 0], [0.5], ["0"]]],
    [{ ...quiz, kind: "ranking", options: ["a", "b"] }, [[1, 0]], [[0], [0, 0], [0, 1, 2]]],
    [
      { ...quiz, kind: "scale", statements: ["a", "b"], min: 1, max: 5, labels: ["", ""] },
      [[1, 5]],
      [[1], [0, 1], [1, 6], [1, 1.5]],
    ],
    [
      { ...quiz, kind: "number", min: null, max: 10, unit: "", right: 3 },
      [[-1e6], [9.5]],
      [[11], [Number.NaN], [1, 2], []],
    ],
    [
      { ...quiz, kind: "cloud", words: 2 },
      [["a"], ["a", "b"], ["x".repeat(640)]],
      [[], ["a", "b", "c"], [" "], [1], ["x".repeat(641)]],
    ],
    [{ ...quiz, kind: "text" }, [["a text"], ["x".repeat(8000)]], [[], ["a", "b"], ["x".repeat(8001)]]],
  ])("[P2] [B4] takes the answers that fit, and no other: $0.kind", (poll, fitting, others) => {
    for (const answer of fitting) expect(answerProblem(poll, answer)).toBeUndefined();
    for (const answer of others) expect(answerProblem(poll, answer)).toEqual(expect.any(String));
  });

  it("[P2] words that people take for the same are one", () => {
    const cloud: Poll = { ...quiz, kind: "cloud", words: 3 };
    expect(contributions(cloud, ["Red", " red", "BLUE"])).toEqual([
      ["red", 1],
      ["blue", 1],
    ]);
  });

  it("[P2] [B4] a cloud has so many different words, and a talk so many polls", () => {
    let state = does(emptyState, speaker, {
      type: "openpoll",
      poll: { ...quiz, time: null, kind: "cloud", words: 10 },
    });
    const words = (n: number) => Array.from({ length: 10 }, (_, index) => `w${n}-${index}`);
    for (let n = 0; n < pollLimits.distinct / 10; n++) {
      state = does(state, person(`p${n}`), { type: "vote", poll: "quiz", answer: words(n) });
    }
    const one = { type: "vote", poll: "quiz", answer: ["one more"] } as const;
    expect(run(state, person("late"), one)).toMatchObject({ kind: "refused", code: "too-many-answers" });
    expect(run(state, person("late"), { ...one, answer: ["w0-0"] }).kind).toBe("accepted");
    for (let n = 1; n < pollLimits.polls; n++) {
      state = does(state, speaker, { type: "openpoll", poll: { ...quiz, id: `poll-${n}` } });
    }
    const another = { type: "openpoll", poll: { ...quiz, id: "another" } } as const;
    expect(run(state, speaker, another)).toMatchObject({ kind: "refused", code: "too-many-polls" });
  });

  it("[P2] in any history every tally equals a naive recount, and nobody's answer is changed by others", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const state = fold(entries);
        for (const [id, poll] of state.polls) {
          const counts: Record<string, number> = {};
          for (const answer of poll.answers.values()) {
            for (const [key, amount] of contributions(poll.poll, answer)) counts[key] = (counts[key] ?? 0) + amount;
          }
          expect(tallyOf(poll)).toMatchObject({ voters: poll.answers.size, counts });
          const own = [...state.people].filter(([, { answers }]) => answers.has(id)).map(([name]) => name);
          expect([...poll.answers.keys()].sort()).toEqual(own.sort());
        }
      }),
    );
    fc.assert(
      fc.property(history, (entries) => {
        let state = emptyState;
        for (const entry of entries) {
          const outcome = apply(state, entry);
          if (outcome.kind !== "accepted") continue;
          if (entry.command.type === "vote") {
            for (const [name, { answers }] of state.people) {
              if (name !== entry.author.participant) expect(outcome.state.people.get(name)?.answers).toBe(answers);
            }
          }
          state = outcome.state;
        }
      }),
    );
  });
});
