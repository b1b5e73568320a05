/** Writes small PDFs by hand (ISO 32000), so that tests say what is in them. */

export type TestPage = {
  /** Lines from top to bottom; the first is set larger. */
  readonly lines?: readonly string[];
  readonly size?: readonly [width: number, height: number];
  readonly rotate?: number;
  /** Red, green, blue, 0 to 1. */
  readonly paper?: readonly [number, number, number];
  /** Grey, one byte a pixel, over the whole page. */
  readonly picture?: { readonly width: number; readonly height: number; readonly bytes: Uint8Array };
  /** An address, or a page from 0; the area is the page's lower half, split among them. */
  readonly links?: readonly (string | number)[];
};

export type TestPdf = {
  readonly pages: readonly TestPage[];
  readonly title?: string;
  readonly lang?: string;
  /** Names of pages from 0. */
  readonly outline?: readonly (readonly [name: string, page: number])[];
  /** Label dictionaries by the page they begin at, as `/S /r` or `/P (A-) /S /D`. */
  readonly labels?: Readonly<Record<number, string>>;
  /** Asks for a password that nobody has. */
  readonly locked?: boolean;
};

const catalog = 1;
const pageTree = 2;
const font = 3;
const outlineRoot = 4;
const information = 5;
const firstFree = 6;

export function pdfFile({
  pages,
  title,
  lang,
  outline = [],
  labels,
  locked = false,
}: TestPdf): Uint8Array<ArrayBuffer> {
  const objects = new Map<number, string>();
  let free = firstFree;
  const take = (): number => free++;
  const pageNumbers = pages.map(take);
  const pageOf = (index: number): string => `[${pageNumbers[index] ?? 0} 0 R /Fit]`;

  pages.forEach((page, index) => {
    const [width, height] = page.size ?? [960, 540];
    const content = take();
    const links = (page.links ?? []).map((target, place, all) => {
      const link = take();
      const part = width / all.length;
      const rect = [place * part, 0, (place + 1) * part, height / 2].join(" ");
      const where = typeof target === "number" ? `/Dest ${pageOf(target)}` : `/A << /S /URI /URI (${target}) >>`;
      objects.set(link, `<< /Type /Annot /Subtype /Link /Rect [${rect}] /Border [0 0 0] ${where} >>`);
      return `${link} 0 R`;
    });
    const picture = page.picture && take();
    if (page.picture !== undefined && picture !== undefined) objects.set(picture, pictureObject(page.picture));
    const pictures = picture === undefined ? "" : `/XObject << /P ${picture} 0 R >>`;
    const drawn = stream(page, width, height);
    objects.set(content, `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
    objects.set(
      pageNumbers[index] ?? 0,
      `<< /Type /Page /Parent ${pageTree} 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${page.rotate ?? 0} ` +
        `/Resources << /Font << /F ${font} 0 R >> ${pictures} >> /Contents ${content} 0 R /Annots [${links.join(" ")}] >>`,
    );
  });

  const entries = outline.map(take);
  outline.forEach(([name, page], index) => {
    const next = entries[index + 1];
    const after = next === undefined ? "" : ` /Next ${next} 0 R`;
    objects.set(
      entries[index] ?? 0,
      `<< /Title ${text(name)} /Parent ${outlineRoot} 0 R /Dest ${pageOf(page)}${after} >>`,
    );
  });
  const ends = entries.length === 0 ? "" : `/First ${entries[0]} 0 R /Last ${entries.at(-1)} 0 R`;
  objects.set(outlineRoot, `<< /Type /Outlines /Count ${entries.length} ${ends} >>`);
  objects.set(information, `<< ${title === undefined ? "" : `/Title ${text(title)}`} >>`);
  objects.set(font, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  objects.set(
    pageTree,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageNumbers.map((page) => `${page} 0 R`).join(" ")}] >>`,
  );
  const nums = Object.entries(labels ?? {}).map(([page, label]) => `${page} << ${label} >>`);
  objects.set(
    catalog,
    `<< /Type /Catalog /Pages ${pageTree} 0 R /Outlines ${outlineRoot} 0 R` +
      `${lang === undefined ? "" : ` /Lang (${lang})`} /PageLabels << /Nums [${nums.join(" ")}] >> >>`,
  );
  const lock = locked
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> >>`
    : "";
  return assembled(objects, lock);
}

function pictureObject({ width, height, bytes }: NonNullable<TestPage["picture"]>): string {
  const kind = "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8";
  const data = Buffer.from(bytes).toString("latin1");
  return `<< ${kind} /Width ${width} /Height ${height} /Length ${bytes.length} >>\nstream\n${data}\nendstream`;
}

function stream({ lines = [], paper, picture }: TestPage, width: number, height: number): string {
  const drawn = picture === undefined ? "" : `q ${width} 0 0 ${height} 0 0 cm /P Do Q `;
  const ground = paper === undefined ? "" : `${paper.join(" ")} rg 0 0 ${width} ${height} re f `;
  const written = lines.map((line, index) => {
    const size = index === 0 ? 48 : 24;
    return `BT /F ${size} Tf 60 ${height - 90 - index * 50} Td ${text(line)} Tj ET`;
  });
  return `${ground}${drawn}0 0 0 rg\n${written.join("\n")}`;
}

/** A string in Latin-1, as a literal. */
function text(value: string): string {
  return `(${value.replace(/[\\()]/g, "\\$&")})`;
}

function assembled(objects: ReadonlyMap<number, string>, trailer: string): Uint8Array<ArrayBuffer> {
  let file = "%PDF-1.7\n";
  const numbers = [...objects.keys()].toSorted((a, b) => a - b);
  const rows = numbers.map((number) => {
    const offset = file.length;
    file += `${number} 0 obj\n${objects.get(number) ?? ""}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = file.length;
  file += `xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  file += `trailer\n<< /Size ${rows.length + 1} /Root ${catalog} 0 R /Info ${information} 0 R /ID [<00> <00>] ${trailer} >>\n`;
  file += `startxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file, "latin1"));
}
