import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fold } from "../talk/apply.ts";
import type { Command, Entry } from "../talk/commands.ts";
import { emptyState, type State } from "../talk/state.ts";
import { Aggregates } from "./aggregates.ts";
import type { Batch } from "./batch.ts";
import { Beat } from "./beat.ts";
import { defaultLimits } from "./limits.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

it("[B3] who is welcomed between two ticks is told also what came back to where it was", () => {
  let state: State = emptyState;
  const heard: { tallies?: { upvotes: Record<string, number> } }[] = [];
  const member = {
    participant: "grace",
    role: "audience",
    fact: ({ texts }: Batch) => void heard.push(...texts.map((text) => JSON.parse(text))),
    message: () => {},
  } as const;
  const aggregates = new Aggregates(
    new Beat(defaultLimits.tickMs),
    defaultLimits.presenceMs,
    () => 0,
    () => state,
    () => [member],
  );
  const happens = (participant: string, command: Command) => {
    const author = { participant, client: "tab", role: "audience", name: participant } as const;
    const entry: Entry = { seq: state.seq + 1, at: 1, author, id: state.seq + 1, command };
    state = fold([entry], state);
    aggregates.changed();
  };
  happens("ada", { type: "ask", text: "Why?" });
  happens("lin", { type: "upvote", question: 1, up: true });
  vi.advanceTimersByTime(defaultLimits.presenceMs);
  happens("ada", { type: "upvote", question: 1, up: true });
  // Her welcome says 2.
  aggregates.welcomed("grace");
  heard.length = 0;
  happens("ada", { type: "upvote", question: 1, up: false });
  vi.advanceTimersByTime(defaultLimits.presenceMs);
  expect(heard.at(-1)?.tallies?.upvotes).toEqual({ "1": 1 });
});
