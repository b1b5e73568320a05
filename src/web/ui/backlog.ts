/**
 * What somebody said in a tunnel outlives the page (rule L10): it is kept until it is answered, and if this page is
 * closed before, the next one sends it, under the name and number it had, so that it is accepted once.
 */
import { type Backlog, type ConnectOptions, connect, type TalkClient } from "../../client/client.ts";

type Kept = Backlog & { /** Unix milliseconds. */ readonly at: number };

/** What is worth saying later. A raised hand is not, nor what a slide keeps for itself. */
const lasting: ReadonlySet<string> = new Set(["sendmessage", "ask", "edit", "delete", "upvote", "vote", "rename"]);

/** What is older was said to another room. */
const longestMs = 24 * 60 * 60 * 1000;

export class KeptBacklogs {
  readonly #prefix: string;
  readonly #storage: () => Storage;
  readonly #now: () => number;

  /** @param epoch of the talk's log; another log is another talk. */
  constructor(epoch: string, storage: () => Storage, now: () => number = Date.now) {
    this.#prefix = `lectern:backlog:${epoch}:`;
    this.#storage = storage;
    this.#now = now;
  }

  keep({ client, commands }: Backlog): void {
    const kept: Kept = { client, at: this.#now(), commands: commands.filter(({ event }) => lasting.has(event)) };
    const name = this.#prefix + client;
    this.#try((storage) => {
      if (kept.commands.length === 0) storage.removeItem(name);
      else storage.setItem(name, JSON.stringify(kept));
    });
  }

  /** What earlier pages have left here; what is too old, or nothing we wrote, is forgotten. */
  left(): Backlog[] {
    const backlogs: Backlog[] = [];
    this.#try((storage) => {
      for (const name of Object.keys(storage).filter((one) => one.startsWith(this.#prefix))) {
        const kept = read(storage.getItem(name));
        if (kept !== undefined && this.#now() - kept.at < longestMs) backlogs.push(kept);
        else storage.removeItem(name);
      }
    });
    return backlogs;
  }

  /** Storage may be forbidden or full: then what was said lives as long as the page. */
  #try(work: (storage: Storage) => void): void {
    try {
      work(this.#storage());
    } catch {
      // See above.
    }
  }
}

function read(text: string | null): Kept | undefined {
  try {
    const kept = JSON.parse(text ?? "") as Kept;
    return Array.isArray(kept.commands) && typeof kept.client === "string" ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what `client` has not been answered, and sends what earlier pages have left; `refused` is told what failed. */
export function keepBacklogs(
  client: TalkClient,
  kept: KeptBacklogs,
  options: Pick<ConnectOptions, "url" | "transports" | "transport">,
  refused: (error: unknown) => void,
): void {
  const left = kept.left();
  client.on((happening) => {
    if (happening.type === "backlog") kept.keep(happening.backlog);
    // Not before it is known who this is.
    if (happening.type !== "participant") return;
    for (const backlog of left.splice(0)) void deliver({ ...options, participant: happening.key, backlog });
  });

  async function deliver(late: ConnectOptions & { readonly backlog: Backlog }): Promise<void> {
    // A connection of its own, which is nobody more in the room.
    const courier = connect({ ...late, as: "screen" });
    for (const { answer } of courier.earlier) answer.catch(refused);
    courier.on((happening) => {
      if (happening.type === "backlog") kept.keep(happening.backlog);
    });
    await Promise.allSettled(courier.earlier.map(({ answer }) => answer));
    courier.close();
  }
}
