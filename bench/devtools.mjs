/** A browser that is asked for nothing but what is measured, over the DevTools protocol. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { stop } from "./processes.mjs";

export class Chromium {
  /** `folder` is the browser's own, for its profile. */
  static async start(executable, folder, more = []) {
    const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", ...more];
    const chromium = new Chromium();
    chromium.process = spawn(executable, [`--user-data-dir=${folder}`, ...args, "about:blank"], { stdio: "ignore" });
    for (let tries = 0; chromium.port === undefined; tries++) {
      await wait(100);
      try {
        [chromium.port, chromium.path] = readFileSync(`${folder}/DevToolsActivePort`, "utf8").split("\n");
      } catch (error) {
        if (tries > 200) throw error;
      }
    }
    chromium.whole = await openTool(`ws://127.0.0.1:${chromium.port}${chromium.path}`);
    return chromium;
  }

  async targets() {
    return (await fetch(`http://127.0.0.1:${this.port}/json/list`)).json();
  }

  /** Asked, since what was started may be a script around the browser; ended where it does not go. */
  async stop() {
    const gone = once(this.process, "exit");
    void this.whole.ask("Browser.close");
    await Promise.race([gone, wait(5_000, undefined, { ref: false })]);
    await stop(this.process);
  }
}

/** `ask` resolves with the answer; `listen` is called with every event: `{ method, params, sessionId }`. */
export async function openTool(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map();
  const listeners = new Set();
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.id === undefined) for (const listener of listeners) listener(message);
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  });
  return {
    ask: (method, params = {}, sessionId = undefined) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ id: last, method, params, sessionId }));
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
