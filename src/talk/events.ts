/** What the fold tells the world: the effect of one accepted entry, in the words of the wire. */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position } from "./commands.ts";
import type { Features } from "./features.ts";
import type { PollView } from "./polls.ts";
import type { ChatMessage, Question, WaitingPost } from "./posts.ts";
import type { Timer } from "./state.ts";

type Stamped = { readonly seq: number; readonly at: number };

export type SlideEvent = Stamped & { readonly event: "slide"; readonly to: Position; readonly paused: boolean };
/** A message is shown. */
export type ChatEvent = ChatMessage & { readonly event: "chat" };
/** A shown message is another one now, or only its place is left. */
export type ChatChangeEvent = Stamped & { readonly event: "chatchange"; readonly message: ChatMessage };
export type ChatClearedEvent = Stamped & { readonly event: "chatcleared" };
/** A question is there, another one now, or gone (null). */
export type QuestionEvent = Stamped & {
  readonly event: "question";
  readonly id: number;
  readonly question: Question | null;
};
/** Moderators only: something waits for approval, or does not any more (null). */
export type WaitingEvent = Stamped & {
  readonly event: "waiting";
  readonly id: number;
  readonly post: WaitingPost | null;
};
export type SpotlightEvent = Stamped & { readonly event: "spotlight"; readonly post: number | null };
export type FeaturesEvent = Stamped & { readonly event: "features"; readonly features: Features };
export type PollEvent = Stamped & { readonly event: "poll" } & PollView;
export type BrowsingEvent = Stamped & { readonly event: "browsing"; readonly mode: Browsing };
export type JoinCodeEvent = Stamped & { readonly event: "joincode"; readonly shown: boolean };
export type DeckEvent = Stamped & { readonly event: "deck"; readonly version: string; readonly title: string };
export type TimerEvent = Stamped & {
  readonly event: "timer";
  readonly timer: Timer;
  readonly plannedMinutes: number | null;
};

export type ValueEvent = ChannelValue & { readonly event: "value"; readonly channel: string };

export type TalkEvent =
  | SlideEvent
  | ChatEvent
  | ChatChangeEvent
  | ChatClearedEvent
  | QuestionEvent
  | WaitingEvent
  | SpotlightEvent
  | FeaturesEvent
  | PollEvent
  | ValueEvent
  | BrowsingEvent
  | JoinCodeEvent
  | DeckEvent
  | TimerEvent;
