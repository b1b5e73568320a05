/** The `lectern` command: reads the words, starts the server, says where it is, stops when told. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { errors, LecternError } from "../errors.ts";
import { isEveryAddress, isLoopback } from "../server/addresses.ts";
import { defaultDataFolder } from "../server/data-folder.ts";
import { type LecternServer, startServer } from "../server/server.ts";
import { banner } from "./banner.ts";
import { runBuild } from "./build-command.ts";
import { runExport } from "./export-command.ts";
import { linksOf } from "./links.ts";
import { openBrowser } from "./open-browser.ts";
import { type CliOptions, defaultPort, parseArguments } from "./options.ts";

const packageRoot = new URL("../../", import.meta.url);
const bundledTalk = fileURLToPath(new URL("examples/websockets/talk.md", packageRoot));
const webRoot = fileURLToPath(new URL("dist/web", packageRoot));

async function main(): Promise<void> {
  const request = parseArguments(process.argv.slice(2), version());
  if (request.kind === "print") {
    process.stdout.write(request.text);
    return;
  }
  if (request.kind === "export") {
    tell(await runExport(request.options, webRoot, process.stderr));
    return;
  }
  if (request.kind === "build") {
    tell(await runBuild(request.options, webRoot));
    return;
  }
  const { options } = request;
  const server = await start(options);
  stopOnSignals(server);
  announce(server, options);
  if (options.open && !options.json) await openBrowser(linksOf(server).speaker);
}

function start(options: CliOptions): Promise<LecternServer> {
  return startServer({
    talk: {
      deck: options.deck ?? bundledTalk,
      title: options.title,
      speakerKey: options.speakerKey,
      words: options.words,
      trustDeck: options.trustDeck,
      storage: options.ephemeral
        ? { kind: "memory" }
        : { kind: "folder", folder: options.data ?? defaultDataFolder(), fresh: options.fresh },
    },
    host: options.host,
    port: options.port ?? defaultPort,
    mayMovePort: options.port === undefined,
    webRoot,
    workers: options.workers,
    operating: {
      version: version(),
      metrics: options.metrics,
      log: options.log === undefined ? undefined : { to: options.log, level: options.logLevel ?? "info" },
    },
    onDeck: (change) => {
      if (options.json) return;
      if (change instanceof LecternError) tell(`${change.message} The last good version stays on the screens.`);
      else tell(`Deck reloaded: ${change.title}`);
    },
    onFault: (error, reference) => {
      if (options.log !== undefined) return;
      // What has words is no mistake of ours, and needs no trace.
      if (error instanceof LecternError) console.error(`lectern: ${error.message}`);
      else console.error(`lectern: fault ${reference}:`, error);
    },
  });
}

function announce(server: LecternServer, options: CliOptions): void {
  const links = linksOf(server);
  const { port, talk, kept, metrics } = server;
  if (options.json) {
    const { audience, speaker, remote, moderator, screen } = links;
    const { epoch } = talk.host.identity;
    const pages = { audience, speaker, remote, moderator, screen };
    const line = { event: "listening", port, ...pages, pid: process.pid, epoch, metrics };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const { deck } = talk.deck;
  tell(
    banner({
      title: deck.title,
      links,
      logFile: kept.file,
      // The first entry of every log is the deck's own.
      continuesAt: talk.host.state.seq > 1 ? talk.host.state.seq : 0,
      earlier: kept.earlier,
      metrics,
      movedFrom: options.port === undefined && port !== defaultPort ? defaultPort : undefined,
      port,
      reach: reaches(server, options.host) ? "network" : "machine",
      isStyled: isStyled(),
      isDeckTrusted: talk.isDeckTrusted,
      slidesFrom: talk.slidesFrom?.host,
      warnings: deck.warnings.map(
        ({ file, line, message }) => `${file ?? options.deck ?? "talk.md"}:${line === 0 ? "" : `${line}:`} ${message}`,
      ),
    }),
  );
}

function reaches(server: LecternServer, host: string): boolean {
  return isEveryAddress(host) ? server.origins[0] !== server.localOrigin : !isLoopback(host);
}

/** Ctrl+C, a service manager or a closed terminal: drain and leave (rule B5). A second signal leaves at once. */
function stopOnSignals(server: LecternServer): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    server.drain().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
}

function tell(text: string): void {
  console.log(isStyled() ? text : stripVTControlCharacters(text));
}

function isStyled(): boolean {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined;
}

function fail(error: unknown): never {
  if (error instanceof LecternError) {
    console.error(`lectern: ${error.message}`);
    process.exit(error.row.exit ?? 1);
  }
  console.error("lectern: something went wrong that should not have. Please report this:", error);
  process.exit(errors.internal.exit);
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8")) as { version: string };
  return manifest.version;
}

main().catch(fail);
