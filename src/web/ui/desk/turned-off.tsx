import type { FeatureName } from "../../../talk/features.ts";
import { t } from "../i18n/text.ts";
import type { RoomDesk } from "./room-desk.ts";

export type TurnedOffProps = { readonly room: RoomDesk; readonly feature: FeatureName; readonly words: string };

/** Says that something is off, and turns it on; nothing while it is on. */
export function TurnedOff({ room: { talk }, feature, words }: TurnedOffProps) {
  if (talk.view.value.features[feature].on) return null;
  return (
    <p class="turned-off">
      <span>{words}</span>
      <button type="button" class="button small" onClick={() => talk.send({ event: "feature", feature, on: true })}>
        {t("desk.turnOn")}
      </button>
    </p>
  );
}
