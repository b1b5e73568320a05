/** One way to answer for each kind of poll: big enough for a thumb, and plain form controls underneath. */
import { useSignal } from "@preact/signals";
import { type Poll, type PollAnswer, pollLimits } from "../../../talk/polls.ts";
import { t } from "../../ui/i18n/text.ts";

export type AnswerProps<Kind extends Poll["kind"] = Poll["kind"]> = {
  readonly poll: Extract<Poll, { kind: Kind }>;
  readonly answer: PollAnswer | undefined;
  readonly vote: (answer: PollAnswer | null) => void;
};

export function Choice({ poll, answer, vote }: AnswerProps<"choice">) {
  const chosen = numbers(answer);
  const isSingle = poll.maxChoices === 1;
  const choose = (option: number): void => {
    if (isSingle) return vote([option]);
    const next = chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option];
    vote(next.length === 0 ? null : next.sort((a, b) => a - b));
  };
  return (
    <fieldset class="options">
      <legend class="visually-hidden">{poll.question}</legend>
      {!isSingle && poll.maxChoices < poll.options.length && (
        <p class="quiet">{t("vote.upTo", { n: poll.maxChoices })}</p>
      )}
      {poll.options.map((option, index) => {
        const isChosen = chosen.includes(index);
        return (
          <label key={index} class="option">
            <input
              type={isSingle ? "radio" : "checkbox"}
              name={`poll-${poll.id}`}
              checked={isChosen}
              disabled={!isSingle && !isChosen && chosen.length >= poll.maxChoices}
              onChange={() => choose(index)}
            />
            <span dir="auto">{option}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

export function Ranking({ poll, answer, vote }: AnswerProps<"ranking">) {
  const given = numbers(answer);
  const order = useSignal(given.length > 0 ? given : poll.options.map((_, index) => index));
  const up = (place: number): void => {
    const next = [...order.value];
    const moved = next.splice(place, 1);
    next.splice(place - 1, 0, ...moved);
    order.value = next;
    if (given.length > 0) vote(next);
  };
  return (
    <>
      <p class="quiet">{t("vote.rank")}</p>
      <ol class="ranking">
        {order.value.map((option, place) => (
          <li key={option}>
            <span class="tabular quiet">{place + 1}</span>
            <span dir="auto">{poll.options[option]}</span>
            <button
              type="button"
              class="button"
              disabled={place === 0}
              aria-label={t("vote.higher", { option: poll.options[option] ?? "" })}
              onClick={() => up(place)}
            >
              ↑
            </button>
          </li>
        ))}
      </ol>
      {given.length === 0 && (
        <button type="button" class="button main" onClick={() => vote(order.value)}>
          {t("vote.send")}
        </button>
      )}
    </>
  );
}

export function Scale({ poll, answer, vote }: AnswerProps<"scale">) {
  const rated = useSignal<readonly (number | undefined)[]>(numbers(answer));
  const values = Array.from({ length: poll.max - poll.min + 1 }, (_, step) => poll.min + step);
  const rate = (statement: number, value: number): void => {
    const next = poll.statements.map((_, index) => (index === statement ? value : rated.value[index]));
    rated.value = next;
    const all = next.filter((one) => one !== undefined);
    if (all.length === poll.statements.length) vote(all);
  };
  return (
    <>
      {poll.statements.map((statement, index) => (
        <fieldset key={index} class="scale">
          <legend dir="auto">{statement || <span class="visually-hidden">{poll.question}</span>}</legend>
          <div>
            {values.map((value) => (
              <label key={value}>
                <input
                  type="radio"
                  name={`poll-${poll.id}-${index}`}
                  checked={rated.value[index] === value}
                  onChange={() => rate(index, value)}
                />
                <span class="tabular">{value}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {poll.labels.some((label) => label !== "") && (
        <p class="ends quiet">
          <span dir="auto">{poll.labels[0]}</span> <span dir="auto">{poll.labels[1]}</span>
        </p>
      )}
    </>
  );
}

export function Estimate({ poll, answer, vote }: AnswerProps<"number">) {
  const [given] = numbers(answer);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const value = Number(new FormData(form).get("number"));
    if (Number.isFinite(value)) vote([value]);
  };
  return (
    <form class="fields row" onSubmit={send}>
      <input
        name="number"
        type="number"
        step="any"
        inputMode="decimal"
        aria-label={t("vote.number")}
        required
        min={poll.min ?? undefined}
        max={poll.max ?? undefined}
        defaultValue={given === undefined ? "" : String(given)}
      />
      {poll.unit !== "" && <span dir="auto">{poll.unit}</span>}
      <button type="submit" class="button main">
        {given === undefined ? t("vote.send") : t("vote.change")}
      </button>
    </form>
  );
}

/** Words of a cloud, or one text. What is too long is told before it is sent. */
export function Words({ poll, answer, vote }: AnswerProps<"cloud" | "text">) {
  const isCloud = poll.kind === "cloud";
  const limit = isCloud ? pollLimits.wordLength : pollLimits.textLength;
  const given = (answer ?? []).map(String);
  const texts = useSignal<readonly string[]>(given);
  const excess = Math.max(0, ...texts.value.map((text) => characters(text) - limit));
  const filled = texts.value.map((text) => text.trim()).filter((text) => text !== "");
  const write = (index: number, text: string): void => {
    const next = Array.from({ length: Math.max(texts.value.length, index + 1) }, (_, at) => texts.value[at] ?? "");
    next[index] = text;
    texts.value = next;
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (filled.length > 0 && excess === 0) vote(filled);
  };
  return (
    <form class="fields" onSubmit={send}>
      {isCloud ? (
        Array.from({ length: poll.words }, (_, index) => (
          <input
            key={index}
            type="text"
            dir="auto"
            aria-label={t("vote.word", { n: index + 1 })}
            placeholder={t("vote.word", { n: index + 1 })}
            value={texts.value[index] ?? ""}
            onInput={({ currentTarget }) => write(index, currentTarget.value)}
          />
        ))
      ) : (
        <textarea
          rows={3}
          dir="auto"
          aria-label={t("vote.text")}
          value={texts.value[0] ?? ""}
          onInput={({ currentTarget }) => write(0, currentTarget.value)}
        />
      )}
      {excess > 0 && (
        <p class="problem" role="alert">
          {t("vote.tooMany", { n: excess })}
        </p>
      )}
      <button type="submit" class="button main" disabled={filled.length === 0 || excess > 0}>
        {given.length === 0 ? t("vote.send") : t("vote.change")}
      </button>
    </form>
  );
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters as people see them. */
function characters(text: string): number {
  return [...segmenter.segment(text)].length;
}

function numbers(answer: PollAnswer | undefined): readonly number[] {
  return (answer ?? []).filter((one) => typeof one === "number");
}
