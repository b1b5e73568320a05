/**
 * A deck ready to be shown: what every reader (Markdown, Marp, reveal.js pages here and elsewhere, PDF)
 * produces.
 *
 * Notes are apart from the slides from the first moment, so that nothing that serves slides can leak them (rule A2).
 */
export type Deck = MarkdownDeck | MarpDeck | PageDeck | PdfDeck | HostedDeck;
export type MarkdownDeck = DeckFacts & MarkdownSlides;
export type MarpDeck = DeckFacts & MarpSlides;
export type PageDeck = DeckFacts & PageSlides;
export type PdfDeck = DeckFacts & PdfSlides;
export type HostedDeck = DeckFacts & HostedSlides;

/** What the talk knows of a deck, whatever it is made of. */
export type DeckFacts = {
  readonly title: string;
  /** BCP 47 language tag, `en` when the deck does not say. */
  readonly lang: string;
  /** 16 hex digits: a hash of everything that changes what is shown. */
  readonly version: string;
  /** The slides in order, as the source gives them; empty when only a program in the deck knows them. */
  readonly slides: readonly SlideInfo[];
  /** Who may send and set on the channels of the deck's programs, and how often; by channel name. */
  readonly channels: ChannelRules;
  /** What the audience may do from the start; what it does not name is the talk's. */
  readonly features: FeatureRules;
  /** The polls on the slides, in their order. They hold right answers: for the server alone (rule A2). */
  readonly polls: readonly PollSource[];
  /** Things that were not understood; the deck works without them. */
  readonly warnings: readonly DeckWarning[];
};

export type MarkdownSlides = {
  readonly kind: "markdown";
  /** Inner HTML of reveal.js's `.slides` element: `<section>` elements, without notes. */
  readonly slidesHtml: string;
  /** Options for `Reveal.initialize`, from the front matter. */
  readonly revealOptions: Readonly<Record<string, unknown>>;
  /** `lectern`, the name of a reveal.js theme, or the path of a style sheet relative to the deck. */
  readonly theme: string;
  /** What the page must load for this deck. */
  readonly needs: { readonly math: boolean; readonly mermaid: boolean };
};

/** Markdown for Marp. */
export type MarpSlides = {
  readonly kind: "marp";
  /** One `<svg>` for each slide, without notes. */
  readonly slidesHtml: string;
  readonly css: string;
  /** How many steps each slide has. */
  readonly steps: readonly number[];
  /** What the page must load for this deck; `fonts`: those of Marp's theme Gaia. */
  readonly needs: { readonly math: boolean; readonly mermaid: boolean; readonly fonts: boolean };
};

/** A page with a reveal.js of its own. */
export type PageSlides = {
  readonly kind: "page";
  /** The whole page, without notes. `pageHeadMark` stands in it once, before any script: what is ours goes there. */
  readonly pageHtml: string;
  /** Files the page names, relative to its folder: when one changes, the deck shows something else. */
  readonly references: readonly string[];
  /** A program for following of another kind is in it, and must be kept from the network. */
  readonly hasOwnFollowing: boolean;
};

/** A PDF, also one made of another program's slides: each page is a slide. */
export type PdfSlides = {
  readonly kind: "pdf";
  /** The name the file is served by, without a folder: its own, or one of a PDF that was made of another file. */
  readonly fileName: string;
  /** The whole file as it was read, so that what is served is what was read, whatever is being saved over it. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes` in hex: unlike the deck's version, it stays when only the notes change. */
  readonly hash: string;
  /** Width and height of each page in points, as it is seen. */
  readonly sizes: readonly (readonly [width: number, height: number])[];
};

/** A page with a reveal.js of its own that stays where it is on the web: each screen loads it from there. */
export type HostedSlides = {
  readonly kind: "hosted";
  /** Where the page is: http or https, redirects followed, no user name, no fragment. */
  readonly address: string;
  /** How many steps each slide has, as far as the page itself says. */
  readonly steps: readonly number[];
};

export const pageHeadMark = "<!--lectern-->";

export type ChannelRules = Readonly<Record<string, ChannelRule>>;

export type ChannelRule = {
  readonly send?: "everyone" | "speaker";
  readonly set?: "everyone" | "speaker";
  /** Messages and values of one participant a second, 1 to 50. */
  readonly rate?: number;
  /** Also readable and writable by plain HTTP. */
  readonly http?: boolean;
};

/** By the talk's name of the feature: chat, questions, polls, reactions, hands, pace. */
export type FeatureRules = Readonly<Record<string, FeatureRule>>;

export type FeatureRule = {
  readonly on?: boolean;
  readonly approve?: boolean;
  readonly anonymous?: boolean;
  readonly slowSeconds?: number;
  readonly emoji?: readonly string[];
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

/**
 * `file`: where the line is, when it is not in the deck's own file; as the user would name it. `line` counts from 1; 0 is
 * the deck as a whole.
 */
export type DeckWarning = { readonly line: number; readonly message: string; readonly file?: string };
