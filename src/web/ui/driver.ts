/** A deck frame that drives the talk: joins `drive.ts` to the talk and to the frame (rules F4, F5). */
import { batch, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { OutlineSlide, Step } from "../../protocol/frame.ts";
import type { Position } from "../../talk/commands.ts";
import { createDeckFrame, type DeckFrame } from "./deck-frame.ts";
import { type DriveInput, driven, startDrive } from "./drive.ts";
import { t } from "./i18n/text.ts";
import type { Talk } from "./talk.ts";

export type Driver = {
  /** Where this device's deck stands, with or without a link. */
  readonly at: ReadonlySignal<Position>;
  /** The slides as the running deck knows them; empty until it is up. */
  readonly outline: ReadonlySignal<readonly OutlineSlide[]>;
  /** Own moves the server has not answered yet. */
  readonly unsent: ReadonlySignal<number>;
  /** Puts the driving deck into `host`; once. */
  mount(host: HTMLElement): void;
  step(step: Step): void;
  /** Jumps to a place. */
  go(to: Position): void;
};

export type DriverOptions = {
  readonly onStep?: (to: Position) => void;
  readonly onKey?: (key: string) => void;
};

export function createDriver(talk: Talk, options: DriverOptions = {}): Driver {
  const { boot, client } = talk;
  const { snapshot } = boot;
  let drive = startDrive(snapshot.epoch, snapshot.seq, snapshot.view.position);
  let frame: DeckFrame | undefined;
  const at = signal<Position>(drive.at);
  const unsent = signal(0);
  const outline = signal<readonly OutlineSlide[]>([]);

  const feed = (input: DriveInput): void => {
    const next = driven(drive, input);
    drive = next.drive;
    if (next.show !== undefined) frame?.show(next.show, false);
    batch(() => {
      at.value = drive.at;
      unsent.value = drive.unanswered;
    });
  };

  const move = async (to: Position): Promise<void> => {
    feed({ type: "moved", to });
    options.onStep?.(to);
    const seq = await talk.move(to);
    feed(seq === undefined ? { type: "refused" } : { type: "accepted", seq, to });
  };

  client.on((happening) => {
    if (happening.type !== "view" || client.epoch === undefined) return;
    feed({ type: "told", epoch: client.epoch, seq: client.seq, live: happening.view.position });
  });

  const mount = (host: HTMLElement): void => {
    if (frame !== undefined) return;
    const deck = createDeckFrame({
      host,
      boot,
      title: t("shared.currentSlideOf", { talk: boot.talk.title }),
      mode: "drive",
      talk,
      onMoved: (to) => void move(to),
      ...(options.onKey ? { onKey: options.onKey } : {}),
    });
    frame = deck;
    deck.show(at.value, false);
    effect(() => deck.load(talk.view.value.deck.version, at.peek()));
    effect(() => {
      outline.value = deck.outline.value;
    });
  };

  return {
    at,
    outline,
    unsent,
    mount,
    step: (step) => frame?.step(step),
    go(to) {
      frame?.show(to, false);
      void move(to);
    },
  };
}
