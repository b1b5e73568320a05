/** One page on the stage: paper of the right size at once, the picture when it is painted, text and links on top. */

/** Width and height in points, as the page is seen. */
export type PageSize = readonly [width: number, height: number];

/** In CSS pixels of the frame; `scale` is CSS pixels a point. */
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
};

/** Frames are whole pixels and seldom exactly of the page's shape: so much of a page, at most, is cut off its edges. */
const cut = 0.01;

/** The largest box of the page's shape in the middle of the frame, its edges on whole pixels of the screen. */
export function fitted([width, height]: PageSize, frame: { readonly width: number; readonly height: number }): Box {
  const ratio = devicePixelRatio;
  const [across, down] = [frame.width / width, frame.height / height];
  const [small, large] = [Math.min(across, down), Math.max(across, down)];
  if (small >= large * (1 - cut)) return { left: 0, top: 0, width: frame.width, height: frame.height, scale: large };
  const scale = Math.max(small, 0.001);
  const whole = (length: number): number => Math.max(1, Math.round(length * ratio)) / ratio;
  const [w, h] = [whole(width * scale), whole(height * scale)];
  const middle = (room: number): number => Math.round((room * ratio) / 2) / ratio;
  return { left: middle(frame.width - w), top: middle(frame.height - h), width: w, height: h, scale };
}

export class Sheet {
  readonly index: number;
  readonly size: PageSize;
  readonly element = document.createElement("div");
  /** Pixels a point of the picture that is shown; 0 before the first. */
  painted = 0;
  isBroken = false;
  hasLayers = false;
  /** Known once it has its layers. */
  text = "";
  box: Box = { left: 0, top: 0, width: 0, height: 0, scale: 1 };
  #picture: HTMLCanvasElement | undefined;
  #detail: HTMLCanvasElement | undefined;

  constructor(index: number, size: PageSize, title: string) {
    this.index = index;
    this.size = size;
    const { element } = this;
    element.className = "sheet";
    element.dataset.page = String(index + 1);
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", title === "" ? String(index + 1) : `${index + 1}. ${title}`);
    element.hidden = true;
  }

  place(box: Box): void {
    this.box = box;
    const { style } = this.element;
    style.left = `${box.left}px`;
    style.top = `${box.top}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
    style.setProperty("--scale", String(box.scale));
  }

  /** @param pixels of the picture a point */
  show(picture: HTMLCanvasElement, pixels: number): void {
    picture.className = "picture";
    picture.setAttribute("aria-hidden", "true");
    // One pixel of the picture is one of the screen; until it is painted anew, it grows and shrinks with the page.
    picture.style.width = `calc(${picture.width / pixels}px * var(--scale))`;
    picture.style.height = `calc(${picture.height / pixels}px * var(--scale))`;
    this.element.prepend(picture);
    release(this.#picture);
    this.#picture = picture;
    this.painted = pixels;
    this.element.dataset.painted = "";
  }

  /** A sharper picture of a part of the page, at `part` in CSS pixels of the page; none removes it. */
  showDetail(detail?: HTMLCanvasElement, part?: DOMRectReadOnly): void {
    if (detail !== undefined && part !== undefined) {
      detail.className = "picture detail";
      detail.setAttribute("aria-hidden", "true");
      const { style } = detail;
      style.left = `${part.x}px`;
      style.top = `${part.y}px`;
      style.width = `${part.width}px`;
      style.height = `${part.height}px`;
      this.element.append(detail);
    }
    release(this.#detail);
    this.#detail = detail;
  }

  break(): void {
    this.isBroken = true;
    this.element.dataset.broken = "";
    this.element.textContent = "This page cannot be shown.";
  }

  remove(): void {
    release(this.#picture);
    release(this.#detail);
    this.element.remove();
  }
}

/** Some browsers keep a canvas's memory until it is collected, unless it has become small. */
function release(canvas: HTMLCanvasElement | undefined): void {
  if (canvas === undefined) return;
  canvas.width = 0;
  canvas.height = 0;
  canvas.remove();
}
