/**
 * A talk among the tabs of one browser, for a deck that was opened without Lectern: the same words as the page around
 * a frame speaks (`protocol/frame.ts`), so that a live slide can be written and tried without a server (rule D10).
 * Whoever looks is the speaker, so that everything may be tried; policies and rates are the server's business.
 */
import type { DistributiveOmit, FromFrame, Said, ToFrame } from "../protocol/frame.ts";

/** What the tabs say to each other. */
type Word =
  | { readonly type: "here"; readonly tab: string; readonly isNew: boolean }
  | { readonly type: "gone"; readonly tab: string }
  | { readonly type: "message" | "value"; readonly channel: string; readonly said: Said };

/** Starts a preview that tells the deck through `tell`; the answer is where the deck's requests go. */
export function startPreview(tell: (message: ToFrame) => void): (request: FromFrame) => void {
  const id = `preview-${Math.random().toString(36).slice(2, 10)}`;
  const tabs = new Set([id]);
  const values = new Map<string, Said>();
  let wanted: readonly string[] = [];
  const others = openTabs();

  const say = (message: DistributiveOmit<ToFrame, "lectern">): void => tell({ lectern: 1, ...message });
  const pass = (word: Word): void => others?.postMessage(word);
  const countTabs = (): void => say({ type: "peers", count: tabs.size });
  const deliver = (word: Extract<Word, { channel: string }>): void => {
    const { channel, said } = word;
    if (word.type === "message") return say({ type: "messages", channel, list: [said] });
    values.set(channel, said);
    say({ type: "value", channel, said });
  };
  /** What was set before the deck opened the channel is told when it does, once. */
  const tellValues = (channels: readonly string[]): void => {
    for (const channel of channels) {
      const said = wanted.includes(channel) ? undefined : values.get(channel);
      if (said !== undefined) say({ type: "value", channel, said });
    }
    wanted = channels;
  };
  const introduce = (): void => {
    const link = { status: "preview", roundTrip: undefined, url: "" } as const;
    say({ type: "person", role: "speaker", id, clock: 0, link });
  };
  const publish = (type: "message" | "value", channel: string, data: unknown): void => {
    // As on the wire: what JSON cannot hold does not arrive.
    const json = JSON.parse(JSON.stringify(data ?? null)) as unknown;
    const word = {
      type,
      channel,
      said: { from: { id, name: "You", role: "speaker" as const }, at: Date.now(), data: json },
    };
    pass(word);
    queueMicrotask(() => deliver(word));
  };

  others?.addEventListener("message", ({ data }) => {
    const word = data as Word;
    if (word.type === "gone") {
      tabs.delete(word.tab);
      return countTabs();
    }
    if (word.type !== "here") return deliver(word);
    tabs.add(word.tab);
    countTabs();
    if (!word.isNew) return;
    // Somebody opened a tab: it is told who is there, and what was set before it came.
    pass({ type: "here", tab: id, isNew: false });
    for (const [channel, said] of values) pass({ type: "value", channel, said });
  });
  addEventListener("pagehide", () => pass({ type: "gone", tab: id }));
  pass({ type: "here", tab: id, isNew: true });
  introduce();

  return (request) => {
    switch (request.type) {
      case "wants":
        introduce();
        tellValues(request.values);
        return countTabs();
      case "send":
        return publish("message", request.channel, request.data);
      case "set":
        return publish("value", request.channel, request.data);
      case "handshake":
        return say({ type: "handshake", handshake: "A preview has no connection." });
    }
  };
}

/** Tabs that show the same file find each other; where a browser forbids it, each preview is alone. */
function openTabs(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`lectern ${location.pathname}`);
  } catch {
    return undefined;
  }
}
