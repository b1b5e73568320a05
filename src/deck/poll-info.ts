/** A mistake in a poll: `offset` counts lines from the one the poll begins with. */
export type PollProblem = { readonly offset: number; readonly message: string };

/** The words of an info string: a kind, and options as they are written. */
export type PollInfo = {
  /** Lower case; empty when none is given. */
  readonly kind: string;
  readonly options: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
};

const assignment = /([^\s=]+)[ \t]*=[ \t]*("([^"]*)"|'([^']*)'|[“„”]([^“„”"]*)[“”"]|\S*)/;
const parts = new RegExp(`${assignment.source}|(\\S+)`, "g");

/** Reads what stands after `poll`: `quiz time=20 labels="never,always"`. Any text is answered. */
export function parsePollInfo(info: string): PollInfo {
  const options = new Map<string, string>();
  const problems: string[] = [];
  let kind = "";
  for (const [, name, written = "", double, single, typographic, word = ""] of info.matchAll(parts)) {
    if (name !== undefined) {
      const key = name.toLowerCase();
      const value = double ?? single ?? typographic ?? written;
      if (options.has(key)) problems.push(`"${shortened(key)}" is given twice; the first counts.`);
      else if (/^["“„]/.test(value))
        problems.push(`"${shortened(key)}" is left out: its quotation mark is never closed.`);
      else options.set(key, value.trim());
    } else if (kind === "") kind = word.toLowerCase();
    else problems.push(`"${shortened(word)}" is left out: it is not of the form name=value.`);
  }
  return { kind, options, problems };
}

/** What somebody wrote, short enough to be told. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 100)];
  return characters.length <= 40 ? text : `${characters.slice(0, 40).join("")}…`;
}
