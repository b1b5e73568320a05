import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cockpit } from "../ui/cockpit.ts";
import { Connection } from "../ui/connection.tsx";
import { BlackoutIcon, PauseIcon, PlayIcon } from "../ui/icons.tsx";
import { NotesText } from "../ui/notes-text.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { keptWords, nextWords } from "../ui/words.ts";
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
      <Word cockpit={cockpit} />
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
      <p class="link quiet" data-testid="here">
        <Connection status={talk.status}>{`${talk.here.value} here`}</Connection>
      </p>
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
      title={running ? "Pause the timer" : "Start the timer"}
      onClick={cockpit.toggleTimer}
    >
      {running ? <PauseIcon /> : <PlayIcon />}
      <span class="visually-hidden">{running ? "Pause the timer: " : "Start the timer: "}</span>
      <span class={`tabular elapsed${pace?.nearEnd ? " near-end" : ""}`} data-testid="timer">
        {cockpit.elapsedText}
      </span>
      {pace && <span class="quiet pace">{pace.words}</span>}
    </button>
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
        {paused && <p class="badge">Blacked out</p>}
      </div>
      <div class="titles">
        <p class="quiet tabular" data-testid="slide-number">
          {Math.max(0, cockpit.index.value) + 1} / {Math.max(1, cockpit.slides.value.length)}
        </p>
        <h1 dir="auto">{known ? cockpit.title : cockpit.boot.talk.title}</h1>
        <p class="quiet" data-testid="next-title">
          {known && nextWords(cockpit.next.value)}
        </p>
      </div>
    </main>
  );
}
