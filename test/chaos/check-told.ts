/** Judges what clients were told: snapshots and events are those of the log, in its order, without gaps. */
import { apply } from "../../src/talk/apply.ts";
import type { Entry, Role } from "../../src/talk/commands.ts";
import type { TalkEvent } from "../../src/talk/events.ts";
import { asOfNow, projectOwn, projectState, projectTallies } from "../../src/talk/project.ts";
import { emptyState, type State } from "../../src/talk/state.ts";
import { projectEvent } from "../../src/talk/view.ts";
import { digest, type Told, type Witness } from "./witness.ts";

/** The fold of a log, entry by entry; index 0 is before the first. */
type Folded = {
  readonly states: readonly State[];
  readonly events: readonly (TalkEvent | undefined)[];
  readonly problems: readonly string[];
};

export function checkTold(log: readonly Entry[], witnesses: readonly Witness[]): string[] {
  const folded = foldAll(log);
  const snapshots = new Map<string, string>();
  return [
    ...folded.problems,
    ...witnesses.flatMap((witness) => witness.lines.flatMap((line) => checkLine(folded, snapshots, witness, line))),
  ];
}

function foldAll(log: readonly Entry[]): Folded {
  const states: State[] = [emptyState];
  const events: (TalkEvent | undefined)[] = [undefined];
  const problems: string[] = [];
  for (const entry of log) {
    const before = states.at(-1) ?? emptyState;
    const outcome = apply(before, entry);
    if (outcome.kind !== "accepted") problems.push(`entry ${entry.seq} of the log is ${outcome.kind}`);
    states.push(outcome.kind === "accepted" ? outcome.state : { ...before, seq: entry.seq, at: entry.at });
    events.push(outcome.kind === "accepted" ? outcome.events[0] : undefined);
  }
  return { states, events, problems };
}

/** Before the welcome: chat, as a plain client gets it. After it: everything this role may see, none left out. */
function checkLine(
  folded: Folded,
  snapshots: Map<string, string>,
  { name, role, participant }: Witness,
  line: readonly Told[],
): string[] {
  const problems: string[] = [];
  let heard = 0;
  let base: { seq: number; welcomedAt: number } | undefined;
  for (const told of line) {
    const state = folded.states[told.seq];
    if (state === undefined) {
      problems.push(`${name} was told of ${told.seq}, which is not in the log`);
      continue;
    }
    if (told.kind === "welcome") {
      problems.push(...checkWelcome(state, snapshots, name, role, participant, told));
      base = { seq: told.since ?? told.seq, welcomedAt: told.seq };
      continue;
    }
    if (told.seq <= heard) problems.push(`${name} was told ${told.seq} after ${heard} on one line`);
    heard = Math.max(heard, told.seq);
    if (told.text !== textAt(folded, told.seq, role, base?.welcomedAt ?? 0)) {
      problems.push(`${name} was told at ${told.seq} what the log does not say: ${told.text}`);
    }
    if (base === undefined) continue;
    const missed = nextVisible(folded, role, base.seq);
    if (missed !== told.seq) problems.push(`${name} was told ${told.seq}, but not ${missed}`);
    base.seq = told.seq;
  }
  return problems;
}

function checkWelcome(
  state: State,
  snapshots: Map<string, string>,
  name: string,
  role: Role,
  participant: string,
  told: Extract<Told, { kind: "welcome" }>,
): string[] {
  const key = `${role} ${told.seq}`;
  const snapshot = snapshots.get(key) ?? digest(projectState(state, role));
  snapshots.set(key, snapshot);
  return [
    ...(told.state === undefined || told.state === snapshot ? [] : ["snapshot"]),
    ...(told.own === digest(projectOwn(state, participant)) ? [] : ["own"]),
    ...(told.tallies === digest(projectTallies(state, role, participant)) ? [] : ["tallies"]),
  ].map((what) => `${name}'s welcome at ${told.seq} has another ${what} than the fold of the log`);
}

/** The event as this role is told it; what a resuming client missed is told as things were at its welcome. */
function textAt({ states, events }: Folded, seq: number, role: Role, welcomedAt: number): string | undefined {
  const event = events[seq];
  const now = states[welcomedAt];
  if (event === undefined) return undefined;
  return JSON.stringify(projectEvent(seq <= welcomedAt && now !== undefined ? asOfNow(event, now) : event, role));
}

function nextVisible({ events }: Folded, role: Role, after: number): number | undefined {
  for (let seq = after + 1; seq < events.length; seq++) {
    const event = events[seq];
    if (event !== undefined && projectEvent(event, role) !== null) return seq;
  }
  return undefined;
}
