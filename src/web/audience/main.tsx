import "./main.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { readBoot } from "../ui/boot.ts";
import { nameFrames } from "../ui/frame-name.ts";
import { toggleFullScreen } from "../ui/full-screen.ts";
import { loadLanguage } from "../ui/i18n/text.ts";
import { type Meaning, meaningOf } from "../ui/keys.ts";
import { later, whenIdle } from "../ui/later.ts";
import { floatReactions } from "../ui/reactions/float.ts";
import { joinTalk } from "../ui/talk.ts";
import { createAudience } from "./audience.ts";
import { Bar } from "./bar.tsx";
import { NotTaken } from "./not-taken.tsx";
import { createBallot } from "./poll/ballot.ts";
import { Refused } from "./refused.tsx";
import { createSignals } from "./signals/signals.ts";
import { SignalButtons } from "./signals/signals.tsx";
import { Sheet, ThumbRow, WhatWaits } from "./voice/sheet.tsx";
import { createVoice } from "./voice/voice.ts";

const boot = readBoot();
const talk = joinTalk(boot, { withKey: false });
const stage = document.getElementById("stage");
const app = document.getElementById("app");

if (stage && app) {
  stage.className = "deck-host";
  const plainKey = (key: string) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false });
  const audience = createAudience(talk, stage, (key) => act(meaningOf(plainKey(key))));
  const act = (meaning: Meaning | undefined): boolean => {
    switch (meaning?.type) {
      case "step":
        audience.step(meaning.step);
        return true;
      case "close":
      case "browsing":
        audience.backToLive();
        return true;
      case "fullscreen":
        toggleFullScreen();
        return true;
      default:
        return false;
    }
  };
  addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest("input, textarea")) return;
    if (target?.closest("button, a") && (event.key === " " || event.key === "Enter")) return;
    if (act(meaningOf(event))) event.preventDefault();
  });
  effect(() => {
    document.title = talk.view.value.deck.title;
  });
  const voice = createVoice(talk);
  const ballot = createBallot(talk, () => {
    voice.tab.value = "polls";
  });
  const signals = createSignals(talk);
  floatReactions(talk.client, stage, () => talk.view.value.features.reactions.on);
  const pane = later({ load: () => import("./voice/pane.tsx").then(({ Pane }) => Pane) });
  effect(() => {
    if (audience.ready.value) whenIdle(pane.load);
  });
  await loadLanguage();
  nameFrames(stage, boot);
  render(
    <>
      <Bar talk={talk} audience={audience}>
        <div class="thumb-row">
          <ThumbRow voice={voice} ballot={ballot} />
          <SignalButtons talk={talk} signals={signals} />
        </div>
      </Bar>
      <Refused talk={talk} />
      <NotTaken talk={talk} />
      <Sheet voice={voice} ballot={ballot} pane={pane} />
      <WhatWaits voice={voice} ballot={ballot} />
    </>,
    app,
  );
}
