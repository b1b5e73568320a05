/**
 * Waves of people come, take part and leave, for as long as one likes. After each wave the room is empty, and what the
 * server holds then is compared: a wave that writes nothing into the log leaves nothing behind, and one that does leaves
 * what the log's entries weigh.
 */
import { setTimeout as wait } from "node:timers/promises";
import { connect, type TalkClient } from "lectern/client";
import type { Transport } from "../../src/protocol/transports.ts";
import { type Lectern, Workspace } from "../support/lectern.ts";
import { between, oneOf, type Random, seeded } from "../support/seeded.ts";
import { askable, type Held, Memory } from "./memory.ts";

export type SoakOptions = {
  /** How many people one wave has. */
  readonly people: number;
  readonly seed: number;
  /** Whether another pair of waves follows, after so many. */
  readonly goesOn: (waves: number) => boolean;
  readonly tell?: (wave: Wave) => void;
};

export type Wave = {
  readonly kind: "talking" | "silent";
  /** Entries this wave has added to the log. */
  readonly entries: number;
  /** Commands that were refused, and clients that were let go. */
  readonly trouble: number;
  readonly held: Held;
};

export type SoakReport = {
  readonly waves: readonly Wave[];
  /** Files: before anybody came. Bytes: after a first pair of waves, which fills caches. */
  readonly baseline: Held;
  readonly problems: string[];
};

const deck = `# Soak

\`\`\`poll id=tools
What do you use?
- Polling
- WebSockets
\`\`\`
`;

/** How long connections that were kept for another request may stay open, in milliseconds. */
const lingerMs = 20_000;
/** What a wave without entries may leave: the noise of a heap. Bytes. */
const noise = 512 * 1024;
/** What an entry of the log may weigh in the talk's state, with its event: a message of some words. Bytes. */
const entryBytes = 2500;

export async function runSoak({ people, seed, goesOn, tell = () => {} }: SoakOptions): Promise<SoakReport> {
  const random = seeded(seed);
  await using workspace = new Workspace();
  const lectern = await workspace.startWith(askable, workspace.write("soak.md", deck));
  const speaker = connect({ url: lectern.socketUrl, key: lectern.speakerKey });
  await until(speaker, () => speaker.status === "live");
  await speaker.send({ event: "move", to: { h: 0, v: 0, f: -1 } });
  const memory = await Memory.of(lectern);
  const { files } = memory;
  const waves: Wave[] = [];
  try {
    // The first waves fill caches, compile code and find the most there is to remember.
    for (const kind of ["talking", "silent"] as const) await wave(kind);
    const baseline = { ...(await memory.held()), files };
    do {
      for (const kind of ["talking", "silent"] as const) {
        waves.push(await wave(kind));
        tell(waves.at(-1) as Wave);
      }
    } while (goesOn(waves.length));
    return { waves, baseline, problems: judge(baseline, waves) };
  } finally {
    memory.close();
    speaker.close();
  }

  async function wave(kind: Wave["kind"]): Promise<Wave> {
    const before = speaker.seq;
    const troubles = await Promise.all(Array.from({ length: people }, (_, n) => visit(lectern, kind, n, random)));
    await until(speaker, () => speaker.here === 0);
    const after = await speaker.send({ event: "joincode", shown: false });
    const trouble = troubles.reduce((sum, count) => sum + count, 0);
    const latest = performance.now() + lingerMs;
    while (memory.files > files && performance.now() < latest) await wait(100);
    return { kind, entries: after - before, trouble, held: await memory.held() };
  }
}

/** One person comes, takes part and leaves, politely or not. How often something went wrong. */
async function visit(lectern: Lectern, kind: Wave["kind"], n: number, random: Random): Promise<number> {
  let trouble = 0;
  await wait(between(random, 0, 3000));
  const transport: Transport = n % 20 === 0 ? "sse" : n % 20 === 1 ? "poll" : "websocket";
  const client = connect({ url: lectern.socketUrl, transports: [transport], name: `Guest ${n}` });
  client.on((happening) => {
    if (happening.type === "lost" && happening.code !== 1006) trouble += 1;
  });
  await until(client, () => client.status === "live");
  client.listen(["soak"], n % 10 === 0);
  if (kind === "talking") await talk(client, n, random).catch(() => (trouble += 1));
  else await lookAround(client, random);
  // Some go through a tunnel before they go, and are still in it when they do.
  if (n % 7 === 0) client.interrupt(60_000);
  client.close();
  return trouble;
}

async function talk(client: TalkClient, n: number, random: Random): Promise<void> {
  await client.send({ event: "vote", poll: "tools", answer: [between(random, 0, 1)] });
  if (n % 4 === 0) await client.send({ event: "sendmessage", chat: `Message ${n}: ${"words ".repeat(10)}` });
  if (n % 40 === 0) await client.send({ event: "ask", text: `Question ${n}: why?`, anonymous: true });
  await lookAround(client, random);
}

/** Everything that passes by the log. */
async function lookAround(client: TalkClient, random: Random): Promise<void> {
  for (let times = between(random, 1, 4); times > 0; times--) {
    client.react(oneOf(random, ["👏", "❤️", "😂", "🤔"]) ?? "👏");
    client.sendOn("soak", { x: between(random, 0, 1000) });
    client.look(random() < 0.5 ? { h: between(random, 0, 5), v: 0 } : null);
    client.measure();
    await wait(between(random, 50, 500));
  }
}

function judge(baseline: Held, waves: readonly Wave[]): string[] {
  const problems: string[] = [];
  let allowed = baseline.bytes;
  for (const [index, { kind, entries, trouble, held }] of waves.entries()) {
    const name = `wave ${index + 1} (${kind})`;
    allowed += entries * entryBytes + (index === 0 ? noise : 0);
    if (trouble > 0) problems.push(`${name}: ${trouble} things went wrong`);
    if (kind === "silent" && entries > 1) problems.push(`${name} wrote ${entries} entries`);
    if (held.files > baseline.files) problems.push(`${name} left ${held.files - baseline.files} files open`);
    if (held.bytes > allowed) problems.push(`${name}: ${held.bytes} bytes are held, ${allowed} were expected at most`);
  }
  return [...problems, ...judgeSilence(baseline, waves)];
}

/** All silent waves together leave nothing: what one leaves is noise, what all leave is a leak. */
function judgeSilence(baseline: Held, waves: readonly Wave[]): string[] {
  let before = baseline.bytes;
  let left = 0;
  for (const { kind, held } of waves) {
    if (kind === "silent") left += held.bytes - before;
    before = held.bytes;
  }
  return left > noise ? [`silent waves left ${left} bytes`] : [];
}

async function until(client: TalkClient, test: () => boolean): Promise<void> {
  if (test()) return;
  for await (const _ of client) if (test()) return;
}
