/** The state of the link in one calm word. */
import type { ReadonlySignal } from "@preact/signals";
import type { Status } from "../../client/client.ts";
import type { Key } from "./i18n/catalogue.ts";
import { t } from "./i18n/text.ts";

const words = {
  connecting: "shared.connecting",
  live: "shared.live",
  reconnecting: "shared.reconnecting",
  refused: "shared.refused",
  closed: "shared.notConnected",
} as const satisfies Record<Status, Key>;

export function Connection({ status, children }: { status: ReadonlySignal<Status>; children?: string }) {
  const now = status.value;
  return (
    <span class="connection" role="status" aria-live="polite" data-testid="connection" data-status={now}>
      {now === "live" && children ? children : t(words[now])}
    </span>
  );
}
