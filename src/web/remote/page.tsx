import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cockpit } from "../ui/cockpit.ts";
import { Connection } from "../ui/connection.tsx";
import { BlackoutIcon, PauseIcon, PlayIcon } from "../ui/icons.tsx";
import { nextWords } from "../ui/next-words.ts";
import { NotesText } from "../ui/notes-text.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { ThumbZone } from "./thumb-zone.tsx";

const notesSize = 20;

export function RemotePage({ cockpit }: { cockpit: Cockpit }) {
  if (cockpit.talk.status.value === "refused") {
    return <Refusal boot={cockpit.boot} page="the remote" reason={cockpit.talk.client.refusal} />;
  }
  return (
    <div class="remote">
      <Top cockpit={cockpit} />
      <Now cockpit={cockpit} />
      <NotesText cockpit={cockpit} size={notesSize} />
      <ThumbZone cockpit={cockpit} direction="prev" />
      <ThumbZone cockpit={cockpit} direction="next" />
    </div>
  );
}

function Top({ cockpit }: { cockpit: Cockpit }) {
  const { talk } = cockpit;
  const { paused } = talk.view.value;
  return (
    <header class="top">
      <Timer cockpit={cockpit} />
      <Link cockpit={cockpit} />
      <button
        type="button"
        class={`button${paused ? " main" : " plain"}`}
        aria-pressed={paused}
        aria-label={paused ? "Show the slide again" : "Black out"}
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
      aria-label={running ? "Pause the timer" : "Start the timer"}
      onClick={cockpit.toggleTimer}
    >
      {running ? <PauseIcon /> : <PlayIcon />}
      <span class={`tabular elapsed${pace?.nearEnd ? " near-end" : ""}`} data-testid="timer">
        {cockpit.elapsedText}
      </span>
      {pace && <span class="quiet pace">{pace.words}</span>}
    </button>
  );
}

/** Without a link, what becomes of the steps made here. */
function Link({ cockpit }: { cockpit: Cockpit }) {
  const { talk, driver } = cockpit;
  const unsent = driver.unsent.value;
  return (
    <p class="link quiet">
      <Connection status={talk.status}>{`${talk.here.value} here`}</Connection>
      {talk.status.value === "reconnecting" && (
        <span data-testid="kept">Your steps are kept{unsent > 0 ? `: ${unsent} to send` : ""}</span>
      )}
      {talk.problem.value !== "" && <span role="status">{talk.problem.value}</span>}
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
        {paused && <p class="badge">Blacked out</p>}
      </div>
      <div class="titles">
        <p class="quiet tabular" data-testid="slide-number">
          {Math.max(0, cockpit.index.value) + 1} / {Math.max(1, cockpit.slides.value.length)}
        </p>
        <h1>{known ? cockpit.title : cockpit.boot.talk.title}</h1>
        <p class="quiet" data-testid="next-title">
          {known && nextWords(cockpit.next.value)}
        </p>
      </div>
    </main>
  );
}
