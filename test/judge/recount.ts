/** The talk counted naively, entry by entry, without the fold: what the screens show in the end must be this. */

import { isDeepStrictEqual } from "node:util";
import type { Entry } from "../../src/talk/commands.ts";
import type { Tallies } from "../../src/talk/project.ts";
import type { View } from "../../src/talk/view.ts";

/** What is wrong with what a late joiner is given, in words. */
export function recount(log: readonly Entry[], view: View, tallies: Tallies): readonly string[] {
  const answers = new Map<string, readonly (string | number)[]>();
  const upvotes = new Set<string>();
  let position: unknown = { h: 0, v: 0, f: -1 };
  let wall: unknown;
  const chat: number[] = [];
  const opened = new Set<string>();
  for (const { seq, author, command } of log) {
    const key = (what: string | number): string => `${what} ${author.participant}`;
    if (command.type === "move") position = command.to;
    if (command.type === "set" && command.channel === "wall") wall = command.data;
    if (command.type === "chat") chat.push(seq);
    if (command.type === "openpoll") opened.add(command.poll.id);
    if (command.type === "vote") {
      if (command.answer === null) answers.delete(key(command.poll));
      else answers.set(key(command.poll), command.answer);
    }
    if (command.type === "upvote") upvotes[command.up ? "add" : "delete"](key(command.question));
  }
  return [
    ...differs("position", position, view.position),
    ...differs("last value", wall, view.values.wall?.data),
    ...differs(
      "chat",
      chat.slice(-100),
      view.chat.map(({ id }) => id),
    ),
    ...["tea", "words"]
      .filter((poll) => opened.has(poll))
      .flatMap((poll) => {
        const given = [...answers].flatMap(([key, answer]) => (key.startsWith(`${poll} `) ? [answer] : []));
        const { voters, counts } = tallies.polls[poll] ?? {};
        return [...differs(`voters of ${poll}`, given.length, voters), ...differs(poll, countOf(given.flat()), counts)];
      }),
    ...differs("upvotes", countOf([...upvotes].map((key) => key.split(" ")[0] ?? "")), withoutZeros(tallies.upvotes)),
  ];
}

function countOf(list: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of list) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

function differs(what: string, counted: unknown, shown: unknown): string[] {
  return isDeepStrictEqual(counted, shown)
    ? []
    : [`${what}: the log makes ${JSON.stringify(counted)}, a late joiner sees ${JSON.stringify(shown)}`];
}
