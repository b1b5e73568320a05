/** The polls of the talk, each with its way to answer and, where they may be seen, its results. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type PollView, showsResults } from "../../../talk/polls.ts";
import { PollNumbers } from "../../ui/desk/poll-numbers.tsx";
import { t } from "../../ui/i18n/text.ts";
import { LeaderboardList } from "../../ui/leaderboard.tsx";
import type { Talk } from "../../ui/talk.ts";
import { Choice, Estimate, Ranking, Scale, Words } from "./answers.tsx";
import type { Ballot } from "./ballot.ts";

export function Polls({ ballot, talk }: { ballot: Ballot; talk: Talk }) {
  return (
    <div class="scroll" data-testid="polls">
      <Score talk={talk} />
      {ballot.polls.value.map((view) => (
        <PollForm key={view.poll.id} view={view} ballot={ballot} />
      ))}
    </div>
  );
}

/** Their own place as soon as there is one, and the best while a moderator shows them (rule P6). */
function Score({ talk: { client, own, tallies } }: { talk: Talk }) {
  const score = own.value?.score ?? null;
  const board = tallies.value.leaderboard;
  if (score === null && !board) return null;
  return (
    <section class="poll" data-testid="score">
      {board && <h3>{t("score.title")}</h3>}
      {board && <LeaderboardList board={board} most={10} own={client.participant?.id} />}
      {score !== null && (
        <p role="status">
          {t("score.own", { n: score.rank, of: score.players })} · {t("score.points", { n: score.points })}
        </p>
      )}
    </section>
  );
}

function PollForm({ view, ballot }: { view: PollView; ballot: Ballot }) {
  const { poll, phase } = view;
  const answer = ballot.answerTo(poll.id);
  const tally = ballot.tallies.value.polls[poll.id];
  const isOpen = phase === "open" && ballot.isOn.value && !isOver(view, ballot.now());
  const problem = ballot.problemWith(poll.id);
  const results =
    tally !== undefined && tally.voters > 0 && showsResults(view, answer !== undefined) ? tally : undefined;
  return (
    <section class="poll" data-testid={`poll-${poll.id}`} data-phase={phase}>
      <p class="state quiet">
        <span class={isOpen ? "dot" : ""}>{isOpen ? t("shared.open") : t("shared.closed")}</span>
        {isOpen && <TimeLeft view={view} ballot={ballot} />}
      </p>
      <h3 dir="auto">{poll.question}</h3>
      {isOpen && <Answer key={`${ballot.resetsOf(poll.id)} ${JSON.stringify(poll)}`} view={view} ballot={ballot} />}
      <p class="problem" role="alert">
        {problem}
      </p>
      <p class="quiet" role="status">
        {problem === "" && standing(view, isOpen, answer !== undefined, ballot)}
      </p>
      {results !== undefined && <PollNumbers poll={poll} tally={results} />}
    </section>
  );
}

function Answer({ view: { poll }, ballot }: { view: PollView; ballot: Ballot }) {
  const answer = ballot.answerTo(poll.id);
  const vote = (next: Parameters<Ballot["vote"]>[1]): void => ballot.vote(poll.id, next);
  switch (poll.kind) {
    case "choice":
      return <Choice poll={poll} answer={answer} vote={vote} />;
    case "ranking":
      return <Ranking poll={poll} answer={answer} vote={vote} />;
    case "scale":
      return <Scale poll={poll} answer={answer} vote={vote} />;
    case "number":
      return <Estimate poll={poll} answer={answer} vote={vote} />;
    case "cloud":
    case "text":
      return <Words poll={poll} answer={answer} vote={vote} />;
  }
}

/** One sentence on how it stands with this person's answer. */
function standing({ poll }: PollView, isOpen: boolean, hasVoted: boolean, ballot: Ballot): string {
  const { isOn, connected } = ballot;
  if (!isOn.value) return t("shared.pollsOff");
  if (!isOpen) return hasVoted ? t("vote.counted") : t("vote.notVoted");
  // On its way it counts for nothing yet.
  if (hasVoted && connected.value) return ballot.isCounted(poll.id) ? t("vote.sent") : "";
  if (hasVoted) return t("vote.offline");
  return poll.reveal === "live" ? "" : t(poll.reveal === "close" ? "vote.laterClose" : "vote.laterVote");
}

function TimeLeft({ view: { closesAt }, ballot }: { view: PollView; ballot: Ballot }) {
  const tick = useSignal(0);
  useEffect(() => {
    if (closesAt === null) return;
    const timer = setInterval(() => {
      tick.value += 1;
    }, 250);
    return () => clearInterval(timer);
  }, [closesAt]);
  // Read so that the time goes on.
  tick.value;
  if (closesAt === null) return null;
  const seconds = Math.max(0, Math.ceil((closesAt - ballot.now()) / 1000));
  return <span class="tabular"> · {t("vote.secondsLeft", { n: seconds })}</span>;
}

/** The server closes it; until its word is here, the page does not offer what would be refused. */
function isOver({ closesAt }: PollView, now: number): boolean {
  return closesAt !== null && now > closesAt;
}
