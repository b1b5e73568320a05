/** What the terminal shows when a talk has begun. Pure: text in, text out. */
import { styleText } from "node:util";
import { renderUnicodeCompact } from "uqr";
import type { Links } from "./links.ts";

export type BannerData = {
  readonly title: string;
  readonly links: Links;
  /** The log's file; null when the talk is kept in memory. */
  readonly logFile: string | null;
  /** Entries the log already had. */
  readonly continuesAt: number;
  readonly earlier: string | undefined;
  /** Where the metrics are, when they are asked for. */
  readonly metrics?: string | undefined;
  /** The port that was taken, when another one was used. */
  readonly movedFrom: number | undefined;
  readonly port: number;
  /** Who can open the audience link. */
  readonly reach: "network" | "machine";
  readonly isDeckTrusted: boolean;
  /** The site each screen loads the slides from, when it is not this server. */
  readonly slidesFrom?: string | undefined;
  readonly warnings: readonly string[];
  /** Whether the terminal shows colours. */
  readonly isStyled: boolean;
};

const indent = "  ";

export function banner(data: BannerData): string {
  const { links } = data;
  const lines = [
    "",
    bold(data.title),
    "",
    ...notes(data),
    row("Audience", amber(links.audience)),
    ...links.others.map((other) => row("", quiet(other))),
    "",
    ...qrCode(links.audience, data.isStyled),
    "",
    row("Speaker", links.speaker),
    row("Remote", links.remote),
    row("Moderator", links.moderator),
    row("Screen", links.screen),
    ...(data.metrics === undefined ? [] : [row("Metrics", data.metrics)]),
    "",
    quiet("Speaker and remote links are private: whoever has one drives the talk."),
    quiet("The moderator link is private too: whoever has it approves, hides, and runs polls."),
    quiet(reach(data)),
    ...(data.slidesFrom === undefined ? [] : [quiet(hosted(data.slidesFrom))]),
    quiet(keeping(data)),
    quiet("Press Ctrl+C to stop."),
    "",
  ];
  return lines.map((line) => (line === "" ? "" : indent + line)).join("\n");
}

/** Scanners expect dark on light: said with colours where there are any, else as most terminals are, light on dark. */
function qrCode(text: string, isStyled: boolean): readonly string[] {
  const lines = renderUnicodeCompact(text, { border: 2, invert: isStyled }).split("\n");
  return isStyled ? lines.map((line) => styleText(["black", "bgWhiteBright"], line, { validateStream: false })) : lines;
}

const trustedDeck =
  "--trust-deck: programs in the deck can read the speaker's key, drive, moderate, and read what people write.";

const trustedSite = (site: string): string =>
  `--trust-deck: the slides keep the origin of ${site}: its storage, its cookies, and whoever is logged in there.`;

/** What the operator should know first, in the order of weight. */
function notes({ movedFrom, port, earlier, isDeckTrusted, slidesFrom, warnings }: BannerData): readonly string[] {
  const moved = movedFrom === undefined ? [] : [`Port ${movedFrom} is in use, so this talk is on port ${port}.`];
  const kept = earlier === undefined ? [] : [`The earlier talk is kept in ${earlier}`];
  const trusted = isDeckTrusted ? [slidesFrom === undefined ? trustedDeck : trustedSite(slidesFrom)] : [];
  const all = [...moved, ...kept, ...trusted, ...warnings];
  return all.length === 0 ? [] : [...all, ""];
}

function reach({ reach: who }: BannerData): string {
  return who === "network"
    ? "Everybody in the same network can open the audience link."
    : "Only this machine can open these links: it is in no network, or --host says so.";
}

function hosted(site: string): string {
  return `Every screen loads the slides from ${site}: it must reach that site too.`;
}

function keeping({ logFile, continuesAt }: BannerData): string {
  if (logFile === null) return "The talk is kept in memory and ends with this command (--ephemeral).";
  if (continuesAt === 0) return `The talk is kept in ${logFile}`;
  return `Continues the talk in ${logFile} (--fresh starts a new one)`;
}

function row(label: string, value: string): string {
  return `${label.padEnd(10)}${value}`;
}

const bold = (text: string): string => styleText("bold", text, { validateStream: false });
const quiet = (text: string): string => styleText("dim", text, { validateStream: false });
const amber = (text: string): string => styleText(["bold", "yellow"], text, { validateStream: false });
