/** The speaker's desk: the cockpit, what is open on the page, and what the keys do. */
import { type Signal, signal } from "@preact/signals";
import type { Browsing } from "../../talk/commands.ts";
import type { Boot } from "../ui/boot.ts";
import { type Cockpit, createCockpit } from "../ui/cockpit.ts";
import { createRoomDesk, type RoomDesk } from "../ui/desk/room-desk.ts";
import { toggleFullScreen } from "../ui/full-screen.ts";
import type { Meaning } from "../ui/keys.ts";
import { listenForKeys, meaningOfFrameKey } from "../ui/page-keys.ts";
import { rememberedNumber } from "../ui/remembered.ts";

export type Desk = Cockpit & {
  readonly list: Signal<boolean>;
  readonly join: Signal<boolean>;
  readonly help: Signal<boolean>;
  readonly browsingMenu: Signal<boolean>;
  /** What the audience says, and what becomes of it. */
  readonly room: RoomDesk;
  /** Type size of the notes, px. */
  readonly notesSize: Signal<number>;
  setBrowsing(mode: Browsing): void;
};

export const notesSizes = { least: 14, usual: 20, most: 44, step: 2 } as const;

export const browsingModes: readonly Browsing[] = ["free", "shown", "locked"];

export function createDesk(boot: Boot): Desk {
  let act = (_meaning: Meaning): void => undefined;
  const cockpit = createCockpit(boot, {
    onKey: (key) => {
      const meaning = meaningOfFrameKey(key);
      if (meaning) act(meaning);
    },
  });
  const desk: Desk = {
    ...cockpit,
    list: signal(false),
    join: signal(false),
    help: signal(false),
    browsingMenu: signal(false),
    room: createRoomDesk(cockpit.talk, cockpit.slides, "notes"),
    notesSize: rememberedNumber(
      "notes-size",
      notesSizes.usual,
      (size) => size >= notesSizes.least && size <= notesSizes.most,
    ),
    setBrowsing: (mode) => cockpit.talk.send({ event: "browsing", mode }),
  };
  act = (meaning) => obey(desk, meaning);
  listenForKeys(act);
  return desk;
}

function obey(desk: Desk, meaning: Meaning): void {
  switch (meaning.type) {
    case "step":
      return desk.driver.step(meaning.step);
    case "blackout":
      return desk.toggleBlackout();
    case "fullscreen":
      return toggleFullScreen();
    case "goto":
      return open(desk.list);
    case "help":
      return open(desk.help);
    case "browsing":
      return open(desk.browsingMenu);
    case "close":
      desk.browsingMenu.value = false;
  }
}

function open(what: Signal<boolean>): void {
  what.value = true;
}
