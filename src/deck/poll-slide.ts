/** Polls on a slide's tree: finds them and puts their placeholders there. What is right goes from everything else. */
import type { DeckWarning, PollMeaning } from "./deck.ts";
import {
  attributeOf,
  childrenOf,
  elementsFrom,
  type HtmlElement,
  type HtmlNode,
  isElement,
  isText,
  mergeAttributes,
  removeAttributes,
  setInnerHtml,
} from "./html.ts";
import { pollInnerHtml, pollTextIn } from "./poll-html.ts";
import { withoutMarks } from "./poll-text.ts";
import { type PollReading, readPoll } from "./polls.ts";

/** A poll that was read, and waits for its id. */
export type PollDraft = {
  readonly poll: PollMeaning;
  /** Its `id=`. */
  readonly name: string | undefined;
  readonly line: number;
};

/** What fences said, by the value their placeholders have in `data-lectern-poll`. */
export type PollDrafts = Map<string, PollDraft>;

/** A poll and its placeholder on the slide. */
export type SlidePoll = PollDraft & { readonly element: HtmlElement };

/**
 * Takes the polls of a slide, in their order; those of fences leave `drafts`.
 *
 * @param lines where the slide's source says `data-lectern-poll` itself
 */
export function takePolls(section: HtmlElement, drafts: PollDrafts, lines: readonly number[]) {
  const polls: SlidePoll[] = [];
  const warnings: DeckWarning[] = [];
  const refused: HtmlElement[] = [];
  let met = 0;
  for (const element of elementsFrom(section)) {
    const info = attributeOf(element, "data-lectern-poll");
    if (info === undefined) continue;
    const draft = drafts.get(info);
    if (draft !== undefined) {
      drafts.delete(info);
      polls.push({ ...draft, element });
      continue;
    }
    const line = lines[met++] ?? lines.at(-1) ?? 1;
    const { poll, name, problems } = readElement(element, info, drafts);
    for (const { message } of problems) warnings.push({ line, message });
    if (poll === undefined) refused.push(element);
    else polls.push({ poll, name, line, element });
  }
  const clean = new Set<HtmlElement>();
  for (const element of refused) if (!clean.has(element)) forgetRight(element, clean);
  return { polls, warnings };
}

/** Reads a poll from an element, which becomes its placeholder; what cannot be a poll stays as it is. */
function readElement(element: HtmlElement, info: string, drafts: PollDrafts): PollReading {
  if (element.tagName !== "div") {
    removeAttributes(element, /^data-lectern-poll$/);
    return misplaced;
  }
  const reading = readPoll(pollTextIn(element, info));
  forgetPollsIn(element, drafts);
  if (reading.poll === undefined) return reading;
  setInnerHtml(element, pollInnerHtml(reading.poll));
  mergeAttributes(element, [
    { name: "class", value: "lectern-poll" },
    { name: "data-lectern-poll", value: "" },
  ]);
  return reading;
}

const misplaced: PollReading = {
  poll: undefined,
  name: undefined,
  problems: [{ offset: 0, message: "data-lectern-poll is left out: it belongs on a <div> in the slide." }],
};

/** A poll in a poll is none, unless it is a fence of its own. */
function forgetPollsIn(element: HtmlElement, drafts: PollDrafts): void {
  for (const each of elementsFrom(element)) {
    if (!drafts.has(attributeOf(each, "data-lectern-poll") ?? "")) removeAttributes(each, /^data-lectern-poll$/);
  }
}

/** Takes the marks off everything in `root`, and adds its elements to `clean`. */
function forgetRight(root: HtmlElement, clean: Set<HtmlElement>): void {
  const waiting: HtmlNode[] = [root];
  let isItemStart = false;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isElement(node)) {
      clean.add(node);
      removeAttributes(node, /^data-right$/);
      isItemStart ||= node.tagName === "li";
      for (const child of childrenOf(node).toReversed()) waiting.push(child);
    } else if (isText(node) && node.value.trim() !== "") {
      if (isItemStart) node.value = withoutMarks(`- ${node.value}`).slice(2);
      isItemStart = false;
    }
  }
}
