/** The best at the quizzes, in their order (rule P6). */
import type { Leaderboard } from "../../talk/score.ts";
import { number, t } from "./i18n/text.ts";

type LeaderboardListProps = {
  readonly board: Leaderboard;
  /** How many are shown. */
  readonly most: number;
  /** Who is looking. */
  readonly own?: string | undefined;
};

export function LeaderboardList({ board, most, own }: LeaderboardListProps) {
  return (
    <ol class="leaderboard" aria-label={t("score.title")} data-testid="leaderboard">
      {board.top.slice(0, most).map(({ participant, rank, name, points }) => (
        <li key={participant} data-own={participant === own}>
          <span class="tabular rank">{number(rank)}</span>
          <bdi class="line">{name ?? t("voice.somebody")}</bdi>
          <span class="tabular">{t("score.points", { n: points })}</span>
        </li>
      ))}
    </ol>
  );
}
