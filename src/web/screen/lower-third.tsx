/** The question or message that the speaker has put on the big screen, under the slide. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { View } from "../../talk/view.ts";

type Shown = { readonly id: number; readonly name: string; readonly text: string };

export function LowerThird({ view }: { view: ReadonlySignal<View> }) {
  const shown = useMemo(() => shownPost(view), [view]).value;
  return shown === undefined ? null : <Card key={shown.id} post={shown} />;
}

/** Type sizes from short texts to long ones, in vmin. */
const sizes = [5.2, 4.4, 3.6, 3, 2.5, 2.1] as const;

/** As large as the text allows. */
function Card({ post: { name, text } }: { post: Shown }) {
  const words = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const refit = (): void => {
      if (words.current) fitText(words.current);
    };
    refit();
    addEventListener("resize", refit);
    return () => removeEventListener("resize", refit);
  });
  return (
    <div class="lower-third" data-testid="spotlight">
      {name !== "" && (
        <p class="lower-third-name">
          <bdi>{name}</bdi>
        </p>
      )}
      <p ref={words} class="lower-third-text" dir="auto">
        {text}
      </p>
    </div>
  );
}

function fitText(words: HTMLElement): void {
  for (const size of sizes) {
    words.style.fontSize = `${size}vmin`;
    if (words.scrollHeight <= words.clientHeight + 1) return;
  }
}

/** A message stays on the screen when newer ones have pushed it out of those that are known here. */
function shownPost(view: ReadonlySignal<View>): ReadonlySignal<Shown | undefined> {
  let last: Shown | undefined;
  return computed(() => {
    const { spotlight, questions, chat } = view.value;
    if (spotlight === null) last = undefined;
    else last = found(spotlight, questions, chat) ?? (last?.id === spotlight ? last : undefined);
    return last;
  });
}

function found(id: number, questions: View["questions"], chat: View["chat"]): Shown | undefined {
  const question = questions[id];
  if (question !== undefined) return { id, name: question.from.name, text: question.text };
  const message = chat.find((one) => one.id === id && one.gone !== true);
  return message && { id, name: message.from.name, text: message.chat };
}
