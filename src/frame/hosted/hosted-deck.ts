/**
 * Drives a reveal.js that can only be written to and heard from. Pure but for what it is given.
 *
 * The rule that keeps followers still (F4), where answers take their time: whatever reveal.js tells is a sign to ask where
 * it stands, and only the answer to the last thing asked counts. Answers come in the order of the questions, so after
 * `show` the place in its answer is where the deck was put; only a place that differs from it later is somebody's move.
 */
import { followedOptions, type Step } from "../../protocol/frame.ts";
import type { Position } from "../../talk/commands.ts";
import { samePosition } from "../../talk/position.ts";
import type { DeckBehaviour } from "../driver.ts";
import { type RevealState, readReveal, revealCall, stateFor } from "./post-api.ts";

export type HostedListener = {
  /** It answers, for the first time or after it was loaded again, and waits to be told what to show. */
  up(): void;
  /** It is alive. */
  answered(): void;
  /** Somebody moved it. */
  moved(to: Position): void;
  /** Where it stands after a `show`; `end`: there was no further step to peek at. */
  shown(at: Position, end: boolean): void;
  /** Somebody has made it black by its own key, which the talk decides. */
  blackened(): void;
};

/** What following depends on. Links inside the page are read from its address, since nobody else hears of them. */
export const hostedOptions = { ...followedOptions, respondToHashChanges: true } as const;

/** What asks where it stands; never used for anything else, so that its answers can be counted. */
const where = "getIndices";
/** What asks whether it is there. */
const there = "isReady";
/** The speaker view, with the notes, in a window of its own. */
const notesKey = 83;

export class HostedDeck {
  readonly #send: (text: string) => void;
  readonly #tell: HostedListener;
  readonly #lastColumn: number;
  #isUp = false;
  #behaviour: DeckBehaviour = { moves: false, drives: false, muted: false };
  /** As it was last known. */
  #state: RevealState | undefined;
  #wantedPaused = false;
  /** What to do with each answer still to come, oldest first. */
  #asked: ((state: RevealState, isLast: boolean) => void)[] = [];

  /** @param lastColumn where the last step leads */
  constructor(send: (text: string) => void, tell: HostedListener, lastColumn: number) {
    this.#send = send;
    this.#tell = tell;
    this.#lastColumn = lastColumn;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Its page is being loaded, again or for the first time: nothing of before counts. */
  restart(): void {
    this.#isUp = false;
    this.#state = undefined;
    this.#asked = [];
  }

  /** Asks it to speak. To be repeated until it is up: what comes before it listens is lost. */
  knock(): void {
    this.#call("configure", { postMessageEvents: true });
    this.#call(there);
  }

  hear(data: unknown): void {
    const said = readReveal(data);
    if (said === undefined) return;
    if (!this.#isUp) {
      if (said.event === "ready" || (said.method === there && said.result === true)) this.#begin(said.state);
      return;
    }
    if (said.method === there) return this.#tell.answered();
    if (said.method === where) {
      const answer = this.#asked.shift();
      answer?.(said.state, this.#asked.length === 0);
    } else if (this.#asked.length === 0 && !sameState(said.state, this.#state)) this.#ask(this.#settle);
  }

  /**
   * A deck that drives the talk is left as its author made it. Like `show` and `step`, this does nothing before the deck
   * is up: it would be lost, and is said again then.
   */
  configure(behaviour: DeckBehaviour): void {
    if (!this.#isUp) return;
    this.#behaviour = behaviour;
    const { moves, drives, muted } = behaviour;
    const keyboard = moves ? { [notesKey]: null } : false;
    const followed = { keyboard, touch: moves, overview: moves, controls: false, mouseWheel: false, autoSlide: false };
    const quiet = { autoPlayMedia: false, transition: "none", backgroundTransition: "none" };
    this.#call("configure", { ...(drives ? {} : followed), ...(muted ? quiet : {}) });
  }

  show(to: Position, paused: boolean, peek: boolean): void {
    if (!this.#isUp) return;
    this.#wantedPaused = paused;
    const isThere = this.#asked.length === 0 && sameState({ at: to, paused, overview: false }, this.#state);
    if (!isThere) this.#call("setState", stateFor(to, paused));
    let before = to;
    this.#ask((state) => {
      this.#state = state;
      before = state.at;
      if (!peek) this.#tell.shown(state.at, false);
    });
    if (!peek) return;
    this.#call("next");
    this.#ask((state) => {
      this.#state = state;
      this.#tell.shown(state.at, samePosition(before, state.at));
    });
  }

  step(step: Step): void {
    if (!this.#isUp) return;
    if (step === "first") this.#call("slide", 0, 0, -1);
    else if (step === "last") this.#call("slide", this.#lastColumn);
    else this.#call(step);
    this.#ask(this.#settle);
  }

  /** Is it alive? */
  ping(): void {
    if (this.#isUp) this.#call(there);
  }

  #begin(state: RevealState): void {
    this.#isUp = true;
    this.#state = state;
    this.#call("configure", hostedOptions);
    this.#tell.up();
  }

  /** Something has happened by somebody's hand, or by a program in it. */
  readonly #settle = (state: RevealState, isLast: boolean): void => {
    const before = this.#state;
    if (!isLast || before === undefined) return;
    if (state.paused !== this.#wantedPaused) {
      this.#call("togglePause", this.#wantedPaused);
      if (state.paused) this.#tell.blackened();
    }
    this.#state = state;
    if (samePosition(state.at, before.at)) return;
    if (this.#behaviour.moves) this.#tell.moved(state.at);
    else this.show(before.at, this.#wantedPaused, false);
  };

  #ask(answer: (state: RevealState, isLast: boolean) => void): void {
    this.#asked.push(answer);
    this.#call(where);
  }

  #call(method: string, ...args: readonly unknown[]): void {
    this.#send(revealCall(method, ...args));
  }
}

function sameState(a: RevealState, b: RevealState | undefined): boolean {
  return b !== undefined && samePosition(a.at, b.at) && a.paused === b.paused && a.overview === b.overview;
}
