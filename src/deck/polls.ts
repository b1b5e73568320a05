/** What a poll in a deck means (rule P1): the one reading of fences in Markdown and of elements in HTML. */
import type { PollKind, PollMeaning } from "./deck.ts";
import { type PollProblem, parsePollInfo, shortened } from "./poll-info.ts";
import { PollOptions } from "./poll-options.ts";
import type { PollItem, PollText } from "./poll-text.ts";
import { didYouMean } from "./suggest.ts";

export type PollReading = {
  /** Undefined when there is a mistake it cannot live with. */
  readonly poll: PollMeaning | undefined;
  /** Its `id=`; undefined when it has none. */
  readonly name: string | undefined;
  readonly problems: readonly PollProblem[];
};

/** Every limit of a poll in a deck. Lengths are in characters as people count them (graphemes). */
export const pollSourceLimits = {
  question: 300,
  option: 120,
  options: { from: 2, to: 12 },
  statements: 8,
  label: 40,
  unit: 20,
  /** Leaves room for a number after it. */
  name: 32,
  time: { from: 5, to: 3600 },
  words: { from: 1, to: 10 },
  points: { from: 0, to: 1000 },
  /** Ends of a scale, and how far they may be apart. */
  scale: { from: -100, to: 100 },
  steps: 10,
} as const;

/** The words a deck names the kinds with; single choice needs none. */
const kinds: Readonly<Record<string, PollKind>> = {
  choice: "choice",
  multiple: "choice",
  quiz: "quiz",
  cloud: "cloud",
  text: "text",
  scale: "scale",
  ranking: "ranking",
  number: "number",
};

/** Reads a poll. Any text is answered, with a poll or with what keeps it from being one. */
export function readPoll(text: PollText): PollReading {
  return new PollReader(text).read();
}

type Particular<Kind extends PollKind> = Omit<Extract<PollMeaning, { kind: Kind }>, keyof Common>;
type Common = Pick<PollMeaning, "question" | "time" | "reveal" | "open">;

class PollReader {
  readonly #text: PollText;
  readonly #word: string;
  readonly #options: PollOptions;
  readonly #problems: PollProblem[] = [];
  #isUsable = true;

  constructor(text: PollText) {
    const { kind, options, problems } = parsePollInfo(text.info);
    this.#text = text;
    this.#word = kind === "" ? "choice" : kind;
    this.#options = new PollOptions(options);
    for (const message of problems) this.#warn(message);
  }

  read(): PollReading {
    const kind = Object.hasOwn(kinds, this.#word) ? kinds[this.#word] : undefined;
    if (kind === undefined) return this.#unknownKind();
    this.#checkQuestion();
    const particular = this.#particular(kind);
    const name = this.#name();
    const poll = { question: this.#text.question, ...particular, ...this.#whenAndHow(particular) };
    this.#options.finish(this.#word);
    this.#checkRest(kind);
    const problems = [...this.#problems, ...this.#options.problems.map((message) => ({ offset: 0, message }))];
    return { poll: this.#isUsable ? poll : undefined, name, problems };
  }

  #particular(kind: PollKind) {
    switch (kind) {
      case "choice":
        return this.#choice();
      case "quiz":
        return this.#quiz();
      case "ranking":
        return { kind, options: this.#choices() } satisfies Particular<"ranking">;
      case "scale":
        return this.#scale();
      case "number":
        return this.#number();
      case "cloud":
        return { kind, words: this.#options.whole("words", pollSourceLimits.words) ?? 3 } satisfies Particular<"cloud">;
      case "text":
        return { kind } satisfies Particular<"text">;
    }
  }

  #choice(): Particular<"choice"> {
    const options = this.#choices();
    const multiple = this.#word === "multiple";
    const all = Math.max(1, options.length);
    const maxChoices = multiple ? (this.#options.whole("max", { from: 1, to: all }) ?? all) : 1;
    return { kind: "choice", options, multiple, maxChoices };
  }

  #quiz(): Particular<"quiz"> {
    const options = this.#choices();
    const right = this.#text.items.flatMap(({ isRight }, index) => (isRight ? [index] : []));
    if (right.length === 0) this.#fail("This quiz has no right answer: mark it with - [x].");
    const multiple = right.length > 1;
    const points = this.#options.whole("points", pollSourceLimits.points) ?? 100;
    return { kind: "quiz", options, right, multiple, maxChoices: multiple ? options.length : 1, points };
  }

  #scale(): Particular<"scale"> {
    const statements = this.#items(pollSourceLimits.statements, "statements");
    const { scale, steps } = pollSourceLimits;
    const labels = this.#labels() ?? (["", ""] as const);
    const min = this.#options.whole("min", scale) ?? 1;
    const max = this.#options.whole("max", scale) ?? Math.max(5, min + 4);
    if (min < max && max - min <= steps) return { kind: "scale", statements, min, max, labels };
    this.#options.leaveOut(["min", "max"], `a scale goes from a lower to a higher number, at most ${steps} above it`);
    return { kind: "scale", statements, min: 1, max: 5, labels };
  }

  #labels(): readonly [string, string] | undefined {
    const isLabel = (part: string) => part !== "" && !isLonger(part, pollSourceLimits.label);
    const parts = (text: string) => text.split(",").map((part) => part.trim());
    const expected = `two texts with a comma between, each of at most ${pollSourceLimits.label} characters`;
    const isFit = (text: string) => parts(text).length === 2 && parts(text).every(isLabel);
    const [low, high] = parts(this.#options.text("labels", isFit, expected) ?? "");
    return low === undefined || high === undefined ? undefined : [low, high];
  }

  #number(): Particular<"number"> {
    let min = this.#options.number("min") ?? null;
    let max = this.#options.number("max") ?? null;
    if (min !== null && max !== null && min >= max) {
      this.#options.leaveOut(["min", "max"], "min must be less than max");
      min = max = null;
    }
    const isUnit = (text: string) => text !== "" && !isLonger(text, pollSourceLimits.unit);
    const unit = this.#options.text("unit", isUnit, `a text of at most ${pollSourceLimits.unit} characters`) ?? "";
    let right = this.#options.number("right") ?? null;
    if (right !== null && (right < (min ?? right) || right > (max ?? right))) {
      this.#options.leaveOut(["right"], "it is outside min and max");
      right = null;
    }
    return { kind: "number", min, max, unit, right };
  }

  /** What every kind has. With a right answer, results wait until it is closed. */
  #whenAndHow(particular: { readonly kind: PollKind; readonly right?: unknown }): Omit<Common, "question"> {
    const isAsked = particular.kind === "quiz" || (particular.kind === "number" && particular.right !== null);
    return {
      time: this.#options.whole("time", pollSourceLimits.time) ?? null,
      reveal: this.#options.word("reveal", ["live", "close", "vote"]) ?? (isAsked ? "close" : "live"),
      open: this.#options.word("open", ["arrive", "speaker"]) ?? "arrive",
    };
  }

  #name(): string | undefined {
    const { name } = pollSourceLimits;
    const isName = (text: string) => /^[\w.-]+$/.test(text) && text.length <= name;
    return this.#options.text("id", isName, `letters from a to z, digits, dots, - and _, at most ${name}`);
  }

  #checkQuestion(): void {
    const { question } = this.#text;
    if (question === "") this.#fail("This poll has no question: it stands before the list.");
    else if (isLonger(question, pollSourceLimits.question)) {
      this.#fail(`This question is longer than ${pollSourceLimits.question} characters.`);
    }
  }

  #choices(): string[] {
    const { from, to } = pollSourceLimits.options;
    const options = this.#items(to, "options");
    const found = options.length === 0 ? "none" : "one";
    if (options.length < from) this.#fail(`This poll needs ${from} options or more; it has ${found}.`);
    return options;
  }

  #items(most: number, what: string): string[] {
    const { items } = this.#text;
    if (items.length > most) this.#fail(`This poll has ${items.length} ${what}; ${most} is the most.`);
    for (const item of items) this.#checkItem(item);
    return items.map(({ text }) => text);
  }

  #checkItem({ text, offset }: PollItem): void {
    if (text === "") this.#fail("This line of the list is empty.", offset);
    else if (isLonger(text, pollSourceLimits.option)) {
      this.#fail(`This line of the list is longer than ${pollSourceLimits.option} characters.`, offset);
    }
  }

  #checkRest(kind: PollKind): void {
    const { items, strayOffset } = this.#text;
    const [first] = items;
    const marked = items.find(({ isRight }) => isRight);
    if (first !== undefined && (kind === "cloud" || kind === "text" || kind === "number")) {
      this.#warn(`The list is left out: a ${this.#word} poll has none.`, first.offset);
    } else if (marked !== undefined && kind !== "quiz") {
      this.#warn("The mark is left out: only a quiz has right answers (poll quiz).", marked.offset);
    }
    if (strayOffset !== undefined) this.#warn("What stands after the list is left out.", strayOffset);
  }

  #unknownKind(): PollReading {
    const hint = didYouMean(this.#word, Object.keys(kinds));
    const known = hint === "" ? ` There are ${Object.keys(kinds).join(", ")}.` : hint;
    this.#fail(`There is no kind of poll "${shortened(this.#word)}".`, 0, known);
    return { poll: undefined, name: undefined, problems: this.#problems };
  }

  #fail(message: string, offset = 0, hint = ""): void {
    const effect = this.#isUsable ? " It is shown as it is written, not as a poll." : "";
    this.#isUsable = false;
    this.#problems.push({ offset, message: message + effect + hint });
  }

  #warn(message: string, offset = 0): void {
    this.#problems.push({ offset, message });
  }
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Code units of the longest characters there are in earnest; more are marks piled on marks. */
const unitsOfCharacter = 12;

/** Whether `text` has more characters than `most`, as people count them. */
function isLonger(text: string, most: number): boolean {
  if (text.length <= most) return false;
  if (text.length > most * unitsOfCharacter) return true;
  let count = 0;
  for (const _ of characters.segment(text)) if (++count > most) return true;
  return false;
}
