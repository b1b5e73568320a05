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

export type SlideInfo = {
  readonly h: number;
  readonly v: number;
  /** First heading as plain text, else the first words of the slide, else an empty string. */
  readonly title: string;
  /** Speaker notes as HTML (rendered from Markdown, not yet sanitised); empty string when there are none. */
  readonly notesHtml: string;
};

export type DeckWarning = { readonly line: number; readonly message: string };
