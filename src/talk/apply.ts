/**
 * The fold and the judge: what one entry does to a talk. Pure, synchronous, deterministic (rule L2).
 *
 * `apply` answers with the next state and its events, with the seq of an earlier acceptance of the same command
 * (rule L4), or with a refusal. Nothing outside this folder decides what may happen in a talk.
 */
import { type ChannelValue, channelName, maxChannelData, maxChannels, mayUse, policyOf } from "./channels.ts";
import type { Author, Command, Entry } from "./commands.ts";
import type { TalkEvent } from "./events.ts";
import { withDeck } from "./features.ts";
import { answer, approve, changeFeature, changeScreen, clearChat, hide, pin, spotlight } from "./moderate.ts";
import { mute, remove } from "./mute.ts";
import { type Decision, type Effect, effect, type Outcome, type Refusal, refuse } from "./outcome.ts";
import { samePosition, slideKey } from "./position.ts";
import { noReceipts, receiptFor, withReceipt } from "./receipts.ts";
import { lowerHand, raiseHand, setPace } from "./signal.ts";
import { emptyState, type State } from "./state.ts";
import { stepTimer, timerAfterMove } from "./timer.ts";
import { closePoll, openPoll, resetPoll, revealPoll, vote } from "./vote.ts";
import { edit, isModerator, rename, takeBack, upvote, write } from "./write.ts";

export function apply(state: State, entry: Entry): Outcome {
  const before = acceptedSeq(state, entry);
  if (before !== undefined) return { kind: "duplicate", seq: before };
  const effect = mayCommand(entry) ?? decide(state, entry);
  if (effect.kind === "refused") return effect;
  const { seq, at } = entry;
  const accepted = remembered(state.accepted, entry);
  return { kind: "accepted", state: { ...state, ...effect.change, seq, at, accepted }, events: effect.events };
}

export type { Outcome } from "./outcome.ts";

/** Folds entries onto a state; an entry that is refused or repeated only moves `seq` on. */
export function fold(entries: Iterable<Entry>, from: State = emptyState): State {
  let state = from;
  for (const entry of entries) ({ state } = foldOne(state, entry));
  return state;
}

export function foldOne(state: State, entry: Entry): { readonly state: State; readonly events: readonly TalkEvent[] } {
  const outcome = apply(state, entry);
  if (outcome.kind === "accepted") return outcome;
  return { state: { ...state, seq: entry.seq, at: entry.at }, events: [] };
}

function decide(state: State, entry: Entry): Decision {
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
    case "ask":
      return write(state, entry, command);
    case "edit":
      return edit(state, entry, command);
    case "delete":
      return takeBack(state, entry, command);
    case "upvote":
      return upvote(state, entry, command);
    case "vote":
      return vote(state, entry, command);
    case "hand":
      return raiseHand(state, entry, command);
    case "lowerhand":
      return lowerHand(state, command.participant);
    case "pace":
      return setPace(state, entry, command);
    case "rename":
      return rename(state, entry, command);
    case "approve":
      return approve(state, entry, command);
    case "hide":
      return hide(state, entry, command);
    case "pin":
      return pin(state, entry, command);
    case "answer":
      return answer(state, entry, command);
    case "spotlight":
      return spotlight(state, entry, command);
    case "mute":
      return mute(state, entry, command);
    case "remove":
      return remove(state, entry, command);
    case "screen":
      return changeScreen(state, entry, command);
    case "clearchat":
      return clearChat(state, entry);
    case "feature":
      return changeFeature(state, entry, command);
    case "openpoll":
      return openPoll(state, entry, command);
    case "closepoll":
      return closePoll(state, entry, command);
    case "resetpoll":
      return resetPoll(state, entry, command);
    case "revealpoll":
      return revealPoll(state, entry, command);
    case "leaderboard":
      return effect({ leaderboard: command.shown }, { event: "leaderboard", seq, at, shown: command.shown });
    case "set":
      return set(state, entry, command.channel, command.data);
    case "deck":
      return changeDeck(state, entry, command);
  }
}

/** What the deck says about channels and features comes with it. */
function changeDeck(state: State, { seq, at }: Entry, command: Extract<Command, { type: "deck" }>): Effect {
  const { version, title, channels = {}, features: deckFeatures = {} } = command;
  const features = withDeck(state.features, state.deckFeatures, deckFeatures);
  return effect(
    { deck: { version, title }, channels, features, deckFeatures },
    { event: "deck", seq, at, version, title, features },
  );
}

/** One event only, also where the move starts the clock: `seq` strictly rises on a connection (rule W4). */
function show(state: State, { seq, at }: Entry, to: State["position"], paused: boolean): Effect {
  const key = slideKey(to);
  const shown = state.shown.set(key, Math.max(to.f, state.shown.get(key, -1)));
  const timer = timerAfterMove(state.timer, !samePosition(to, state.position), at);
  // What was said about the pace was said about the slide before.
  const pace = to.h === state.position.h ? state.pace : { ...emptyState.pace, since: seq };
  return effect({ position: to, paused, shown, timer, pace }, { event: "slide", seq, at, to, paused });
}

function timing(change: Partial<Pick<State, "timer" | "plannedMinutes">>, state: State, entry: Entry): Effect {
  const { timer, plannedMinutes } = { ...state, ...change };
  return effect(change, { event: "timer", seq: entry.seq, at: entry.at, timer, plannedMinutes });
}

/** The deck says who may; what late joiners are given stays small. */
function set(state: State, { seq, at, author }: Entry, channel: string, data: unknown): Decision {
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

/** What everybody may ask for; the rest is for moderators, for speakers or for the server. */
const forEverybody: ReadonlySet<Command["type"]> = new Set([
  ...(["chat", "ask", "edit", "delete", "upvote", "vote", "rename", "hand", "pace", "set"] as const),
]);
const forModerators: ReadonlySet<Command["type"]> = new Set([
  ...([
    "approve",
    "hide",
    "pin",
    "answer",
    "spotlight",
    "screen",
    "mute",
    "remove",
    "lowerhand",
    "clearchat",
    "feature",
  ] as const),
  ...(["openpoll", "closepoll", "resetpoll", "revealpoll", "leaderboard"] as const),
]);
/** What the server does by itself: a deck was read, a slide with a poll came up, a poll's time is over. */
const forServer: ReadonlySet<Command["type"]> = new Set(["deck", "openpoll", "closepoll"]);

/** A refusal when this author may not ask for this at all, else undefined. */
function mayCommand(entry: Entry): Refusal | undefined {
  const { author, command } = entry;
  if (author.role === "server")
    return forServer.has(command.type) ? undefined : refuse("not-allowed", { who: "people" });
  if (forEverybody.has(command.type)) return undefined;
  if (command.type === "deck") return refuse("not-allowed", { who: "the server" });
  if (forModerators.has(command.type))
    return isModerator(entry) ? undefined : refuse("not-allowed", { who: "a moderator" });
  return author.role === "speaker" ? undefined : refuse("not-allowed", { who: "the speaker" });
}

/** Whether this command was accepted already (rule L4). */
export function isRepeated(state: State, author: Author, id: number | null): boolean {
  return acceptedSeq(state, { author, id }) !== undefined;
}

function acceptedSeq(state: State, { author, id }: Pick<Entry, "author" | "id">): number | undefined {
  return id === null ? undefined : receiptFor(state.accepted.get(clientKey(author)) ?? noReceipts, id);
}

function remembered(accepted: State["accepted"], { seq, author, id }: Entry): State["accepted"] {
  if (id === null) return accepted;
  const client = clientKey(author);
  return accepted.set(client, withReceipt(accepted.get(client) ?? noReceipts, id, seq));
}

function clientKey(author: Author): string {
  return `${author.participant} ${author.client}`;
}
