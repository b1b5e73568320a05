/**
 * Judges a history against the log it left: what everybody said, and was told, must be what one server that never
 * died could have answered. Linear in the size of both.
 */
import { isDeepStrictEqual } from "node:util";
import type { CommandMessage } from "../../src/protocol/messages.ts";
import { toCommand } from "../../src/protocol/parse.ts";
import type { Entry } from "../../src/talk/commands.ts";
import { checkTold } from "./check-told.ts";
import type { Said, Witness } from "./witness.ts";

/** What is wrong, in words; empty when all is well. */
export function check(log: readonly Entry[], witnesses: readonly Witness[]): readonly string[] {
  return [
    ...checkPlaces(log),
    ...checkCommands(log, witnesses),
    ...checkRealTime(witnesses),
    ...witnesses.flatMap(checkOrder),
    ...checkTold(log, witnesses),
  ];
}

/** Rules L1, L8: 1, 2, 3 … without gaps, and the clock never goes back. */
function checkPlaces(log: readonly Entry[]): string[] {
  return log.flatMap(({ seq, at }, index) => {
    const before = log[index - 1];
    const place = seq === index + 1 ? [] : [`entry ${index + 1} of the log has seq ${seq}`];
    return before !== undefined && at < before.at ? [...place, `the clock goes back at ${seq}`] : place;
  });
}

/** Rules L3, L4: what was acknowledged is at its place, everything at most once, and nothing nobody said. */
function checkCommands(log: readonly Entry[], witnesses: readonly Witness[]): string[] {
  const problems: string[] = [];
  const saidBy = new Map(witnesses.map((witness) => [`${witness.participant} ${witness.client}`, witness]));
  const unnumbered = new Map(witnesses.flatMap((witness) => witness.unnumbered).map((text) => [text, 0]));
  const taken = new Map<Said, number>();
  for (const { seq, author, id, command } of log) {
    if (author.role === "server") continue;
    if (id === null) {
      const text = command.type === "chat" ? command.text : "";
      const times = unnumbered.get(text);
      if (times !== 0) problems.push(`entry ${seq} "${text}" of a plain client is there again, or was never said`);
      unnumbered.set(text, 1);
      continue;
    }
    const witness = saidBy.get(`${author.participant} ${author.client}`);
    const said = witness?.said.get(id);
    if (witness === undefined || said === undefined) {
      problems.push(`entry ${seq} was said by nobody`);
      continue;
    }
    const first = taken.get(said);
    if (first !== undefined) problems.push(`command ${id} of ${witness.name} is at ${first} and again at ${seq}`);
    taken.set(said, first ?? seq);
    if (author.role !== witness.role) problems.push(`entry ${seq} of ${witness.name} has role ${author.role}`);
    if (!isMeant(command, said.text)) problems.push(`entry ${seq} is not what ${witness.name} said`);
  }
  for (const witness of witnesses) {
    for (const said of witness.said.values()) problems.push(...checkAnswers(witness, said, taken.get(said)));
  }
  return problems;
}

/** Whether an entry is what was said; that it waits for approval is the server's word. */
function isMeant(
  { held: _held, ...command }: Entry["command"] & { readonly held?: boolean | undefined },
  text: string,
): boolean {
  const meant = JSON.stringify(toCommand(JSON.parse(text) as CommandMessage));
  return isDeepStrictEqual(JSON.parse(meant), command);
}

function checkAnswers({ name }: Witness, { id, answers }: Said, seq: number | undefined): string[] {
  const wrong = answers.filter((answer) => answer.kind === "ack" && answer.seq !== seq);
  const isLost = wrong.map(
    (answer) => `command ${id} of ${name} was acknowledged as ${JSON.stringify(answer)}; the log has it at ${seq}`,
  );
  const last = answers.at(-1);
  return last?.kind === "error" && seq !== undefined
    ? [...isLost, `command ${id} of ${name} was refused with ${last.code} in the end, and is in the log at ${seq}`]
    : isLost;
}

/** What one client numbered 1, 2, 3 … stands in the log in this order (rule L4). */
function checkOrder({ name, said, refused }: Witness): string[] {
  let highest = 0;
  return [...said.values()]
    .filter(({ id }) => !refused.has(id))
    .sort((one, other) => one.id - other.id)
    .flatMap((command) => {
      const seq = seqOf(command);
      if (seq === undefined) return [];
      const isBefore = seq <= highest;
      highest = Math.max(highest, seq);
      return isBefore ? [`command ${command.id} of ${name} stands at ${seq}, before an earlier one`] : [];
    });
}

/** What was acknowledged before something else was said comes before it, whoever said it: the log is linearizable. */
function checkRealTime(witnesses: readonly Witness[]): string[] {
  const commands = witnesses.flatMap(({ name, said }) =>
    [...said.values()].flatMap((command) => {
      const seq = seqOf(command);
      const acked = command.answers.find(({ kind }) => kind === "ack");
      return seq === undefined || acked === undefined ? [] : [{ name, command, seq, at: acked.at }];
    }),
  );
  const byAnswer = [...commands].sort((one, other) => one.at - other.at);
  const problems: string[] = [];
  let answered = 0;
  let highest = 0;
  for (const { name, command, seq } of commands.sort((one, other) => one.command.sentAt - other.command.sentAt)) {
    for (let next = byAnswer[answered]; next !== undefined && next.at < command.sentAt; next = byAnswer[++answered]) {
      highest = Math.max(highest, next.seq);
    }
    if (seq <= highest) {
      problems.push(
        `command ${command.id} of ${name} stands at ${seq}; ${highest} was acknowledged before it was said`,
      );
    }
  }
  return problems;
}

function seqOf({ answers }: Said): number | undefined {
  return answers.find((answer) => answer.kind === "ack")?.seq;
}
