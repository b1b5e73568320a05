/** One line of a poll's list. */
export type PollItem = {
  readonly text: string;
  readonly isRight: boolean;
  /** Line from the one the poll begins with. */
  readonly offset: number;
};

/** What a poll says, before anybody asks what it means. */
export type PollText = {
  /** What stands after the word `poll`. */
  readonly info: string;
  readonly question: string;
  readonly items: readonly PollItem[];
  /** First line that belongs neither to question nor list. */
  readonly strayOffset?: number;
};

/** Also what a keyboard for another script gives for an x. */
const tick = "[xх×✓✔]";
const bullet = new RegExp(`^\\s*(?:[-*+•]|\\d{1,3}[.)])(?:\\s+|$|(?=\\[\\s*${tick}\\s*\\]))`, "i");
const marks = new RegExp(`^(?:(?:[-*+•]\\s+)*(?:\\[\\s*${tick}\\s*\\]\\s*|\\[\\s+\\](?:\\s+|$)))+`, "i");

/** Reads the lines inside a fence: a question, then a list. Lines count from the fence, so the first one is 1. */
export function parsePollText(info: string, content: string): PollText {
  const question: string[] = [];
  const items: PollItem[] = [];
  let strayOffset: number | undefined;
  let afterBlank = false;
  for (const [index, line] of visible(content).split("\n").entries()) {
    const last = items.at(-1);
    const offset = index + 1;
    if (bullet.test(line)) items.push({ ...readItem(line.replace(bullet, "")), offset });
    else if (line.trim() === "") afterBlank = true;
    else if (last === undefined) question.push(line);
    else if (afterBlank && /^\S/.test(line)) strayOffset ??= offset;
    else items[items.length - 1] = { ...last, text: tidy(`${last.text} ${line}`) };
    if (line.trim() !== "") afterBlank = false;
  }
  const text = { info, question: tidy(question.join(" ")), items };
  return strayOffset === undefined ? text : { ...text, strayOffset };
}

/** The text of an item without its mark, and whether it is marked as right. */
export function readItem(written: string): Pick<PollItem, "text" | "isRight"> {
  const text = visible(written).trimStart();
  const mark = marks.exec(text)?.[0] ?? "";
  return { text: tidy(text.slice(mark.length)), isRight: new RegExp(tick, "i").test(mark) };
}

/** A poll's lines as they are written, but for the marks: a block that cannot be a poll must not tell what is right. */
export function withoutMarks(content: string): string {
  return visible(content).split("\n").map(lineWithoutMark).join("\n");
}

function lineWithoutMark(line: string): string {
  const start = bullet.exec(line)?.[0] ?? "";
  return start === "" ? line : start + line.slice(start.length).replace(marks, "");
}

/** One line of plain text: no white space around it, single blanks in it. */
function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Without control characters. */
function visible(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, "");
}
