/** Runs conformance cases against a server and says how each went. */
import type { Case } from "./case.ts";
import { close, opcodes } from "./frames.ts";
import { type OpeningCase, open } from "./opening.ts";
import { type Address, Peer } from "./peer.ts";

export type Verdict = "OK" | "OK, by our limit" | "NON-STRICT" | "FAILED";

export type Result = {
  readonly id: string;
  readonly rule: string;
  readonly sends: string;
  readonly expected: string;
  readonly got: string;
  readonly verdict: Verdict;
};

/** Connections at the same time. */
const atOnce = 32;

/** All results, in the order of the cases. */
export async function run(address: Address, cases: readonly (Case | OpeningCase)[]): Promise<Result[]> {
  const results: Result[] = [];
  const queue = cases.entries();
  const work = async (): Promise<void> => {
    for (const [index, one] of queue) results[index] = await runOne(address, one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function runOne(address: Address, one: Case | OpeningCase): Promise<Result> {
  const isOpening = "request" in one;
  const got = isOpening ? await open(address, one) : await play(address, one);
  const { id, sends, expected } = one;
  return { id, rule: isOpening ? "W8" : one.rule, sends, expected, got, verdict: judge(one, got) };
}

function judge(one: Case | OpeningCase, got: string): Verdict {
  if (got === one.expected) return "OK";
  if ("request" in one) return "FAILED";
  if (got === one.byLimit) return "OK, by our limit";
  return got === one.nonStrict ? "NON-STRICT" : "FAILED";
}

/** The transcript of one case. */
async function play(address: Address, one: Case): Promise<string> {
  const peer = await Peer.open(address);
  const notes: string[] = [];
  for (const step of one.script) {
    if (step !== "has it failed?") await peer.send(step.octets, step.size);
    else if (!(await hasFailed(address, peer))) notes.push("still open");
  }
  if (!one.isClosing) await peer.send(close(1000));
  await peer.closing();
  // A peer that has been told why answers with a close frame of its own, unless it has sent one.
  await peer.ended(one.isClosing ? undefined : close(1000));
  return [...notes, ...transcript(one, peer)].join(", ");
}

/** Whatever was sent before has been read by the server once two requests after it were answered. */
async function hasFailed(address: Address, peer: Peer): Promise<boolean> {
  for (let n = 0; n < 2; n++) {
    const witness = await Peer.open(address);
    witness.destroy();
  }
  return peer.isClosing;
}

function transcript(one: Case, peer: Peer): string[] {
  const pings = [...(one.pings ?? [])];
  const events = peer.frames.map(({ opcode, payload }) => {
    if (opcode === opcodes.text) return answer(payload.toString(), one.text);
    if (opcode === opcodes.close) return payload.length === 0 ? "close" : `close ${payload.readUInt16BE()}`;
    if (opcode !== opcodes.pong) return `opcode ${opcode}`;
    return payload.equals(Buffer.from(pings.shift() ?? "none is due")) ? "pong" : "a pong of something else";
  });
  if (!one.isClosing && events.at(-1) === "close 1000") events.pop();
  else if (!peer.isClosing) events.push("end without a close frame");
  if (peer.fault !== undefined) events.push(peer.fault);
  return counted(events);
}

function answer(said: string, text: string | undefined): string {
  const message = JSON.parse(said) as { readonly event: string; readonly code?: string; readonly message?: string };
  if (message.event === "pong") return "answered";
  if (message.code !== "unknown-event" || text === undefined) return `${message.event} ${message.code ?? ""}`.trim();
  return message.message?.includes(`"${text.slice(0, 40)}"`) ? "text back" : "another text back";
}

/** Neighbours that are the same become one with a count. */
function counted(events: readonly string[]): string[] {
  const runs: { readonly event: string; count: number }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.event === event) last.count += 1;
    else runs.push({ event, count: 1 });
  }
  return runs.map(({ event, count }) => (count === 1 ? event : `${event} ×${count}`));
}
