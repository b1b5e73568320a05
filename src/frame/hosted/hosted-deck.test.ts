import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Position } from "../../talk/commands.ts";
import { samePosition } from "../../talk/position.ts";
import { HostedDeck } from "./hosted-deck.ts";

/** As much of a reveal.js as can be seen from outside: slides in a row, each with two steps; it answers when told to. */
class FarReveal {
  readonly heard: { method: string; args: readonly unknown[] }[] = [];
  /** Messages on their way here and from here. */
  readonly #incoming: string[] = [];
  readonly #outgoing: string[] = [];
  config: Record<string, unknown> = {};
  at: Position = { h: 0, v: 0, f: -1 };
  paused = false;
  isReady = true;
  readonly #hear: (text: string) => void;

  constructor(hear: (text: string) => void) {
    this.#hear = hear;
  }

  receive(text: string): void {
    this.#incoming.push(text);
  }

  /** Reads one message; false when there is none. */
  read(): boolean {
    const text = this.#incoming.shift();
    if (text === undefined) return false;
    const { method, args } = JSON.parse(text) as { method: string; args: readonly unknown[] };
    this.heard.push({ method, args });
    let result: unknown;
    if (method === "configure") Object.assign(this.config, args[0]);
    else if (method === "isReady") result = this.isReady;
    else if (method === "next") this.next();
    else if (method === "slide") this.go(args as [number]);
    else if (method === "togglePause") this.pause(args[0] === true);
    else if (method === "setState") {
      const { indexh, indexv, indexf, paused } = args[0] as Record<string, number>;
      this.go([indexh ?? 0, indexv ?? 0, indexf ?? -1]);
      if (Boolean(paused) !== this.paused) this.pause(Boolean(paused));
    }
    this.#say("callback", { method, result });
    return true;
  }

  /** Delivers one message; false when there is none. */
  deliver(): boolean {
    const text = this.#outgoing.shift();
    if (text === undefined) return false;
    this.#hear(text);
    return true;
  }

  settle(): void {
    for (let isBusy = true; isBusy; ) isBusy = [this.read(), this.deliver()].includes(true);
  }

  /** What a key does. */
  next(): void {
    this.go(this.at.f < 1 ? [this.at.h, 0, this.at.f + 1] : [this.at.h + 1, 0, -1]);
  }

  pause(paused: boolean): void {
    this.paused = paused;
    this.#say(paused ? "paused" : "resumed");
  }

  go([h = 0, v = 0, f = -1]: readonly number[]): void {
    const to = { h: Math.min(h, 9), v, f };
    if (samePosition(to, this.at)) return;
    // In two steps, as reveal.js does: first the slide, then its fragments.
    this.at = { ...to, f: -1 };
    this.#say("slidechanged");
    this.at = to;
    this.#say("fragmentshown");
  }

  #say(eventName: string, more: object = {}): void {
    if (this.config.postMessageEvents !== true) return;
    const { h, v, f } = this.at;
    const state = { indexh: h, indexv: v, ...(f < 0 ? {} : { indexf: f }), paused: this.paused, overview: false };
    this.#outgoing.push(JSON.stringify({ namespace: "reveal", eventName, state, ...more }));
  }
}

const audience = { moves: true, drives: false, muted: false };
let told: string[];
let moves: Position[];
let deck: HostedDeck;
let far: FarReveal;

function start(): void {
  told = [];
  moves = [];
  far = new FarReveal((text) => deck.hear(text));
  deck = new HostedDeck(
    (text) => far.receive(text),
    {
      up: () => told.push("up"),
      answered: () => told.push("answered"),
      moved: (to) => {
        told.push("moved");
        moves.push(to);
      },
      shown: ({ h, f }, end) => told.push(`shown ${h} ${f}${end ? " end" : ""}`),
      blackened: () => told.push("blackened"),
    },
    9,
  );
}

function bringUp(behaviour = audience): void {
  deck.knock();
  far.settle();
  deck.configure(behaviour);
  far.settle();
}

beforeEach(start);

describe("a reveal.js that can only be written to and heard from", () => {
  it("[K14] is up when it says so, however often it was asked before, and is then told what following needs", () => {
    far.isReady = false;
    deck.knock();
    deck.configure(audience);
    deck.show({ h: 1, v: 0, f: -1 }, false, false);
    deck.step("next");
    far.settle();
    expect(told).toEqual([]);
    expect(far.heard.map(({ method }) => method)).toEqual(["configure", "isReady"]);
    far.isReady = true;
    deck.knock();
    deck.knock();
    far.settle();
    expect(told.filter((word) => word === "up")).toEqual(["up"]);
    expect(far.config).toMatchObject({ postMessageEvents: true, hash: false, scrollActivationWidth: 0 });
  });

  it("[K14] [F4] shows what it is told, fragments and black-out too, and reports none of it as a move", () => {
    bringUp();
    deck.show({ h: 3, v: 0, f: 1 }, true, false);
    far.settle();
    expect(far).toMatchObject({ at: { h: 3, v: 0, f: 1 }, paused: true });
    deck.show({ h: 99, v: 0, f: -1 }, false, false);
    far.settle();
    expect(told).toEqual(["up", "shown 3 1", "shown 9 -1"]);
  });

  it("[K14] [F3] reports a move of the person in front of it once, with the place it ends at", () => {
    bringUp();
    far.next();
    far.settle();
    expect(moves).toEqual([{ h: 0, v: 0, f: 0 }]);
    deck.step("next");
    deck.step("next");
    far.settle();
    expect(moves.slice(1)).toEqual([{ h: 1, v: 0, f: -1 }]);
    deck.step("last");
    far.settle();
    deck.step("first");
    far.settle();
    expect(moves.slice(2)).toEqual([
      { h: 9, v: 0, f: -1 },
      { h: 0, v: 0, f: -1 },
    ]);
  });

  it("[K14] [F3] puts itself back where nobody in front of it may move", () => {
    bringUp({ moves: false, drives: false, muted: false });
    expect(far.config).toMatchObject({ keyboard: false, touch: false, autoSlide: false });
    deck.show({ h: 2, v: 0, f: -1 }, false, false);
    far.settle();
    far.go([5]);
    far.settle();
    expect(far.at).toEqual({ h: 2, v: 0, f: -1 });
    expect(moves).toEqual([]);
  });

  it("[K14] [F9] its own black key is told to the page, and the deck stays as the talk wants it", () => {
    bringUp({ moves: true, drives: true, muted: false });
    far.pause(true);
    far.settle();
    expect(far.paused).toBe(false);
    expect(told.filter((word) => word === "blackened")).toHaveLength(1);
    deck.show(far.at, true, false);
    far.settle();
    far.pause(false);
    far.settle();
    expect(far.paused).toBe(true);
    expect(told.filter((word) => word === "blackened")).toHaveLength(1);
  });

  it("[K14] a preview goes one step on, and knows the end", () => {
    bringUp({ moves: false, drives: false, muted: true });
    deck.show({ h: 1, v: 0, f: 1 }, false, true);
    far.settle();
    deck.show({ h: 9, v: 0, f: 1 }, false, true);
    far.next = () => {};
    far.settle();
    expect(told).toEqual(["up", "shown 2 -1", "shown 9 1 end"]);
  });

  it("[K14] says that it is alive only while it is, and is up again after it was loaded anew", () => {
    bringUp();
    deck.ping();
    far.settle();
    expect(told).toEqual(["up", "answered"]);
    deck.show({ h: 2, v: 0, f: -1 }, false, false);
    deck.restart();
    deck.ping();
    far.settle();
    expect(told).toEqual(["up", "answered"]);
    bringUp();
    deck.show({ h: 4, v: 0, f: -1 }, false, false);
    far.settle();
    expect(told.slice(2)).toEqual(["up", "shown 4 -1"]);
  });

  it("[K14] [F4] however late answers come: without somebody's hand there is no move, and what came last holds", () => {
    const act = fc.oneof(
      fc.record({ type: fc.constant("show" as const), h: fc.nat(9), f: fc.integer({ min: -1, max: 1 }) }),
      fc.record({ type: fc.constantFrom("read" as const, "deliver" as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        start();
        bringUp();
        let wanted: Position = { h: 0, v: 0, f: -1 };
        for (const one of acts) {
          if (one.type !== "show") far[one.type]();
          else {
            wanted = { h: one.h, v: 0, f: one.f };
            deck.show(wanted, false, false);
          }
        }
        far.settle();
        expect(moves).toEqual([]);
        expect(far.at).toEqual(wanted);
      }),
    );
  });

  it("[K14] [F4] with hands on it too, it ends at what was told last of it", () => {
    const act = fc.oneof(
      fc.record({ type: fc.constant("show" as const), h: fc.nat(9) }),
      fc.record({ type: fc.constantFrom("read" as const, "deliver" as const, "hand" as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        start();
        bringUp();
        for (const one of acts) {
          if (one.type === "show") deck.show({ h: one.h, v: 0, f: -1 }, false, false);
          else if (one.type === "hand") far.next();
          else far[one.type]();
        }
        far.settle();
        const last = told.findLast((word) => word === "moved" || word.startsWith("shown"));
        if (last === "moved") expect(moves.at(-1)).toEqual(far.at);
        else if (last !== undefined) expect(last).toBe(`shown ${far.at.h} ${far.at.f}`);
      }),
    );
  });
});
