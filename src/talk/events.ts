/** What the fold tells the world: the effect of one accepted entry, in the words of the wire. */
import type { ChannelValue } from "./channels.ts";
import type { Browsing, Position, ScreenParts } from "./commands.ts";
import type { Features } from "./features.ts";
import type { PollView } from "./polls.ts";
import type { ChatMessage, Question, WaitingPost } from "./posts.ts";
import type { Timer } from "./state.ts";
import type { Muted } from "./who.ts";

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
/** Moderators only. `removed`: their connections are closed as well. */
export type MuteEvent = Stamped &
  Muted & { readonly event: "mute"; readonly muted: boolean; readonly removed?: true | undefined };
/** `message`: the post where it is a chat message, which may be older than those in a snapshot. */
export type SpotlightEvent = Stamped & {
  readonly event: "spotlight";
  readonly post: number | null;
  readonly message: ChatMessage | null;
};
export type ScreenEvent = Stamped & { readonly event: "screen"; readonly show: ScreenParts };
export type FeaturesEvent = Stamped & { readonly event: "features"; readonly features: Features };
export type PollEvent = Stamped & { readonly event: "poll" } & PollView;
/** The best themselves are told with the tallies. */
export type LeaderboardEvent = Stamped & { readonly event: "leaderboard"; readonly shown: boolean };
export type BrowsingEvent = Stamped & { readonly event: "browsing"; readonly mode: Browsing };
export type JoinCodeEvent = Stamped & { readonly event: "joincode"; readonly shown: boolean };
/** `features`: as they are with what this deck says about them. */
export type DeckEvent = Stamped & {
  readonly event: "deck";
  readonly version: string;
  readonly title: string;
  readonly features: Features;
};
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
  | MuteEvent
  | SpotlightEvent
  | ScreenEvent
  | FeaturesEvent
  | PollEvent
  | LeaderboardEvent
  | ValueEvent
  | BrowsingEvent
  | JoinCodeEvent
  | DeckEvent
  | TimerEvent;
