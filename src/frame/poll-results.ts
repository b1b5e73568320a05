/**
 * Results in the slide: bars in the options themselves, columns for scales and estimates, words by their number, texts
 * as a list (rule P3). What is drawn is also there as a table for screen readers. All of it is text.
 */
import type { ShownPoll } from "../protocol/frame.ts";
import type { Poll, Tally } from "../talk/polls.ts";

type Row = { readonly name: string; readonly count: number; readonly isRight: boolean };

/** Draws a poll's state and results into its placeholder. */
export function drawPoll(place: HTMLElement, { poll, phase, state, tally }: ShownPoll): void {
  place.dataset.phase = phase;
  drawState(place, state);
  const rows = tally === undefined ? [] : rowsOf(poll, tally);
  if (poll.kind === "choice" || poll.kind === "ranking") drawBars(place, tally === undefined ? undefined : rows);
  else drawApart(place, poll, tally, rows);
  drawTable(place, poll.question, rows);
}

function drawState(place: HTMLElement, state: string): void {
  const line = part(place, "p", "lectern-poll-state");
  if (line.textContent !== state) line.textContent = state;
  line.setAttribute("aria-live", "polite");
}

/** The options on the slide become bars. */
function drawBars(place: HTMLElement, rows: readonly Row[] | undefined): void {
  const options = [...place.querySelectorAll<HTMLElement>(".lectern-poll-options > li")];
  const most = Math.max(1, ...(rows ?? []).map(({ count }) => count));
  for (const [index, option] of options.entries()) {
    const row = rows?.[index];
    option.classList.toggle("lectern-poll-bar", row !== undefined);
    option.classList.toggle("right", row?.isRight ?? false);
    option.style.setProperty("--share", String((row?.count ?? 0) / most));
    if (row === undefined) delete option.dataset.count;
    else option.dataset.count = row.isRight ? `✓ ${row.count}` : String(row.count);
  }
}

function drawApart(place: HTMLElement, poll: Poll, tally: Tally | undefined, rows: readonly Row[]): void {
  const results = part(place, "div", "lectern-poll-results");
  results.dataset.kind = poll.kind;
  results.setAttribute("aria-hidden", "true");
  results.hidden = tally === undefined;
  for (const old of place.querySelectorAll(".lectern-poll-statements .lectern-poll-columns")) old.remove();
  if (tally === undefined) return;
  if (poll.kind === "text") return results.replaceChildren(...texts(tally));
  if (poll.kind === "cloud") return results.replaceChildren(...words(rows));
  if (poll.kind === "scale") return drawScale(place, results, poll, tally);
  results.replaceChildren(columns(rows, ""));
}

const newestTexts = 4;

function texts({ texts: given }: Tally): HTMLElement[] {
  return given
    .slice(-newestTexts)
    .reverse()
    .map((text) => make("p", text));
}

const mostWords = 40;

/** By their number in size, by the alphabet in place, so that a word stays where it is while it grows. */
function words(rows: readonly Row[]): HTMLElement[] {
  const shown = [...rows].sort((a, b) => b.count - a.count).slice(0, mostWords);
  const most = Math.max(1, ...shown.map(({ count }) => count));
  return shown
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, count }) => {
      const word = make("span", name);
      word.style.setProperty("--share", String(count / most));
      return word;
    });
}

/** Each statement has its columns beside it; the question alone has them below. */
function drawScale(place: HTMLElement, results: HTMLElement, poll: Scale, tally: Tally): void {
  const statements = [...place.querySelectorAll<HTMLElement>(".lectern-poll-statements > li")];
  results.hidden = statements.length > 0;
  if (statements.length === 0) return results.replaceChildren(scale(poll, tally, 0));
  for (const [index, statement] of statements.entries()) {
    const chart = scale(poll, tally, index);
    chart.setAttribute("aria-hidden", "true");
    statement.append(chart);
  }
}

type Scale = Extract<Poll, { kind: "scale" }>;

function scale(poll: Scale, tally: Tally, statement: number): HTMLElement {
  const values = Array.from({ length: poll.max - poll.min + 1 }, (_, step) => poll.min + step);
  const rows = values.map((value) => {
    return { name: String(value), count: tally.counts[`${statement}:${value}`] ?? 0, isRight: false };
  });
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const mean = rows.reduce((sum, { name, count }) => sum + Number(name) * count, 0) / Math.max(1, total);
  return columns(rows, total === 0 ? "" : `⌀ ${mean.toFixed(1)}`);
}

function columns(rows: readonly Row[], note: string): HTMLElement {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const chart = make("div", "", "lectern-poll-columns");
  for (const { name, count, isRight } of rows) {
    const column = make("div", "", isRight ? "right" : "");
    const bar = make("span", "", "lectern-poll-column");
    bar.style.setProperty("--share", String(count / most));
    column.append(make("b", count === 0 ? "" : String(count)), bar, make("span", name));
    chart.append(column);
  }
  if (note !== "") chart.append(make("em", note));
  return chart;
}

/** How many columns an estimate has at most; more different numbers share one. */
const mostColumns = 12;

function rowsOf(poll: Poll, { counts, texts: given }: Tally): readonly Row[] {
  switch (poll.kind) {
    case "choice":
    case "ranking":
      return poll.options.map((name, index) => {
        const isRight = poll.kind === "choice" && poll.right.includes(index);
        return { name, count: counts[String(index)] ?? 0, isRight };
      });
    case "scale":
      return Object.entries(counts)
        .map(([key, count]) => {
          const [statement, value] = key.split(":");
          return { name: `${poll.statements[Number(statement)] ?? ""} ${value}`.trim(), count, isRight: false };
        })
        .sort((a, b) => a.name.localeCompare(b.name));
    case "number":
      return histogram(
        Object.entries(counts).map(([value, count]) => [Number(value), count]),
        poll.right,
      );
    case "cloud":
      return Object.entries(counts).map(([name, count]) => ({ name, count, isRight: false }));
    case "text":
      return given.map((name) => ({ name, count: 1, isRight: false }));
  }
}

/** Few numbers stand each for itself, many share columns of the same width. */
function histogram(values: readonly [number, number][], right: number | null): readonly Row[] {
  const sorted = [...values].sort(([a], [b]) => a - b);
  const [low, high] = [sorted[0]?.[0] ?? 0, sorted.at(-1)?.[0] ?? 0];
  if (sorted.length <= mostColumns) {
    return sorted.map(([value, count]) => ({ name: short(value), count, isRight: value === right }));
  }
  const width = (high - low) / mostColumns;
  return Array.from({ length: mostColumns }, (_, index) => {
    const [from, to] = [low + index * width, low + (index + 1) * width];
    const isLast = index === mostColumns - 1;
    const isIn = (value: number): boolean => value >= from && (value < to || isLast);
    const count = sorted.reduce((sum, [value, n]) => sum + (isIn(value) ? n : 0), 0);
    return { name: short(from), count, isRight: right !== null && isIn(right) && right <= high };
  });
}

function short(value: number): string {
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 3, notation: "compact" }).format(value);
}

function drawTable(place: HTMLElement, question: string, rows: readonly Row[]): void {
  const table = part(place, "table", "lectern-poll-table");
  table.hidden = rows.length === 0;
  const caption = make("caption", question);
  const body = document.createElement("tbody");
  for (const { name, count } of rows) {
    const row = document.createElement("tr");
    const head = make("th", name);
    head.setAttribute("scope", "row");
    row.append(head, make("td", String(count)));
    body.append(row);
  }
  table.replaceChildren(caption, body);
}

/** The part of the place with this class; made at its end where there is none yet. */
function part(place: HTMLElement, tag: "p" | "div" | "table", className: string): HTMLElement {
  const found = place.querySelector<HTMLElement>(`:scope > .${className}`);
  if (found !== null) return found;
  const made = make(tag, "", className);
  place.append(made);
  return made;
}

function make(tag: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}
