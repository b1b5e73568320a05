/** The moderator's page: the room's desk, without driving. */
import "./main.css";
import { render } from "preact";
import { readBoot, readKey } from "../ui/boot.ts";
import { loadLanguage } from "../ui/i18n/text.ts";
import { Refusal } from "../ui/refusal.tsx";
import { createModerator } from "./moderator.ts";
import { ModeratorPage } from "./page.tsx";

const boot = readBoot();
const root = document.getElementById("app");
// The key stands in the fragment: another link pasted into this tab changes nothing else of the address.
addEventListener("hashchange", () => location.reload());
await loadLanguage();
if (root) {
  render(
    readKey() === undefined ? (
      <Refusal boot={boot} page="moderator" />
    ) : (
      <ModeratorPage moderator={createModerator(boot)} />
    ),
    root,
  );
}
