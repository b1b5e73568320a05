/** Reads what a client said. Never throws: a message is a client's word, and any word gets an answer (rule W8). */
import type { ErrorCode, ErrorDetails } from "../errors.ts";
import type { Command } from "../talk/commands.ts";
import { type ClientMessage, type CommandMessage, clientMessages } from "./messages.ts";

export type Parsed =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly code: ErrorCode; readonly details: ErrorDetails; readonly id: number | undefined };

export function parseClientMessage(text: string): Parsed {
  const json = parseObject(text);
  if (json === undefined) return refusal("bad-message", { problem: "it is not a JSON object" });
  const id = readId(json);
  const name = json.event;
  if (typeof name !== "string") return refusal("bad-message", { problem: "it has no event" }, id);
  if (!isKnown(name)) return refusal("unknown-event", { event: name.slice(0, 40) }, id);
  const result = clientMessages[name].safeParse(json);
  if (result.success) return { ok: true, message: result.data };
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? name : `${name}.${issue.path.join(".")}`;
  return refusal("bad-message", { problem: `${where}: ${issue?.message ?? "invalid"}` }, id);
}

/** The log's word for a wire command. */
export function toCommand(message: CommandMessage): Command {
  switch (message.event) {
    case "move":
      return { type: "move", to: message.to, ...(message.paused === undefined ? {} : { paused: message.paused }) };
    case "pause":
      return { type: "pause", paused: message.paused };
    case "browsing":
      return { type: "browsing", mode: message.mode };
    case "joincode":
      return { type: "joincode", shown: message.shown };
    case "timer":
      return { type: "timer", action: message.action };
    case "plan":
      return { type: "plan", minutes: message.minutes };
    case "set":
      return { type: "set", channel: message.channel, data: message.data ?? null };
    case "sendmessage":
      return { type: "chat", text: message.chat };
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readId(json: Record<string, unknown>): number | undefined {
  return typeof json.id === "number" && Number.isSafeInteger(json.id) && json.id > 0 ? json.id : undefined;
}

function isKnown(name: string): name is keyof typeof clientMessages {
  return Object.hasOwn(clientMessages, name);
}

function refusal(code: ErrorCode, details: ErrorDetails, id?: number): Parsed {
  return { ok: false, code, details, id };
}
