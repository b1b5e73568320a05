import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cockpit } from "../ui/cockpit.ts";
import { Connection } from "../ui/connection.tsx";
import { PaceGauge } from "../ui/desk/pace-gauge.tsx";
import type { RoomDesk } from "../ui/desk/room-desk.ts";
import { t } from "../ui/i18n/text.ts";
import { BlackoutIcon, PauseIcon, PlayIcon } from "../ui/icons.tsx";
import { NotesText } from "../ui/notes-text.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { keptWords, nextWords } from "../ui/words.ts";
import { RoomButton, RoomDialog } from "./room.tsx";
import { ThumbZone } from "./thumb-zone.tsx";

const notesSize = 20;

export function RemotePage({ cockpit, room }: { cockpit: Cockpit; room: RoomDesk }) {
  if (cockpit.talk.status.value === "refused") {
    return <Refusal boot={cockpit.boot} page="remote" reason={cockpit.talk.client.refusal} />;
  }
  return (
    <div class="remote">
      <Top cockpit={cockpit} room={room} />
      <Trouble talk={cockpit.talk} />
      <Now cockpit={cockpit} />
      <NotesText cockpit={cockpit} size={notesSize} />
      <Word cockpit={cockpit} />
      <ThumbZone cockpit={cockpit} direction="prev" />
      <ThumbZone cockpit={cockpit} direction="next" />
      <RoomDialog room={room} />
    </div>
  );
}

function Top({ cockpit, room }: { cockpit: Cockpit; room: RoomDesk }) {
  const { talk } = cockpit;
  const { paused } = talk.view.value;
  return (
    <header class="top">
      <Timer cockpit={cockpit} />
      <p class="link quiet" data-testid="here">
        <Connection status={talk.status}>{t("shared.here", { n: talk.here.value })}</Connection>
      </p>
      <RoomButton room={room} />
      <button
        type="button"
        class={`button${paused ? " main" : " plain"}`}
        aria-pressed={paused}
        aria-label={t(paused ? "drive.showAgain" : "drive.blackOut")}
        data-testid="blackout"
        onClick={cockpit.toggleBlackout}
      >
        <BlackoutIcon />
      </button>
    </header>
  );
}

function Timer({ cockpit }: { cockpit: Cockpit }) {
  const running = cockpit.running.value;
  const pace = cockpit.pace.value;
  return (
    <button
      type="button"
      class="button plain timer"
      title={t(running ? "drive.pauseTimer" : "drive.startTimer")}
      onClick={cockpit.toggleTimer}
    >
      {running ? <PauseIcon /> : <PlayIcon />}
      <span class="visually-hidden">{t(running ? "drive.pauseTimer" : "drive.startTimer")} </span>
      <span class={`tabular elapsed${pace?.nearEnd ? " near-end" : ""}`} data-testid="timer">
        {cockpit.elapsedText}
      </span>
      {pace && <span class="quiet pace">{pace.words}</span>}
    </button>
  );
}

/** What the room says without words: hands and pace. */
function RoomSays({ cockpit: { talk } }: { cockpit: Cockpit }) {
  const hands = talk.tallies.value.signals?.hands.length ?? 0;
  return (
    <div class="room-says">
      {hands > 0 && (
        <p class="quiet tabular" data-testid="hands-up">
          <span aria-hidden="true">✋</span> {t("signal.hands", { n: hands })}
        </p>
      )}
      <PaceGauge talk={talk} />
    </div>
  );
}

/** Without a link, what becomes of the steps made here; and what was refused. */
function Word({ cockpit }: { cockpit: Cockpit }) {
  const { talk, driver } = cockpit;
  const kept = talk.status.value === "reconnecting" ? keptWords(driver.unsent.value) : "";
  const words = kept || talk.problem.value;
  return (
    <p class="word" role="status" data-testid={kept === "" ? undefined : "kept"}>
      {words !== "" && <span class="card">{words}</span>}
    </p>
  );
}

function Now({ cockpit }: { cockpit: Cockpit }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (host.current) cockpit.driver.mount(host.current);
  }, [cockpit]);
  const { paused } = cockpit.talk.view.value;
  const known = cockpit.index.value >= 0;
  return (
    <main class="now">
      <div class={`live${paused ? " black" : ""}`}>
        <div ref={host} class="deck-host" />
        {paused && <p class="badge">{t("drive.blackedOut")}</p>}
      </div>
      <div class="titles">
        <p class="quiet tabular" data-testid="slide-number">
          <span dir="ltr">
            {Math.max(0, cockpit.index.value) + 1} / {Math.max(1, cockpit.slides.value.length)}
          </span>
        </p>
        <h1 class="line" dir="auto">
          {known ? cockpit.title : cockpit.boot.talk.title}
        </h1>
        <p class="quiet" data-testid="next-title">
          {known && nextWords(cockpit.next.value)}
        </p>
        <RoomSays cockpit={cockpit} />
      </div>
    </main>
  );
}
