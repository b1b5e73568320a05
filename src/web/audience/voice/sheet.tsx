/** Where the audience takes part: a sheet under the slide on a phone, beside it elsewhere, and the buttons that raise it. */
import { useEffect } from "preact/hooks";
import type { Ballot } from "../poll/ballot.ts";
import { Polls } from "../poll/polls.tsx";
import { Chat } from "./chat.tsx";
import { Questions } from "./questions.tsx";
import type { Voice, VoiceTab } from "./voice.ts";
import { words } from "./words.ts";

type SheetProps = { readonly voice: Voice; readonly ballot: Ballot };

/** The buttons of what there is to take part in. */
export function ThumbRow({ voice, ballot }: SheetProps) {
  const tabs = tabsOf(voice, ballot);
  if (tabs.length === 0) return null;
  return (
    <nav class="thumbs" aria-label={words.takePart}>
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
      aria-expanded={isOpen}
      data-testid={`open-${tab}`}
      onClick={() => {
        voice.tab.value = isOpen ? undefined : tab;
      }}
    >
      {mustVote ? words.vote : words.tabs[tab]}
      {unread > 0 && (
        <span class="count tabular" data-testid={`unread-${tab}`}>
          {unread > 99 ? "99+" : unread}
          <span class="visually-hidden"> {words.unread(unread)}</span>
        </span>
      )}
    </button>
  );
}

export function Sheet({ voice, ballot }: SheetProps) {
  const tab = voice.tab.value;
  const isUp = tab !== undefined && tabsOf(voice, ballot).includes(tab);
  useEffect(() => {
    document.body.toggleAttribute("data-sheet", isUp);
  }, [isUp]);
  if (!isUp || tab === undefined) return null;
  return (
    <aside class="sheet" aria-label={words.tabs[tab]} data-tab={tab} data-testid="sheet">
      <header>
        <h2>{words.tabs[tab]}</h2>
        <button
          type="button"
          class="button plain close"
          aria-label={words.close}
          onClick={() => {
            voice.tab.value = undefined;
          }}
        >
          ✕
        </button>
      </header>
      {tab === "polls" && <Polls ballot={ballot} />}
      {tab === "questions" && <Questions voice={voice} />}
      {tab === "chat" && <Chat voice={voice} />}
    </aside>
  );
}

/** What is on, or has something in it to read. */
function tabsOf({ talk, questions }: Voice, { polls }: Ballot): readonly VoiceTab[] {
  const { features, chat } = talk.view.value;
  return [
    ...(polls.value.length > 0 ? (["polls"] as const) : []),
    ...(features.questions.on || questions.value.length > 0 ? (["questions"] as const) : []),
    ...(features.chat.on || chat.length > 0 ? (["chat"] as const) : []),
  ];
}
