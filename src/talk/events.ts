/** What the fold tells the world: the effect of one accepted entry, in the words of the wire. */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position } from "./commands.ts";
import type { ChatMessage, Timer } from "./state.ts";

type Stamped = { readonly seq: number; readonly at: number };

export type SlideEvent = Stamped & { readonly event: "slide"; readonly to: Position; readonly paused: boolean };
export type ChatEvent = ChatMessage & { readonly event: "chat" };
export type BrowsingEvent = Stamped & { readonly event: "browsing"; readonly mode: Browsing };
export type JoinCodeEvent = Stamped & { readonly event: "joincode"; readonly shown: boolean };
export type DeckEvent = Stamped & { readonly event: "deck"; readonly version: string; readonly title: string };
export type TimerEvent = Stamped & {
  readonly event: "timer";
  readonly timer: Timer;
  readonly plannedMinutes: number | null;
};

export type ValueEvent = ChannelValue & { readonly event: "value"; readonly channel: string };

export type TalkEvent = SlideEvent | ChatEvent | ValueEvent | BrowsingEvent | JoinCodeEvent | DeckEvent | TimerEvent;
