/** Text is text (rule A4): what people write in every field, looked at on every page. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deckOf, desktop, launch, phone, type Visit, visit } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { patient } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";

const hack = "window.hacked=1";
/** Short enough for a name, a word of a cloud and everything else. */
const corpus = [
  `<script>${hack}</script>`,
  `<img src onerror=${hack}>`,
  `"><svg onload=${hack}>`,
  `' onclick='${hack}`,
  `<a href=javascript:${hack}>x</a>`,
  `javascript:${hack}`,
  `<style>*{display:none}</style>`,
  `<body onload=${hack}>`,
  `<iframe srcdoc=x onload=${hack}>`,
  `<math><mi onclick=${hack}>`,
  `</textarea><b>x`,
  `</title><b>y`,
  `&lt;b&gt; &amp; &#60;`,
  `{{constructor}} \${7*7}`,
  `[x](javascript:${hack})`,
  `<!-- x --> ]]>`,
  `\u202Eevil.exe\u202C`,
  `مرحبا <b>بالعالم</b>`,
  `Z̵̧̐̍a̵̧̐̍ļ̵̐̍ģ̵̐̍o̵̧̐̍`,
  `👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈`,
];
const longWord = "w".repeat(280);

const deck = `# One

---

\`\`\`poll text id=open
What do you think?
\`\`\`

---

\`\`\`poll cloud id=cloud
One word?
\`\`\`
`;

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;
let desk: Desk;
const visits: Visit[] = [];
/** Addresses that any page asked for. */
const asked: string[] = [];

beforeAll(async () => {
  browser = await launch();
  lectern = await workspace.start(workspace.write("hostile.md", deck));
  desk = await Desk.open(lectern);
});
afterAll(async () => {
  desk.close();
  await Promise.all(visits.map(({ context }) => context.close()));
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

async function open(url: string, size: typeof desktop): Promise<Page> {
  const visited = await visit(browser, url, size);
  visits.push(visited);
  visited.page.on("dialog", (dialog) => {
    visited.problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  visited.page.on("request", (request) => asked.push(request.url()));
  await isLive(visited.page);
  return visited.page;
}

/** One person for each text, who says it everywhere. */
async function saysEverywhere(text: string, replyTo: number): Promise<Socket> {
  const socket = await Socket.hello(lectern.socketUrl, { name: text });
  const does = async (id: number, message: object): Promise<void> => {
    expect(await socket.ask({ id, ...message } as { id: number })).toMatchObject({ event: "ack" });
  };
  await does(1, { event: "rename", name: text });
  await does(2, { event: "sendmessage", chat: `${text} ${longWord}`, replyTo });
  await does(3, { event: "ask", text: `${text}?` });
  await does(4, { event: "vote", poll: "open", answer: [text] });
  await does(5, { event: "vote", poll: "cloud", answer: [text] });
  await does(6, { event: "hand", up: true });
  return socket;
}

it("[A4] runs nowhere, is readable as it was written, and breaks no page", async () => {
  const first = await desk.does("sendmessage", { chat: corpus.join("\n") });
  await desk.does("move", { to: { h: 1, v: 0, f: -1 } });
  await desk.does("move", { to: { h: 2, v: 0, f: -1 } });
  const people: Socket[] = [];
  for (const text of corpus) people.push(await saysEverywhere(text, first));
  const choice = { kind: "choice", maxChoices: 1, right: [], points: 0, time: null, reveal: "live" };
  const [question = "", ...options] = corpus;
  await desk.does("openpoll", { poll: { ...choice, id: "adhoc-1", question, options: options.slice(0, 10) } });
  const { audience, speaker, moderator, screen } = lectern.listening;
  const ada = await open(audience, desktop);
  const grace = await open(audience, phone);
  const [atSpeaker, atModerator, wall] = [
    await open(speaker, desktop),
    await open(moderator, desktop),
    await open(screen, desktop),
  ];

  for (const page of [ada, grace]) {
    for (const tab of ["polls", "questions", "chat"] as const) {
      const button = page.getByTestId(`open-${tab}`);
      if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
      const sheet = page.locator(`[data-testid=sheet][data-tab=${tab}]`);
      await sheet.waitFor(patient);
      if (tab !== "polls") {
        await expect.poll(() => sheet.textContent(), patient).toContain(corpus.at(-1));
        const text = (await sheet.textContent()) ?? "";
        for (const one of corpus) expect(text).toContain(one);
      }
      expect(await overflows(page)).toBe(false);
    }
  }
  for (const page of [atSpeaker, atModerator]) {
    for (const tab of ["questions", "chat", "polls"]) {
      await page.getByTestId(`tab-${tab}`).click();
      await expect.poll(() => page.getByTestId(tab).textContent(), patient).toContain(corpus[0]);
      expect(await overflows(page)).toBe(false);
    }
    await page.getByTestId("hands").locator("summary").click();
    expect(await page.getByTestId("hands").textContent()).toContain(corpus[0]);
  }
  await wall.getByTestId("poll-card").waitFor(patient);
  await desk.does("spotlight", { post: first });
  await wall.getByTestId("spotlight").waitFor(patient);
  expect(await wall.getByTestId("spotlight").textContent()).toContain(corpus[0]);
  for (const [slide, poll] of [
    [1, "open"],
    [2, "cloud"],
  ] as const) {
    await desk.does("move", { to: { h: slide, v: 0, f: -1 } });
    for (const page of [ada, wall]) {
      const results = deckOf(page).locator(`[data-lectern-poll=${poll}]`).first();
      await expect.poll(() => results.textContent({ timeout: 1000 }), patient).toContain(corpus.at(-1));
    }
  }

  for (const { page, problems } of visits) {
    expect(problems).toEqual([]);
    for (const frame of page.frames()) expect(await frame.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("a[href^='javascript:']").count()).toBe(0);
  }
  const foreign = asked.filter((url) => !url.startsWith(lectern.origin) && !url.startsWith("data:"));
  expect(foreign).toEqual([]);
  for (const socket of people) socket.close();
});

/** Whether something is wider than the window. */
function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
