/** The command line's words: options, help, and what is wrong with a wrong one. */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { LecternError } from "../errors.ts";
import { type LogLevel, logLevels, type MetricsAddress } from "../server/operating/operating.ts";
import { type BuildOptions, buildCommand } from "./build-command.ts";
import { type ExportRequest, exportCommand } from "./export-command.ts";

export type CliOptions = {
  readonly deck: string | undefined;
  readonly port: number | undefined;
  readonly host: string;
  readonly data: string | undefined;
  readonly fresh: boolean;
  readonly ephemeral: boolean;
  readonly speakerKey: string | undefined;
  readonly title: string | undefined;
  readonly words: string | undefined;
  readonly trustDeck: boolean;
  /** Where to give metrics. */
  readonly metrics: MetricsAddress | undefined;
  /** A file for log lines, `-` for standard error. */
  readonly log: string | undefined;
  readonly logLevel: LogLevel | undefined;
  /** Processes that carry the WebSockets. */
  readonly workers: number | undefined;
  readonly json: boolean;
  readonly open: boolean;
};

/** What the command line asks for: run a talk, or print a text and leave. */
export type Request =
  | { readonly kind: "run"; readonly options: CliOptions }
  | { readonly kind: "build"; readonly options: BuildOptions }
  | { readonly kind: "export"; readonly options: ExportRequest }
  | { readonly kind: "print"; readonly text: string };

export const defaultPort = 9008;

const unset: CliOptions = {
  deck: undefined,
  port: undefined,
  host: "",
  data: undefined,
  fresh: false,
  ephemeral: false,
  speakerKey: undefined,
  title: undefined,
  words: undefined,
  trustDeck: false,
  metrics: undefined,
  log: undefined,
  logLevel: undefined,
  workers: undefined,
  json: false,
  open: true,
};

const examples = `
Examples:
  lectern                      give the talk that comes with Lectern
  lectern my-talk.md           give your own
  lectern slides/index.html    give a reveal.js page as it is
  lectern https://example.org/deck/
                               give a reveal.js page that stays where it is
  lectern my-talk.md --fresh   start over; the earlier talk is kept aside
  lectern my-talk.md --host 127.0.0.1
                               for this machine only, to rehearse
  lectern export my-talk.md --pdf
                               make a PDF of it (lectern export --help)
  lectern build my-talk.md --out site
                               make a static site of it (lectern build --help)
`;

/**
 * Reads the arguments after the program's name.
 * @throws LecternError `usage`, `option-invalid`
 */
export function parseArguments(args: readonly string[], version: string): Request {
  let printed = "";
  let asked: Request | undefined;
  const program = build(version, (text) => {
    printed += text;
  });
  const subcommands = [
    buildCommand((options) => (asked = { kind: "build", options })),
    exportCommand((options) => (asked = { kind: "export", options })),
  ];
  for (const command of subcommands) program.addCommand(command.copyInheritedSettings(program));
  try {
    program.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "print", text: printed };
    throw new LecternError("usage", {
      problem: `${firstLine(error.message).replace(/\.?$/, ".")} See lectern --help.`,
    });
  }
  if (asked !== undefined) return asked;
  const given = { ...unset, ...program.opts<Partial<CliOptions>>() };
  if (given.fresh && given.ephemeral) {
    throw new LecternError("usage", { problem: "--fresh and --ephemeral exclude each other. See lectern --help." });
  }
  if (given.logLevel !== undefined && given.log === undefined) {
    throw new LecternError("usage", { problem: "--log-level needs --log. See lectern --help." });
  }
  return { kind: "run", options: { ...given, deck: program.args[0] } };
}

function build(version: string, print: (text: string) => void): Command {
  return new Command("lectern")
    .description("Makes a talk live: everyone opens the link, and their screen moves when you move.")
    .argument(
      "[deck]",
      "a Markdown file, a reveal.js page (its folder, or its address on the web), a PDF, or PowerPoint or OpenDocument slides; without one, the talk that comes with Lectern",
    )
    .option("-p, --port <number>", `port to listen on (default: ${defaultPort}, or the next free one)`, parsePort)
    .option("--host <address>", "address to listen on (default: every address of this machine)")
    .option("--data <folder>", "where talks are kept (default: this account's application data)")
    .option("--fresh", "start a new talk; the earlier one is kept aside")
    .option("--ephemeral", "keep the talk in memory only")
    .option("--speaker-key <key>", "use this speaker key (at least 22 letters, digits, - or _)", parseKey)
    .option("--title <text>", "title of the talk (default: the deck's)")
    .option("--words <file>", "hold messages with one of these words for approval, one word a line")
    .option("--trust-deck", "let the deck's programs do all that the person in front of them may do")
    .option(
      "--metrics <[host:]port>",
      "give Prometheus metrics here (host: 127.0.0.1), and never on the talk's port",
      parseMetrics,
    )
    .option("--log <file>", "write log lines (JSON) to this file, or to standard error with -")
    .option(
      "--log-level <level>",
      `least important lines to write: ${logLevels.join(", ")} (default: info)`,
      parseLogLevel,
    )
    .option(
      "--workers <number>",
      "spread the audience's WebSockets over so many processes, to use several cores (default: none)",
      parseWorkers,
    )
    .option("--json", "print one line of JSON when listening, and nothing else")
    .option("--no-open", "do not open the speaker page in a browser")
    .version(version, "-V, --version")
    .addHelpText("after", examples)
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .enablePositionalOptions()
    .action(() => {})
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => {} });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65535) return port;
  throw invalid("--port", "a number from 0 to 65535", text);
}

/** A port, and before it the address to listen on; one of IPv6 in brackets. */
function parseMetrics(text: string): MetricsAddress {
  const [, host = "127.0.0.1", port = ""] = /^(?:\[?([\w.:-]+?)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (port !== "" && Number(port) <= 65535) return { host, port: Number(port) };
  throw invalid("--metrics", "a port, or host:port", text);
}

/** More than there are cores is no use, and each takes memory. */
const mostWorkers = 64;

function parseWorkers(text: string): number {
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (workers >= 1 && workers <= mostWorkers) return workers;
  throw invalid("--workers", `a whole number from 1 to ${mostWorkers}`, text);
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text);
  if (level !== undefined) return level;
  throw invalid("--log-level", `one of ${logLevels.join(", ")}`, text);
}

/** 22 characters of a 64-letter alphabet can hold the 128 bits rule A1 asks for. */
function parseKey(text: string): string {
  if (/^[\w-]{22,200}$/.test(text)) return text;
  throw new InvalidArgumentError("it must have at least 22 characters out of letters, digits, - and _.");
}

function invalid(option: string, expected: string, given: string): LecternError {
  return new LecternError("option-invalid", { option, expected, given });
}

function firstLine(message: string): string {
  return message.replace(/^error: /, "").split("\n")[0] ?? "";
}
