/** Go to a slide: type a number or words of its title, or walk with the arrows. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { OutlineSlide } from "../../protocol/frame.ts";
import { slideKey } from "../../talk/position.ts";
import { findSlides, slideIndex } from "../ui/deck-steps.ts";
import { Dialog } from "../ui/dialog.tsx";
import { t } from "../ui/i18n/text.ts";
import type { Desk } from "./desk.ts";

export function SlideList({ desk }: { desk: Desk }) {
  return (
    <Dialog open={desk.list} title={t("speaker.goTo")} testId="slide-list">
      <Finder desk={desk} />
    </Dialog>
  );
}

const optionId = (index: number): string => `slide-option-${index}`;

function Finder({ desk }: { desk: Desk }) {
  const query = useSignal("");
  const chosen = useSignal(Math.max(0, desk.index.peek()));
  const found = findSlides(desk.slides.value, query.value);
  const active = Math.min(chosen.value, found.length - 1);
  const jump = (slide: OutlineSlide | undefined): void => {
    if (slide === undefined) return;
    desk.driver.go({ h: slide.h, v: slide.v, f: -1 });
    desk.list.value = false;
  };
  const walk: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + 8,
    PageUp: active - 8,
  };
  const press = (event: KeyboardEvent): void => {
    const to = walk[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (to === undefined) return jump(found[active]);
    chosen.value = Math.max(0, Math.min(found.length - 1, to));
  };
  return (
    <>
      <input
        class="find"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="slide-options"
        aria-activedescendant={active >= 0 ? optionId(active) : undefined}
        aria-label={t("speaker.numberOrTitle")}
        placeholder={t("speaker.numberOrTitle")}
        autocomplete="off"
        autofocus
        onInput={(event) => {
          query.value = event.currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={press}
      />
      <Options desk={desk} found={found} active={active} jump={jump} />
    </>
  );
}

type OptionsProps = {
  readonly desk: Desk;
  readonly found: readonly OutlineSlide[];
  readonly active: number;
  readonly jump: (slide: OutlineSlide) => void;
};

function Options({ desk, found, active, jump }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  if (found.length === 0) return <p class="quiet none">{t("speaker.noSuchSlide")}</p>;
  return (
    <div ref={list} class="options" id="slide-options" role="listbox" aria-label={t("speaker.slides")}>
      {found.map((slide, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
        <div
          key={slideKey(slide)}
          id={optionId(index)}
          class="option"
          role="option"
          aria-selected={index === active}
          onClick={() => jump(slide)}
        >
          <span class="option-number tabular">{slideIndex(desk.slides.value, slide) + 1}</span>
          <span dir="auto" class={`option-title line${slide.v > 0 ? " below" : ""}`}>
            {slide.title || t("shared.untitled")}
          </span>
          <Mark desk={desk} slide={slide} />
        </div>
      ))}
    </div>
  );
}

function Mark({ desk, slide }: { desk: Desk; slide: OutlineSlide }) {
  const { position, shown } = desk.talk.view.value;
  if (position.h === slide.h && position.v === slide.v) return <span class="pill live">{t("speaker.liveMark")}</span>;
  return shown[slideKey(slide)] === undefined ? null : <span class="shown quiet">{t("speaker.shownMark")}</span>;
}
