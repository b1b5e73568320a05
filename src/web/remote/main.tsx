/** The remote: a phone as clicker, with the notes. */
import "./main.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { readBoot, readKey } from "../ui/boot.ts";
import { createCockpit } from "../ui/cockpit.ts";
import { createRoomDesk } from "../ui/desk/room-desk.ts";
import { loadLanguage, t } from "../ui/i18n/text.ts";
import type { Meaning } from "../ui/keys.ts";
import { listenForKeys, meaningOfFrameKey } from "../ui/page-keys.ts";
import { Refusal } from "../ui/refusal.tsx";
import { keepAwake } from "../ui/wake-lock.ts";
import { feel } from "./feel.ts";
import { RemotePage } from "./page.tsx";
import { takeStep } from "./take-step.ts";

const boot = readBoot();
const root = document.getElementById("app");
// The key stands in the fragment: another link pasted into this tab changes nothing else of the address.
addEventListener("hashchange", () => location.reload());

function start() {
  const cockpit = createCockpit(boot, {
    onStep: () => feel("step"),
    onKey: (key) => obey(meaningOfFrameKey(key)),
  });
  const obey = (meaning: Meaning | undefined): void => {
    if (meaning?.type === "step") takeStep(cockpit, meaning.step);
    if (meaning?.type === "blackout") cockpit.toggleBlackout();
  };
  listenForKeys(obey);
  effect(() => {
    document.title = t("drive.remoteTitle", { talk: cockpit.talk.view.value.deck.title });
  });
  keepAwake();
  return <RemotePage cockpit={cockpit} room={createRoomDesk(cockpit.talk, cockpit.slides, "notes")} />;
}

await loadLanguage();
if (root) render(readKey() === undefined ? <Refusal boot={boot} page="remote" /> : start(), root);
