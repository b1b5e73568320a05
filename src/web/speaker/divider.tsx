/** The line between two panels: drag it, or focus it and use the arrows; a double click brings the default back. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { isRightToLeft } from "../ui/i18n/text.ts";
import { clampSize, least, most } from "./panels.ts";

export type DividerProps = {
  readonly size: Signal<number>;
  /** Whether the panels stand side by side or one over the other. */
  readonly direction: "columns" | "rows";
  readonly name: string;
  readonly testId: string;
};

const step = 2;

export function Divider({ size, direction, name, testId }: DividerProps) {
  const line = useRef<HTMLHRElement>(null);
  const columns = direction === "columns";
  const now = (): number => (size.value > 0 ? size.value : measured(line.current, columns));
  const change = (percent: number): void => {
    size.value = clampSize(percent);
  };
  const drag = (event: PointerEvent): void => {
    if (line.current?.hasPointerCapture(event.pointerId)) change(percentAt(line.current, columns, event));
  };
  const [back, ahead] = isRightToLeft() ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
  const keys: Record<string, () => void> = {
    [columns ? back : "ArrowUp"]: () => change(now() - step),
    [columns ? ahead : "ArrowDown"]: () => change(now() + step),
    Home: () => change(least),
    End: () => change(most),
  };
  const press = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <hr
      ref={line}
      class={`divider ${direction}`}
      tabIndex={0}
      aria-orientation={columns ? "vertical" : "horizontal"}
      aria-label={name}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={Math.round(size.value > 0 ? size.value : 50)}
      data-testid={testId}
      onPointerDown={(event) => line.current?.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => {
        size.value = 0;
      }}
      onKeyDown={press}
    />
  );
}

type Point = { readonly clientX: number; readonly clientY: number };

function percentAt(line: HTMLElement, columns: boolean, at: Point): number {
  const box = (line.parentElement ?? line).getBoundingClientRect();
  if (!columns) return ((at.clientY - box.top) / box.height) * 100;
  const begin = isRightToLeft() ? box.right - at.clientX : at.clientX - box.left;
  return (begin / box.width) * 100;
}

function measured(line: HTMLElement | null, columns: boolean): number {
  if (line === null) return 50;
  const { left, top } = line.getBoundingClientRect();
  return percentAt(line, columns, { clientX: left, clientY: top });
}
