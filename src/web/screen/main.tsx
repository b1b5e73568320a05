import "./main.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { readBoot } from "../ui/boot.ts";
import { createDeckFrame } from "../ui/deck-frame.ts";
import { nameFrames, slidesName } from "../ui/frame-name.ts";
import { toggleFullScreen } from "../ui/full-screen.ts";
import { loadLanguage } from "../ui/i18n/text.ts";
import { floatReactions } from "../ui/reactions/float.ts";
import { joinTalk } from "../ui/talk.ts";
import { keepAwake } from "../ui/wake-lock.ts";
import { Overlay } from "./overlay.tsx";

const boot = readBoot();
const talk = joinTalk(boot, { withKey: false, as: "screen" });
const stage = document.getElementById("stage");
const app = document.getElementById("app");

const idleMs = 2000;

if (stage && app) {
  stage.className = "deck-host";
  const onKey = (key: string): void => {
    if (key === "f" || key === "F") toggleFullScreen();
  };
  const frame = createDeckFrame({
    host: stage,
    boot,
    get title() {
      return slidesName(boot);
    },
    mode: "locked",
    talk,
    onKey,
  });
  effect(() => {
    const { deck, position } = talk.view.value;
    frame.load(deck.version, position);
  });
  effect(() => frame.show(talk.view.value.position, talk.view.value.paused));
  effect(() => {
    document.title = talk.view.value.deck.title;
  });
  addEventListener("keydown", ({ key }) => onKey(key));
  hideIdlePointer();
  keepAwake();
  floatReactions(talk.client, stage, () => talk.view.value.screen.reactions);
  await loadLanguage();
  nameFrames(stage, boot);
  render(<Overlay talk={talk} />, app);
}

/** A projector shows no pointer that nobody moves. */
function hideIdlePointer(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    document.documentElement.removeAttribute("data-idle");
    clearTimeout(timer);
    timer = setTimeout(() => document.documentElement.setAttribute("data-idle", ""), idleMs);
  };
  addEventListener("pointermove", wake);
  wake();
}
