import type { PollMeaning } from "./deck.ts";
import { escapeHtml } from "./escape.ts";
import { attributeOf, elementsFrom, type HtmlElement, innerHtml, isElement, parseSection, removeNode } from "./html.ts";
import { type PollItem, type PollText, readItem } from "./poll-text.ts";
import { textOf } from "./slide-text.ts";

/**
 * What stands in a poll's place on the slide: it reads well without any script, and says nothing of what is right.
 *
 * @param id value of `data-lectern-poll`
 */
export function pollHtml(poll: PollMeaning, id: string): string {
  return `<div class="lectern-poll" data-lectern-poll="${escapeHtml(id)}">\n${pollInnerHtml(poll)}\n</div>\n`;
}

/** The same without the element around it. */
export function pollInnerHtml(poll: PollMeaning): string {
  const question = `<p class="lectern-poll-question">${escapeHtml(poll.question)}</p>`;
  return [question, listHtml(poll), endsHtml(poll)].filter((html) => html !== "").join("\n");
}

function listHtml(poll: PollMeaning): string {
  if ("options" in poll) return `<ol class="lectern-poll-options">${itemsHtml(poll.options)}</ol>`;
  if (poll.kind !== "scale" || poll.statements.length === 0) return "";
  return `<ul class="lectern-poll-statements">${itemsHtml(poll.statements)}</ul>`;
}

function itemsHtml(texts: readonly string[]): string {
  return texts.map((text) => `<li>${escapeHtml(text)}</li>`).join("");
}

function endsHtml(poll: PollMeaning): string {
  if (poll.kind !== "scale" && poll.kind !== "number") return "";
  const { min, max } = poll;
  const [low, high] = poll.kind === "scale" ? poll.labels : [poll.unit, poll.unit];
  const ends = [min === null ? "" : endHtml(min, low), max === null ? "" : endHtml(max, high)];
  if (min !== null && max !== null) return `<p class="lectern-poll-ends">${ends.join(" … ")}</p>`;
  if (min !== null) return `<p class="lectern-poll-ends">≥ ${ends.join("")}</p>`;
  if (max !== null) return `<p class="lectern-poll-ends">≤ ${ends.join("")}</p>`;
  return low === "" ? "" : `<p class="lectern-poll-ends"><span>${escapeHtml(low)}</span></p>`;
}

function endHtml(value: number, word: string): string {
  return `<span><b>${value}</b>${word === "" ? "" : ` ${escapeHtml(word)}`}</span>`;
}

/** What an element with `data-lectern-poll` says: a list, and the question before it. The element stays as it is. */
export function pollTextIn(element: HtmlElement, info: string): PollText {
  const copy = parseSection(innerHtml(element));
  const lists = [...elementsFrom(copy)].filter(({ tagName }) => tagName === "ul" || tagName === "ol");
  const [list] = lists;
  const items = list === undefined ? [] : list.childNodes.filter(isElement).map(itemIn);
  for (const each of lists) removeNode(each);
  return { info, question: textOf(copy), items };
}

function itemIn(element: HtmlElement): PollItem {
  const { text, isRight } = readItem(textOf(element));
  const isMarked = (attributeOf(element, "data-right") ?? "false") !== "false";
  return { text, isRight: isRight || isMarked, offset: 0 };
}
