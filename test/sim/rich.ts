/** Anything that can be said on the wire, sensible or not: the random histories of the fold's own tests. */
import fc from "fast-check";
import type { CommandBody } from "../../src/client/client.ts";
import { command } from "../../src/talk/arbitraries.test-helper.ts";
import type { Command } from "../../src/talk/commands.ts";
import { oneOf, type Random } from "../support/seeded.ts";
import { heldWord } from "./server.ts";

const everybodys = new Set(["chat", "ask", "edit", "delete", "upvote", "vote", "rename", "hand", "pace", "set"]);

/** Drawn once: drawing costs more than saying. */
const pool = fc.sample(command, { numRuns: 3000, seed: 1 }).filter(({ type }) => type !== "deck");
const forAudience = pool.filter(({ type }) => everybodys.has(type));

/** `people`: the ids of those who take part. */
export function anything(random: Random, isAudience: boolean, people: readonly string[], n: number): CommandBody {
  // Some ask for what they may not.
  const drawn = oneOf(random, isAudience && random() < 0.9 ? forAudience : pool);
  if (drawn === undefined || random() < 0.08) return { event: "sendmessage", chat: `${heldWord} ${n}.` };
  return toWire(drawn, oneOf(random, people) ?? "nobody");
}

/** The wire's word for a command of the log. */
function toWire(drawn: Command, participant: string): CommandBody {
  const { type, held: _held, ...rest } = drawn as Command & { readonly held?: boolean };
  const body: Record<string, unknown> = { event: type, ...rest };
  if (drawn.type === "chat") {
    const { text, ...about } = drawn;
    return { event: "sendmessage", chat: text, ...(about.replyTo && { replyTo: about.replyTo }) };
  }
  if ("who" in drawn && "participant" in drawn.who) body.who = { participant };
  if (drawn.type === "lowerhand" && drawn.participant !== null) body.participant = participant;
  return body as CommandBody;
}
