/** The talk as signals: what every page renders from. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type CommandBody, connect, type Status, type TalkClient } from "../../client/client.ts";
import type { Position } from "../../talk/commands.ts";
import type { View } from "../../talk/view.ts";
import { type Boot, readKey, socketUrl } from "./boot.ts";

export type Talk = {
  readonly boot: Boot;
  readonly client: TalkClient;
  readonly status: ReadonlySignal<Status>;
  readonly view: ReadonlySignal<View>;
  readonly here: ReadonlySignal<number>;
  /** The last command that was refused, in words for the person; empty when all is well. */
  readonly problem: ReadonlySignal<string>;
  /** Sends a command; a refusal becomes `problem`. */
  send(body: CommandBody): void;
  /** Moves the talk. Resolves with the move's seq when it is durable, undefined when it was refused. */
  move(to: Position): Promise<number | undefined>;
};

/** Joins the talk this page was served for; `withKey` sends the key in the page's fragment. */
export function joinTalk(boot: Boot, options: { readonly withKey: boolean; readonly as?: "screen" }): Talk {
  const storage = `lectern:participant:${boot.snapshot.epoch}`;
  const client = connect({
    url: socketUrl(boot),
    key: options.withKey ? readKey() : undefined,
    as: options.as,
    participant: remembered(storage),
    // A speaker's view has more in it than the page's HTML may carry, so it asks for its own snapshot.
    snapshot: options.withKey ? undefined : boot.snapshot,
  });
  const status = signal<Status>(client.status);
  const view = signal<View>(boot.snapshot.view);
  const here = signal(boot.snapshot.here);
  const problem = signal("");
  client.on((happening) => {
    if (happening.type === "status") status.value = happening.status;
    if (happening.type === "view") view.value = happening.view;
    if (happening.type === "here") here.value = happening.here;
    if (happening.type === "participant") remember(storage, happening.key);
  });
  nudgeOnReturn(client);
  const ask = async (body: CommandBody): Promise<number | undefined> => {
    problem.value = "";
    try {
      return await client.send(body);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  };
  const send = (body: CommandBody): void => void ask(body);
  return { boot, client, status, view, here, problem, send, move: (to) => ask({ event: "move", to }) };
}

/** Phones sleep and change networks: the moment they are back, look at once (rule F6). */
function nudgeOnReturn(client: TalkClient): void {
  addEventListener("online", () => client.nudge());
  addEventListener("pageshow", () => client.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") client.nudge();
  });
}

/** Storage may be forbidden (private windows); then one is a new participant after a reload, and all else works. */
function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // See `remembered`.
  }
}
