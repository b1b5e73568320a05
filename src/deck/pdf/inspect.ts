/**
 * Reads what the talk must know of a PDF, in a thread of its own: a long file never holds up the talk that is being
 * given, and what reading took of memory goes with the thread.
 */
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import type { Inspected, PdfFacts, PdfPage } from "./facts.ts";
import { documentTitle, pageTitle, type TextRun, tidy } from "./titles.ts";

type Pdfjs = typeof import("pdfjs-dist");
type OutlineNode = Awaited<ReturnType<PDFDocumentProxy["getOutline"]>>[number];

/** Milliseconds after which the pages that are left get no title from their text. */
const textBudget = 10_000;

const pdfjsName = "#pdfjs";
const pdfjs = (await import(pdfjsName)) as Pdfjs;

async function inspect(bytes: Uint8Array): Promise<Inspected> {
  const task = pdfjs.getDocument({
    data: bytes,
    cMapUrl: fileURLToPath(new URL(`../web/assets/pdfjs-${pdfjs.version}/cmaps/`, import.meta.resolve(pdfjsName))),
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
  });
  try {
    return { facts: await factsOf(await task.promise) };
  } catch (error) {
    const { name, message } = error as Error;
    return name === "PasswordException" ? { problem: "locked" } : { problem: "damaged", cause: tidy(message) };
  }
}

async function factsOf(pdf: PDFDocumentProxy): Promise<PdfFacts> {
  const [{ info, metadata }, labels, names] = await Promise.all([
    pdf.getMetadata(),
    pdf.getPageLabels().catch(() => null),
    outlineNames(pdf).catch(() => new Map<number, string>()),
  ]);
  const { Title, Language } = info as { readonly Title?: unknown; readonly Language?: unknown };
  const given = [metadata?.get("dc:title") as unknown, Title].find((text) => typeof text === "string" && text !== "");
  const until = Date.now() + textBudget;
  const pages: PdfPage[] = [];
  for (let index = 0; index < pdf.numPages; index++) {
    const page = await pdf.getPage(index + 1);
    const { width, height } = page.getViewport({ scale: 1 });
    const outline = names.get(index) ?? "";
    const runs = outline === "" && Date.now() < until ? await textOf(page) : [];
    pages.push({ width, height, title: pageTitle(index, { outline, label: labels?.[index] ?? "", runs }) });
    page.cleanup();
  }
  return {
    title: documentTitle(typeof given === "string" ? given : ""),
    lang: typeof Language === "string" ? Language.trim() : "",
    pages,
  };
}

/** Text that cannot be read gives no title; the page is shown all the same. */
async function textOf(page: PDFPageProxy): Promise<readonly TextRun[]> {
  try {
    const { items } = await page.getTextContent();
    return items.flatMap((item) =>
      "str" in item ? [{ text: item.str, size: item.height, endsLine: item.hasEOL }] : [],
    );
  } catch {
    return [];
  }
}

/** By page from 0: the first entry that leads to it. */
async function outlineNames(pdf: PDFDocumentProxy): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const waiting: OutlineNode[] = ((await pdf.getOutline()) ?? []).toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    waiting.push(...(node.items as OutlineNode[]).toReversed());
    const index = await pageOf(pdf, node.dest).catch(() => undefined);
    if (index !== undefined && tidy(node.title) !== "" && !names.has(index)) names.set(index, node.title);
  }
  return names;
}

async function pageOf(pdf: PDFDocumentProxy, dest: OutlineNode["dest"]): Promise<number | undefined> {
  const found = typeof dest === "string" ? await pdf.getDestination(dest) : dest;
  const target: unknown = found?.[0];
  if (typeof target === "number") return target;
  return target === undefined || target === null
    ? undefined
    : await pdf.getPageIndex(target as { num: number; gen: number });
}

parentPort?.postMessage(await inspect(workerData as Uint8Array));
