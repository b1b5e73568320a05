/** Shows a reveal.js page that stays where it is on the web, in a frame of its own, and drives it by messages. */
import "./hosted.css";
import { type MuteReason, type OutlineSlide, optionsQuery } from "../protocol/frame.ts";
import { behaviourOf, hearHost, hostPost } from "./bridge.ts";
import { HostedDeck, hostedOptions } from "./hosted/hosted-deck.ts";

/** What the server wrote into the deck's document. */
type DeckData = {
  readonly version: string;
  readonly title: string;
  /** Of the page, on its own site. */
  readonly address: string;
  readonly outline: readonly OutlineSlide[];
};

const knockMs = 300;
/** After the page is there: its programs may still be loading. */
const muteMs = 10_000;
/** Where no outline says how many there are, reveal.js stops at the last. */
const farAway = 10_000;

const { version, title, address, outline } = JSON.parse(
  document.getElementById("lectern-deck")?.textContent ?? "",
) as DeckData;
const host = window.parent;
const post = hostPost(host);

const frame = document.createElement("iframe");
const deck = new HostedDeck(
  (text) => frame.contentWindow?.postMessage(text, "*"),
  {
    up() {
      clearTimeout(muteTimer);
      post({ type: "ready", version, outline });
    },
    answered: () => post({ type: "pong" }),
    moved: (to) => post({ type: "moved", to }),
    shown: (at, end) => post({ type: "shown", at, end }),
    blackened: () => post({ type: "key", key: "b" }),
  },
  outline.at(-1)?.h ?? farAway,
);

let muteTimer: ReturnType<typeof setTimeout> | undefined;
const mute = (reason: MuteReason): void => post({ type: "mute", reason });

addEventListener("message", ({ source, data }) => {
  if (source === frame.contentWindow) deck.hear(data);
});
hearHost(host, (message) => {
  switch (message.type) {
    case "hello":
      if (deck.isUp) post({ type: "ready", version, outline });
      return;
    case "ping":
      return deck.ping();
    case "mode":
      return deck.configure(behaviourOf(message));
    case "show":
      return deck.show(message.to, message.paused, message.peek);
    case "step":
      return deck.step(message.step);
  }
});

/** At the live place, so that the first paint is already right. A query of the page's own may be signed: it stays. */
function startAddress(): string {
  const url = new URL(address);
  if (url.search === "") url.search = optionsQuery(hostedOptions);
  url.hash = location.hash;
  return url.href;
}

/** Browsers refuse it without a word to the page. */
function isRefusedAsInsecure(): boolean {
  const { protocol, hostname } = new URL(address);
  return location.protocol === "https:" && protocol === "http:" && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}

let hasLoaded = false;
frame.addEventListener("load", () => {
  // A link in the slides has led somewhere else, or the page has loaded itself again.
  if (hasLoaded) deck.restart();
  hasLoaded = true;
  clearTimeout(muteTimer);
  if (!deck.isUp) muteTimer = setTimeout(() => mute("unanswered"), muteMs);
});

if (isRefusedAsInsecure()) mute("insecure");
else {
  frame.title = title;
  frame.allow = "fullscreen; autoplay";
  frame.referrerPolicy = "no-referrer";
  // Whatever the deck is trusted with: a page of this very site would be one program with the talk's own.
  if (new URL(address).origin === location.origin) frame.setAttribute("sandbox", "allow-scripts allow-forms");
  frame.src = startAddress();
  document.body.append(frame);
  setInterval(() => {
    if (!deck.isUp) deck.knock();
  }, knockMs);
  // Keys are the deck's own wherever it has the focus.
  addEventListener("focus", () => frame.focus());
}
