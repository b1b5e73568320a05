/** Looks whether the talk is there before anything is opened, so that a deck whose talk is over stays quiet. */
import type { TalkAddress } from "./talk-address.ts";

/** Milliseconds between looks; the last one repeats. */
const pauses = [10_000, 30_000, 60_000, 300_000];

/** Calls `found` once, when the talk answers; says once on the console why it does not. */
export function findTalk({ base }: TalkAddress, found: () => void): void {
  let hasSaid = false;
  let looks = 0;
  const look = async (): Promise<void> => {
    const problem = await problemOf(base);
    if (problem === undefined) return found();
    if (!hasSaid) sayOnce(`${problem} The deck works alone, and follows when the talk is there.`);
    hasSaid = true;
    setTimeout(() => void look(), pauses[Math.min(looks++, pauses.length - 1)]);
  };
  void look();
}

async function problemOf(base: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${base}api/talk`, { cache: "no-store", credentials: "omit" });
    const said = (await answer.json()) as { readonly code?: string; readonly message?: string };
    if (answer.ok) return undefined;
    return said.code === "talk-not-found" ? `${said.message}` : `${base} is not a talk of Lectern.`;
  } catch {
    return `${base} cannot be reached, or is not a talk of Lectern.`;
  }
}

export function sayOnce(problem: string): void {
  console.warn(`Lectern: ${problem}`);
}
