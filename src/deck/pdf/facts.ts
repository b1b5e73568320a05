import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { LecternError } from "../../errors.ts";

export type PdfFacts = {
  /** Empty strings where the file does not say. */
  readonly title: string;
  /** BCP 47. */
  readonly lang: string;
  readonly pages: readonly PdfPage[];
};

/** Sizes in points, as the page is seen. */
export type PdfPage = { readonly width: number; readonly height: number; readonly title: string };

/** What the thread that reads answers with. */
export type Inspected =
  | { readonly facts: PdfFacts }
  | { readonly problem: "locked" }
  | { readonly problem: "damaged"; readonly cause: string };

/** Milliseconds. */
const patience = 60_000;

/** Where the end of a file says that it is whole, in bytes from its end. */
const tail = 4096;

/**
 * @param file as the user named it; it stands in errors
 * @throws LecternError `deck-pdf-empty`, `deck-pdf-locked`, `deck-pdf-damaged`
 */
export async function pdfFacts(bytes: Uint8Array, file: string): Promise<PdfFacts> {
  const damaged = (cause: string) => new LecternError("deck-pdf-damaged", { file, cause });
  if (bytes.length === 0) throw new LecternError("deck-pdf-empty", { file });
  if (!latin(bytes.subarray(0, 1024)).includes("%PDF-")) throw damaged("it does not begin like a PDF");
  // A reader would mend a file that is still being written, and show the pages that are there already.
  if (!latin(bytes.subarray(-tail)).includes("%%EOF")) throw damaged("its end is missing");
  const result = await inspected(bytes).catch((error: unknown) => {
    throw damaged(error instanceof Error ? error.message : String(error));
  });
  if ("facts" in result) {
    if (result.facts.pages.length === 0) throw new LecternError("deck-pdf-empty", { file });
    return result.facts;
  }
  throw result.problem === "locked" ? new LecternError("deck-pdf-locked", { file }) : damaged(result.cause);
}

function inspected(bytes: Uint8Array): Promise<Inspected> {
  return new Promise((resolve, reject) => {
    const script = new URL(`./inspect${extname(import.meta.url)}`, import.meta.url);
    const thread = new Worker(script, { workerData: bytes, stdout: true, stderr: true, env: {} });
    const end = (): void => {
      clearTimeout(timer);
      void thread.terminate();
    };
    const timer = setTimeout(() => {
      reject(new Error(`reading it took more than ${patience / 1000} s`));
      end();
    }, patience);
    thread.once("message", (result: Inspected) => {
      resolve(result);
      end();
    });
    thread.once("error", (error) => {
      reject(error);
      end();
    });
    thread.once("exit", (code) => reject(new Error(`reading it ended with ${code}`)));
  });
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
