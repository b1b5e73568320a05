/** The speaker's page: what is on, what comes next, what to say, and how long it takes. */
import "../ui/base.css";
import "../ui/notes.css";
import "../ui/refusal.css";
import "../ui/desk/desk.css";
import "./speaker.css";
import "./head.css";
import "./controls.css";
import "./dialogs.css";
import { render } from "preact";
import { readBoot, readKey } from "../ui/boot.ts";
import { Refusal } from "../ui/refusal.tsx";
import { createDesk } from "./desk.ts";
import { SpeakerPage } from "./page.tsx";

const boot = readBoot();
const root = document.getElementById("app");
// The key stands in the fragment: another link pasted into this tab changes nothing else of the address.
addEventListener("hashchange", () => location.reload());
if (root) {
  render(
    readKey() === undefined ? (
      <Refusal boot={boot} page="the speaker's page" />
    ) : (
      <SpeakerPage desk={createDesk(boot)} />
    ),
    root,
  );
}
