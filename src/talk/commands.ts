/**
 * What can happen in a talk, as entries of its log (rule L1). An entry is everything the fold needs:
 * its place and time, who asked, and for what. Clock, ids and randomness arrive inside it (rule L2).
 */

import type { ChannelPolicies } from "./channels.ts";
import type { FeatureChange, FeatureChanges, FeatureName } from "./features.ts";
import type { Poll, PollAnswer } from "./polls.ts";
import type { Who } from "./who.ts";

/** A place in a deck, in reveal.js's terms: horizontal, vertical, fragment index (-1: no fragment shown). */
export type Position = { readonly h: number; readonly v: number; readonly f: number };

/** How far the audience may look around: anywhere, only at slides already shown, or not at all (rule F3). */
export type Browsing = "free" | "shown" | "locked";

/** Too slow, too fast, or lost. */
export type Pace = "slow" | "fast" | "lost";

/** What of the room the screens show over the slides; the join card and the spotlight have commands of their own. */
export type ScreenParts = { readonly poll: boolean; readonly reactions: boolean };

/** What a person may be. */
export type Role = "speaker" | "moderator" | "audience";

export type Command =
  | { readonly type: "move"; readonly to: Position; readonly paused?: boolean | undefined }
  | { readonly type: "pause"; readonly paused: boolean }
  | { readonly type: "browsing"; readonly mode: Browsing }
  | { readonly type: "joincode"; readonly shown: boolean }
  | { readonly type: "timer"; readonly action: "start" | "pause" | "reset" }
  | { readonly type: "plan"; readonly minutes: number | null }
  /** `held`: the server's word list found something, so it waits for approval. */
  | (Written & { readonly type: "chat"; readonly replyTo?: number | undefined })
  | (Written & { readonly type: "ask" })
  /** Changes one's own post. */
  | { readonly type: "edit"; readonly post: number; readonly text: string; readonly held?: boolean | undefined }
  /** Takes back one's own post; moderators, anybody's. */
  | { readonly type: "delete"; readonly post: number }
  | { readonly type: "upvote"; readonly question: number; readonly up: boolean }
  | { readonly type: "vote"; readonly poll: string; readonly answer: PollAnswer | null }
  | { readonly type: "rename"; readonly name: string }
  | { readonly type: "hand"; readonly up: boolean }
  /** How the talk goes for them; null takes it back. */
  | { readonly type: "pace"; readonly pace: Pace | null }
  | ModeratorCommand
  /** The last value of a channel; `data` is any JSON. */
  | { readonly type: "set"; readonly channel: string; readonly data: unknown }
  | {
      readonly type: "deck";
      readonly version: string;
      readonly title: string;
      readonly channels?: ChannelPolicies | undefined;
      readonly features?: FeatureChanges | undefined;
    };

type Written = {
  readonly text: string;
  readonly anonymous?: boolean | undefined;
  readonly held?: boolean | undefined;
};

/** What moderators and speakers do. A post is named by its id, the seq of the entry that wrote it. */
export type ModeratorCommand =
  | { readonly type: "approve"; readonly post: number }
  | { readonly type: "hide"; readonly post: number; readonly hidden: boolean }
  | { readonly type: "pin"; readonly post: number; readonly pinned: boolean }
  | {
      readonly type: "answer";
      readonly question: number;
      readonly answered: boolean;
      readonly text?: string | undefined;
    }
  /** Puts a post on the big screen; null takes it off. */
  | { readonly type: "spotlight"; readonly post: number | null }
  /** Shows or hides on the screens; what it does not name stays. */
  | { readonly type: "screen"; readonly show: { readonly [Part in keyof ScreenParts]?: boolean | undefined } }
  /** By participant, or by one of their posts. */
  | { readonly type: "mute"; readonly who: Who; readonly muted: boolean }
  /** Closes their connections and mutes them. */
  | { readonly type: "remove"; readonly who: Who }
  | { readonly type: "clearchat" }
  /** Takes one hand down, or with null all of them. */
  | { readonly type: "lowerhand"; readonly participant: string | null }
  | ({ readonly type: "feature"; readonly feature: FeatureName } & FeatureChange)
  | { readonly type: "openpoll"; readonly poll: Poll }
  | { readonly type: "closepoll"; readonly poll: string }
  /** Forgets the answers. */
  | { readonly type: "resetpoll"; readonly poll: string }
  /** Whether the audience is shown who is best at the quizzes. */
  | { readonly type: "leaderboard"; readonly shown: boolean }
  | { readonly type: "revealpoll"; readonly poll: string; readonly revealed: boolean | null };

/**
 * Who asked. `client` is a tab or script of the participant and numbers its own commands; the server itself
 * speaks as role `server` (it reports what happened to the deck, and never acts for a person).
 */
export type Author = {
  readonly participant: string;
  readonly client: string;
  readonly role: Role | "server";
  readonly name: string;
};

export type Entry = {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Server clock, Unix milliseconds; never smaller than the entry before. */
  readonly at: number;
  readonly author: Author;
  /** The client's own number of this command; null where nobody will ask again (plain clients, the server). */
  readonly id: number | null;
  readonly command: Command;
};

/** The name of who came without one. */
export const guestName = "Guest";
/** The longest name, in UTF-16 code units. */
export const maxNameLength = 80;
/** The largest slide or fragment index. */
export const maxIndex = 9999;
/** The longest planned length, in minutes. */
export const maxPlannedMinutes = 24 * 60;
