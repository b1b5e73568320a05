/** Results as plain numbers, as they come. */
import type { Poll, Tally } from "../../../talk/polls.ts";
import { number, t } from "../i18n/text.ts";

type Row = { readonly name: string; readonly value: string; readonly share: number };

const most = 8;

export function PollNumbers({ poll, tally }: { poll: Poll; tally: Tally }) {
  if (poll.kind === "text") {
    return (
      <ul class="poll-texts">
        {tally.texts
          .slice(-most)
          .reverse()
          .map((text, index) => (
            <li key={index} dir="auto">
              {text}
            </li>
          ))}
      </ul>
    );
  }
  const rows = rowsOf(poll, tally);
  return (
    <dl class="poll-numbers" data-testid="numbers">
      {rows.map(({ name, value, share }) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd class="tabular">{value}</dd>
          <span class="poll-bar" aria-hidden="true" style={{ width: `${Math.round(share * 100)}%` }} />
        </div>
      ))}
    </dl>
  );
}

function rowsOf(poll: Exclude<Poll, { kind: "text" }>, { counts, voters }: Tally): readonly Row[] {
  const count = (key: string | number): number => counts[key] ?? 0;
  const largest = Math.max(1, ...Object.values(counts));
  switch (poll.kind) {
    case "choice":
      return poll.options.map((option, index) => {
        const mark = poll.right.includes(index) ? ` (${t("shared.right")})` : "";
        return { name: option + mark, value: number(count(index)), share: count(index) / Math.max(1, voters) };
      });
    case "ranking":
      return poll.options.map((option, index) => ({
        name: option,
        value: number(count(index)),
        share: count(index) / largest,
      }));
    case "scale":
      return poll.statements.map((statement, index) => {
        const values = steps(poll.min, poll.max).map((value) => [value, count(`${index}:${value}`)] as const);
        const answers = values.reduce((sum, [, times]) => sum + times, 0);
        const mean = values.reduce((sum, [value, times]) => sum + value * times, 0) / Math.max(1, answers);
        const share = (mean - poll.min) / Math.max(1, poll.max - poll.min);
        return { name: statement || t("shared.average"), value: number(mean), share };
      });
    case "number":
      return [{ name: t("shared.median"), value: `${number(median(counts))} ${poll.unit}`.trim(), share: 0 }];
    case "cloud":
      return Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .slice(0, most)
        .map(([word, times]) => ({ name: word, value: number(times), share: times / largest }));
  }
}

function steps(min: number, max: number): readonly number[] {
  return Array.from({ length: Math.max(0, max - min) + 1 }, (_, index) => min + index);
}

function median(counts: Tally["counts"]): number {
  const sorted = Object.entries(counts)
    .map(([value, times]) => [Number(value), times] as const)
    .sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, times]) => sum + times, 0) / 2;
  let passed = 0;
  for (const [value, times] of sorted) {
    passed += times;
    if (passed >= half) return value;
  }
  return 0;
}
