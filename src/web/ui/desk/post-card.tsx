/** One post on the desk: who wrote what, and everything that may be done with it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { AskTwice } from "../ask-twice.tsx";
import { t, timeOfDay } from "../i18n/text.ts";
import { AnswerForm } from "./answer-form.tsx";
import type { DeskPost } from "./posts.ts";
import { authorOf, type RoomDesk } from "./room-desk.ts";

export type PostProps = {
  readonly room: RoomDesk;
  readonly post: DeskPost;
  /** The message it answers, as far as that is known. */
  readonly repliesTo?: DeskPost | undefined;
};

export function PostCard({ room, post, repliesTo }: PostProps) {
  const text = useId();
  const more = useSignal(false);
  const answering = useSignal(false);
  const shown = room.talk.view.value.spotlight === post.id;
  const state = post.waiting ? "waiting" : post.hidden ? "hidden" : post.answered ? "answered" : "shown";
  return (
    <li class={`post${shown ? " on-screen" : ""}`} data-testid="post" data-state={state} data-post={post.id}>
      <Head room={room} post={post} />
      {repliesTo && (
        <p class="post-quote" dir="auto">
          {repliesTo.text}
        </p>
      )}
      <p id={text} class="post-text" dir="auto">
        {post.text}
      </p>
      {post.answer !== "" && !answering.value && (
        <p class="post-answer" dir="auto">
          {post.answer}
        </p>
      )}
      <div class="post-actions">
        {post.waiting ? (
          <WaitingActions room={room} post={post} text={text} />
        ) : (
          <ShownActions room={room} post={post} text={text} />
        )}
        <Button
          text={text}
          expanded={more.value}
          testId="more"
          act={() => {
            more.value = !more.value;
          }}
        >
          {t("desk.more")}
        </Button>
      </div>
      {more.value && (
        <div class="post-actions">
          {!post.waiting && <MoreActions room={room} post={post} text={text} answering={answering} />}
          <AuthorActions room={room} post={post} text={text} />
        </div>
      )}
      {answering.value && (
        <AnswerForm
          post={post}
          send={(answer) => room.talk.send({ event: "answer", question: post.id, answered: true, text: answer })}
          close={() => {
            answering.value = false;
          }}
        />
      )}
    </li>
  );
}

function Head({ room, post }: PostProps) {
  const votes = room.tallies.value.upvotes[post.id] ?? 0;
  const chips = [
    room.talk.view.value.spotlight === post.id && t("desk.onScreen"),
    post.pinned && t("shared.pinned"),
    post.hidden && t("desk.hidden"),
    post.answered && t("shared.answered"),
    room.isMuted(post) && t("desk.muted"),
  ].filter((chip) => chip !== false && chip !== undefined);
  return (
    <p class="post-head">
      <bdi class="post-name">{post.from.name || t("desk.anonymous")}</bdi>
      <time dateTime={new Date(post.at).toISOString()}>{timeOfDay(post.at)}</time>
      {post.edited && <span>{t("shared.edited")}</span>}
      {chips.map((chip) => (
        <span key={chip} class="chip">
          {chip}
        </span>
      ))}
      {post.kind === "question" && !post.waiting && (
        <span class="post-votes tabular" data-testid="votes">
          {t("shared.votes", { n: votes })}
        </span>
      )}
    </p>
  );
}

type ActionProps = PostProps & { readonly text: string };

function WaitingActions({ room: { talk }, post, text }: ActionProps) {
  return (
    <>
      <Button text={text} act={() => talk.send({ event: "approve", post: post.id })}>
        {t("desk.approve")}
      </Button>
      <Button text={text} act={() => talk.send({ event: "hide", post: post.id, hidden: true })}>
        {t("desk.refuse")}
      </Button>
    </>
  );
}

function ShownActions({ room: { talk }, post, text }: ActionProps) {
  const { id, answered, answer, hidden } = post;
  const onScreen = talk.view.value.spotlight === id;
  if (hidden) {
    return (
      <Button text={text} act={() => talk.send({ event: "hide", post: id, hidden: false })}>
        {t("desk.showAgain")}
      </Button>
    );
  }
  return (
    <>
      <Button text={text} act={() => talk.send({ event: "spotlight", post: onScreen ? null : id })}>
        {onScreen ? t("desk.takeOffScreen") : t("desk.putOnScreen")}
      </Button>
      {post.kind === "question" && (
        <Button
          text={text}
          pressed={answered}
          act={() => talk.send({ event: "answer", question: id, answered: !answered, text: answer })}
        >
          {answered ? t("shared.answered") : t("desk.markAnswered")}
        </Button>
      )}
    </>
  );
}

function MoreActions({
  room: { talk },
  post,
  text,
  answering,
}: ActionProps & { readonly answering: { value: boolean } }) {
  const { id, kind, pinned, hidden, answer } = post;
  const openForm = (): void => {
    answering.value = true;
  };
  return (
    <>
      {kind === "question" && !hidden && (
        <Button text={text} act={openForm}>
          {answer === "" ? t("desk.answerInText") : t("desk.changeAnswer")}
        </Button>
      )}
      {!hidden && (
        <Button text={text} act={() => talk.send({ event: "pin", post: id, pinned: !pinned })}>
          {pinned ? t("desk.unpin") : t("desk.pin")}
        </Button>
      )}
      {!hidden && (
        <Button text={text} act={() => talk.send({ event: "hide", post: id, hidden: true })}>
          {t("desk.hide")}
        </Button>
      )}
      <AskTwice
        small
        name={t("shared.delete")}
        question={t("desk.reallyDelete")}
        act={() => talk.send({ event: "delete", post: id })}
      />
    </>
  );
}

/** About who wrote it, and not about the post. */
function AuthorActions({ room, post, text }: ActionProps) {
  const { talk } = room;
  const who = authorOf(post);
  const muted = room.isMuted(post);
  return (
    <>
      <Button text={text} act={() => talk.send({ event: "mute", who, muted: !muted })}>
        {t(muted ? "desk.unmute" : "desk.mute")}
      </Button>
      <AskTwice
        small
        name={t("desk.removePerson")}
        question={t("desk.reallyRemovePerson")}
        act={() => talk.send({ event: "remove", who })}
      />
    </>
  );
}

type ButtonProps = {
  /** Id of the text it is about. */
  readonly text: string;
  readonly act: () => void;
  readonly children: ComponentChildren;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly testId?: string;
};

function Button({ text, act, children, pressed, expanded, testId }: ButtonProps) {
  return (
    <button
      type="button"
      class="button small"
      aria-describedby={text}
      aria-pressed={pressed}
      aria-expanded={expanded}
      data-testid={testId}
      onClick={act}
    >
      {children}
    </button>
  );
}
