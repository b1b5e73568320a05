/**
 * A part of a page that the first slide does not wait for. It is loaded when the page has nothing else to do, at once
 * when somebody wants it, and again until it is there: just then a phone may have no network.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { backoffMs } from "../../client/backoff.ts";

export type Later<Part> = {
  /** Undefined until it is there. */
  readonly part: ReadonlySignal<Part | undefined>;
  /** It did not come at the first attempt; others follow by themselves. */
  readonly isLate: ReadonlySignal<boolean>;
  /** It is wanted now: loads it, or tries again at once. */
  load(): void;
};

export type LaterOptions<Part> = {
  readonly load: () => Promise<Part>;
  /** Brings its files into the browser's cache; rejects where they do not come. */
  readonly fetchFiles?: () => Promise<unknown>;
  readonly random?: () => number;
};

export function later<Part>(options: LaterOptions<Part>): Later<Part> {
  const { load, fetchFiles = fetchLaterFiles, random = Math.random } = options;
  const part = signal<Part | undefined>(undefined);
  const isLate = signal(false);
  let isLoading = false;
  let failed = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const attempt = async (): Promise<void> => {
    if (isLoading || part.peek() !== undefined) return;
    isLoading = true;
    clearTimeout(retry);
    try {
      await fetchFiles();
      part.value = await load();
    } catch {
      isLate.value = true;
      retry = setTimeout(attempt, backoffMs(failed++, random()));
    } finally {
      isLoading = false;
    }
  };
  return { part, isLate, load: () => void attempt() };
}

/** For a page that has it from the start. */
export function here<Part>(part: Part): Later<Part> {
  return { part: signal(part), isLate: signal(false), load() {} };
}

/** Calls `act` when the browser has nothing more urgent to do. */
export function whenIdle(act: () => void): void {
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 200);
}

/**
 * The server names the files in the page. An `import()` that failed once fails for ever in many browsers; a fetch does
 * not, and what it brought is then imported from the cache.
 */
async function fetchLaterFiles(): Promise<void> {
  const files = document.querySelector<HTMLScriptElement>("script[data-later]")?.dataset.later?.split(" ") ?? [];
  await Promise.all(
    files.map(async (file) => {
      const response = await fetch(file);
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      await response.arrayBuffer();
    }),
  );
}
