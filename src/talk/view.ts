/**
 * What each role may see: the projection of the state (a snapshot) and of each event, and how a client keeps its
 * snapshot current from events. For every role, `updateView` over the projected events equals `projectState` of the
 * fold (rules A2, W3).
 */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position, Role } from "./commands.ts";
import type { SlideEvent, TalkEvent } from "./events.ts";
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

export type View = {
  readonly position: Position;
  readonly paused: boolean;
  /** Slides shown so far: `h/v` → the furthest fragment shown there. */
  readonly shown: Readonly<Record<string, number>>;
  readonly browsing: Browsing;
  readonly joinCode: boolean;
  readonly deck: { readonly version: string; readonly title: string };
  readonly features: Features;
  /** The newest messages, oldest first. */
  readonly chat: readonly ChatMessage[];
  /** By id, in the order they were shown. */
  readonly questions: Readonly<Record<string, Question>>;
  /** The post on the big screen. */
  readonly spotlight: number | null;
  /** By id, in the order they were opened. */
  readonly polls: Readonly<Record<string, PollView>>;
  /** Channel → its last value. */
  readonly values: Readonly<Record<string, ChannelValue>>;
  /** Moderators only: what waits for approval, oldest first. */
  readonly waiting?: readonly WaitingPost[] | undefined;
  /** Speakers only. */
  readonly timing?: { readonly timer: Timer; readonly plannedMinutes: number | null } | undefined;
};

/** The event as this role may see it; null when it may not. */
export function projectEvent(event: TalkEvent, role: Role): TalkEvent | null {
  switch (event.event) {
    case "timer":
      return role === "speaker" ? event : null;
    case "waiting":
      return role === "audience" ? null : event;
    case "chat":
      return role === "audience" ? { event: "chat", ...chatForAudience(event) } : event;
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
      return { ...view, deck: { version: event.version, title: event.title } };
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
      const spotlight = message.gone || message.hidden ? offSpotlight(view, message.id) : view.spotlight;
      return { ...view, spotlight, chat: view.chat.map((one) => (one.id === message.id ? message : one)) };
    }
    case "chatcleared": {
      const isChat = view.spotlight !== null && !Object.hasOwn(view.questions, view.spotlight);
      return { ...view, chat: [], spotlight: isChat ? null : view.spotlight };
    }
    case "question":
      return questionChanged(without(view, event.id), event.id, event.question);
    case "waiting":
      return event.post === null
        ? without(view, event.id)
        : { ...view, waiting: [...(view.waiting ?? []), event.post] };
    case "spotlight":
      return { ...view, spotlight: event.post };
    case "features":
      return { ...view, features: event.features };
    case "poll": {
      const { poll, phase, closesAt, revealed } = event;
      return { ...view, polls: { ...view.polls, [poll.id]: { poll, phase, closesAt, revealed } } };
    }
  }
}

function questionChanged(view: View, id: number, question: Question | null): View {
  const { [id]: _before, ...others } = view.questions;
  const spotlight = question === null || question.hidden ? offSpotlight(view, id) : view.spotlight;
  return { ...view, spotlight, questions: question === null ? others : { ...view.questions, [id]: question } };
}

function offSpotlight({ spotlight }: View, id: number): number | null {
  return spotlight === id ? null : spotlight;
}

/** What was shown does not wait any more. */
function without(view: View, id: number): View {
  return view.waiting === undefined ? view : { ...view, waiting: view.waiting.filter((post) => post.id !== id) };
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
