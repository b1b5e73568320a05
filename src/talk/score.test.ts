import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { game } from "./arbitraries.test-helper.ts";
import type { Author, Command } from "./commands.ts";
import type { Poll } from "./polls.ts";
import { projectOwn, projectState, projectTallies } from "./project.ts";
import { leaderboardSize, pointsOf } from "./score.ts";
import { emptyState, type State } from "./state.ts";
import { projectEvent } from "./view.ts";

const person = (participant: string, role: Author["role"] = "audience"): Author => {
  return { participant, client: "tab", role, name: participant };
};
const speaker = person("speaker", "speaker");
type Quiz = Poll & { readonly kind: "choice" };
const quiz: Quiz = {
  id: "quiz",
  question: "Which is right?",
  time: null,
  reveal: "live",
  kind: "choice",
  options: ["this", "that", "neither"],
  maxChoices: 2,
  right: [0, 2],
  points: 100,
};
const timed: Quiz = { ...quiz, time: 20, maxChoices: 1, right: [1] };

function run(state: State, author: Author, command: Command, waitMs = 0) {
  return apply(state, { seq: state.seq + 1, at: state.at + waitMs, author, id: null, command });
}

function does(state: State, author: Author, command: Command, waitMs = 0): State {
  const outcome = run(state, author, command, waitMs);
  if (outcome.kind !== "accepted") throw new Error(JSON.stringify(outcome));
  return outcome.state;
}

const open = (poll: Poll): Command => ({ type: "openpoll", poll });
const vote = (answer: readonly number[] | null): Command => ({ type: "vote", poll: "quiz", answer });
const close: Command = { type: "closepoll", poll: "quiz" };
const show: Command = { type: "leaderboard", shown: true };
const scoreOf = (state: State, name: string) => projectOwn(state, name).score;
const boardFor = (state: State, role: "moderator" | "audience") =>
  projectTallies(state, role, "somebody").leaderboard ?? null;

describe("points", () => {
  it("[P5] are for exactly the right options", () => {
    const worth = [[0, 2], [2, 0], [0], [0, 1], [0, 1, 2], [1]].map((answer) => pointsOf(quiz, answer, 0));
    expect(worth).toEqual([100, 100, 0, 0, 0, 0]);
    expect(pointsOf(quiz, [0, 2], 1e9)).toBe(100);
  });

  it("[P5] with a time go down from all to half, and no further", () => {
    const worth = [-5, 0, 1000, 10_000, 20_000, 99_000].map((after) => pointsOf(timed, [1], after));
    expect(worth).toEqual([100, 100, 98, 75, 50, 50]);
    expect(pointsOf({ ...timed, points: 5 }, [1], 10_000)).toBe(4);
  });

  it("[P5] an answer has the time of its last change; the same one again is no change", () => {
    let state = does(emptyState, speaker, open(timed));
    for (const name of ["ada", "grace", "edsger"]) state = does(state, person(name), vote([name === "grace" ? 0 : 1]));
    state = does(state, person("ada"), vote([1]), 10_000);
    state = does(state, person("grace"), vote([1]));
    state = does(state, person("edsger"), vote(null));
    state = does(does(state, person("edsger"), vote([1])), speaker, close);
    expect(["ada", "grace", "edsger"].map((name) => scoreOf(state, name)?.points)).toEqual([100, 75, 75]);
  });

  it("[P5] reopening takes them back and makes later answers worth half; resetting begins anew", () => {
    let state = does(does(emptyState, speaker, open(timed)), person("ada"), vote([1]));
    state = does(does(state, speaker, close), speaker, open(timed), 60_000);
    expect(scoreOf(state, "ada")).toBeNull();
    state = does(does(state, person("grace"), vote([1])), speaker, close);
    expect([scoreOf(state, "ada")?.points, scoreOf(state, "grace")?.points]).toEqual([100, 50]);
    state = does(state, speaker, { type: "resetpoll", poll: "quiz" });
    expect(scoreOf(state, "ada")).toBeNull();
    state = does(does(state, speaker, open(timed)), person("grace"), vote([1]));
    expect(scoreOf(does(state, speaker, close), "grace")?.points).toBe(100);
    const replaced = does(does(state, speaker, close), speaker, open({ ...timed, question: "Another" }));
    expect(scoreOf(replaced, "grace")).toBeNull();
  });

  it("[P5] [A2] say nothing before the right answers do", () => {
    let state = does(does(emptyState, speaker, open(quiz)), person("ada"), vote([0, 2]));
    state = does(does(state, speaker, show), speaker, { type: "revealpoll", poll: "quiz", revealed: true });
    const given = (now: State) => [scoreOf(now, "ada"), boardFor(now, "audience"), boardFor(now, "moderator")];
    expect(given(state)).toEqual([null, null, null]);
    const heldBack = does(does(state, speaker, close), speaker, { type: "revealpoll", poll: "quiz", revealed: false });
    expect(given(heldBack)).toEqual([null, null, null]);
    const told = does(heldBack, speaker, { type: "revealpoll", poll: "quiz", revealed: null });
    expect(scoreOf(told, "ada")).toEqual({ rank: 1, points: 100, players: 1 });
    expect(boardFor(told, "audience")).not.toBeNull();
  });

  it("[P5] are not for those who know what is right", () => {
    let state = does(does(emptyState, speaker, open(quiz)), person("mo", "moderator"), vote([0, 2]));
    state = does(does(state, person("ada"), vote([0, 2])), { ...person("ada"), role: "moderator" }, vote([0, 2]));
    state = does(state, speaker, close);
    expect([scoreOf(state, "mo"), scoreOf(state, "ada")]).toEqual([null, null]);
  });

  it("[P5] [P6] in any history equal a naive recount, and the places follow", () => {
    fc.assert(
      fc.property(game, (entries) => {
        let state = emptyState;
        for (const entry of entries) {
          state = fold([entry], state);
          const sums = recount(state);
          expect(new Map([...state.scores].map(([name, { points }]) => [name, points]))).toEqual(sums);
          const seen = [...sums].filter(([name]) => !state.muted.has(`participant ${name}`));
          for (const [name, points] of seen) {
            const rank = 1 + seen.filter(([, others]) => others > points).length;
            expect(scoreOf(state, name)).toEqual({ rank, points, players: seen.length });
          }
        }
      }),
    );
  });
});

/** What the polls say as they are. */
function recount(state: State): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { poll, phase, revealed, answers, answeredAt, openedAt } of state.polls.values()) {
    if (poll.kind !== "choice" || phase === "open" || revealed === false) continue;
    for (const [name, at] of answeredAt) {
      sums.set(name, (sums.get(name) ?? 0) + pointsOf(poll, answers.get(name) ?? [], at - openedAt));
    }
  }
  return sums;
}

describe("the leaderboard", () => {
  function game(players: number): State {
    let state = does(emptyState, speaker, open(timed));
    for (let n = 0; n < players; n++) state = does(state, person(`p${n}`), vote([1]), 100);
    return does(state, speaker, close);
  }

  it("[P6] [B4] is the best 50 for moderators, the best 10 for the audience while it is shown", () => {
    const state = game(leaderboardSize.moderators + 1);
    expect(boardFor(state, "moderator")).toMatchObject({ players: 51, top: { length: leaderboardSize.moderators } });
    expect(boardFor(state, "moderator")?.top[0]).toEqual({ participant: "p0", name: "p0", rank: 1, points: 100 });
    expect(boardFor(state, "audience")).toBeNull();
    const shown = does(state, speaker, show);
    expect(boardFor(shown, "audience")).toMatchObject({ players: 51, top: { length: leaderboardSize.audience } });
    expect(projectState(shown, "audience").leaderboard).toBe(true);
    expect(projectTallies(shown, "audience", "p1", state)).toHaveProperty("leaderboard.top");
    expect(projectTallies(shown, "moderator", "mo", state)).not.toHaveProperty("leaderboard");
    const hidden = run(shown, speaker, { type: "leaderboard", shown: false });
    if (hidden.kind !== "accepted") throw new Error("refused");
    expect(hidden.events.map((event) => projectEvent(event, "audience"))).toMatchObject([{ shown: false }]);
    expect(projectTallies(hidden.state, "audience", "p1", shown)).toMatchObject({ leaderboard: null });
    expect(run(state, person("ada"), show)).toMatchObject({ code: "not-allowed" });
  });

  it("[P6] names those who have a name, as they are called now, and shares places", () => {
    let state = does(emptyState, speaker, open(quiz));
    for (const name of ["Ada", "Grace", "Guest"])
      state = does(state, { ...person(name), name }, vote([0, name === "Grace" ? 1 : 2]));
    state = does(does(state, person("Ada"), { type: "rename", name: "A. L." }), speaker, close);
    expect(boardFor(state, "moderator")?.top.map(({ name, rank }) => [name, rank])).toEqual([
      ["A. L.", 1],
      [null, 1],
      ["Grace", 3],
    ]);
  });

  it("[P6] [M3] is without those muted or removed by name, and says nothing of posts without one", () => {
    let state = does(game(3), person("p0"), { type: "chat", text: "spam", anonymous: true });
    state = does(state, speaker, { type: "remove", who: { post: state.seq } });
    state = does(state, speaker, { type: "mute", who: { participant: "p1" }, muted: true });
    expect(boardFor(state, "moderator")?.top.map(({ participant }) => participant)).toEqual(["p0", "p2"]);
    expect([scoreOf(state, "p1"), scoreOf(state, "p2")]).toMatchObject([null, { rank: 2, players: 2 }]);
  });
});
