import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { deckOf, visit } from "../support/browser.ts";
import { allShow, goTo, patient, press, type Scene, text, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});
beforeAll(async () => {
  await goTo(scene, "#events");
});

const buttons = ["open", "send", "big", "wrong", "close"];

/** What happened last, without the time: name and what it carried. */
async function lastLines(page: Page, count: number): Promise<string[]> {
  const lines = await deckOf(page)
    .locator("#events-timeline li")
    .evaluateAll((all) =>
      all.map((line) =>
        [...line.children]
          .slice(2)
          .map((part) => part.textContent)
          .join(" "),
      ),
    );
  return lines.slice(-count);
}

async function happened(page: Page, expected: readonly (string | RegExp)[]): Promise<void> {
  const matching = expected.map((line) => expect.stringMatching(line));
  await expect.poll(() => lastLines(page, expected.length), patient).toEqual(matching);
}

async function mayPress(page: Page, expected: readonly string[]): Promise<void> {
  const enabled = async (): Promise<string[]> => {
    const states = await Promise.all(buttons.map((name) => deckOf(page).locator(`#events-${name}`).isEnabled()));
    return buttons.filter((_, place) => states[place]);
  };
  await expect.poll(enabled, patient).toEqual(expected);
}

async function open(page: Page): Promise<void> {
  await press(page, "#events-open");
  await happened(page, [/^new WebSocket ws:\/\/127\.0\.0\.1:\d+\/ws$/, /^onopen /]);
}

describe("the four events", () => {
  it("[D3] open, a ping and its pong, and a clean close with 1000, on a phone and a laptop", async () => {
    for (const page of [scene.ada, scene.grace]) {
      await mayPress(page, ["open", "wrong"]);
      await open(page);
      await mayPress(page, ["send", "big", "close"]);
      await allShow([page], "#events-state", /^readyState 1, OPEN$/);
      await press(page, "#events-send");
      await happened(page, [/^send \{"event":"ping"\}$/, /^onmessage \{"event":"pong","at":\d+\}$/]);
      await press(page, "#events-close");
      await happened(page, [/^close 1000 “Goodbye”$/, /^onclose 1000 “Goodbye” · done · clean · by this page$/]);
      await mayPress(page, ["open", "wrong"]);
      await allShow([page], "#events-state", /^readyState 3, CLOSED$/);
    }
    // It was theirs alone.
    expect(await text(scene.speaker, "#events-timeline")).toBe("");
    await allShow([scene.speaker], "#events-state", /^no socket yet$/);
  });

  it("[D3] a message that is too big: the server says goodbye with 1009", async () => {
    await open(scene.grace);
    await press(scene.grace, "#events-big");
    await happened(scene.grace, [/^send 70,000 times/, /^onclose 1009.* · too big · clean · by the server$/]);
    await mayPress(scene.grace, ["open", "wrong"]);
  });

  it("[D3] the wrong door: an error without a reason, then 1006, which nobody sent", async () => {
    await press(scene.ada, "#events-wrong");
    await happened(scene.ada, [
      /^new WebSocket ws:\/\/127\.0\.0\.1:\d+\/nowhere$/,
      /^onerror /,
      /^onclose 1006 · no goodbye · not clean · by nobody$/,
    ]);
  });

  it("[D3] what others say in the chat comes in as a message, text as text; leaving the slide closes", async () => {
    await open(scene.ada);
    await press(scene.ada, "#events-send");
    await happened(scene.ada, [/^send/, /^onmessage \{"event":"pong"/]);
    const socket = new WebSocket(scene.lectern.socketUrl);
    await new Promise((opened) => socket.addEventListener("open", opened));
    socket.send('{"event":"sendmessage","chat":"<b>Hello</b> from Grace"}');
    await happened(scene.ada, [/^onmessage \{"event":"chat".*<b>Hello<\/b> from Grace/]);
    expect(await deckOf(scene.ada).locator("#events-timeline b").count()).toBe(0);
    socket.close();
    // Leaving the slide closes the socket.
    await goTo(scene, "#handshake");
    await happened(scene.ada, [/^onclose 1000 “The slide was left” · done · clean · by this page$/]);
  });

  it("[D8] without a server it says so, and nothing can be pressed", async () => {
    const { page, problems, context } = await visit(scene.browser, `${scene.lectern.origin}/deck/`);
    await page.locator("#events-says", { hasText: "There is no server here" }).waitFor({ state: "attached" });
    expect(await page.locator("#events button:enabled").count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});
