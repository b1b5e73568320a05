/** Where the audience takes part: a sheet under the slide on a phone, beside it elsewhere, and the buttons that raise it. */
import { useEffect } from "preact/hooks";
import { Coming } from "../../ui/coming.tsx";
import { t } from "../../ui/i18n/text.ts";
import type { Later } from "../../ui/later.ts";
import type { Ballot } from "../poll/ballot.ts";

import type { Pane } from "./pane.tsx";
import type { Voice, VoiceTab } from "./voice.ts";

const tabNames = { polls: "shared.polls", questions: "shared.questions", chat: "shared.chat" } as const;

type SheetProps = { readonly voice: Voice; readonly ballot: Ballot };

/** The buttons of what there is to take part in. */
export function ThumbRow({ voice, ballot }: SheetProps) {
  const tabs = tabsOf(voice, ballot);
  if (tabs.length === 0) return null;
  return (
    <nav class="thumbs" aria-label={t("voice.takePart")}>
      {tabs.map((tab) => (
        <ThumbButton key={tab} tab={tab} voice={voice} ballot={ballot} />
      ))}
    </nav>
  );
}

function ThumbButton({ tab, voice, ballot }: SheetProps & { tab: VoiceTab }) {
  const isOpen = voice.tab.value === tab;
  const mustVote = tab === "polls" && ballot.unanswered.value > 0;
  const unread = tab === "polls" ? 0 : voice.unread[tab].value;
  return (
    <button
      type="button"
      class={`button thumb${mustVote ? " main" : ""}`}
      id={buttonOf(tab)}
      aria-expanded={isOpen}
      data-testid={`open-${tab}`}
      onClick={() => {
        voice.tab.value = isOpen ? undefined : tab;
      }}
    >
      {mustVote ? t("voice.vote") : t(tabNames[tab])}
      {unread > 0 && (
        <span class="count tabular" data-testid={`unread-${tab}`}>
          <span aria-hidden="true" dir="ltr">
            {unread > 99 ? "99+" : unread}
          </span>
          <span class="visually-hidden"> {t("shared.unread", { n: unread })}</span>
        </span>
      )}
    </button>
  );
}

/** What is in the sheet may come after the page: it is not needed for the first slide. */
export function Sheet({ voice, ballot, pane }: SheetProps & { readonly pane: Later<typeof Pane> }) {
  const tab = voice.tab.value;
  const isUp = tab !== undefined && tabsOf(voice, ballot).includes(tab);
  useEffect(() => {
    document.body.toggleAttribute("data-sheet", isUp);
  }, [isUp]);
  useEffect(() => {
    if (isUp) pane.load();
  }, [isUp]);
  if (!isUp || tab === undefined) return null;
  const Loaded = pane.part.value;
  const close = (): void => {
    voice.tab.value = undefined;
    // Back to where it was opened, for those who go on with the keyboard.
    document.getElementById(buttonOf(tab))?.focus();
  };
  return (
    <aside
      class="sheet"
      aria-label={t(tabNames[tab])}
      data-tab={tab}
      data-testid="sheet"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h2>{t(tabNames[tab])}</h2>
        <button type="button" class="button plain close" aria-label={t("shared.close")} onClick={close}>
          ✕
        </button>
      </header>
      <p class="problem" role="alert">
        {voice.problem.value}
      </p>
      {Loaded === undefined ? <Coming part={pane} /> : <Loaded tab={tab} voice={voice} ballot={ballot} />}
    </aside>
  );
}

/** Says quietly what waits, to those who do not see the counts. */
export function WhatWaits({ voice, ballot }: SheetProps) {
  const isVoting = voice.tab.value === "polls";
  const asked = voice.unread.questions.value;
  return (
    <p class="visually-hidden" role="status" data-testid="what-waits">
      {!isVoting && ballot.unanswered.value > 0 && `${t("voice.pollWaits")} `}
      {asked > 0 && t("shared.newQuestions", { n: asked })}
    </p>
  );
}

const buttonOf = (tab: VoiceTab): string => `open-${tab}`;

/** What is on, or has something in it to read. */
export function tabsOf({ talk, questions }: Voice, { polls }: Ballot): readonly VoiceTab[] {
  const { features, chat } = talk.view.value;
  return [
    ...(polls.value.length > 0 ? (["polls"] as const) : []),
    ...(features.questions.on || questions.value.length > 0 ? (["questions"] as const) : []),
    ...(features.chat.on || chat.length > 0 ? (["chat"] as const) : []),
  ];
}
