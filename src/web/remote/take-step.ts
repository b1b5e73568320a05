import type { Step } from "../../protocol/frame.ts";
import type { Cockpit } from "../ui/cockpit.ts";
import { feel } from "./feel.ts";

/** One step of the deck; felt differently where there is none left. */
export function takeStep({ driver, next }: Cockpit, step: Step): void {
  if (step === "next" && next.value.kind === "end") feel("edge");
  driver.step(step);
}
