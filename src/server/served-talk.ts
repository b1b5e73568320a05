/** One talk as this server gives it: its deck, its host, its room. Keeps the log's idea of the deck current. */
import type { DeckSource } from "../deck/files.ts";
import { LecternError } from "../errors.ts";
import type { Limits } from "../gateway/limits.ts";
import { Room } from "../gateway/room.ts";
import { TalkHost } from "../gateway/talk-host.ts";
import type { WordList } from "../gateway/word-list.ts";
import type { Checkpoints } from "../log/checkpoint/checkpoints.ts";
import type { TalkLog } from "../log/talk-log.ts";
import type { Author, Command } from "../talk/commands.ts";
import { runDeckPolls } from "./deck-polls.ts";
import type { ObserveServer } from "./operating/observation.ts";
import { observedLog } from "./operating/observed-log.ts";

export type ServedTalk = {
  readonly code: string;
  readonly host: TalkHost;
  readonly room: Room;
  readonly deck: DeckSource;
  /** Whether the deck's programs may do whatever the page around them may. */
  readonly isDeckTrusted: boolean;
  /** Where the deck's page is, when that is somewhere else on the web. */
  readonly slidesFrom: URL | undefined;
  readonly log: TalkLog;
  /** Stops watching, makes everything durable and lets go of the log. */
  close(): Promise<void>;
};

/** What the talk needs of its checkpoints (rule L9). */
export type TalkCheckpoints = Pick<Checkpoints, "load" | "reached" | "close">;

export type ServedTalkOptions = {
  readonly deck: DeckSource;
  readonly isDeckTrusted: boolean;
  readonly log: TalkLog;
  /** None where the log itself does not outlive the process. */
  readonly checkpoints: TalkCheckpoints | undefined;
  readonly limits: Limits;
  readonly now: () => number;
  readonly holds: WordList;
  readonly observe: ObserveServer;
  readonly onFault: (error: unknown, reference: string) => void;
  /** A new version of the deck is on the screens, or could not be read and the old one stays (rule K2). */
  readonly onDeck: (change: { readonly title: string } | LecternError) => void;
};

const server: Author = { participant: "server", client: "", role: "server", name: "Lectern" };

/** @throws LecternError when the log cannot be read or written. */
export async function serveTalk(options: ServedTalkOptions): Promise<ServedTalk> {
  const { deck, checkpoints, limits, now, holds, observe, onFault, onDeck } = options;
  const log = observedLog(options.log, observe);
  const from = await checkpoints?.load();
  const { resumeEvents, logCheckMs } = limits;
  let hasBegun = false;
  const host = await TalkHost.open({
    log,
    now,
    resumeEvents,
    logCheckMs,
    from,
    // What has words and ends the start is told by whoever started it.
    onFault: (error, reference) => {
      if (hasBegun || !(error instanceof LecternError)) onFault(error, reference);
    },
    observe,
  });
  host.onChange(() => checkpoints?.reached(host.state.seq));
  const newDeck = (): Command | undefined => {
    const { version, title, channels, features } = deck.deck;
    if (host.state.deck.version === version && host.state.deck.title === title) return undefined;
    return { type: "deck", version, title, channels, features };
  };
  await begin(host, newDeck());
  hasBegun = true;
  const unwatch = deck.watch({
    changed: ({ title }) => void announce(host, newDeck).then(() => onDeck({ title }), onDeck),
    failed: onDeck,
  });
  const stopPolls = runDeckPolls(host, deck, server, now);
  return {
    code: log.identity.code,
    host,
    room: new Room(host, limits, now, holds),
    deck,
    isDeckTrusted: options.isDeckTrusted,
    slidesFrom: deck.deck.kind === "hosted" ? new URL(deck.deck.address) : undefined,
    log,
    async close() {
      unwatch();
      stopPolls();
      await host.close();
      await checkpoints?.close();
      await log.close();
    },
  };
}

/** A talk that cannot be saved does not begin. */
async function begin(host: TalkHost, deck: Command | undefined): Promise<void> {
  const answer = deck && (await host.submit(server, null, deck));
  if (answer?.kind !== "refused") return;
  await host.close();
  throw new LecternError(answer.code, answer.details);
}

/** One that goes on takes the new deck when it can be saved again. */
async function announce(host: TalkHost, deck: () => Command | undefined): Promise<void> {
  const answer = await host.insist(server, deck);
  if (answer?.kind === "refused") throw new LecternError(answer.code, answer.details);
}
