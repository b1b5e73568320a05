/** The state of the link in one calm word. */
import type { ReadonlySignal } from "@preact/signals";
import type { Status } from "../../client/client.ts";

const words: Record<Status, string> = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting…",
  refused: "Reload this page",
  closed: "Not connected",
};

export function Connection({ status, children }: { status: ReadonlySignal<Status>; children?: string }) {
  const now = status.value;
  return (
    <span class="connection" role="status" aria-live="polite" data-testid="connection" data-status={now}>
      {now === "live" && children ? children : words[now]}
    </span>
  );
}
