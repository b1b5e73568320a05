/** The desk: what the audience says and what becomes of it, in tabs; for the speaker, the notes are one of them. */
import type { ComponentChildren } from "preact";
import type { Key } from "../i18n/catalogue.ts";
import { isRightToLeft, t } from "../i18n/text.ts";
import { Chat } from "./chat.tsx";
import { Hands } from "./hands.tsx";
import { Polls } from "./polls.tsx";
import { Questions } from "./questions.tsx";
import type { DeskTab, RoomDesk } from "./room-desk.ts";
import { Settings } from "./settings.tsx";

export type RoomPanelProps = {
  readonly room: RoomDesk;
  /** The speaker's notes; a moderator has none. */
  readonly notes?: ComponentChildren;
};

const tabNames = {
  notes: "drive.notes",
  questions: "shared.questions",
  chat: "shared.chat",
  polls: "shared.polls",
  settings: "desk.settings",
} as const satisfies Record<DeskTab, Key>;

const roomTabs = ["questions", "chat", "polls", "settings"] as const;

export function RoomPanel({ room, notes }: RoomPanelProps) {
  const tabs: readonly DeskTab[] = notes === undefined ? roomTabs : ["notes", ...roomTabs];
  const tab = room.tab.value;
  return (
    <section class="room" aria-label={t("desk.room")} data-tab={tab} data-testid="room">
      <Tabs room={room} tabs={tabs} />
      <div class="room-now">
        <Hands talk={room.talk} />
        <OnScreen room={room} />
      </div>
      {notes !== undefined && (
        <div class="room-panel" id={panelId("notes")} role="tabpanel" aria-labelledby={tabId("notes")} data-notes>
          {notes}
        </div>
      )}
      {tab !== "notes" && (
        <div class="room-panel" id={panelId(tab)} key={tab} role="tabpanel" aria-labelledby={tabId(tab)}>
          <Content room={room} />
        </div>
      )}
      <Announcer room={room} />
    </section>
  );
}

function Content({ room }: { room: RoomDesk }) {
  switch (room.tab.value) {
    case "questions":
      return <Questions room={room} />;
    case "chat":
      return <Chat room={room} />;
    case "polls":
      return <Polls room={room} />;
    default:
      return <Settings room={room} />;
  }
}

function Tabs({ room, tabs }: { room: RoomDesk; tabs: readonly DeskTab[] }) {
  const now = room.tab.value;
  const go = (to: DeskTab | undefined): void => {
    if (to === undefined) return;
    room.tab.value = to;
    document.getElementById(tabId(to))?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(now);
    const ahead = isRightToLeft() ? -1 : 1;
    const walk: Record<string, number> = {
      ArrowRight: at + ahead,
      ArrowLeft: at - ahead,
      Home: 0,
      End: tabs.length - 1,
    };
    const to = walk[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(tabs.at(to % tabs.length));
  };
  return (
    <div class="room-tabs" role="tablist" aria-label={t("desk.room")} onKeyDown={press}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={tabId(tab)}
          class="room-tab"
          aria-selected={tab === now}
          aria-controls={tab === now || tab === "notes" ? panelId(tab) : undefined}
          tabIndex={tab === now ? 0 : -1}
          data-testid={`tab-${tab}`}
          onClick={({ currentTarget }) => {
            room.tab.value = tab;
            currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" });
          }}
        >
          {t(tabNames[tab])}
          <Counts room={room} tab={tab} />
        </button>
      ))}
    </div>
  );
}

function Counts({ room, tab }: { room: RoomDesk; tab: DeskTab }) {
  if (tab === "polls") {
    const isOpen = Object.values(room.talk.view.value.polls).some(({ phase }) => phase === "open");
    return isOpen ? (
      <span class="open-dot">
        <span class="visually-hidden">{t("shared.open")}</span>
      </span>
    ) : null;
  }
  if (tab !== "questions" && tab !== "chat") return null;
  const waiting = room[tab].waiting.value.length;
  const fresh = room[tab].fresh.value;
  return (
    <>
      {waiting > 0 && <Count kind="waits" n={waiting} text={t("desk.toApprove", { n: waiting })} />}
      {fresh > 0 && <Count kind="fresh" n={fresh} text={t("shared.unread", { n: fresh })} />}
    </>
  );
}

const mostCounted = 99;

function Count({ kind, n, text }: { kind: "waits" | "fresh"; n: number; text: string }) {
  return (
    <span class={`count ${kind} tabular`} title={text} data-testid={kind}>
      <span aria-hidden="true" dir="ltr">
        {n > mostCounted ? `${mostCounted}+` : n}
      </span>
      <span class="visually-hidden">{text}</span>
    </span>
  );
}

/** What lies on the big screen now, whatever tab is open. */
function OnScreen({ room }: { room: RoomDesk }) {
  const { spotlight } = room.talk.view.value;
  if (spotlight === null) return null;
  const post = room.onScreen.value;
  return (
    <div class="on-screen-now" data-testid="on-screen">
      <p>
        <b>{t("desk.onScreen")}</b> <bdi class="quiet">{post?.text}</bdi>
      </p>
      <button type="button" class="button small" onClick={() => room.talk.send({ event: "spotlight", post: null })}>
        {t("desk.takeOff")}
      </button>
    </div>
  );
}

/** For those who listen: what waits and what is new, without taking the focus. */
function Announcer({ room: { questions, chat } }: { room: RoomDesk }) {
  const waiting = questions.waiting.value.length + chat.waiting.value.length;
  const fresh = questions.fresh.value;
  return (
    <p class="visually-hidden" role="status">
      {waiting > 0 && t("desk.postsToApprove", { n: waiting })} {fresh > 0 && t("shared.newQuestions", { n: fresh })}
    </p>
  );
}

const tabId = (tab: DeskTab): string => `tab-${tab}`;
const panelId = (tab: DeskTab): string => `panel-${tab}`;
