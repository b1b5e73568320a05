/** Which reactions there are to choose from. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { maxEmoji } from "../../../talk/features.ts";
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";
import { readEmoji } from "./emoji.ts";

export function EmojiField({ talk, emoji }: { talk: Talk; emoji: readonly string[] }) {
  const id = useId();
  const problem = useSignal("");
  const written = emoji.join(" ");
  const take = (text: string): void => {
    const read = readEmoji(text);
    if ("stray" in read) {
      const named = read.stray === undefined ? "" : `${t("settings.notEmoji", { text: read.stray })} `;
      problem.value = named + t("settings.emojiBad", { n: maxEmoji.count });
      return;
    }
    problem.value = "";
    if (read.emoji.join(" ") !== written) {
      talk.send({ event: "feature", feature: "reactions", emoji: [...read.emoji] });
    }
  };
  return (
    <div class="emoji-field">
      <label for={id}>{t("settings.emoji", { n: maxEmoji.count })}</label>
      <input
        key={written}
        id={id}
        type="text"
        defaultValue={written}
        aria-invalid={problem.value !== ""}
        aria-describedby={`${id}-problem`}
        data-testid="emoji"
        onChange={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem}
      </p>
    </div>
  );
}
