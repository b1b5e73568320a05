import { useLayoutEffect, useRef } from "preact/hooks";
import { Connection } from "../ui/connection.tsx";
import { PaceGauge } from "../ui/desk/pace-gauge.tsx";
import { RoomPanel } from "../ui/desk/panel.tsx";
import { t } from "../ui/i18n/text.ts";
import { PeopleIcon } from "../ui/icons.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Trouble } from "../ui/trouble.tsx";
import type { Moderator } from "./moderator.ts";

export function ModeratorPage({ moderator }: { moderator: Moderator }) {
  const { talk, room, boot } = moderator;
  if (talk.status.value === "refused") {
    return <Refusal boot={boot} page="moderator" reason={talk.client.refusal} />;
  }
  const problem = talk.problem.value;
  return (
    <div class="moderate">
      <Head moderator={moderator} />
      <Trouble talk={talk} />
      <main class="moderate-work">
        <Now moderator={moderator} />
        <RoomPanel room={room} />
      </main>
      <div class="problem" role="status">
        {problem !== "" && <p class="card">{problem}</p>}
      </div>
    </div>
  );
}

function Head({ moderator: { talk } }: { moderator: Moderator }) {
  return (
    <header class="moderate-head" data-status={talk.status.value}>
      <Connection status={talk.status}>{t("shared.live")}</Connection>
      <h1 class="line" dir="auto">
        {talk.view.value.deck.title}
      </h1>
      <span class="here tabular" data-testid="here">
        <PeopleIcon />
        <span>{t("shared.here", { n: talk.here.value })}</span>
      </span>
    </header>
  );
}

function Now({ moderator }: { moderator: Moderator }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (host.current) moderator.mount(host.current);
  }, [moderator]);
  const { paused, browsing: mode } = moderator.talk.view.value;
  const index = moderator.index.value;
  return (
    <section class="moderate-now" aria-label={t("shared.currentSlide")}>
      <div class="moderate-slide">
        <div ref={host} class="deck-host" inert />
      </div>
      <div class="moderate-state">
        <p class="tabular" data-testid="slide-number">
          <span dir="ltr">
            {Math.max(0, index) + 1} / {Math.max(1, moderator.slides.value.length)}
          </span>
        </p>
        <p class="quiet moderate-title line" dir="auto">
          {moderator.slides.value[index]?.title}
        </p>
        <PaceGauge talk={moderator.talk} />
        <p class="quiet" data-testid="state">
          {paused ? t("moderator.blackedOut") : t(`moderator.${mode}`)}
        </p>
      </div>
    </section>
  );
}
