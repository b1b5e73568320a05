import { useEffect, useRef } from "preact/hooks";
import type { Browsing } from "../../talk/commands.ts";
import { Connection } from "../ui/connection.tsx";
import { canFullScreen, toggleFullScreen } from "../ui/full-screen.ts";
import { FullScreenIcon, HelpIcon, LockIcon, OpenIcon, PeopleIcon, ShareIcon } from "../ui/icons.tsx";
import { keptWords } from "../ui/words.ts";
import { browsingModes, type Desk } from "./desk.ts";

export function Header({ desk }: { desk: Desk }) {
  const { status, here } = desk.talk;
  return (
    <header class="head" data-status={status.value}>
      <Connection status={status}>Live</Connection>
      <Headline desk={desk} />
      <span class="here tabular" data-testid="here">
        <PeopleIcon />
        <span>
          {here.value} <span class="wide-only">here</span>
        </span>
      </span>
      <BrowsingMenu desk={desk} />
      <button type="button" class="button plain" data-testid="join" aria-label="Join" onClick={() => toggle(desk.join)}>
        <ShareIcon /> <span class="wide-only">Join</span>
      </button>
      <a
        class="button plain"
        href={`${desk.boot.base}screen`}
        target="lectern-screen"
        rel="noopener"
        aria-label="Open the screen page in a new window"
        title="Open the screen page in a new window, for the projector"
      >
        <OpenIcon /> <span class="wide-only">Screen</span>
      </a>
      {canFullScreen() && (
        <button
          type="button"
          class="button plain not-phone"
          aria-label="Full screen"
          title="Full screen (f)"
          onClick={toggleFullScreen}
        >
          <FullScreenIcon />
        </button>
      )}
      <button
        type="button"
        class="button plain not-phone"
        aria-label="Keyboard help"
        title="Keyboard help (?)"
        onClick={() => toggle(desk.help)}
      >
        <HelpIcon />
      </button>
    </header>
  );
}

/** The talk's title; without a link, what becomes of the speaker's steps. */
function Headline({ desk }: { desk: Desk }) {
  const { talk, driver } = desk;
  if (talk.status.value !== "reconnecting")
    return (
      <h1 class="headline" dir="auto">
        {talk.view.value.deck.title}
      </h1>
    );
  return (
    <p class="headline" data-testid="kept">
      {keptWords(driver.unsent.value)}
    </p>
  );
}

const modes: Record<Browsing, { readonly name: string; readonly text: string }> = {
  free: { name: "Anywhere", text: "People may look at any slide, and come back to live." },
  shown: { name: "Shown so far", text: "People may look back, but not ahead." },
  locked: { name: "Locked", text: "Every screen stays where you are." },
};

function BrowsingMenu({ desk }: { desk: Desk }) {
  const root = useRef<HTMLDivElement>(null);
  const open = desk.browsingMenu.value;
  const now = desk.talk.view.value.browsing;
  useEffect(() => {
    if (!open) return undefined;
    root.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
    const close = (event: Event): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) desk.browsingMenu.value = false;
    };
    addEventListener("pointerdown", close);
    // A press inside the deck's frame is seen here only as lost focus.
    addEventListener("blur", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("blur", close);
    };
  }, [open, desk]);
  return (
    <div class="browsing" ref={root}>
      <button
        type="button"
        class="button plain"
        aria-expanded={open}
        aria-label={`Browsing: ${modes[now].name}`}
        title="How far the audience may look around (l)"
        data-testid="lock"
        data-mode={now}
        onClick={() => toggle(desk.browsingMenu)}
      >
        <LockIcon /> <span class="wide-only">{modes[now].name}</span>
      </button>
      {open && <BrowsingChoice desk={desk} now={now} />}
    </div>
  );
}

function BrowsingChoice({ desk, now }: { desk: Desk; now: Browsing }) {
  return (
    <fieldset class="browsing-choice card">
      <legend>How far the audience may look around</legend>
      {browsingModes.map((mode) => (
        <label key={mode}>
          <input
            type="radio"
            name="browsing"
            value={mode}
            checked={mode === now}
            onChange={() => desk.setBrowsing(mode)}
          />
          <span>
            <b>{modes[mode].name}</b>
            <span class="quiet">{modes[mode].text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function toggle(what: { value: boolean }): void {
  what.value = !what.value;
}
