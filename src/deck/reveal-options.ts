/**
 * What a deck may say to reveal.js: every option of reveal.js 6 that plain YAML can express, with its type.
 */
export type OptionType = {
  /** In words, for the person who wrote another type. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
};

const isBoolean = (value: unknown) => typeof value === "boolean";
const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value);
const isString = (value: unknown) => typeof value === "string";

const boolean: OptionType = { expected: "true or false", accepts: isBoolean };
const number: OptionType = { expected: "a number", accepts: isNumber };
const text: OptionType = { expected: "text", accepts: isString };
const lengthLike: OptionType = {
  expected: 'a number of pixels or a size such as "100%"',
  accepts: (value) => isNumber(value) || isString(value),
};
const texts: OptionType = {
  expected: "a list of names",
  accepts: (value) => Array.isArray(value) && value.every(isString),
};

function orNull(type: OptionType): OptionType {
  return { expected: `${type.expected}, or null`, accepts: (value) => value === null || type.accepts(value) };
}

function oneOf(...values: readonly (string | number | boolean | null)[]): OptionType {
  const names = values.map(String);
  const expected = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  return { expected, accepts: (value) => values.some((allowed) => allowed === value) };
}

const transition = oneOf("none", "fade", "slide", "convex", "concave", "zoom");

/** The options a deck may set. */
export const revealOptionTypes: Readonly<Record<string, OptionType>> = {
  width: lengthLike,
  height: lengthLike,
  margin: number,
  minScale: number,
  maxScale: number,
  controls: oneOf(true, false, "speaker", "speaker-only"),
  controlsTutorial: boolean,
  controlsLayout: oneOf("edges", "bottom-right"),
  controlsBackArrows: oneOf("faded", "hidden", "visible"),
  progress: boolean,
  slideNumber: oneOf(true, false, "h.v", "h/v", "c", "c/t"),
  showSlideNumber: oneOf("all", "print", "speaker"),
  jumpToSlide: boolean,
  keyboard: boolean,
  disableLayout: boolean,
  overview: boolean,
  center: boolean,
  touch: boolean,
  loop: boolean,
  rtl: boolean,
  navigationMode: oneOf("default", "linear", "grid"),
  fragments: boolean,
  help: boolean,
  showHiddenSlides: boolean,
  autoPlayMedia: orNull(boolean),
  preloadIframes: orNull(boolean),
  preventIframeAutoFocus: boolean,
  autoAnimate: boolean,
  autoAnimateEasing: text,
  autoAnimateDuration: number,
  autoAnimateUnmatched: boolean,
  autoAnimateStyles: texts,
  autoSlide: {
    expected: "a number of milliseconds or false",
    accepts: (value) => value === false || isNumber(value),
  },
  autoSlideStoppable: boolean,
  defaultTiming: orNull(number),
  mouseWheel: boolean,
  previewLinks: boolean,
  transition,
  transitionSpeed: oneOf("default", "fast", "slow"),
  backgroundTransition: transition,
  parallaxBackgroundImage: orNull(text),
  parallaxBackgroundSize: orNull(text),
  parallaxBackgroundRepeat: orNull(text),
  parallaxBackgroundPosition: orNull(text),
  parallaxBackgroundHorizontal: orNull(number),
  parallaxBackgroundVertical: orNull(number),
  pdfMaxPagesPerSlide: number,
  pdfSeparateFragments: boolean,
  pdfPageHeightOffset: number,
  viewDistance: number,
  mobileViewDistance: number,
  display: text,
  hideInactiveCursor: boolean,
  hideCursorTime: number,
  sortFragmentsOnSync: boolean,
};

const following = "Lectern keeps every screen at the speaker's slide, which this option would break";
const scrolling = "Lectern shows one slide at a time on every screen";
const functions = "it takes a function, which front matter cannot hold";
const builtIn = "Lectern does this on the server without the plugin";

/** reveal.js options that are left out, each with its reason. */
export const refusedOptions: Readonly<Record<string, string>> = {
  hash: following,
  hashOneBasedIndex: following,
  history: following,
  respondToHashChanges: following,
  fragmentInURL: following,
  embedded: following,
  keyboardCondition: following,
  pause: following,
  shuffle: following,
  postMessage: following,
  postMessageEvents: following,
  focusBodyOnPageVisibilityChange: following,
  view: scrolling,
  scrollLayout: scrolling,
  scrollSnap: scrolling,
  scrollProgress: scrolling,
  scrollActivationWidth: scrolling,
  showNotes: "notes never leave the speaker's pages",
  autoAnimateMatcher: functions,
  autoSlideMethod: functions,
  plugins: "plugins are not loaded from front matter",
  dependencies: "plugins are not loaded from front matter",
  highlight: builtIn,
  markdown: builtIn,
  katex: builtIn,
  mathjax2: builtIn,
  mathjax3: builtIn,
  mathjax4: builtIn,
};
