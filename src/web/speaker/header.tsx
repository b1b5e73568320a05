import { useEffect, useRef } from "preact/hooks";
import type { Transports } from "../../protocol/messages.ts";
import type { Browsing } from "../../talk/commands.ts";
import { Connection } from "../ui/connection.tsx";
import { canFullScreen, toggleFullScreen } from "../ui/full-screen.ts";
import { inMyLanguage, number, t } from "../ui/i18n/text.ts";
import { FullScreenIcon, HelpIcon, LockIcon, OpenIcon, PeopleIcon, ShareIcon } from "../ui/icons.tsx";
import { keptWords } from "../ui/words.ts";
import { browsingModes, type Desk } from "./desk.ts";

export function Header({ desk }: { desk: Desk }) {
  const { status, here, transports } = desk.talk;
  return (
    <header class="head" data-status={status.value}>
      <Connection status={status}>{t("shared.live")}</Connection>
      <Headline desk={desk} />
      <span class="here tabular" data-testid="here" title={waysOf(transports.value)}>
        <PeopleIcon />
        <span class="wide-only">{t("shared.here", { n: here.value })}</span>
        <span class="narrow-only">{number(here.value)}</span>
        <OtherWays transports={transports.value} />
      </span>
      <BrowsingMenu desk={desk} />
      <button
        type="button"
        class="button plain"
        data-testid="join"
        aria-label={t("speaker.join")}
        onClick={() => toggle(desk.join)}
      >
        <ShareIcon /> <span class="wide-only">{t("speaker.join")}</span>
      </button>
      <a
        class="button plain"
        href={inMyLanguage(`${desk.boot.base}screen`)}
        target="lectern-screen"
        rel="noopener"
        aria-label={t("speaker.openScreen")}
        title={t("speaker.openScreenFor")}
      >
        <OpenIcon /> <span class="wide-only">{t("speaker.screen")}</span>
      </a>
      {canFullScreen() && (
        <button
          type="button"
          class="button plain not-phone"
          aria-label={t("shared.fullScreen")}
          title={`${t("shared.fullScreen")} (f)`}
          onClick={toggleFullScreen}
        >
          <FullScreenIcon />
        </button>
      )}
      <button
        type="button"
        class="button plain not-phone"
        aria-label={t("keys.help")}
        title={`${t("keys.help")} (?)`}
        onClick={() => toggle(desk.help)}
      >
        <HelpIcon />
      </button>
    </header>
  );
}

/** The talk's title; without a link, what becomes of the speaker's steps. */
/** Which transports carry how many screens, for whoever asks; their names are the same in every language. */
function waysOf(transports: Transports | undefined): string | undefined {
  if (transports === undefined) return undefined;
  const { websocket, sse, poll } = transports;
  return `WebSocket ${number(websocket)} · SSE ${number(sse)} · long polling ${number(poll)}`;
}

/** Networks that block WebSocket are worth a word: what is slow there is not the talk's fault. */
function OtherWays({ transports }: { transports: Transports | undefined }) {
  const n = (transports?.sse ?? 0) + (transports?.poll ?? 0);
  if (n === 0) return null;
  return (
    <span class="quiet wide-only" data-testid="other-ways">
      {t("speaker.otherWays", { n })}
    </span>
  );
}

function Headline({ desk }: { desk: Desk }) {
  const { talk, driver } = desk;
  if (talk.status.value !== "reconnecting")
    return (
      <h1 class="headline line" dir="auto">
        {talk.view.value.deck.title}
      </h1>
    );
  return (
    <p class="headline" data-testid="kept">
      {keptWords(driver.unsent.value)}
    </p>
  );
}

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
        aria-label={t("speaker.browsing", { mode: t(`speaker.${now}`) })}
        title={`${t("speaker.lookAround")} (l)`}
        data-testid="lock"
        data-mode={now}
        onClick={() => toggle(desk.browsingMenu)}
      >
        <LockIcon /> <span class="wide-only">{t(`speaker.${now}`)}</span>
      </button>
      {open && <BrowsingChoice desk={desk} now={now} />}
    </div>
  );
}

function BrowsingChoice({ desk, now }: { desk: Desk; now: Browsing }) {
  return (
    <fieldset class="browsing-choice card">
      <legend>{t("speaker.lookAround")}</legend>
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
            <b>{t(`speaker.${mode}`)}</b>
            <span class="quiet">{t(`speaker.${mode}Text`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function toggle(what: { value: boolean }): void {
  what.value = !what.value;
}
