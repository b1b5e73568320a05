/** What lies over a page's picture: its text, to select and to be read aloud, and its links. */
import { type PDFDocumentProxy, type PDFPageProxy, TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Step } from "../../protocol/frame.ts";

/** What a link inside the deck may do. */
export type Turning = {
  turnTo(index: number): void;
  step(step: Step): void;
  titleOf(index: number): string;
};

type LinkAnnotation = {
  readonly subtype: string;
  readonly rect: readonly number[];
  readonly url?: string;
  readonly dest?: string | readonly unknown[] | null;
  readonly action?: string;
  readonly contentsObj?: { readonly str: string };
  readonly overlaidText?: string;
};

/** Resolves when all text is there. Text that cannot be read is left out. */
export async function textLayer(page: PDFPageProxy): Promise<HTMLElement> {
  const container = document.createElement("div");
  container.className = "text";
  const textContentSource = page.streamTextContent({ includeMarkedContent: true, disableNormalization: true });
  await new TextLayer({ textContentSource, container, viewport: page.getViewport({ scale: 1 }) })
    .render()
    .catch(() => {});
  // While text is being selected, this keeps the selection from jumping to the page's end between two lines.
  const end = document.createElement("div");
  end.className = "text-end";
  container.append(end);
  container.addEventListener("pointerdown", () => container.classList.add("selecting"));
  return container;
}

addEventListener("pointerup", () => {
  for (const layer of document.querySelectorAll(".selecting")) layer.classList.remove("selecting");
});

/** The page's links, each where it stands on the page, in percent of it. */
export async function linkLayer(pdf: PDFDocumentProxy, page: PDFPageProxy, turning: Turning): Promise<HTMLElement> {
  const container = document.createElement("div");
  container.className = "links";
  const annotations = (await page.getAnnotations({ intent: "display" }).catch(() => [])) as readonly LinkAnnotation[];
  const viewport = page.getViewport({ scale: 1 });
  for (const annotation of annotations.filter(({ subtype }) => subtype === "Link")) {
    const link = await linkOf(pdf, annotation, turning).catch(() => undefined);
    if (link === undefined) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = annotation.rect;
    const corner = (x: number, y: number): readonly number[] => viewport.convertToViewportPoint(x, y) as number[];
    const [x1 = 0, y1 = 0] = corner(left, bottom);
    const [x2 = 0, y2 = 0] = corner(right, top);
    const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
    link.style.left = percent(Math.min(x1, x2), viewport.width);
    link.style.top = percent(Math.min(y1, y2), viewport.height);
    link.style.width = percent(Math.abs(x2 - x1), viewport.width);
    link.style.height = percent(Math.abs(y2 - y1), viewport.height);
    container.append(link);
  }
  return container;
}

async function linkOf(
  pdf: PDFDocumentProxy,
  { url, dest, action, contentsObj, overlaidText }: LinkAnnotation,
  turning: Turning,
): Promise<HTMLAnchorElement | undefined> {
  const link = document.createElement("a");
  const said = contentsObj?.str.trim() || overlaidText?.trim() || "";
  if (url !== undefined) {
    if (!/^(https?|mailto|tel):/i.test(url)) return undefined;
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.setAttribute("aria-label", said || url);
    return link;
  }
  const step = steps[action ?? ""];
  const index = step === undefined ? await pageOf(pdf, dest) : undefined;
  if (step === undefined && index === undefined) return undefined;
  link.href = "#";
  link.setAttribute("aria-label", said || (index === undefined ? "" : turning.titleOf(index)) || String(action ?? ""));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (index !== undefined) turning.turnTo(index);
    else if (step !== undefined) turning.step(step);
  });
  return link;
}

const steps: Readonly<Record<string, Step>> = {
  NextPage: "next",
  PrevPage: "prev",
  FirstPage: "first",
  LastPage: "last",
};

async function pageOf(pdf: PDFDocumentProxy, dest: LinkAnnotation["dest"]): Promise<number | undefined> {
  const found = typeof dest === "string" ? await pdf.getDestination(dest) : dest;
  const target = found?.[0];
  if (typeof target === "number") return target < pdf.numPages ? target : undefined;
  if (typeof target !== "object" || target === null) return undefined;
  return pdf.getPageIndex(target as { num: number; gen: number });
}
