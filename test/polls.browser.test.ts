import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deckOf, launch } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { Workspace } from "./support/lectern.ts";
import { allShow, give, goTo, patient, type Scene } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";

const deck = `# Polls

---

\`\`\`poll id=tools
What do you use today?
- Polling
- WebSockets
- <b>Letters</b>
\`\`\`

---

\`\`\`poll quiz id=quiz
How many bytes is an empty frame?
- [ ] 1
- [x] 2
\`\`\`

---

\`\`\`poll scale id=rate min=1 max=3 labels="never,always"
How often?
\`\`\`

---

\`\`\`poll number id=guess right=42 reveal=live
How many?
\`\`\`

---

\`\`\`poll cloud id=words
One word?
\`\`\`

---

\`\`\`poll text id=open
Why?
\`\`\`

---

\`\`\`poll quiz time=5 id=quick reveal=close
Quick?
- [x] yes
- [ ] no
\`\`\`
`;

const workspace = new Workspace();
let browser: Browser;
let scene: Scene;
let voters: Socket[];
let everybody: Page[];

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "polls");
  voters = await Promise.all([1, 2, 3].map((n) => Socket.hello(scene.lectern.socketUrl, { name: `Voter ${n}` })));
  everybody = [scene.speaker, scene.ada, scene.grace];
});
afterAll(async () => {
  for (const voter of voters) voter.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

let id = 0;
/** Each voter's answer, in order. */
async function vote(poll: string, answers: readonly (readonly (number | string)[])[]): Promise<void> {
  for (const [n, answer] of answers.entries()) {
    id += 1;
    expect(await voters[n]?.ask({ event: "vote", id, poll, answer })).toMatchObject({ event: "ack" });
  }
}

const place = (poll: string): string => `[data-lectern-poll="${poll}"]`;
const come = (poll: string): Promise<void> => goTo(scene, place(poll));
const state = (poll: string): string => `${place(poll)} .lectern-poll-state`;

async function speaker(event: string, body: object): Promise<void> {
  const desk = await Desk.open(scene.lectern);
  await desk.does(event, body);
  desk.close();
}

it("[P2] [P3] opens as the speaker arrives; the options become bars on every screen, as the votes come", async () => {
  await come("tools");
  await allShow(everybody, state("tools"), /^Open · 0 votes$/);
  await vote("tools", [[1], [1], [2]]);
  await allShow(everybody, state("tools"), /^Open · 3 votes$/);
  for (const page of everybody) {
    const counts = () =>
      deckOf(page)
        .locator(`${place("tools")} li`)
        .evaluateAll((options) => options.map((option) => (option as HTMLElement).dataset.count));
    await expect.poll(counts, patient).toEqual(["0", "2", "1"]);
    const table = deckOf(page).locator(`${place("tools")} table`);
    expect(await table.textContent()).toBe("What do you use today?Polling0WebSockets2<b>Letters</b>1");
  }
  await vote("tools", [[0]]);
  await allShow(everybody, `${place("tools")} tr:first-child td`, /^1$/);
});

it("[A2] [P3] a quiz shows neither votes nor what is right until it is closed", async () => {
  await come("quiz");
  await allShow(everybody, state("quiz"), /^Open$/);
  await vote("quiz", [[0], [1], [1]]);
  for (const page of everybody) {
    expect(
      await deckOf(page)
        .locator(`${place("quiz")} .right`)
        .count(),
    ).toBe(0);
    expect(
      await deckOf(page)
        .locator(`${place("quiz")} .lectern-poll-bar`)
        .count(),
    ).toBe(0);
  }
  await speaker("closepoll", { poll: "quiz" });
  await allShow(everybody, state("quiz"), /^Closed · 3 votes$/);
  await allShow(everybody, `${place("quiz")} .right`, /^2$/);
});

it("[P3] scales and estimates are columns, words a cloud, texts a list; all of it is text", async () => {
  await come("rate");
  await allShow(everybody, state("rate"), /^Open/);
  await vote("rate", [[1], [3], [3]]);
  await allShow(everybody, `${place("rate")} em`, /^⌀ 2\.3$/);
  await come("guess");
  await allShow(everybody, state("guess"), /^Open/);
  await vote("guess", [[42], [7], [1000000]]);
  await allShow(everybody, `${place("guess")} .lectern-poll-columns`, /^17142?11M$/);
  await come("words");
  await allShow(everybody, state("words"), /^Open/);
  await vote("words", [["Fast", "<i>new</i>"], ["fast"], ["slow"]]);
  await allShow(everybody, `${place("words")} .lectern-poll-results`, /^<i>new<\/i>fastslow$/);
  await come("open");
  await allShow(everybody, state("open"), /^Open/);
  await vote("open", [["Because <script>alert(1)</script>"]]);
  await allShow(everybody, `${place("open")} .lectern-poll-results`, /^Because <script>alert\(1\)<\/script>$/);
});

it("[P2] a poll with a time closes by itself, and takes no vote after it", async () => {
  await come("quick");
  await allShow(everybody, state("quick"), /^Open$/);
  await vote("quick", [[0]]);
  await allShow(everybody, state("quick"), /^Closed · 1 vote$/);
  expect(await voters[1]?.ask({ event: "vote", id: 99, poll: "quick", answer: [0] })).toMatchObject({
    code: "poll-closed",
  });
});
