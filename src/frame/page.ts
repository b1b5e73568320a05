/**
 * Joins a page that has a reveal.js of its own to the talk: waits until it runs, whatever starts it and however late,
 * and drives it by its API; where a module keeps that to itself, by the messages it listens to.
 */
import "./page.css";
import { ownDeck } from "./alone/own-deck.ts";
import { startBridge } from "./bridge.ts";
import { type RevealCall, revealDriver } from "./reveal-driver.ts";
import type { Shim } from "./shim.ts";
import { siteData } from "./site-data.ts";

const shim = (window as unknown as Record<symbol, Shim>)[Symbol.for("lectern.shim")] as Shim;
const { version } = JSON.parse(document.getElementById("lectern-deck")?.textContent ?? "{}") as { version: string };

type Api = Readonly<Record<string, unknown>>;

/** reveal.js's own API; undefined where a module has it to itself. */
function ownApi(): Api | undefined {
  const made = shim.decks.get(joined) as Api | undefined;
  if (made !== undefined) return made;
  const api = (window as { Reveal?: unknown }).Reveal as Api | undefined;
  const isReady = api?.isReady;
  return typeof isReady === "function" && isReady() === true && typeof api?.slide === "function" ? api : undefined;
}

/** reveal.js answers while the message is being dispatched. */
function ask(method: string, args: readonly unknown[]): unknown {
  let result: unknown;
  shim.listen((text) => {
    const said = JSON.parse(text) as { eventName?: string; method?: string; result?: unknown };
    if (said.eventName === "callback" && said.method === method) result = said.result;
  });
  const data = JSON.stringify({ method, args });
  dispatchEvent(new MessageEvent("message", { data, source: window, origin: location.origin }));
  shim.listen(() => {});
  return result;
}

const call: RevealCall = (method, ...args) => {
  const api = ownApi();
  if (api === undefined) return ask(method, args);
  const found = api[method];
  return typeof found === "function" ? (found.call(api, ...args) as unknown) : undefined;
};

/** The speaker view: a window that would have to reach into the deck, and find no notes in it. */
const deadKeys = new Set(["s", "S"]);

let joined: HTMLElement | undefined;

function join(wrapper: HTMLElement): void {
  if (joined !== undefined) return;
  joined = wrapper;
  const options = (call("getConfig") ?? {}) as Readonly<Record<string, unknown>>;
  const driver = siteData() === undefined ? revealDriver(call, wrapper, { ...options }) : ownDeck(call, wrapper);
  startBridge(driver, { version, host: shim.host, deadKeys, isReveal: true });
}

function joinIfReady(): void {
  const wrapper = document.querySelector<HTMLElement>(".reveal.ready, .reveal[data-lectern-ready]");
  if (wrapper !== null) join(wrapper);
}

document.addEventListener("ready", ({ target }) => {
  if (target instanceof HTMLElement && target.classList.contains("reveal")) join(target);
});
joinIfReady();

/** A link leaves the deck in a tab of its own: the frame must stay at the deck. */
addEventListener(
  "click",
  ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
    if (link === null || (link.hash !== "" && link.href.split("#")[0] === location.href.split("#")[0])) return;
    if (link.getAttribute("href")?.startsWith("#")) return;
    link.target = "_blank";
    link.rel = "noopener";
  },
  { capture: true },
);
