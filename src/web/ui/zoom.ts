/** Tells a deck by how much the page was enlarged with two fingers: only the page itself can know. */
import type { ZoomView } from "../../protocol/frame.ts";

/** Milliseconds without a change before it is told: fingers move. */
const settle = 150;

export function watchZoom(frame: () => HTMLIFrameElement | null, tell: (view: ZoomView) => void): void {
  const viewport = window.visualViewport;
  if (viewport === null) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasZoomed = false;
  const look = (): void => {
    const { scale, offsetLeft, offsetTop, width, height } = viewport;
    const isZoomed = scale > 1.01;
    const box = frame()?.getBoundingClientRect();
    if (box === undefined || (!isZoomed && !wasZoomed)) return;
    wasZoomed = isZoomed;
    tell({ scale, x: offsetLeft - box.left, y: offsetTop - box.top, width, height });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, settle);
  };
  viewport.addEventListener("resize", later);
  viewport.addEventListener("scroll", later);
}
