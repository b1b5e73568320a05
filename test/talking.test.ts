import { globSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { type Message, Socket } from "./support/socket.ts";

const workspace = new Workspace();
let lectern: Lectern;
let url: string;

beforeAll(async () => {
  const words = workspace.write("words.txt", "# held for approval\ndarn\n");
  lectern = await workspace.start(workspace.write("talk.md", "# One\n\n---\n\n# Two\n"), "--words", words);
  url = lectern.socketUrl;
});
afterAll(async () => workspace[Symbol.asyncDispose]());

const poll = (id: string, more = {}) => ({
  id,
  question: "Which one?",
  time: null,
  reveal: "live",
  kind: "choice",
  options: ["this", "that", "neither"],
  maxChoices: 1,
  right: [],
  points: 0,
  ...more,
});

const ids = new WeakMap<Socket, number>();
/** A command that must be accepted; answers with its seq. */
async function does(socket: Socket, event: string, body: object = {}): Promise<number> {
  const id = (ids.get(socket) ?? 0) + 1;
  ids.set(socket, id);
  const answer = await socket.ask({ event, id, ...body });
  expect(answer).toMatchObject({ event: "ack" });
  return answer.seq as number;
}

async function join(...names: string[]): Promise<[Socket, ...Socket[]]> {
  const speaker = await Socket.hello(url, { key: lectern.speakerKey });
  return [speaker, ...(await Promise.all(names.map((name) => Socket.hello(url, { name }))))];
}

const everything = (socket: Socket) => JSON.stringify(socket.received);
/** The newest tally of a poll this client was given. */
function tally(socket: Socket, id: string): Message | undefined {
  const given = socket.received.flatMap((message) => {
    const { polls } = (message.tallies ?? {}) as { polls?: Record<string, Message> };
    return polls?.[id] ?? [];
  });
  return given.at(-1);
}

/** The newest leaderboard this client was given; null: there is nothing to see. */
function board(socket: Socket): unknown {
  const given = socket.received.flatMap(({ tallies }) => {
    const { leaderboard } = (tallies ?? {}) as { leaderboard?: unknown };
    return leaderboard === undefined ? [] : [leaderboard];
  });
  return given.at(-1);
}

describe("chat and questions on the wire", () => {
  it("[C1] [M1] approve first: the room never gets what was not approved; its author sees it wait", async () => {
    const [speaker, ada, grace] = await join("Ada", "Grace");
    if (ada === undefined || grace === undefined) throw new Error("nobody came");
    const plain = await Socket.open(url);
    await does(speaker, "feature", { feature: "questions", approve: true });
    const good = await does(ada, "ask", { text: "GOOD?" });
    const bad = await does(ada, "ask", { text: "BAD?" });
    expect(await ada.next("own")).toMatchObject({ own: { waiting: [{ text: "GOOD?" }, { text: "BAD?" }] } });
    expect(await speaker.next("waiting")).toMatchObject({ id: good, post: { from: { name: "Ada" } } });
    await does(speaker, "approve", { post: good });
    await does(speaker, "hide", { post: bad, hidden: true });
    expect(await grace.next("question")).toMatchObject({ id: good, question: { text: "GOOD?" } });
    await expect
      .poll(() => ada.received.findLast(({ event }) => event === "own"))
      .toMatchObject({ own: { waiting: [], written: [good, bad] } });
    const late = await Socket.hello(url);
    for (const socket of [grace, late, plain]) {
      if (socket !== plain) await socket.settled();
      expect(everything(socket)).not.toContain("BAD?");
    }
    for (const socket of [speaker, ada, grace, late, plain]) socket.close();
  });

  it("[A2] who was away is not given what was hidden meanwhile", async () => {
    const [speaker, ada] = await join("Ada");
    if (ada === undefined) throw new Error("nobody came");
    const { epoch, seq } = (ada as Socket & { welcome: Message }).welcome;
    ada.close();
    const post = await does(speaker, "sendmessage", { chat: "REGRETTED" });
    await does(speaker, "hide", { post, hidden: true });
    const back = await Socket.hello(url, { since: { epoch, seq } });
    expect(back.welcome).toMatchObject({ resumed: true });
    await back.settled();
    expect(back.received.map(({ event }) => event)).toEqual(expect.arrayContaining(["chat", "chatchange"]));
    expect(everything(back)).not.toContain("REGRETTED");
    for (const socket of [speaker, back]) socket.close();
  });

  it("[M1] what the word list finds waits, whoever says it, and nobody else hears of it", async () => {
    const [speaker, grace] = await join("Grace");
    if (grace === undefined) throw new Error("nobody came");
    const plain = await Socket.open(url);
    plain.send({ event: "sendmessage", chat: "Därn this" });
    expect(await speaker.next("waiting")).toMatchObject({ post: { text: "Därn this" } });
    const said = await does(grace, "sendmessage", { chat: "nice" });
    expect(await grace.ask({ event: "edit", id: 40, post: said, text: "darn" })).toMatchObject({
      code: "edit-approved",
    });
    await grace.settled();
    expect(everything(grace)).not.toContain("Därn");
    for (const socket of [speaker, grace, plain]) socket.close();
  });

  it("[C1] [B4] a message is measured in characters as people see them", async () => {
    const [speaker, ada] = await join("Ada");
    if (ada === undefined) throw new Error("nobody came");
    const family = "👨‍👩‍👧‍👦";
    await does(ada, "sendmessage", { chat: family.repeat(1000) });
    const long = await ada.ask({ event: "sendmessage", id: 50, chat: family.repeat(1001) });
    expect(long).toMatchObject({ event: "error", code: "too-long" });
    expect(long.message).toContain("1001");
    const question = await ada.ask({ event: "ask", id: 51, text: "x".repeat(301) });
    expect(question).toMatchObject({ code: "too-long" });
    for (const socket of [speaker, ada]) socket.close();
  });

  it("[C1] older messages come when they are asked for", async () => {
    const [speaker] = await join();
    const posts = [];
    for (let n = 0; n < 110; n++) posts.push(await does(speaker, "sendmessage", { chat: `m${n}` }));
    speaker.send({ event: "history", before: posts[5] });
    const { chat } = (await speaker.next("history")) as unknown as { chat: { chat: string }[] };
    expect(chat.slice(-5).map((message) => message.chat)).toEqual(["m0", "m1", "m2", "m3", "m4"]);
    speaker.close();
  });

  it("[M2] a muted participant comes back muted, in every tab", async () => {
    const [speaker, grace] = await join("Grace");
    if (grace === undefined) throw new Error("nobody came");
    const post = await does(grace, "sendmessage", { chat: "spam", anonymous: true });
    await does(speaker, "mute", { who: { post }, muted: true });
    await expect
      .poll(() => grace.received.findLast(({ event }) => event === "own"))
      .toMatchObject({ own: { muted: true, written: [post] } });
    const { key } = (grace as Socket & { welcome: { participant: { key: string } } & Message }).welcome.participant;
    grace.close();
    const again = await Socket.hello(url, { participant: key, client: "other" });
    expect(again.welcome).toMatchObject({ own: { muted: true } });
    expect(await again.ask({ event: "sendmessage", id: 1, chat: "more" })).toMatchObject({ code: "muted" });
    for (const socket of [speaker, again]) socket.close();
  });
});

describe("features on the wire", () => {
  it("[K6] the deck says what is on at the start; what a moderator changed stays, also through a restart", async () => {
    const own = new Workspace();
    const deck = own.write("talk.md", "---\nfeatures:\n  chat: off\n  reactions: [🎈]\n---\n\n# One\n");
    let server = await own.start(deck);
    const features = async () => {
      const { welcome } = await Socket.hello(server.socketUrl);
      return (welcome as unknown as { state: { features: object } }).state.features;
    };
    expect(await features()).toMatchObject({ chat: { on: false }, reactions: { on: true, emoji: ["🎈"] } });
    const moderator = await Socket.hello(server.socketUrl, { key: server.moderatorKey });
    await does(moderator, "feature", { feature: "chat", on: true });
    await server.kill("SIGTERM");
    own.write("talk.md", "---\nfeatures:\n  chat: off\n  hands: off\n---\n\n# One\n");
    server = await own.start(deck);
    const emoji = expect.arrayContaining(["👏"]);
    expect(await features()).toMatchObject({ chat: { on: true }, hands: { on: false }, reactions: { emoji } });
    await own[Symbol.asyncDispose]();
  });
});

describe("polls on the wire", () => {
  it("[P2] [B3] votes are told as aggregates, at most five times a second, and exact in the end", async () => {
    const [speaker, ...room] = await join(...Array.from({ length: 20 }, (_, n) => `Person ${n}`));
    await does(speaker, "openpoll", { poll: poll("many") });
    const started = performance.now();
    for (let round = 0; round < 5; round++) {
      await Promise.all(room.map((socket, n) => does(socket, "vote", { poll: "many", answer: [(n + round) % 3] })));
    }
    await does(speaker, "closepoll", { poll: "many" });
    const counts = { "0": 6, "1": 7, "2": 7 };
    for (const socket of room) await expect.poll(() => tally(socket, "many")).toMatchObject({ voters: 20, counts });
    const elapsed = performance.now() - started;
    const told = room.map((socket) => socket.received.filter(({ event }) => event === "tallies").length);
    // A tick is 200 ms; a client never gets more than one a tick.
    expect(Math.max(...told)).toBeLessThanOrEqual(Math.ceil(elapsed / 200) + 1);
    for (const socket of [speaker, ...room]) socket.close();
  });

  it("[A2] [P3] nobody in the room gets what is right, or a result, before they may", async () => {
    const [speaker, ada] = await join("Ada");
    if (ada === undefined) throw new Error("nobody came");
    await does(speaker, "openpoll", { poll: poll("quiz", { reveal: "close", right: [1] }) });
    await does(ada, "vote", { poll: "quiz", answer: [1] });
    expect(await ada.next("own")).toMatchObject({ own: { answers: { quiz: [1] } } });
    const late = await Socket.hello(url);
    for (const socket of [ada, late]) {
      await socket.settled();
      expect(everything(socket)).not.toContain('"right":[1]');
      expect(tally(socket, "quiz")).toBeUndefined();
    }
    await expect.poll(() => tally(speaker, "quiz")).toMatchObject({ voters: 1 });
    await does(speaker, "closepoll", { poll: "quiz" });
    await expect.poll(() => tally(ada, "quiz")).toMatchObject({ voters: 1, counts: { "1": 1 } });
    expect(ada.received.findLast(({ event }) => event === "poll")).toMatchObject({ poll: { right: [1] } });
    for (const socket of [speaker, ada, late]) socket.close();
  });

  it("[P5] [P6] [B3] the best are shown to the room when a moderator says so, each their own place at the close", async () => {
    const [speaker, ada, grace] = await join("Ada", "");
    if (ada === undefined || grace === undefined) throw new Error("nobody came");
    await does(speaker, "openpoll", { poll: poll("match", { reveal: "close", right: [1], points: 100 }) });
    await does(ada, "vote", { poll: "match", answer: [1] });
    await does(grace, "vote", { poll: "match", answer: [0] });
    for (const socket of [ada, grace]) {
      await socket.settled();
      expect(everything(socket)).not.toMatch(/"points":100,"players"|"top"/);
    }
    await does(speaker, "closepoll", { poll: "match" });
    const own = (socket: Socket) => socket.received.findLast(({ event }) => event === "own")?.own;
    await expect.poll(() => own(ada)).toMatchObject({ score: { rank: 1, points: 100, players: 2 } });
    await expect.poll(() => own(grace)).toMatchObject({ score: { rank: 2, points: 0, players: 2 } });
    const top = [
      { name: "Ada", rank: 1, points: 100 },
      { name: null, rank: 2, points: 0 },
    ];
    await expect.poll(() => board(speaker)).toMatchObject({ players: 2, top });
    expect(board(grace)).toBeNull();
    await does(speaker, "leaderboard", { shown: true });
    expect(await grace.next("leaderboard")).toMatchObject({ shown: true });
    await expect.poll(() => board(grace)).toMatchObject({ players: 2, top });
    const screen = await Socket.hello(url, { as: "screen" });
    expect(screen.welcome).toMatchObject({ state: { leaderboard: true }, tallies: { leaderboard: { top } } });
    await does(speaker, "leaderboard", { shown: false });
    await expect.poll(() => board(screen)).toBeNull();
    for (const socket of [speaker, ada, grace, screen]) socket.close();
  });

  it("[P2] [L3] the server is killed in the middle of a vote: the tally after closing is the log's", async () => {
    const [speaker, ...room] = await join(...Array.from({ length: 12 }, (_, n) => `Voter ${n}`));
    await does(speaker, "openpoll", { poll: poll("killed") });
    const keys = room.map(
      (socket) => (socket as Socket & { welcome: { participant: { key: string } } & Message }).welcome,
    );
    const acknowledged = new Set<number>();
    const voting = room.map(async (socket, n) => {
      const answer = await socket.ask({ event: "vote", id: 99, poll: "killed", answer: [n % 3] });
      if (answer.event === "ack") acknowledged.add(n);
      if (acknowledged.size === 4) void lectern.kill("SIGKILL");
    });
    await Promise.race([Promise.all(voting), room[11]?.closed]);
    await lectern.kill("SIGKILL");
    const { port } = lectern.listening;
    lectern = await workspace.start(workspace.path("talk.md"), "--port", String(port));
    // Everybody comes back as who they were and sends their vote again; half of them changed their mind in a second tab.
    for (const [n, { participant }] of keys.entries()) {
      const again = await Socket.hello(url, { participant: participant.key });
      if (acknowledged.has(n)) expect(again.welcome).toMatchObject({ own: { answers: { killed: [n % 3] } } });
      expect(await again.ask({ event: "vote", id: 99, poll: "killed", answer: [n % 3] })).toMatchObject({
        event: "ack",
      });
      if (n % 2 === 0) {
        const tab = await Socket.hello(url, { participant: participant.key, client: "tab" });
        await does(tab, "vote", { poll: "killed", answer: [0] });
        tab.close();
      }
      again.close();
    }
    const driver = await Socket.hello(url, { key: lectern.speakerKey });
    await does(driver, "closepoll", { poll: "killed" });
    await expect.poll(() => tally(driver, "killed")).toMatchObject({ voters: 12 });
    driver.close();
    await lectern.kill("SIGTERM");
    expect(tally(driver, "killed")).toMatchObject({ counts: recount("killed") });
  });
});

/** What the log on the disk says, counted by hand: the last answer of each participant. */
function recount(id: string): Record<string, number> {
  const file = globSync(workspace.path("data/**/*.sqlite"))[0] ?? "";
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT entry FROM entries ORDER BY seq").all();
  database.close();
  const answers = new Map<string, number[]>();
  for (const row of rows) {
    const { author, command } = JSON.parse(String(row.entry));
    if (command.type === "vote" && command.poll === id) answers.set(author.participant, command.answer);
  }
  const counts: Record<string, number> = {};
  for (const [choice = -1] of answers.values()) counts[choice] = (counts[choice] ?? 0) + 1;
  return counts;
}
