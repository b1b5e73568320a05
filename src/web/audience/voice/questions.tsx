/** Questions to the speaker: asked once, wanted by many. */
import { signal } from "@preact/signals";
import { maxPostCharacters } from "../../../talk/posts.ts";
import { type DeskPost, type Sorting, sortQuestions } from "../../ui/desk/posts.ts";
import { t } from "../../ui/i18n/text.ts";
import { useMayChange } from "./changeable.ts";
import { Composer, WhoIWrite } from "./composer.tsx";
import { keptText } from "./kept.ts";
import { Text } from "./text.tsx";
import { likeness, type Voice } from "./voice.ts";

/** How alike a question must be to be shown while another is written, and how many are. */
const alike = { least: 0.6, most: 3 };

const draft = keptText("draft-question");
const anonymous = signal(false);
const sorting = signal<Sorting>("votes");

export function Questions({ voice }: { voice: Voice }) {
  const { questions: feature } = voice.talk.view.value.features;
  const votes = voice.tallies.value.upvotes;
  const questions = sortQuestions(voice.questions.value, votes, sorting.value);
  const waiting = voice.own.value?.waiting.filter(({ kind }) => kind === "question") ?? [];
  const sending = voice.sending.value.filter(({ kind }) => kind === "question");
  const ask = (text: string): Promise<string | undefined> => {
    const hidden = anonymous.peek() && feature.anonymous ? { anonymous: true } : {};
    return voice.say({ event: "ask", text, ...hidden });
  };
  return (
    <div class="pane">
      {feature.on ? (
        <Composer
          label={t("voice.question")}
          button={t("voice.ask")}
          limit={maxPostCharacters.question}
          text={draft}
          send={ask}
        >
          <WhoIWrite voice={voice} anonymous={anonymous} mayHide={feature.anonymous} />
        </Composer>
      ) : (
        <p class="quiet none">{t("voice.questionsOff")}</p>
      )}
      <div class="scroll" data-testid="questions">
        <Similar voice={voice} />
        {questions.length > 1 && <Sort />}
        {questions.length === 0 && waiting.length === 0 && <p class="quiet none">{t("voice.noQuestions")}</p>}
        <ol class="questions">
          {[
            ...waiting.map(({ id, text }) => ({ id, text, note: t("voice.waiting") })),
            ...sending.map(({ text }, index) => ({ id: -index - 1, text, note: t("voice.sending") })),
          ].map(({ id, text, note }) => (
            <li key={id} class="mine">
              <Text>{text}</Text>
              <p class="quiet">{note}</p>
            </li>
          ))}
          {questions.map((question) => (
            <Question key={question.id} voice={voice} question={question} />
          ))}
        </ol>
      </div>
    </div>
  );
}

function Question({ voice, question }: { voice: Voice; question: DeskPost }) {
  const { id, from, text, answered, answer, pinned } = question;
  const isWanted = voice.own.value?.upvotes.includes(id) ?? false;
  const count = voice.tallies.value.upvotes[String(id)] ?? 0;
  const isMine = voice.isMine(id);
  const mayChange = useMayChange(voice, question);
  return (
    <li class={isMine ? "mine" : ""} data-testid="question">
      <button
        type="button"
        class="button upvote"
        aria-pressed={isWanted}
        aria-label={`${t("voice.upvote")}: ${text}. ${t("shared.votes", { n: count })}`}
        onClick={() => voice.act({ event: "upvote", question: id, up: !isWanted })}
      >
        <span aria-hidden="true">▲</span>
        <span class="tabular">{count}</span>
      </button>
      <div>
        <Text>{text}</Text>
        <p class="head quiet">
          <bdi>{from.name || t("voice.somebody")}</bdi>
          {isMine && <b> · {t("voice.mine")}</b>}
          {pinned && <b> · {t("shared.pinned")}</b>}
          {answered && <b> · {t("shared.answered")}</b>}
        </p>
        {answer !== "" && (
          <blockquote>
            <Text>{answer}</Text>
          </blockquote>
        )}
        {mayChange && (
          <p class="acts">
            <button type="button" class="act" onClick={() => voice.act({ event: "delete", post: id })}>
              {t("shared.delete")}
            </button>
          </p>
        )}
      </div>
    </li>
  );
}

/** Before the same is asked twice. */
function Similar({ voice }: { voice: Voice }) {
  const text = draft.value;
  const found = voice.questions.value
    .filter((question) => likeness(text, question.text) >= alike.least)
    .slice(0, alike.most);
  if (found.length === 0) return null;
  return (
    <section class="similar" data-testid="similar">
      <p class="quiet" role="status">
        {t("voice.similar")}
      </p>
      <ol class="questions">
        {found.map((question) => (
          <Question key={question.id} voice={voice} question={question} />
        ))}
      </ol>
    </section>
  );
}

function Sort() {
  return (
    <fieldset class="sort">
      <legend class="visually-hidden">{t("shared.sort")}</legend>
      {(["votes", "time"] as const).map((by) => (
        <button
          key={by}
          type="button"
          class="act"
          aria-pressed={sorting.value === by}
          onClick={() => {
            sorting.value = by;
          }}
        >
          {by === "votes" ? t("shared.byVotes") : t("shared.byTime")}
        </button>
      ))}
    </fieldset>
  );
}
