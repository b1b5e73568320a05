/** The results as the tables of docs/conformance.md. */
import type { Case } from "./case.ts";
import { closing } from "./closing.ts";
import { fragments } from "./fragments.ts";
import { beyondFraming, framing } from "./framing.ts";
import { beyondLimits, limits } from "./limits.ts";
import { type OpeningCase, opening } from "./opening.ts";
import type { Result, Verdict } from "./run.ts";
import { utf8 } from "./utf8.ts";

export const cases: readonly (Case | OpeningCase)[] = [
  ...framing,
  ...fragments,
  ...utf8,
  ...closing,
  ...limits,
  ...beyondFraming,
  ...beyondLimits,
  ...opening,
];

const sections: readonly (readonly [prefix: string, title: string])[] = [
  ["1", "Payload lengths"],
  ["2", "Pings and pongs"],
  ["3", "Reserved bits"],
  ["4", "Opcodes"],
  ["5", "Fragmentation"],
  ["6", "UTF-8"],
  ["7", "Closing"],
  ["9", "Limits"],
  ["10", "Frames as a library cuts them"],
  ["A", "Beyond the list: masking and lengths"],
  ["B", "Beyond the list: at our limits and one past them"],
  ["H", "The opening handshake"],
];

const begin = "<!-- Written by npm run conformance -->";

/** The document with its tables replaced; everything before them is kept. */
export function withTables(document: string, results: readonly Result[]): string {
  return `${document.slice(0, document.indexOf(begin))}${begin}\n\n${tables(results)}`;
}

function tables(results: readonly Result[]): string {
  const parts = sections.map(([prefix, title]) => {
    const rows = results.filter(({ id }) => id.startsWith(`${prefix}.`));
    const heading = /\d/.test(prefix) ? `${prefix}. ${title}` : title;
    return [
      `### ${heading}`,
      "",
      "| case | sent | expected | got | verdict |",
      "|---|---|---|---|---|",
      ...rows.map(row),
      "",
    ];
  });
  return ["## Summary", "", summary(results), "", "## Cases", "", ...parts.flat()].join("\n");
}

function summary(results: readonly Result[]): string {
  const verdicts: readonly Verdict[] = ["OK", "OK, by our limit", "NON-STRICT", "FAILED"];
  const counts = verdicts.map((verdict) => results.filter((result) => result.verdict === verdict).length);
  const lines = verdicts.map((verdict, index) => `| ${verdict} | ${counts[index]} |`);
  return ["| verdict | cases |", "|---|---:|", ...lines].join("\n");
}

function row({ id, sends, expected, got, verdict }: Result): string {
  return `| ${id} | ${sends} | ${cell(expected)} | ${cell(got)} | ${verdict} |`;
}

/** Nothing is a result too: an unsolicited pong is passed over. */
function cell(transcript: string): string {
  return transcript === "" ? "nothing" : transcript;
}
