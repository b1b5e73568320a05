/** The question or message that the speaker has put on the big screen, under the slide. */
import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { View } from "../../talk/view.ts";

type Shown = { readonly id: number; readonly name: string; readonly text: string };

export function LowerThird({ view }: { view: ReadonlySignal<View> }) {
  const shown = shownPost(view.value);
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

function shownPost({ spotlight, questions, spotlit }: View): Shown | undefined {
  const question = spotlight === null ? undefined : questions[spotlight];
  if (question !== undefined) return { id: question.id, name: question.from.name, text: question.text };
  if (spotlit === null || spotlit.gone) return undefined;
  return { id: spotlit.id, name: spotlit.from.name, text: spotlit.chat };
}
