import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../ui/i18n/text.ts";
import { Refusal } from "../ui/refusal.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { Controls } from "./controls.tsx";
import type { Desk } from "./desk.ts";
import { Divider } from "./divider.tsx";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { createPanels, type Panels } from "./panels.ts";
import { NextPane, NotesPane, Stage } from "./panes.tsx";
import { SlideList } from "./slide-list.tsx";

export function SpeakerPage({ desk }: { desk: Desk }) {
  if (desk.talk.status.value === "refused") {
    return <Refusal boot={desk.boot} page="speaker" reason={desk.talk.client.refusal} />;
  }
  return <Work desk={desk} />;
}

const panels = createPanels();

function Work({ desk }: { desk: Desk }) {
  const tall = useTall();
  const { main, side } = tall ? panels.tall : panels.wide;
  return (
    <div class="speaker">
      <Header desk={desk} />
      <Trouble talk={desk.talk} />
      <main class="work" style={sizes(panels)}>
        <Stage desk={desk} />
        <Controls desk={desk} />
        <Divider
          size={main}
          direction={tall ? "rows" : "columns"}
          name={t(tall ? "speaker.slideHeight" : "speaker.slideWidth")}
          testId="divider-main"
        />
        <section class="side" aria-label={t("speaker.nextAndNotes")}>
          <NextPane desk={desk} />
          <Divider
            size={side}
            direction={tall ? "columns" : "rows"}
            name={t(tall ? "speaker.nextWidth" : "speaker.nextHeight")}
            testId="divider-side"
          />
          <NotesPane desk={desk} />
        </section>
      </main>
      <SlideList desk={desk} />
      <JoinDialog desk={desk} />
      <Help desk={desk} />
      <Problem desk={desk} />
    </div>
  );
}

/** Only what somebody has changed; the style sheet has the defaults. */
function sizes({ wide, tall }: Panels): Record<string, string> {
  const all = { "--main": wide.main, "--side": wide.side, "--main-tall": tall.main, "--side-tall": tall.side };
  const changed = Object.entries(all).filter(([, size]) => size.value > 0);
  return Object.fromEntries(changed.map(([name, size]) => [name, `${size.value}%`]));
}

/** Taller than wide: the style sheet asks the same. */
function useTall(): boolean {
  const tall = useSignal(false);
  useEffect(() => {
    const query = matchMedia("(max-aspect-ratio: 1/1)");
    const follow = (): void => {
      tall.value = query.matches;
    };
    follow();
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [tall]);
  return tall.value;
}

function Problem({ desk }: { desk: Desk }) {
  const problem = desk.talk.problem.value;
  return (
    <div class="problem" role="status">
      {problem !== "" && <p class="card">{problem}</p>}
    </div>
  );
}
