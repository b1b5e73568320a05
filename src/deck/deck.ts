/**
 * A deck ready to be shown: what every reader (Markdown now; reveal.js pages and PDF later) produces.
 *
 * Notes are apart from the slides from the first moment, so that nothing that serves slides can leak them (rule A2).
 */
export type Deck = {
  readonly kind: "markdown";
  readonly title: string;
  /** BCP 47 language tag from the front matter (`lang`), `en` when absent. */
  readonly lang: string;
  /** 16 hex digits: a hash of everything that changes what is shown. */
  readonly version: string;
  /** Inner HTML of reveal.js's `.slides` element: `<section>` elements, without notes. */
  readonly slidesHtml: string;
  /** The slides in order, as the source gives them. */
  readonly slides: readonly SlideInfo[];
  /** Options for `Reveal.initialize`, from the front matter. */
  readonly revealOptions: Readonly<Record<string, unknown>>;
  /** `lectern`, the name of a reveal.js theme, or the path of a style sheet relative to the deck. */
  readonly theme: string;
  /** Who may send and set on the channels of the deck's programs, and how often; by channel name. */
  readonly channels: ChannelRules;
  /** The polls on the slides, in their order. They hold right answers: for the server alone (rule A2). */
  readonly polls: readonly PollSource[];
  /** What the page must load for this deck. */
  readonly needs: { readonly math: boolean; readonly mermaid: boolean };
  /** Things that were not understood; the deck works without them. */
  readonly warnings: readonly DeckWarning[];
};

export type ChannelRules = Readonly<Record<string, ChannelRule>>;

export type ChannelRule = {
  readonly send?: "everyone" | "speaker";
  readonly set?: "everyone" | "speaker";
  /** Messages and values of one participant a second, 1 to 50. */
  readonly rate?: number;
  /** Also readable and writable by plain HTTP. */
  readonly http?: boolean;
};

/** A poll as the deck says it, checked. What a deck leaves out has its default; `null` is what has none. */
export type PollSource = PollPlace & PollMeaning;

export type PollPlace = {
  /** The same for the same poll in every version of a deck: its `id=`, else a hash of kind and question. */
  readonly id: string;
  /** The slide it stands on. */
  readonly h: number;
  readonly v: number;
  /** Its first line in the deck's file. */
  readonly line: number;
};

/** What a poll asks and how. Texts are plain text. */
export type PollMeaning = PollBase &
  (ChoicePoll | QuizPoll | RankingPoll | ScalePoll | NumberPoll | CloudPoll | TextPoll);

export type PollKind = PollMeaning["kind"];

type PollBase = {
  readonly question: string;
  /** Seconds to answer in; null: until it is closed. */
  readonly time: number | null;
  /** When the audience sees results: at once, when it is closed, or each after their own vote. */
  readonly reveal: "live" | "close" | "vote";
  /** What opens it: the speaker's arrival at its slide, or the speaker's hand alone. */
  readonly open: "arrive" | "speaker";
};

/** One option, or several with `multiple`. */
type ChoicePoll = {
  readonly kind: "choice";
  readonly options: readonly string[];
  readonly multiple: boolean;
  /** How many options one person may choose; 1 unless `multiple`. */
  readonly maxChoices: number;
};

type QuizPoll = {
  readonly kind: "quiz";
  readonly options: readonly string[];
  /** Indices of the right options, at least one. */
  readonly right: readonly number[];
  /** More than one is right, so several may be chosen. */
  readonly multiple: boolean;
  readonly maxChoices: number;
  /** For a right answer. */
  readonly points: number;
};

/** The options are put in order. */
type RankingPoll = { readonly kind: "ranking"; readonly options: readonly string[] };

/** Whole numbers from `min` to `max`, at most 11 of them. */
type ScalePoll = {
  readonly kind: "scale";
  /** What is rated; empty: the question itself. */
  readonly statements: readonly string[];
  readonly min: number;
  readonly max: number;
  /** Words for the two ends; empty strings when there are none. */
  readonly labels: readonly [string, string];
};

/** An estimate. */
type NumberPoll = {
  readonly kind: "number";
  readonly min: number | null;
  readonly max: number | null;
  /** What is counted, such as `km`; an empty string when that is not said. */
  readonly unit: string;
  readonly right: number | null;
};

/** `words`: how many entries one person may make. */
type CloudPoll = { readonly kind: "cloud"; readonly words: number };

type TextPoll = { readonly kind: "text" };

export type SlideInfo = {
  readonly h: number;
  readonly v: number;
  /** First heading as plain text, else the first words of the slide, else an empty string. */
  readonly title: string;
  /** Speaker notes as HTML (rendered from Markdown, not yet sanitised); empty string when there are none. */
  readonly notesHtml: string;
};

export type DeckWarning = { readonly line: number; readonly message: string };
