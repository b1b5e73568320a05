/** Judges what clients were told: snapshots and events are those of the log, in its order, without gaps. */
import { apply } from "../../src/talk/apply.ts";
import type { Entry, Role } from "../../src/talk/commands.ts";
import type { TalkEvent } from "../../src/talk/events.ts";
import { asOfNow, projectOwn, projectState, projectTallies } from "../../src/talk/project.ts";
import { emptyState, type State } from "../../src/talk/state.ts";
import { projectEvent } from "../../src/talk/view.ts";
import { digest, isSame, type Told, type Witness } from "./witness.ts";

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

/** How far a line has been told the talk: every event this role may see up to `seq`; the past as of `asOf`. */
type Base = { seq: number; readonly asOf: number };

/** Before the welcome: chat, as a plain client gets it. After it: everything this role may see, none left out. */
function checkLine(folded: Folded, snapshots: Map<string, string>, witness: Witness, line: readonly Told[]): string[] {
  const { name, role } = witness;
  const problems: string[] = [];
  let heard = 0;
  let base: Base | undefined;
  for (const [index, told] of line.entries()) {
    const state = folded.states[told.seq];
    if (state === undefined) {
      problems.push(`${name} was told of ${told.seq}, which is not in the log`);
      continue;
    }
    if (told.kind !== "event") problems.push(...checkStanding(state, snapshots, witness, told));
    if (told.kind === "welcome") {
      base = { seq: told.since ?? told.seq, asOf: told.seq };
      continue;
    }
    if (told.kind === "snapshot") {
      if (told.seq < heard) problems.push(`${name} was given a snapshot of ${told.seq} after ${heard} on one line`);
      const missed = base && told.state === undefined ? nextVisible(folded, role, base.seq) : undefined;
      if (missed !== undefined && missed <= told.seq)
        problems.push(`${name} was told to be at ${told.seq}, but not told ${missed}`);
      heard = told.seq;
      base = { seq: told.seq, asOf: base?.asOf ?? told.seq };
      continue;
    }
    if (told.seq <= heard) problems.push(`${name} was told ${told.seq} after ${heard} on one line`);
    heard = Math.max(heard, told.seq);
    if (!isOfLog(folded, role, told, base, caughtUpAt(line, index))) {
      problems.push(`${name} was told at ${told.seq} what the log does not say: ${told.text}`);
    }
    if (base === undefined) continue;
    const missed = nextVisible(folded, role, base.seq);
    if (missed !== told.seq) problems.push(`${name} was told ${told.seq}, but not ${missed}`);
    base.seq = told.seq;
  }
  return problems;
}

/** Where the events from here on end in the snapshot that closes what a slow reader missed: its place. */
function caughtUpAt(line: readonly Told[], from: number): number | undefined {
  const end = line.slice(from).find(({ kind }) => kind !== "event");
  return end?.kind === "snapshot" && end.state === undefined ? end.seq : undefined;
}

function checkStanding(
  state: State,
  snapshots: Map<string, string>,
  { name, role, participant }: Witness,
  told: Exclude<Told, { kind: "event" }>,
): string[] {
  const key = `${role} ${told.seq}`;
  const snapshot = snapshots.get(key) ?? digest(projectState(state, role));
  snapshots.set(key, snapshot);
  return [
    ...(told.state === undefined || told.state === snapshot ? [] : ["snapshot"]),
    ...(isSame(told.own, projectOwn(state, participant)) ? [] : ["own"]),
    ...(isSame(told.tallies, projectTallies(state, role, participant)) ? [] : ["tallies"]),
  ].map((what) => `${name}'s ${told.kind} at ${told.seq} has another ${what} than the fold of the log`);
}

/** Whether this is the event as the role is told it: as it happened, or as it was when it was told late. */
function isOfLog(
  folded: Folded,
  role: Role,
  { seq, text }: Extract<Told, { kind: "event" }>,
  base: Base | undefined,
  caughtUp: number | undefined,
): boolean {
  const event = folded.events[seq];
  if (event === undefined) return false;
  return tellings(folded, seq, base, caughtUp).some((state) => {
    const asTold = state === undefined ? event : asOfNow(event, state);
    return JSON.stringify(projectEvent(asTold, role)) === text;
  });
}

/** The states as of which an event may be told; undefined: as it happened. */
function tellings({ states }: Folded, seq: number, base: Base | undefined, caughtUp: number | undefined) {
  // Nothing tells a plain client when it was slow.
  if (base === undefined) return [undefined, ...states.slice(seq)];
  if (seq <= base.asOf) return [states[base.asOf]];
  return caughtUp === undefined ? [undefined] : [undefined, states[caughtUp]];
}

function nextVisible({ events }: Folded, role: Role, after: number): number | undefined {
  for (let seq = after + 1; seq < events.length; seq++) {
    const event = events[seq];
    if (event !== undefined && projectEvent(event, role) !== null) return seq;
  }
  return undefined;
}
