import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { frame, hex, mask, size, utf8 } from "../../examples/websockets/demos/framing.js";
import { deckOf, shows } from "../support/browser.ts";
import { allShow, goTo, patient, press, type Scene, text, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

/** The bytes a page shows on a line: of all its fields, or of one. */
const bytesOf = (page: Page, line: string, field = ""): Promise<number[]> =>
  deckOf(page)
    .locator(`#frames-${line} ${field && `[data-field=${field}]`} code`)
    .evaluateAll((cells) => cells.map(({ textContent }) => Number.parseInt(textContent, 16)));
const inHex = async (page: Page, line: string, field = ""): Promise<string> =>
  (await bytesOf(page, line, field)).map(hex).join(" ");
const type = (page: Page, words: string): Promise<void> => deckOf(page).locator("#frames-text").fill(words);

describe("frames", () => {
  it("[D3] a text shows as the bytes of its three frames, each with the name of its field, on every screen", async () => {
    await goTo(scene, "#frames");
    for (const page of [scene.speaker, scene.ada, scene.grace]) {
      expect(await inHex(page, "server")).toBe("81 05 48 65 6c 6c 6f");
      expect(await inHex(page, "draft")).toBe("00 48 65 6c 6c 6f ff");
      expect(await inHex(page, "browser")).toMatch(/^81 85 (.. ){8}..$/);
    }
    const labels = deckOf(scene.ada).locator("#frames-browser .label");
    expect(await labels.allTextContents()).toEqual(["FIN, opcode", "MASK 1, length", "masking key", "masked text"]);
  });

  it("[D3] typing changes all three, and the key gives the text back", async () => {
    const { ada, grace } = scene;
    const before = await shows(ada);
    await type(ada, "Hi 👋");
    await deckOf(ada).locator("#frames-text").press("ArrowRight");
    await deckOf(ada).locator("#frames-text").press("Enter");
    expect(await shows(ada)).toEqual(before);
    expect(await inHex(ada, "server")).toBe("81 07 48 69 20 f0 9f 91 8b");
    expect(await inHex(ada, "draft")).toBe("00 48 69 20 f0 9f 91 8b ff");
    const key = Uint8Array.from(await bytesOf(ada, "browser", "key"));
    const masked = Uint8Array.from(await bytesOf(ada, "browser", "text"));
    expect(mask(masked, key)).toEqual(utf8("Hi 👋"));
    await allShow([ada], "#frames-server-size", /^9 bytes$/);
    await allShow([ada], "#frames-browser-size", /^13 bytes$/);
    await allShow([ada], "#frames-draft-size", /^9 bytes$/);
    // What one person types stays on their own screen.
    expect(await inHex(grace, "server")).toBe("81 05 48 65 6c 6c 6f");
    await press(ada, "#frames-key");
    expect(await inHex(ada, "browser", "key")).not.toBe(Array.from(key, hex).join(" "));
    expect(await inHex(ada, "server")).toBe("81 07 48 69 20 f0 9f 91 8b");
  });

  it("[D3] long texts have long lengths, and the bytes that do not fit are counted", async () => {
    const { grace } = scene;
    const lengths = ["7d", "7e 0c 35", "7f 00 00 00 00 00 01 31 2d"];
    for (const [at, total] of [125, 3125, 78_125].entries()) {
      await press(grace, "#frames-longer");
      expect(await inHex(grace, "server", "length")).toBe(lengths[at]);
      expect(await text(grace, "#frames-server-size")).toBe(
        `${(size(frame(new Uint8Array(total)))).toLocaleString("en")} bytes`,
      );
      for (const line of ["server", "browser", "draft"]) {
        const more = await text(grace, `#frames-${line} [data-field=text] .bytes > span`);
        const shown = await bytesOf(grace, line, "text");
        expect(shown.length + Number(more?.replaceAll(/\D/g, ""))).toBe(total);
      }
    }
    await press(grace, "#frames-longer");
    expect(await inHex(grace, "server")).toBe("81 05 48 65 6c 6c 6f");
  });

  it("[D3] a field explains itself when it is pressed", async () => {
    const { grace } = scene;
    await press(grace, "#frames-server [data-field=kind]");
    await allShow([grace], "#frames-explanation", "81 is 1000 0001. FIN 1: the last piece.");
    await press(grace, "#frames-browser [data-field=length]");
    await allShow([grace], "#frames-explanation", "85 is 1000 0101. MASK 1. Length 0000101: 5 bytes of text.");
    const { h, v } = await shows(grace);
    await grace.keyboard.press("Space");
    expect(await shows(grace)).toMatchObject({ h, v });
  });
});

type Read = { readonly row: string; readonly header: string; readonly json: string };

/** Opens the newest frame that says `words`, and reads it. */
async function read(page: Page, words: string): Promise<Read> {
  // On a phone a frame takes the list's place.
  const back = deckOf(page).locator("#traffic-back");
  if (await back.isVisible()) await back.click();
  const row = deckOf(page).locator("#traffic-list li").filter({ hasText: words }).first();
  await row.click();
  await allShow([page], "#traffic-what", words);
  return {
    row: (await row.getAttribute("aria-label")) ?? "",
    header: (await text(page, "#traffic-header")) ?? "",
    json: JSON.stringify(JSON.parse((await text(page, "#traffic-json")) ?? "")),
  };
}

/** A frame's size and first bytes are what RFC 6455 makes of its text; the key is the browser's. */
function expectFrame({ row, header, json }: Read, isMasked: boolean): void {
  const parts = frame(utf8(json), isMasked ? new Uint8Array(4) : undefined);
  expect(row).toMatch(isMasked ? /^out: / : /^in: /);
  expect(row).toMatch(new RegExp(`, ${size(parts)} B$`));
  const start = parts.flatMap(({ field, bytes }) =>
    field === "text" ? [] : Array.from(bytes, (byte) => (field === "key" ? "??" : hex(byte))),
  );
  expect(header).toBe(`${start.join(" ")} + ${utf8(json).length} of text`);
}

describe("traffic", () => {
  it("[D3] everybody sees the frame of the speaker's move, and may read it", async () => {
    await goTo(scene, "#traffic");
    const { h, v } = await shows(scene.ada);
    for (const page of [scene.ada, scene.grace]) {
      await allShow([page], "#traffic-list", `the speaker moved to ${h}/${v}`);
      const moved = await read(page, `the speaker moved to ${h}/${v}`);
      expectFrame(moved, false);
      expect(JSON.parse(moved.json)).toMatchObject({ event: "slide", to: { h, v } });
    }
    expectFrame(await read(scene.speaker, `you moved to ${h}/${v}`), true);
  });

  it("[D3] one's own message goes out once and comes back to everybody", async () => {
    const { speaker, ada, grace } = scene;
    const out = Number.parseInt((await text(grace, "#traffic-out")) ?? "", 10);
    await press(grace, "#traffic-send");
    await allShow([speaker, ada, grace], "#traffic-list", "1 message on traffic");
    const said = await read(grace, "you said something on traffic");
    expect(said.json).toBe('{"event":"send","channel":"traffic","data":"👋"}');
    expectFrame(said, true);
    const came = await read(ada, "1 message on traffic");
    expect(JSON.parse(came.json)).toMatchObject({ event: "messages", list: [{ data: "👋" }] });
    expectFrame(came, false);
    await expect
      .poll(async () => Number.parseInt((await text(grace, "#traffic-out")) ?? "", 10), patient)
      .toBe(out + 1);
  });

  it("[D3] [A1] keys are not shown", async () => {
    const hello = await read(scene.speaker, "you said hello");
    expect(JSON.parse(hello.json)).toMatchObject({ event: "hello", key: "•••" });
    expect(hello.json).not.toContain(scene.lectern.speakerKey);
  });

  it("[D3] the list is used with the keyboard, and the deck stays where it is", async () => {
    const { ada } = scene;
    const before = await shows(ada);
    const list = deckOf(ada).locator("#traffic-list");
    await list.evaluate((rows) => rows.querySelector<HTMLElement>("li")?.click());
    await list.press("ArrowDown");
    expect(await list.locator("li").nth(1).getAttribute("aria-selected")).toBe("true");
    await list.press("ArrowUp");
    expect(await list.locator("li").nth(0).getAttribute("aria-selected")).toBe("true");
    expect(await shows(ada)).toEqual(before);
  });

  it("[D3] [D8] says that the line is gone, and goes on when it is back", async () => {
    const { ada } = scene;
    const usually = await text(ada, "#traffic-says");
    await deckOf(ada)
      .locator("#traffic")
      .evaluate(() =>
        (globalThis as unknown as { lectern: { connection: { cut(ms: number): void } } }).lectern.connection.cut(
          30_000,
        ),
      );
    await allShow([ada], "#traffic-says", /^The line is gone/);
    expect(await deckOf(ada).locator("#traffic-send").isDisabled()).toBe(true);
    // The network says that it is back, so nobody waits for the rest of the time.
    await ada.evaluate(() => dispatchEvent(new Event("online")));
    await allShow([ada], "#traffic-says", usually ?? "");
    await allShow([ada], "#traffic-list", "welcome back");
  });
});
