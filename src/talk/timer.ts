/** The talk's clock: starts with the first move or by hand, can be stopped and reset. */
import type { Timer } from "./state.ts";

/** Milliseconds of talk so far at server time `now`. */
export function elapsed(timer: Timer, now: number): number {
  switch (timer.phase) {
    case "idle":
      return 0;
    case "stopped":
      return timer.elapsed;
    case "running":
      return timer.elapsed + Math.max(0, now - timer.since);
  }
}

export function startTimer(timer: Timer, at: number): Timer {
  return timer.phase === "running" ? timer : { phase: "running", since: at, elapsed: elapsed(timer, at) };
}

/** The first step away from where the talk began starts the clock. */
export function timerAfterMove(timer: Timer, moved: boolean, at: number): Timer {
  return moved && timer.phase === "idle" ? startTimer(timer, at) : timer;
}

export function stepTimer(timer: Timer, action: "start" | "pause" | "reset", at: number): Timer {
  switch (action) {
    case "start":
      return startTimer(timer, at);
    case "pause":
      return timer.phase === "running" ? { phase: "stopped", elapsed: elapsed(timer, at) } : timer;
    case "reset":
      return { phase: "idle" };
  }
}
