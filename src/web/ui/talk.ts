/** The talk as signals: what every page renders from. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type CommandBody,
  CommandRefused,
  type ConnectOptions,
  connect,
  type Own,
  type Status,
  type TalkClient,
  type Tallies,
} from "../../client/client.ts";
import type { Transports, Trouble } from "../../protocol/messages.ts";
import { transportNames } from "../../protocol/transports.ts";
import type { Position } from "../../talk/commands.ts";
import type { View } from "../../talk/view.ts";
import { KeptBacklogs, keepBacklogs } from "./backlog.ts";
import { type Boot, readKey, socketUrl } from "./boot.ts";
import { refusalText } from "./i18n/text.ts";

export type Talk = {
  readonly boot: Boot;
  readonly client: TalkClient;
  readonly status: ReadonlySignal<Status>;
  readonly view: ReadonlySignal<View>;
  readonly here: ReadonlySignal<number>;
  /** How the audience's screens are connected, as far as this page may know. */
  readonly transports: ReadonlySignal<Transports | undefined>;
  /** Undefined before the first welcome. */
  readonly own: ReadonlySignal<Own | undefined>;
  readonly tallies: ReadonlySignal<Tallies>;
  /** Why the talk cannot be saved now, as far as this page may know. */
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** The last command that was refused, in words for the person; empty when all is well. */
  readonly problem: ReadonlySignal<string>;
  /** Why something that an earlier page could not send is not taken now, in words; empty when nothing is. */
  readonly notTaken: Signal<string>;
  /** Sends a command; a refusal becomes `problem`. */
  send(body: CommandBody): void;
  /** Moves the talk. Resolves with the move's seq when it is durable, undefined when it was refused. */
  move(to: Position): Promise<number | undefined>;
};

/** Joins the talk this page was served for; `withKey` sends the key in the page's fragment. */
export function joinTalk(boot: Boot, options: { readonly withKey: boolean; readonly as?: "screen" }): Talk {
  const storage = `lectern:participant:${boot.snapshot.epoch}`;
  // In a page of somebody else's, one is nobody whom one is elsewhere (rule A5).
  const keep = boot.page === "panel" ? () => sessionStorage : () => localStorage;
  const way = { url: socketUrl(boot), ...askedTransport() };
  const client = connect({
    ...way,
    key: options.withKey ? readKey() : undefined,
    as: options.as,
    participant: remembered(storage, keep),
    // A speaker's view has more in it than the page's HTML may carry, so it asks for its own snapshot.
    snapshot: options.withKey ? undefined : boot.snapshot,
  });
  const status = signal<Status>(client.status);
  const view = signal<View>(boot.snapshot.view);
  const here = signal(boot.snapshot.here);
  const transports = signal<Transports | undefined>(undefined);
  const own = signal<Own | undefined>(client.own);
  const tallies = signal<Tallies>(client.tallies);
  const trouble = signal<Trouble | null>(null);
  const problem = signal("");
  const notTaken = signal("");
  let forgetting: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => {
    clearTimeout(forgetting);
    forgetting = undefined;
    problem.value = "";
  };
  client.on((happening) => {
    if (happening.type === "status") status.value = happening.status;
    if (happening.type === "view") view.value = happening.view;
    if (happening.type === "here") {
      here.value = happening.here;
      transports.value = happening.transports ?? transports.peek();
    }
    if (happening.type === "transport") remember(workedBefore, happening.transport);
    if (happening.type === "trouble") {
      trouble.value = happening.trouble;
      // What was refused for this alone would not be now.
      if (happening.trouble === null && forgetting !== undefined) forget();
    }
    if (happening.type === "own") own.value = happening.own;
    if (happening.type === "tallies") tallies.value = happening.tallies;
    if (happening.type === "participant") remember(storage, happening.key, keep);
  });
  nudgeOnReturn(client);
  // What speakers and moderators do holds for its moment only.
  if (!options.withKey && options.as === undefined) {
    const backlogs = new KeptBacklogs(boot.snapshot.epoch, keep);
    keepBacklogs(client, backlogs, way, (error) => {
      notTaken.value = refusalText(error);
    });
  }
  const ask = async (body: CommandBody): Promise<number | undefined> => {
    forget();
    try {
      return await client.send(body);
    } catch (error) {
      problem.value = refusalText(error);
      // Why stands on the page as long as it lasts; this must not cover anything as long.
      if (error instanceof CommandRefused && error.code === "log-unwritable")
        forgetting = setTimeout(forget, unsavedMs);
      return undefined;
    }
  };
  const send = (body: CommandBody): void => void ask(body);
  return {
    boot,
    client,
    status,
    view,
    here,
    transports,
    own,
    tallies,
    trouble,
    problem,
    notTaken,
    send,
    move: (to) => ask({ event: "move", to }),
  };
}

/** How long it is said that a command was not saved. */
const unsavedMs = 6000;

/** Phones sleep and change networks: the moment they are back, look at once (rule F6). */
function nudgeOnReturn(client: TalkClient): void {
  addEventListener("online", () => client.nudge());
  addEventListener("pageshow", () => client.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") client.nudge();
  });
}

const workedBefore = "lectern:transport";

/** `?transport=sse` allows one alone; otherwise what worked the last time comes first (rule T1). */
function askedTransport(): Pick<ConnectOptions, "transports" | "transport"> {
  const named = (name: string | null | undefined) => transportNames.find((one) => one === name);
  const only = named(new URLSearchParams(location.search).get("transport"));
  return only === undefined ? { transport: named(remembered(workedBefore)) } : { transports: [only] };
}

/** Storage may be forbidden (private windows); then one is a new participant after a reload, and all else works. */
function remembered(name: string, keep = (): Storage => localStorage): string | undefined {
  try {
    return keep().getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(name: string, value: string, keep = (): Storage => localStorage): void {
  try {
    keep().setItem(name, value);
  } catch {
    // See `remembered`.
  }
}
