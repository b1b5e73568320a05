/** The room in the speaker's pocket: one button says what waits, and opens the desk over the remote. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Coming } from "../ui/coming.tsx";
import type { RoomDesk } from "../ui/desk/room-desk.ts";
import { Dialog } from "../ui/dialog.tsx";
import { t } from "../ui/i18n/text.ts";
import { later } from "../ui/later.ts";

const isOpen = signal(false);

export function RoomButton({ room }: { room: RoomDesk }) {
  const waiting = room.questions.waiting.value.length + room.chat.waiting.value.length;
  const fresh = room.questions.fresh.value;
  const words = [
    waiting > 0 ? t("desk.toApprove", { n: waiting }) : "",
    fresh > 0 ? t("shared.newQuestions", { n: fresh }) : "",
  ].filter((one) => one !== "");
  return (
    <button
      type="button"
      class="button plain"
      title={words.join(" ")}
      data-testid="open-room"
      onClick={() => {
        room.tab.value = firstTab(room, waiting);
        isOpen.value = true;
      }}
    >
      {t("desk.room")}
      {waiting + fresh > 0 && (
        <span class="room-count tabular" data-testid="room-count">
          <span aria-hidden="true">{waiting + fresh}</span>
          <span class="visually-hidden">{words.join(" ")}</span>
        </span>
      )}
    </button>
  );
}

/** What is to be done now: what waits for approval, then the poll of this slide or an open one, then the questions. */
function firstTab({ talk, deckPolls, questions }: RoomDesk, waiting: number): "questions" | "chat" | "polls" {
  if (waiting > 0) return questions.waiting.value.length > 0 ? "questions" : "chat";
  const { polls, position } = talk.view.value;
  const isHere = deckPolls.polls.value.some(({ h, v }) => h === position.h && v === position.v);
  return isHere || Object.values(polls).some(({ phase }) => phase === "open") ? "polls" : "questions";
}

/** Loaded when it is first opened; a clicker that is only a clicker stays light. */
export function RoomDialog({ room }: { room: RoomDesk }) {
  return (
    <Dialog open={isOpen} title={t("desk.room")} testId="room-dialog">
      <Desk room={room} />
    </Dialog>
  );
}

const panel = later({ load: () => import("./room-panel.ts").then(({ RoomPanel }) => RoomPanel) });

function Desk({ room }: { room: RoomDesk }) {
  useEffect(() => {
    panel.load();
    return () => {
      // Nothing is read while it is closed.
      room.tab.value = "notes";
    };
  }, [room]);
  const RoomPanel = panel.part.value;
  return RoomPanel === undefined ? <Coming part={panel} /> : <RoomPanel room={room} />;
}
