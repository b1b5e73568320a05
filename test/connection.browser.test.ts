import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionFrame, Handshake, Lectern as LecternGlobal } from "../src/frame/deck-api.ts";
import { deckOf, launch } from "./support/browser.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive, reaches } from "./support/room.ts";
import { give, patient, press, type Scene, text } from "./support/scene.ts";

const deck = `# One

<output id="peers">?</output> <button id="cut">Cut</button>

<script>
  window.frames_ = [];
  window.happened = [];
  const { connection } = lectern;
  connection.on("frame", (frame) => frames_.push(frame));
  connection.on("open", ({ at }) => happened.push(["open", at]));
  connection.on("close", ({ at, code }) => happened.push(["close", at, code]));
  document.getElementById("cut").onclick = () => connection.cut(4000);
  lectern.channel("any").on("peers", (count) => (document.getElementById("peers").textContent = count));
</script>

---

# Two

<output id="module"></output>

<script type="module">
  const said = lectern.channel("said");
  said.on("value", ({ data }) => (document.getElementById("module").textContent = data));
</script>

---

# Three
`;

const workspace = new Workspace();
let browser: Browser;
let scene: Scene;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "connection");
});
afterAll(async () => {
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

declare const lectern: LecternGlobal;
type DeckWindow = { frames_: ConnectionFrame[]; happened: [string, number, number?][] };

const inDeck = <Result>(page: Page, work: () => Result) => deckOf(page).locator("html").evaluate(work);
const framesOf = (page: Page) => inDeck(page, () => (globalThis as unknown as DeckWindow).frames_);
const happenedTo = (page: Page) => inDeck(page, () => (globalThis as unknown as DeckWindow).happened);

describe("a slide and its own connection", () => {
  it("[D3] sees what passes, with its size as a frame, also what passed before it listened", async () => {
    const { speaker, ada } = scene;
    await speaker.keyboard.press("ArrowRight");
    await reaches(ada, { h: 1, v: 0, f: -1 });
    await expect
      .poll(async () => (await framesOf(ada)).map(({ direction, event }) => `${direction} ${event}`), patient)
      .toEqual(expect.arrayContaining(["out hello", "in welcome", "out ping", "in pong", "in slide"]));
    const frames = await framesOf(ada);
    const slide = frames.find(({ event }) => event === "slide");
    expect(JSON.parse(slide?.text ?? "")).toMatchObject({ event: "slide", seq: slide?.seq, to: { h: 1, v: 0, f: -1 } });
    const ping = frames.find(({ event }) => event === "ping");
    expect(ping).toMatchObject({
      direction: "out",
      bytes: 2 + 4 + '{"event":"ping"}'.length,
      text: '{"event":"ping"}',
    });
    for (const { direction, bytes, text, event } of frames.filter(({ event }) => event !== "welcome")) {
      if (event === "hello") continue;
      const length = new TextEncoder().encode(text).length;
      expect(bytes).toBe(length + (direction === "out" ? 4 : 0) + (length > 125 ? 4 : 2));
    }
  });

  it("[D3] [A1] sees no key, neither the speaker's nor a participant's", async () => {
    const { lectern: served, speaker, ada } = scene;
    for (const page of [speaker, ada]) {
      const seen = JSON.stringify(await framesOf(page));
      const stored = await page.evaluate(() => Object.values({ ...localStorage }).join());
      expect(stored.length).toBeGreaterThan(20);
      expect(seen).toContain("•••");
      expect(seen).not.toContain(served.speakerKey);
      expect(seen).not.toContain(stored);
    }
  });

  it("[D3] knows how it was opened: the accept is the answer to the key", async () => {
    const handshake: Handshake = await inDeck(scene.grace, () => lectern.connection.handshake());
    const value = (lines: readonly string[], name: string) =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    expect(handshake.request[0]).toBe("GET /ws HTTP/1.1");
    expect(handshake.response[0]).toBe("HTTP/1.1 101 Switching Protocols");
    const key = value(handshake.request, "Sec-WebSocket-Key");
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    expect(value(handshake.response, "Sec-WebSocket-Accept")).toBe(accept);
    expect(await inDeck(scene.grace, () => lectern.connection.url)).toBe(scene.lectern.socketUrl);
  });

  it("[D3] [F6] may cut it, and sees it come back and what was missed", async () => {
    const { speaker, ada } = scene;
    await speaker.keyboard.press("ArrowLeft");
    await reaches(ada, { h: 0, v: 0, f: -1 });
    const before = (await framesOf(ada)).length;
    await press(ada, "#cut");
    await expect.poll(() => happenedTo(ada), patient).toContainEqual(["close", expect.any(Number), 1006]);
    await speaker.keyboard.press("ArrowRight");
    await expect.poll(async () => (await happenedTo(ada)).at(-1)?.[0], patient).toBe("open");
    await reaches(ada, { h: 1, v: 0, f: -1 });
    const since = (await framesOf(ada)).slice(before);
    const hello = since.find(({ event }) => event === "hello");
    const welcome = since.find(({ event }) => event === "welcome");
    const seen = JSON.parse(hello?.text ?? "").since.seq as number;
    expect(JSON.parse(welcome?.text ?? "")).toMatchObject({ resumed: true, seq: seen + 1 });
    expect(since.filter(({ event }) => event === "slide").map(({ seq }) => seq)).toEqual([seen + 1]);
    await isLive(ada);
  });

  it("[D9] knows how many people look at the same slide now", async () => {
    const { speaker, ada, grace, join } = scene;
    for (const page of [speaker, ada, grace]) await expect.poll(() => text(page, "#peers"), patient).toBe("2");
    const late = await join();
    for (const page of [speaker, ada, grace, late]) await expect.poll(() => text(page, "#peers"), patient).toBe("3");
    await deckOf(ada).locator("html").press("ArrowRight");
    await expect.poll(() => text(ada, "#peers"), patient).toBe("1");
    for (const page of [speaker, grace, late]) await expect.poll(() => text(page, "#peers"), patient).toBe("2");
    // A reader who is cut off while browsing is counted there again when they are back.
    const opened = (await happenedTo(ada)).length;
    await inDeck(ada, () => lectern.connection.cut(500));
    await expect.poll(() => happenedTo(ada), patient).toHaveLength(opened + 2);
    await isLive(ada);
    for (const page of [ada, grace])
      await expect.poll(() => text(page, "#peers"), patient).toBe(page === ada ? "1" : "2");
    await ada.getByTestId("back-to-live").click();
    for (const page of [speaker, ada, grace, late]) await expect.poll(() => text(page, "#peers"), patient).toBe("3");
  });

  it("[D1] [D7] knows who looks also without a channel; a module works like a script", async () => {
    const { speaker, ada, grace } = scene;
    await expect.poll(() => inDeck(speaker, () => lectern.role), patient).toBe("speaker");
    await expect.poll(() => inDeck(ada, () => lectern.participant), patient).not.toBe("");
    await inDeck(speaker, () => lectern.channel("said").set("by a module"));
    for (const page of [speaker, ada, grace])
      await expect.poll(() => text(page, "#module"), patient).toBe("by a module");
  });
});
