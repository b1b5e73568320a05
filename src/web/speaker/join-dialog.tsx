/** How people, a phone as remote, and the projector come to the talk. Private links stay hidden until asked for. */
import { audienceUrl, type Boot, readKey } from "../ui/boot.ts";
import { CopyLink } from "../ui/copy-link.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { QrCode } from "../ui/qr.tsx";
import type { Desk } from "./desk.ts";

export function JoinDialog({ desk }: { desk: Desk }) {
  return (
    <Dialog open={desk.join} title="Join this talk" testId="join-overlay">
      <Audience desk={desk} />
      <details class="more" onToggle={bringIntoView}>
        <summary>Use your phone as remote</summary>
        <Remote boot={desk.boot} />
      </details>
      <details class="more" onToggle={bringIntoView}>
        <summary>Projector on another computer</summary>
        <p class="quiet">This page shows the slides and nothing else.</p>
        <CopyLink href={pageUrl(desk.boot, "screen")} name="Screen link" />
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
        <QrCode text={url} label={`QR code for ${url}`} />
      </div>
      <p class="join-address">{url.replace(/^https?:\/\//, "").replace(/\/$/, "")}</p>
      <CopyLink href={url} name="Audience link" />
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
          <b>Show on the screens</b>
          <span class="quiet">Puts the address and the code into a corner of every screen page.</span>
        </span>
      </label>
    </>
  );
}

function Remote({ boot }: { boot: Boot }) {
  const url = `${pageUrl(boot, "remote")}#key=${encodeURIComponent(readKey() ?? "")}`;
  return (
    <div class="remote-link">
      <p class="quiet">
        Scan this with your own phone. Whoever has this link can move your slides and read your notes.
      </p>
      <div class="join-code small">
        <QrCode text={url} label="QR code of your private remote link" />
      </div>
      <CopyLink href={url} name="Your private remote link" />
    </div>
  );
}

function pageUrl(boot: Boot, page: "remote" | "screen"): string {
  return new URL(page, audienceUrl(boot)).href;
}
