/**
 * Lets a deck that is not in a page of Lectern follow a talk: as the audience's page does, with the same client and the
 * same rules (F1–F6). It only listens: nothing it does moves a talk. Never throws; what is wrong is said once, on the
 * console, and the deck works alone.
 */
import { connect, type TalkClient } from "../../client/client.ts";
import { type Follow, following, stepped, talkChanged, target } from "../../client/follow.ts";
import type { Position } from "../../talk/commands.ts";
import { samePosition } from "../../talk/position.ts";
import type { DeckDriver } from "../driver.ts";
import { ownSteps } from "../own-steps.ts";
import { findTalk, sayOnce } from "./find-talk.ts";
import { createPill, type PillState } from "./pill.ts";
import { type TalkAddress, talkAddress } from "./talk-address.ts";
import { readerOf } from "./words.ts";

export type FollowOptions = {
  readonly deck: DeckDriver;
  /** What the deck's author wrote. */
  readonly given: unknown;
  /** What makes room for the panel. Where there is none the panel lies over the deck. */
  readonly stage?: HTMLElement;
};

export function followTalk(options: FollowOptions): void {
  const address = talkAddress(options.given, location);
  if (typeof address === "string") return sayOnce(address);
  findTalk(address, () => join(options, address));
}

function join({ deck, stage }: FollowOptions, { base, socket, hasPanel }: TalkAddress): void {
  // With a panel, who looks at this deck is in the audience by that.
  const client = connect({ url: socket, as: hasPanel ? "screen" : undefined });
  const reader = readerOf(location.search, navigator.languages);
  let follow: Follow = following;
  let shown: { readonly to: Position; readonly paused: boolean } | undefined;
  let isLocked: boolean | undefined;
  let isPanelOpen = false;
  const narrow = matchMedia("(max-width: 699px)");

  const steps = ownSteps(deck, (to) => {
    const { view } = client;
    if (view === undefined) return;
    const result = stepped(follow, to, view);
    follow = result.state;
    if (result.undone) pill?.hintNotYet();
    // It is not where it was last put.
    shown = undefined;
    draw();
  });
  const show = (to: Position, paused: boolean): void => {
    if (shown !== undefined && samePosition(shown.to, to) && shown.paused === paused) return;
    shown = { to, paused };
    steps.put(() => deck.show(to, paused));
  };
  /** The slide stays in sight beside the panel, or above it on a phone. */
  const makeRoom = (): void => {
    if (stage !== undefined) {
      stage.style.width = isPanelOpen && !narrow.matches ? "calc(100% - 380px)" : "";
      stage.style.height = isPanelOpen && narrow.matches ? "45%" : "";
    }
    deck.layout();
  };
  const draw = (): void => {
    const { view } = client;
    if (view === undefined) return;
    follow = talkChanged(follow, view);
    if (isLocked !== (view.browsing === "locked")) {
      isLocked = view.browsing === "locked";
      deck.configure({ moves: !isLocked, drives: false, muted: false });
    }
    // Whoever browses is not interrupted by a black-out either.
    show(target(follow, view), view.paused && follow.kind === "following");
    pill ??= createPill({
      reader,
      panel: hasPanel ? `${base}panel?lang=${reader.language}` : undefined,
      onBack: () => {
        follow = following;
        draw();
      },
      onPanel: (isOpen) => {
        isPanelOpen = isOpen;
        makeRoom();
      },
    });
    pill.draw(pillState(client, follow));
  };
  let pill: ReturnType<typeof createPill> | undefined;

  client.on(({ type }) => {
    if (type === "view" || type === "status") draw();
  });
  narrow.addEventListener("change", makeRoom);
  for (const event of ["online", "pageshow"]) addEventListener(event, () => client.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") client.nudge();
  });
}

function pillState({ status, view }: TalkClient, follow: Follow): PillState {
  const polls = Object.values(view?.polls ?? {});
  return {
    status: status === "live" || status === "refused" ? status : "reconnecting",
    isBrowsing: follow.kind === "browsing",
    isDark: view?.paused ?? false,
    mayVote: polls.some(({ phase }) => phase === "open"),
  };
}
