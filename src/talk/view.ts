/**
 * What each role may see: the projection of the state (a snapshot) and of each event, and how a client keeps its
 * snapshot current from events. For every role, `updateView` over the projected events equals `projectState` of the
 * fold (rules A2, W3).
 */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position, Role, ScreenParts } from "./commands.ts";
import type { MuteEvent, SlideEvent, TalkEvent } from "./events.ts";
import type { Features } from "./features.ts";
import { type PollView, pollForAudience } from "./polls.ts";
import { samePosition, slideKey } from "./position.ts";
import {
  type ChatMessage,
  chatForAudience,
  chatWindow,
  type Question,
  questionForAudience,
  type WaitingPost,
} from "./posts.ts";
import type { Timer } from "./state.ts";
import { timerAfterMove } from "./timer.ts";
import { type Muted, markOf } from "./who.ts";

export type View = {
  readonly position: Position;
  readonly paused: boolean;
  /** Slides shown so far: `h/v` → the furthest fragment shown there. */
  readonly shown: Readonly<Record<string, number>>;
  readonly browsing: Browsing;
  readonly joinCode: boolean;
  /** What the screens show over the slides. */
  readonly screen: ScreenParts;
  readonly deck: { readonly version: string; readonly title: string };
  readonly features: Features;
  /** The newest messages, oldest first. */
  readonly chat: readonly ChatMessage[];
  /** By id, in the order they were shown. */
  readonly questions: Readonly<Record<string, Question>>;
  /** The post on the big screen. */
  readonly spotlight: number | null;
  /** That post where it is a chat message, however old. */
  readonly spotlit: ChatMessage | null;
  /** By id, in the order they were opened. */
  readonly polls: Readonly<Record<string, PollView>>;
  /** Whether the audience is shown who is best at the quizzes. */
  readonly leaderboard: boolean;
  /** Channel → its last value. */
  readonly values: Readonly<Record<string, ChannelValue>>;
  /** Moderators only: what waits for approval, oldest first. */
  readonly waiting?: readonly WaitingPost[] | undefined;
  /** Moderators only: who is muted, in the order of the acts. */
  readonly muted?: readonly Muted[] | undefined;
  /** Speakers only. */
  readonly timing?: { readonly timer: Timer; readonly plannedMinutes: number | null } | undefined;
};

/** The event as this role may see it; null when it may not. */
export function projectEvent(event: TalkEvent, role: Role): TalkEvent | null {
  switch (event.event) {
    case "timer":
      return role === "speaker" ? event : null;
    case "waiting":
    case "mute":
      return role === "audience" ? null : event;
    case "chat":
      return role === "audience" ? { event: "chat", ...chatForAudience(event) } : event;
    case "spotlight":
      return role === "audience" && event.message !== null
        ? { ...event, message: chatForAudience(event.message) }
        : event;
    case "chatchange":
      return role === "audience" ? { ...event, message: chatForAudience(event.message) } : event;
    case "question":
      return role === "audience" ? { ...event, question: questionForAudience(event.question) } : event;
    case "poll":
      return role === "audience" ? { ...event, ...pollForAudience(event) } : event;
    default:
      return event;
  }
}

export function updateView(view: View, event: TalkEvent): View {
  switch (event.event) {
    case "slide": {
      const key = slideKey(event.to);
      const furthest = Math.max(event.to.f, view.shown[key] ?? -1);
      const shown = { ...view.shown, [key]: furthest };
      return { ...view, ...timingAfter(view, event), position: event.to, paused: event.paused, shown };
    }
    case "browsing":
      return { ...view, browsing: event.mode };
    case "joincode":
      return { ...view, joinCode: event.shown };
    case "deck":
      return { ...view, deck: { version: event.version, title: event.title }, features: event.features };
    case "timer":
      return { ...view, timing: { timer: event.timer, plannedMinutes: event.plannedMinutes } };
    case "value": {
      const { event: _name, channel, ...value } = event;
      return { ...view, values: { ...view.values, [channel]: value } };
    }
    case "chat": {
      const { event: _name, ...message } = event;
      return { ...without(view, message.id), chat: [...view.chat, message].slice(-chatWindow) };
    }
    case "chatchange": {
      const { message } = event;
      const chat = view.chat.map((one) => (one.id === message.id ? message : one));
      if (view.spotlight !== message.id) return { ...view, chat };
      return message.gone || message.hidden ? { ...view, chat, ...unlit } : { ...view, chat, spotlit: message };
    }
    case "chatcleared": {
      return { ...view, chat: [], ...(view.spotlit !== null && unlit) };
    }
    case "question":
      return questionChanged(without(view, event.id), event.id, event.question);
    case "waiting":
      return event.post === null
        ? without(view, event.id)
        : { ...view, waiting: [...(view.waiting ?? []), event.post] };
    case "mute":
      return { ...view, muted: mutedAfter(view.muted ?? [], event) };
    case "spotlight":
      return { ...view, spotlight: event.post, spotlit: event.message };
    case "screen":
      return { ...view, screen: event.show };
    case "features":
      return { ...view, features: event.features };
    case "leaderboard":
      return { ...view, leaderboard: event.shown };
    case "poll": {
      const { poll, phase, closesAt, revealed } = event;
      return { ...view, polls: { ...view.polls, [poll.id]: { poll, phase, closesAt, revealed } } };
    }
  }
}

function questionChanged(view: View, id: number, question: Question | null): View {
  const { [id]: _before, ...others } = view.questions;
  const isOff = view.spotlight === id && (question === null || question.hidden);
  const questions = question === null ? others : { ...view.questions, [id]: question };
  return { ...view, ...(isOff && unlit), questions };
}

const unlit = { spotlight: null, spotlit: null } as const;

/** What was shown does not wait any more. */
function without(view: View, id: number): View {
  return view.waiting === undefined ? view : { ...view, waiting: view.waiting.filter((post) => post.id !== id) };
}

function mutedAfter(list: readonly Muted[], { who, name, muted }: MuteEvent): readonly Muted[] {
  const isSame = (one: Muted): boolean => markOf(one.who) === markOf(who);
  if (!muted) return list.filter((one) => !isSame(one));
  return list.some(isSame) ? list.map((one) => (isSame(one) ? { who, name } : one)) : [...list, { who, name }];
}

/** A move may start the talk's clock; those who see the clock see it from the move itself. */
function timingAfter({ timing, position }: View, event: SlideEvent): Pick<View, "timing"> {
  if (timing === undefined) return {};
  const timer = timerAfterMove(timing.timer, !samePosition(event.to, position), event.at);
  return { timing: { ...timing, timer } };
}

/** Whether the audience may look at `position` now (rule F3). */
export function mayBrowse(view: Pick<View, "browsing" | "shown" | "position">, to: Position): boolean {
  switch (view.browsing) {
    case "free":
      return true;
    case "shown": {
      const furthest = view.shown[slideKey(to)];
      return furthest !== undefined && to.f <= furthest;
    }
    case "locked":
      return false;
  }
}
