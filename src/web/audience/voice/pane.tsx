/** What stands in the sheet. */
import type { Ballot } from "../poll/ballot.ts";
import { Polls } from "../poll/polls.tsx";
import { Chat } from "./chat.tsx";
import { Questions } from "./questions.tsx";
import type { Voice, VoiceTab } from "./voice.ts";

type PaneProps = { readonly tab: VoiceTab; readonly voice: Voice; readonly ballot: Ballot };

export function Pane({ tab, voice, ballot }: PaneProps) {
  switch (tab) {
    case "polls":
      return <Polls ballot={ballot} talk={voice.talk} />;
    case "questions":
      return <Questions voice={voice} />;
    case "chat":
      return <Chat voice={voice} />;
  }
}
