/**
 * The polls that stand in the deck: opened when the speaker arrives at their slide, closed when their time is over
 * (rule P2). The server only asks; whether it may is the fold's to say.
 */

import type { PollSource } from "../deck/deck.ts";
import type { DeckSource } from "../deck/files.ts";
import type { TalkHost } from "../gateway/talk-host.ts";
import type { Author } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import type { Poll } from "../talk/polls.ts";

/** Opens and closes until the answer is called. */
export function runDeckPolls(host: TalkHost, deck: DeckSource, server: Author, now: () => number): () => void {
  const closing = new Map<string, NodeJS.Timeout>();
  const closeLater = (id: string, closesAt: number | null): void => {
    clearTimeout(closing.get(id));
    closing.delete(id);
    if (closesAt === null) return;
    // Whoever reopens it has given it another time.
    const isOver = (): boolean => {
      const poll = host.state.polls.get(id);
      return poll?.phase === "open" && poll.closesAt === closesAt;
    };
    const close = (): void => void host.insist(server, () => (isOver() ? { type: "closepoll", poll: id } : undefined));
    closing.set(id, setTimeout(close, Math.max(0, closesAt - now())));
  };
  const openAt = (h: number, v: number): void => {
    for (const source of deck.deck.polls) {
      if (source.h !== h || source.v !== v || source.open !== "arrive") continue;
      const isWanted = (isAgain: boolean): boolean => {
        const { features, polls, position } = host.state;
        // While the log could not be written the speaker may have gone on.
        const isHere = !isAgain || (position.h === h && position.v === v);
        return isHere && features.polls.on && !polls.has(source.id);
      };
      const open = { type: "openpoll", poll: pollOf(source) } as const;
      void host.insist(server, (isAgain) => (isWanted(isAgain) ? open : undefined));
    }
  };
  const hear = (event: TalkEvent): void => {
    if (event.event === "slide") openAt(event.to.h, event.to.v);
    if (event.event === "poll") closeLater(event.poll.id, event.phase === "open" ? event.closesAt : null);
  };
  for (const { poll, phase, closesAt } of host.state.polls.values()) {
    if (phase === "open") closeLater(poll.id, closesAt);
  }
  const stop = host.onChange((events) => events.forEach(hear));
  return () => {
    stop();
    for (const timer of closing.values()) clearTimeout(timer);
  };
}

/** A poll of the deck as the talk opens it. */
export function pollOf(source: PollSource): Poll {
  const { id, question, time, reveal } = source;
  const base = { id, question, time, reveal };
  switch (source.kind) {
    case "choice":
      return { ...base, kind: "choice", options: source.options, maxChoices: source.maxChoices, right: [], points: 0 };
    case "quiz": {
      const { options, maxChoices, right, points } = source;
      return { ...base, kind: "choice", options, maxChoices, right, points };
    }
    case "ranking":
      return { ...base, kind: "ranking", options: source.options };
    case "scale": {
      const { min, max, labels, statements } = source;
      return { ...base, kind: "scale", statements: statements.length === 0 ? [""] : statements, min, max, labels };
    }
    case "number": {
      const { min, max, unit, right } = source;
      return { ...base, kind: "number", min, max, unit, right };
    }
    case "cloud":
      return { ...base, kind: "cloud", words: source.words };
    case "text":
      return { ...base, kind: "text" };
  }
}
