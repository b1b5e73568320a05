/**
 * What each role may see: the projection of the state (a snapshot) and of each event, and how a client keeps its
 * snapshot current from events. For every role, `updateView` over the projected events equals `projectState` of the
 * fold (rules A2, W3).
 */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position, Role } from "./commands.ts";
import { chatWindow } from "./commands.ts";
import type { SlideEvent, TalkEvent } from "./events.ts";
import { samePosition, slideKey } from "./position.ts";
import type { ChatMessage, State, Timer } from "./state.ts";
import { timerAfterMove } from "./timer.ts";

export type View = {
  readonly position: Position;
  readonly paused: boolean;
  /** Slides shown so far: `h/v` → the furthest fragment shown there. */
  readonly shown: Readonly<Record<string, number>>;
  readonly browsing: Browsing;
  readonly joinCode: boolean;
  readonly deck: { readonly version: string; readonly title: string };
  /** The newest messages, oldest first. */
  readonly chat: readonly ChatMessage[];
  /** Channel → its last value. */
  readonly values: Readonly<Record<string, ChannelValue>>;
  /** Speakers only. */
  readonly timing?: { readonly timer: Timer; readonly plannedMinutes: number | null } | undefined;
};

export function projectState(state: State, role: Role): View {
  const { position, paused, browsing, joinCode, deck, timer, plannedMinutes } = state;
  const everyone = {
    position,
    paused,
    shown: state.shown.toObject(),
    browsing,
    joinCode,
    deck,
    chat: state.chat.toArray(),
    values: state.values.toObject(),
  };
  return role === "speaker" ? { ...everyone, timing: { timer, plannedMinutes } } : everyone;
}

/** The event as this role may see it; null when it may not. */
export function projectEvent(event: TalkEvent, role: Role): TalkEvent | null {
  return event.event === "timer" && role !== "speaker" ? null : event;
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
      return { ...view, chat: [...view.chat, message].slice(-chatWindow) };
    }
  }
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
