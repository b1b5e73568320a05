/** What somebody gives the room and the speaker with one tap: reactions, a raised hand, the pace. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { CommandBody } from "../../../client/client.ts";
import type { Pace } from "../../../talk/commands.ts";
import { TokenBucket } from "../../../talk/token-bucket.ts";
import { refusalText } from "../../ui/i18n/text.ts";
import type { Talk } from "../../ui/talk.ts";
import { type Toggled, toggled } from "./toggled.ts";

export type Signals = {
  /** Without a link nothing is kept: the moment it is meant for would be over. */
  readonly connected: ReadonlySignal<boolean>;
  readonly handUp: ReadonlySignal<boolean>;
  /** What this person says of the present slide. */
  readonly pace: ReadonlySignal<Pace | null>;
  /** Why the last of these was refused; empty when all is well. */
  readonly problem: ReadonlySignal<string>;
  /** Whether it was sent: a thumb that is faster than the talk allows is not told off. */
  react(emoji: string): boolean;
  raise(up: boolean): void;
  setPace(pace: Pace | null): void;
};

/** Below what the server takes from one participant: 5 a second, 10 at once (`reactionsPerSecond` in its limits). */
const rate = { perSecond: 4, atOnce: 8 } as const;

export function createSignals({ client, status }: Talk): Signals {
  const bucket = new TokenBucket(rate.perSecond, rate.atOnce, performance.now());
  const problem = signal("");
  const handUp = toggled(client.own?.handUp ?? false);
  const pace = toggled<Pace | null>(client.own?.pace ?? null);
  const connected = computed(() => status.value === "live");
  client.on((happening) => {
    if (happening.type !== "own") return;
    batch(() => {
      handUp.told(happening.own.handUp);
      pace.told(happening.own.pace);
    });
  });
  const say = async <Value>(own: Toggled<Value>, value: Value, body: CommandBody): Promise<void> => {
    problem.value = "";
    const answered = own.wants(value);
    try {
      await client.send(body);
      answered(true);
    } catch (error) {
      answered(false);
      problem.value = refusalText(error);
    }
  };
  return {
    connected,
    handUp: handUp.now,
    pace: pace.now,
    problem,
    react: (emoji) => connected.peek() && bucket.take(performance.now()) && client.react(emoji),
    raise(up) {
      if (connected.peek()) void say(handUp, up, { event: "hand", up });
    },
    setPace(value) {
      if (connected.peek()) void say(pace, value, { event: "pace", pace: value });
    },
  };
}
