/** The audience's panel alone, for decks on other hosts, which frame it: it shows no slides and takes no key (rule A5). */
import "./main.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { NotTaken } from "../audience/not-taken.tsx";
import { createBallot } from "../audience/poll/ballot.ts";
import { Refused } from "../audience/refused.tsx";
import { createSignals } from "../audience/signals/signals.ts";
import { SignalButtons } from "../audience/signals/signals.tsx";
import { Pane } from "../audience/voice/pane.tsx";
import { Sheet, ThumbRow, tabsOf, WhatWaits } from "../audience/voice/sheet.tsx";
import { createVoice } from "../audience/voice/voice.ts";
import { readBoot } from "../ui/boot.ts";
import { Connection } from "../ui/connection.tsx";
import { loadLanguage } from "../ui/i18n/text.ts";
import { here } from "../ui/later.ts";
import { joinTalk } from "../ui/talk.ts";

const talk = joinTalk(readBoot(), { withKey: false });
const app = document.getElementById("app");

if (app) {
  const voice = createVoice(talk);
  const ballot = createBallot(talk, () => {
    voice.tab.value = "polls";
  });
  const signals = createSignals(talk);
  // There is nothing behind the sheet, so that one of its parts is always open.
  effect(() => {
    const tabs = tabsOf(voice, ballot);
    if (voice.tab.value === undefined || !tabs.includes(voice.tab.value)) voice.tab.value = tabs[0];
  });
  await loadLanguage();
  render(
    <>
      <div class="thumb-row">
        <ThumbRow voice={voice} ballot={ballot} />
      </div>
      <Refused talk={talk} />
      <NotTaken talk={talk} />
      <Sheet voice={voice} ballot={ballot} pane={here(Pane)} />
      <WhatWaits voice={voice} ballot={ballot} />
      <footer class="panel-foot">
        <Connection status={talk.status} />
        <SignalButtons talk={talk} signals={signals} />
      </footer>
    </>,
    app,
  );
}
