/** `lectern build`: a deck as a static site. */
import { Command } from "commander";
import { LecternError } from "../errors.ts";
import { type BuiltSite, buildSite } from "../server/site/build-site.ts";

export type BuildOptions = {
  readonly deck: string;
  readonly out: string;
  readonly title?: string;
  readonly server?: string;
  readonly talk?: string;
  readonly panel?: boolean;
  readonly include?: readonly string[];
};

const examples = `
What is written stands alone: put the folder on any web host, also in a sub-folder. Notes, right answers and the deck's
source are not in it. Of the deck's folder it holds the files that the deck names, and those that they name.

Examples:
  lectern build talk.md --out site
  lectern build slides/index.html --out site --server https://talk.example
                               follows the talk given with: lectern slides/index.html
  lectern build talk.md --out site --include data
                               with files that only a program in the deck names

A deck named "build" is given with: lectern ./build
`;

/** @param chosen is called with what was asked for */
export function buildCommand(chosen: (options: BuildOptions) => void): Command {
  return new Command("build")
    .description("make a static site of a deck, for any web host")
    .argument("<deck>", "whatever lectern can give: Markdown, a reveal.js page or its folder, Marp, PDF, Office")
    .requiredOption("--out <folder>", "where to write; a folder that is new, empty, or an earlier build")
    .option("--server <url>", "follow the talk of this Lectern server while it is on", parseServer)
    .option("--talk <code>", "the talk's code, where the server gives more than one")
    .option("--panel", "chat, questions, polls and reactions beside the deck (with --server)")
    .option("--title <text>", "title of the talk (default: the deck's)")
    .option("--include <path>", "also copy this file or folder of the deck's folder; can be repeated", collect)
    .addHelpText("after", examples)
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .action((deck: string, given: Omit<BuildOptions, "deck">) => {
      if (given.server === undefined && (given.talk !== undefined || given.panel === true)) {
        throw new LecternError("usage", { problem: "--talk and --panel need --server. See lectern build --help." });
      }
      chosen({ ...given, deck });
    });
}

/** Builds, and says what was written and how to put it online. */
export async function runBuild(options: BuildOptions, webRoot: string): Promise<string> {
  const { deck, out, title, server, talk, panel, include = [] } = options;
  const follow =
    server === undefined
      ? undefined
      : { server, ...(talk === undefined ? {} : { talk }), ...(panel === true ? { panel } : {}) };
  return report(options, await buildSite({ deck, out, title, follow, include, webRoot }));
}

function report({ deck, out, server }: BuildOptions, { title, files, bytes, warnings }: BuiltSite): string {
  const follows =
    server === undefined
      ? []
      : [`It follows the talk at ${server} while it is on; you drive it there, with the same deck: lectern ${deck}`];
  return [
    ...warnings.map(({ file, line, message }) => `${file ?? deck}:${line}: ${message}`),
    `${title}: ${files} files, ${size(bytes)}, in ${out}`,
    `Put that folder on any web host, also in a sub-folder: GitHub or GitLab pages, Netlify, your own.`,
    "To look at it here: npx serve, or python3 -m http.server, in that folder; browsers do not run it from the disk.",
    ...follows,
    "",
  ].join("\n");
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function parseServer(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  const expected = "an address such as https://talk.example";
  throw new LecternError("option-invalid", { option: "--server", expected, given: text });
}

function collect(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path];
}
