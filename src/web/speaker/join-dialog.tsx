/** How people, a phone as remote, and the projector come to the talk. Private links stay hidden until asked for. */
import { audienceUrl, type Boot, readKey } from "../ui/boot.ts";
import { CopyLink } from "../ui/copy-link.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { inMyLanguage, t } from "../ui/i18n/text.ts";
import { QrCode } from "../ui/qr.tsx";
import type { Desk } from "./desk.ts";

export function JoinDialog({ desk }: { desk: Desk }) {
  return (
    <Dialog open={desk.join} title={t("join.title")} testId="join-overlay">
      <Audience desk={desk} />
      <details class="more" onToggle={bringIntoView}>
        <summary>{t("join.useRemote")}</summary>
        <Remote boot={desk.boot} />
      </details>
      <details class="more" onToggle={bringIntoView}>
        <summary>{t("join.projector")}</summary>
        <p class="quiet">{t("join.projectorText")}</p>
        <CopyLink href={pageUrl(desk.boot, "screen")} name={t("join.screenLink")} />
      </details>
    </Dialog>
  );
}

function bringIntoView({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }): void {
  if (currentTarget.open) currentTarget.scrollIntoView({ block: "nearest" });
}

function Audience({ desk }: { desk: Desk }) {
  const url = audienceUrl(desk.boot);
  const shown = desk.talk.view.value.joinCode;
  return (
    <>
      <div class="join-code">
        <QrCode text={url} label={t("shared.qrCode", { address: url })} />
      </div>
      <p class="join-address" dir="ltr">
        {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
      </p>
      <CopyLink href={url} name={t("join.audienceLink")} />
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={shown}
          aria-checked={shown}
          data-testid="joincode"
          onChange={() => desk.talk.send({ event: "joincode", shown: !shown })}
        />
        <span>
          <b>{t("join.showOnScreens")}</b>
          <span class="quiet">{t("join.showOnScreensText")}</span>
        </span>
      </label>
    </>
  );
}

function Remote({ boot }: { boot: Boot }) {
  const url = `${pageUrl(boot, "remote")}#key=${encodeURIComponent(readKey() ?? "")}`;
  return (
    <div class="remote-link">
      <p class="quiet">{t("join.remoteText")}</p>
      <div class="join-code small">
        <QrCode text={url} label={t("join.remoteQrCode")} />
      </div>
      <CopyLink href={url} name={t("join.remoteLink")} />
    </div>
  );
}

function pageUrl(boot: Boot, page: "remote" | "screen"): string {
  return inMyLanguage(new URL(page, audienceUrl(boot)).href);
}
