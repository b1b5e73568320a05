/** What may lie over the deck on the projector: how to join, and a dot when the link is down. */
import { useEffect, useState } from "preact/hooks";
import { audienceUrl } from "../ui/boot.ts";
import { canFullScreen } from "../ui/full-screen.ts";
import { QrCode } from "../ui/qr.tsx";
import type { Talk } from "../ui/talk.ts";
import { LowerThird } from "./lower-third.tsx";

const hintMs = 4000;

export function Overlay({ talk }: { talk: Talk }) {
  const { view, status } = talk;
  return (
    <section aria-label="Over the slides">
      <div class="foot" aria-live="polite">
        <LowerThird view={view} />
        {view.value.joinCode && <JoinCard talk={talk} />}
      </div>
      {status.value !== "live" && (
        <span class="link-dot" role="status" data-testid="connection" data-status={status.value}>
          <span class="visually-hidden">Reconnecting…</span>
        </span>
      )}
      <FullScreenHint />
    </section>
  );
}

function JoinCard({ talk }: { talk: Talk }) {
  const url = audienceUrl(talk.boot);
  return (
    <div class="join" data-testid="join-overlay">
      <QrCode text={url} label={`QR code of ${url}`} />
      <div>
        <p class="join-how">Join on your phone</p>
        <p class="join-address">{url.replace(/^https?:\/\//, "").replace(/\/$/, "")}</p>
      </div>
    </div>
  );
}

function FullScreenHint() {
  const [shown, setShown] = useState(canFullScreen() && document.fullscreenElement === null);
  useEffect(() => {
    const hide = (): void => setShown(false);
    const timer = setTimeout(hide, hintMs);
    addEventListener("fullscreenchange", hide);
    return () => {
      clearTimeout(timer);
      removeEventListener("fullscreenchange", hide);
    };
  }, []);
  return shown ? <p class="screen-hint">Press F for full screen</p> : null;
}
