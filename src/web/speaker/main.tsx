/** The speaker's page: what is on, what comes next, what to say, and how long it takes. */
import "./main.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { readBoot, readKey } from "../ui/boot.ts";
import { loadLanguage, t } from "../ui/i18n/text.ts";
import { Refusal } from "../ui/refusal.tsx";
import { createDesk, type Desk } from "./desk.ts";
import { SpeakerPage } from "./page.tsx";

const boot = readBoot();
const root = document.getElementById("app");
// The key stands in the fragment: another link pasted into this tab changes nothing else of the address.
addEventListener("hashchange", () => location.reload());

function start(): Desk {
  const desk = createDesk(boot);
  effect(() => {
    document.title = t("drive.speakerTitle", { talk: desk.talk.view.value.deck.title });
  });
  return desk;
}

await loadLanguage();
if (root) {
  render(readKey() === undefined ? <Refusal boot={boot} page="speaker" /> : <SpeakerPage desk={start()} />, root);
}
