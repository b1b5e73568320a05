/** What may lie over the deck on the projector: how to join, and a dot when the link is down. */
import { useEffect, useState } from "preact/hooks";
import { audienceUrl } from "../ui/boot.ts";
import { canFullScreen } from "../ui/full-screen.ts";
import { t } from "../ui/i18n/text.ts";
import { LeaderboardList } from "../ui/leaderboard.tsx";
import { QrCode } from "../ui/qr.tsx";
import type { Talk } from "../ui/talk.ts";
import { LowerThird } from "./lower-third.tsx";
import { PollCard } from "./poll-card.tsx";

const hintMs = 4000;

export function Overlay({ talk }: { talk: Talk }) {
  const { view, status } = talk;
  return (
    <section aria-label={t("screen.over")}>
      <Best talk={talk} />
      <div class="foot" aria-live="polite">
        <PollCard talk={talk} />
        <LowerThird view={view} />
        {view.value.joinCode && <JoinCard talk={talk} />}
      </div>
      {status.value !== "live" && (
        <span class="link-dot" role="status" data-testid="connection" data-status={status.value}>
          <span class="visually-hidden">{t("shared.reconnecting")}</span>
        </span>
      )}
      {view.value.spotlight === null && !view.value.joinCode && <FullScreenHint />}
    </section>
  );
}

/** The best at the quizzes, while a moderator shows them (rule P6). */
function Best({ talk: { view, tallies } }: { talk: Talk }) {
  const board = tallies.value.leaderboard;
  if (!view.value.leaderboard || !board) return null;
  return (
    <div class="best" data-testid="best">
      <h2>{t("score.title")}</h2>
      <LeaderboardList board={board} most={10} />
    </div>
  );
}

function JoinCard({ talk }: { talk: Talk }) {
  const url = audienceUrl(talk.boot);
  return (
    <div class="join" data-testid="join-overlay">
      <QrCode text={url} label={t("shared.qrCode", { address: url })} />
      <div>
        <p class="join-how">{t("screen.join")}</p>
        <p class="join-address" dir="ltr">
          {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
        </p>
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
  return shown ? <p class="screen-hint">{t("screen.fullScreen")}</p> : null;
}
