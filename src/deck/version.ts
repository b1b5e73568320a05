import type { DeckFacts } from "./deck.ts";

/** Gives a deck its version: all that is shown counts; warnings, and where a poll stands in its file, do not. */
export async function withVersion<Deck extends DeckFacts>(deck: Omit<Deck, "version">): Promise<Deck> {
  const { warnings: _unseen, polls, ...shown } = deck as unknown as DeckFacts;
  const shownPolls = polls.map(({ line: _moves, ...poll }) => poll);
  return { ...deck, version: await digest(JSON.stringify({ ...shown, polls: shownPolls })) } as Deck;
}

/** 16 hex digits. */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The last resort for a deck's title. */
export function baseName(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return name.replace(/\.[^.]+$/, "") || name;
}
