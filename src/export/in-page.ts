/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** What runs in the browser that draws the slides. Each function is sent there by itself, so it uses nothing around it. */

/** Adds styles that no policy against inline ones forbids. */
export function dress(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Runs in the page around the frame: says something to the frame until it answers. */
export function ask(asked: { message: unknown; answer: string; field: string; timeout: number }): Promise<unknown> {
  const { message, answer, field, timeout } = asked;
  const target = document.querySelector<HTMLIFrameElement>("#stage iframe")?.contentWindow;
  return new Promise((resolve) => {
    const say = (): void => target?.postMessage(message, "*");
    const again = setInterval(say, 500);
    const end = (result: unknown): void => {
      clearInterval(again);
      clearTimeout(limit);
      removeEventListener("message", hear);
      resolve(result);
    };
    const hear = ({ source, data }: MessageEvent): void => {
      if (source === target && data?.lectern === 1 && data.type === answer) end(data[field]);
    };
    const limit = setTimeout(() => end(undefined), timeout);
    addEventListener("message", hear);
    say();
  });
}

/** Runs in the frame: waits for fonts, pictures, diagrams and the pages of PDFs. */
export async function drawn(timeout: number): Promise<void> {
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const isSeen = (element: Element): boolean => {
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    return width * height > 0 && top < innerHeight && bottom > 0 && left < innerWidth && right > 0;
  };
  const isBusy = (): boolean =>
    [...document.images].some((image) => !image.complete && isSeen(image)) ||
    [...document.querySelectorAll("pre.mermaid:not(:has(svg)):not([data-problem])")].some(isSeen) ||
    document.querySelector(".sheet:not([hidden]):not([data-painted])") !== null;
  const limit = performance.now() + timeout;
  await frame();
  await document.fonts.ready;
  while (isBusy() && performance.now() < limit) await frame();
  await document.fonts.ready;
  await frame();
  await frame();
}
