// The load client as an object: thousands of WebSockets in a process of their own. The native program is taken where it
// can be compiled, else the same words are obeyed by Node (`fallback.mjs`), which costs about ten times as much.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compiled } from "../native.mjs";
import { pin, stop } from "../processes.mjs";

const native = compiled(new URL("load.c", import.meta.url));
const fallback = fileURLToPath(new URL("fallback.mjs", import.meta.url));

export const isNative = native !== undefined;

/**
 * Answers hold `p50`, `p99`, `max` in ms (of what the command times), `seconds`, `messages` and `bytes` heard,
 * `matches`, `fewest` and `most` (messages that match, of all sockets and of one), `errors`, `open`, `closed`.
 */
export class Load {
  #child;
  #answers;
  #turn = Promise.resolve();

  constructor() {
    this.#child = native ? spawn(native) : spawn(process.execPath, [fallback]);
    pin(this.#child.pid, "clients");
    this.#child.stderr.pipe(process.stderr);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Opens `count` sockets, `atOnce` at the same time; each says `hello` when it is open, and is in after `ready`
   * messages. Times how long that took. The first socket of all drives.
   */
  open(count, { atOnce = 200, ready = 0, port, path = "/", hello = "" }) {
    return this.#tell(`open ${count} ${atOnce} ${ready} ${port} ${path} ${hello}`);
  }

  /** What a message holds that is counted. */
  match(text) {
    return this.#tell(`match ${text}`);
  }

  /** The driver says `text`, and again when all have heard a message that matches, `moves` times. Times each arrival. */
  round(text, { moves, gapMs = 10, timeoutMs = 10_000 }) {
    return this.#tell(`round ${moves} ${gapMs} ${timeoutMs} ${text}`);
  }

  /** Each of `count` sockets says `text` once, spread over `spreadMs`. Times the answers; `answered` counts them. */
  ask(text, { from = 1, count, spreadMs = 0, timeoutMs = 20_000, reply }) {
    return this.#tell(`ask ${from} ${count} ${spreadMs} ${timeoutMs} ${reply} ${text}`);
  }

  /** Each of `count` sockets says `text` again as soon as it is answered. */
  flood(text, { from = 1, count, seconds, reply }) {
    return this.#tell(`flood ${from} ${count} ${seconds} ${reply} ${text}`);
  }

  /** With the next `run`, `count` sockets say `text` in turn, `perSecond` in all. */
  pace(text, { from = 1, count, perSecond }) {
    return this.#tell(`pace ${from} ${count} ${perSecond} ${text}`);
  }

  /** What was paced is said for so long; then all are heard out. `said` counts what the first of them said. */
  run({ seconds, settleMs = 300 }) {
    return this.#tell(`run ${seconds} ${settleMs}`);
  }

  /** Closes every socket. */
  clear() {
    return this.#tell("clear");
  }

  async stop() {
    await stop(this.#child);
  }

  #tell(line) {
    const answer = this.#turn.then(async () => {
      if (!this.#child.stdin.write(`${line}\n`)) await once(this.#child.stdin, "drain");
      const { value, done } = await this.#answers.next();
      if (done) throw new Error("the load client ended");
      return JSON.parse(value);
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }
}
