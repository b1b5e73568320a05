import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import type { DeskPost } from "./posts.ts";

export type AnswerFormProps = {
  readonly post: DeskPost;
  readonly send: (text: string) => void;
  readonly close: () => void;
};

const maxLength = 2000;

/** Opened by whoever wants to type: so it takes the keyboard. */
export function AnswerForm({ post, send, close }: AnswerFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const submit = (): void => {
    send(field.current?.value ?? "");
    close();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <div class="answer-form">
      <textarea
        ref={field}
        rows={3}
        maxLength={maxLength}
        dir="auto"
        aria-label={t("desk.answer")}
        defaultValue={post.answer}
        onKeyDown={press}
      />
      <div class="post-actions">
        <button type="button" class="button small" onClick={submit}>
          {t("desk.sendAnswer")}
        </button>
        <button type="button" class="button small plain" onClick={close}>
          {t("shared.cancel")}
        </button>
      </div>
    </div>
  );
}
