/** Puts PDFs together, one after the other. */
type Pdfjs = typeof import("pdfjs-dist");

const pdfjsName = "#pdfjs";

/** @param parts whole PDFs, at least one */
export async function merge(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("There is nothing to put together.");
  if (others.length === 0) return first;
  const pdfjs = (await import(pdfjsName)) as Pdfjs;
  const task = pdfjs.getDocument({ data: new Uint8Array(first), verbosity: pdfjs.VerbosityLevel.ERRORS });
  try {
    const pdf = await task.promise;
    return await pdf.extractPages([
      { document: null },
      ...others.map((document) => ({ document: new Uint8Array(document) })),
    ]);
  } finally {
    await task.destroy();
  }
}
