/** Reads what a client said. Never throws: a message is a client's word, and any word gets an answer (rule W8). */
import type { ErrorCode, ErrorDetails } from "../errors.ts";
import { isTooDeep, maxChannelDepth } from "../talk/channels.ts";
import type { Command } from "../talk/commands.ts";
import { maxPostCharacters, maxPostLength } from "../talk/posts.ts";
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
  if (result.success) return tooLong(result.data) ?? tooDeep(result.data) ?? { ok: true, message: result.data };
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? name : `${name}.${issue.path.join(".")}`;
  return refusal("bad-message", { problem: `${where}: ${issue?.message ?? "invalid"}` }, id);
}

/** The log's word for a wire command. */
export function toCommand(message: CommandMessage): Command {
  switch (message.event) {
    case "move":
      return { type: "move", to: message.to, ...(message.paused === undefined ? {} : { paused: message.paused }) };
    case "set":
      return { type: "set", channel: message.channel, data: message.data ?? null };
    case "sendmessage": {
      const { chat, replyTo, anonymous } = message;
      return { type: "chat", text: chat, replyTo, anonymous };
    }
    default: {
      // The other commands are called on the wire what they are called in the log.
      const { event, id: _id, ...command } = message;
      return { type: event, ...command } as Command;
    }
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Posts are measured in characters as people see them. Here and not in the fold, which must judge an old entry alike
 * when the tables of characters have changed.
 */
function tooLong(message: ClientMessage): Parsed | undefined {
  const written = textOf(message);
  if (written === undefined) return undefined;
  const { text, limit, what } = written;
  // No more segments are cut than are needed to know.
  if (text.length <= limit) return undefined;
  let length = 0;
  for (const _character of segmenter.segment(text.slice(0, maxPostLength + 1))) length += 1;
  if (length <= limit && text.length <= maxPostLength) return undefined;
  return refusal("too-long", { what, limit, length }, "id" in message ? message.id : undefined);
}

/** Here and not in the fold, as `tooLong`. */
function tooDeep(message: ClientMessage): Parsed | undefined {
  if (message.event !== "send" && message.event !== "set") return undefined;
  if (!isTooDeep(message.data)) return undefined;
  const problem = `${message.event}.data: nested deeper than ${maxChannelDepth}`;
  return refusal("bad-message", { problem }, "id" in message ? message.id : undefined);
}

function textOf(message: ClientMessage) {
  if (message.event === "sendmessage") return { text: message.chat, limit: maxPostCharacters.chat, what: "A message" };
  if (message.event === "ask") return { text: message.text, limit: maxPostCharacters.question, what: "A question" };
  if (message.event === "edit") return { text: message.text, limit: maxPostCharacters.chat, what: "A message" };
  return undefined;
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
