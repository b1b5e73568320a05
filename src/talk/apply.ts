/**
 * The fold and the judge: what one entry does to a talk. Pure, synchronous, deterministic (rule L2).
 *
 * `apply` answers with the next state and its events, with the seq of an earlier acceptance of the same command
 * (rule L4), or with a refusal. Nothing outside this folder decides what may happen in a talk.
 */
import type { ErrorCode, ErrorDetails } from "../errors.ts";
import { type ChannelValue, channelName, maxChannelData, maxChannels, mayUse, policyOf } from "./channels.ts";
import type { Author, Command, Entry } from "./commands.ts";
import { chatWindow, maxChatLength } from "./commands.ts";
import type { TalkEvent } from "./events.ts";
import { samePosition, slideKey } from "./position.ts";
import { type ChatMessage, emptyState, type State } from "./state.ts";
import { stepTimer, timerAfterMove } from "./timer.ts";

export type Outcome =
  | { readonly kind: "accepted"; readonly state: State; readonly events: readonly TalkEvent[] }
  | { readonly kind: "duplicate"; readonly seq: number }
  | Refusal;

export type Refusal = { readonly kind: "refused"; readonly code: ErrorCode; readonly details: ErrorDetails };

type Effect = { readonly kind: "effect"; readonly change: Partial<State>; readonly events: readonly TalkEvent[] };

export function apply(state: State, entry: Entry): Outcome {
  const before = acceptedSeq(state, entry);
  if (before !== undefined) return { kind: "duplicate", seq: before };
  const effect = mayCommand(entry.author, entry.command) ?? decide(state, entry);
  if (effect.kind === "refused") return effect;
  return { kind: "accepted", state: remember({ ...state, ...effect.change }, entry), events: effect.events };
}

/** Folds entries onto a state; an entry that is refused or repeated only moves `seq` on. */
export function fold(entries: Iterable<Entry>, from: State = emptyState): State {
  let state = from;
  for (const entry of entries) {
    const outcome = apply(state, entry);
    state = outcome.kind === "accepted" ? outcome.state : { ...state, seq: entry.seq, at: entry.at };
  }
  return state;
}

function decide(state: State, entry: Entry): Effect | Refusal {
  const { seq, at, command } = entry;
  switch (command.type) {
    case "move":
      return show(state, entry, command.to, command.paused ?? state.paused);
    case "pause":
      return show(state, entry, state.position, command.paused);
    case "browsing":
      return effect({ browsing: command.mode }, { event: "browsing", seq, at, mode: command.mode });
    case "joincode":
      return effect({ joinCode: command.shown }, { event: "joincode", seq, at, shown: command.shown });
    case "timer":
      return timing({ timer: stepTimer(state.timer, command.action, at) }, state, entry);
    case "plan":
      return timing({ plannedMinutes: command.minutes }, state, entry);
    case "chat":
      return say(state, entry, command.text);
    case "set":
      return set(state, entry, command.channel, command.data);
    case "deck":
      return effect(
        { deck: { version: command.version, title: command.title }, channels: command.channels ?? {} },
        { event: "deck", seq, at, version: command.version, title: command.title },
      );
  }
}

/** One event only, also where the move starts the clock: `seq` strictly rises on a connection (rule W4). */
function show(state: State, { seq, at }: Entry, to: State["position"], paused: boolean): Effect {
  const key = slideKey(to);
  const shown = state.shown.set(key, Math.max(to.f, state.shown.get(key, -1)));
  const timer = timerAfterMove(state.timer, !samePosition(to, state.position), at);
  return effect({ position: to, paused, shown, timer }, { event: "slide", seq, at, to, paused });
}

function timing(change: Partial<Pick<State, "timer" | "plannedMinutes">>, state: State, entry: Entry): Effect {
  const { timer, plannedMinutes } = { ...state, ...change };
  return effect(change, { event: "timer", seq: entry.seq, at: entry.at, timer, plannedMinutes });
}

function say(state: State, { seq, at, author }: Entry, text: string): Effect | Refusal {
  if (text.trim() === "") return refuse("empty", { what: "The message" });
  if (text.length > maxChatLength) {
    return refuse("too-long", { what: "A message", limit: maxChatLength, length: text.length });
  }
  const message: ChatMessage = { seq, at, from: { id: author.participant, name: author.name }, chat: text };
  return effect({ chat: state.chat.push(message).takeLast(chatWindow) }, { event: "chat", ...message });
}

/** The deck says who may; what late joiners are given stays small. */
function set(state: State, { seq, at, author }: Entry, channel: string, data: unknown): Effect | Refusal {
  const { role } = author;
  if (role === "server" || !mayUse(policyOf(state.channels, channel).set, role)) {
    return refuse("not-allowed", { who: "the speaker" });
  }
  const length = JSON.stringify(data)?.length ?? 0;
  if (!channelName.test(channel)) return refuse("channel-name", { channel });
  if (length > maxChannelData)
    return refuse("too-long", { what: "The data of a channel", limit: maxChannelData, length });
  if (!state.values.has(channel) && state.values.size >= maxChannels)
    return refuse("too-many-channels", { limit: maxChannels });
  const value: ChannelValue = { seq, at, from: { id: author.participant, name: author.name, role }, data };
  return effect({ values: state.values.set(channel, value) }, { event: "value", channel, ...value });
}

/** A refusal when this author may not ask for this at all, else undefined. */
function mayCommand(author: Author, command: Command): Refusal | undefined {
  if (command.type === "chat" || command.type === "set") return undefined;
  if (command.type === "deck")
    return author.role === "server" ? undefined : refuse("not-allowed", { who: "the server" });
  return author.role === "speaker" ? undefined : refuse("not-allowed", { who: "the speaker" });
}

function acceptedSeq(state: State, { author, id }: Entry): number | undefined {
  return id === null ? undefined : state.accepted.get(clientKey(author))?.get(id);
}

function remember(state: State, { seq, at, author, id }: Entry): State {
  const accepted = id === null ? state.accepted : state.accepted.setIn([clientKey(author), id], seq);
  return { ...state, seq, at, accepted };
}

function clientKey(author: Author): string {
  return `${author.participant} ${author.client}`;
}

function effect(change: Partial<State>, ...events: TalkEvent[]): Effect {
  return { kind: "effect", change, events };
}

function refuse(code: ErrorCode, details: ErrorDetails): Refusal {
  return { kind: "refused", code, details };
}
