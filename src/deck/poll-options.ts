import { shortened } from "./poll-info.ts";
import { didYouMean } from "./suggest.ts";

type Range = { readonly from: number; readonly to: number };

/**
 * The options of one poll, read one by one. A value that cannot be used is a problem, and counts as not given;
 * what was never asked for is an option this poll does not have.
 */
export class PollOptions {
  readonly problems: string[] = [];
  readonly #given: ReadonlyMap<string, string>;
  readonly #asked = new Set<string>();

  constructor(given: ReadonlyMap<string, string>) {
    this.#given = given;
  }

  whole(name: string, { from, to }: Range): number | undefined {
    const value = this.#number(name);
    const isFit = value !== undefined && Number.isInteger(value) && from <= value && value <= to;
    return isFit ? value : this.#refuse(name, `a whole number from ${from} to ${to}`);
  }

  number(name: string): number | undefined {
    return this.#number(name) ?? this.#refuse(name, "a number, such as 42 or 0.5");
  }

  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.#take(name)?.toLowerCase();
    const expected = words.join(", ").replace(/, (?=\w+$)/, " or ");
    return words.find((word) => word === value) ?? this.#refuse(name, expected, didYouMean(value ?? "", words));
  }

  /** A text that `isFit` accepts; `expected` says which that are. */
  text(name: string, isFit: (text: string) => boolean, expected: string): string | undefined {
    const value = this.#take(name);
    return value !== undefined && isFit(value) ? value : this.#refuse(name, expected);
  }

  /** Takes back options that do not fit together. */
  leaveOut(names: readonly string[], reason: string): void {
    const given = names.filter((name) => this.#given.has(name)).map((name) => this.#asWritten(name));
    if (given.length > 0) this.problems.push(`${given.join(" ")} is left out: ${reason}.`);
  }

  /** Tells about the options that nobody asked for. */
  finish(kind: string): void {
    for (const name of this.#given.keys()) {
      if (this.#asked.has(name)) continue;
      const hint = didYouMean(name, this.#asked);
      this.problems.push(`"${shortened(name)}" is left out: a ${kind} poll has no such option.${hint}`);
    }
  }

  #take(name: string): string | undefined {
    this.#asked.add(name);
    return this.#given.get(name);
  }

  #number(name: string): number | undefined {
    const value = this.#take(name) ?? "";
    const number = /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : undefined;
    // JSON has no -0, and a deck is the same before and after it.
    return number === 0 ? 0 : number;
  }

  #refuse(name: string, expected: string, hint = ""): undefined {
    if (this.#given.has(name)) {
      this.problems.push(`${this.#asWritten(name)} is left out: it must be ${expected}.${hint}`);
    }
  }

  #asWritten(name: string): string {
    return `${name}=${shortened(this.#given.get(name) ?? "")}`;
  }
}
