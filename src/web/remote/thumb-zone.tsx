/** Half of the lower half: answers the moment the thumb touches, without looking. */
import { useRef } from "preact/hooks";
import type { Cockpit } from "../ui/cockpit.ts";
import { t } from "../ui/i18n/text.ts";
import { LeftIcon, RightIcon } from "../ui/icons.tsx";
import { takeStep } from "./take-step.ts";

export function ThumbZone({ cockpit, direction }: { cockpit: Cockpit; direction: "prev" | "next" }) {
  const touched = useRef(false);
  const forward = direction === "next";
  const step = (): void => takeStep(cockpit, direction);
  const touch = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    touched.current = true;
    step();
  };
  // A keyboard or a screen reader presses without touching.
  const press = (): void => {
    if (!touched.current) step();
    touched.current = false;
  };
  return (
    <button
      type="button"
      class={`zone ${direction}`}
      aria-label={t(forward ? "drive.next" : "drive.back")}
      data-testid={direction}
      onPointerDown={touch}
      onClick={press}
      onContextMenu={(event) => event.preventDefault()}
    >
      {forward ? <RightIcon /> : <LeftIcon />}
    </button>
  );
}
