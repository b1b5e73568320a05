/**
 * The one error table: every way Lectern says no, to a socket, a browser, a terminal or a script.
 *
 * - `message`  what happened and what to do, in words for the person who meets it; `{name}` is filled from `details`.
 * - `close`    WebSocket close code (RFC 6455 §7.4; 4000–4999 are ours), where the error ends a connection.
 * - `status`   HTTP status, where a request can be answered with it.
 * - `exit`     exit code of the command line (sysexits.h values where one fits).
 * - `retryable` whether the same request may succeed later without being changed.
 */
export type ErrorRow = {
  readonly message: string;
  readonly close?: number;
  readonly status?: number;
  readonly exit?: number;
  readonly retryable?: boolean;
};

const table = {
  // Messages on a connection
  "bad-message": { message: "This message could not be understood: {problem}.", status: 400 },
  "unknown-event": { message: 'There is no event named "{event}".' },
  "hello-first": { message: "Channels are for clients that have said hello." },
  "hello-not-first": { message: "hello must be the first message of a connection." },
  "wrong-version": {
    message: "This server speaks protocol version 1; the client asked for {version}. Reload the page.",
    close: 4400,
  },
  "bad-key": {
    message: "This link's key is not valid for this talk. Ask the speaker for a new link.",
    close: 4401,
    status: 401,
  },
  removed: {
    message: "A moderator has removed you from this talk. Reload the page to come back: you may read and vote.",
    close: 4403,
  },
  "not-allowed": { message: "Only {who} may do this.", status: 403 },
  "too-long": { message: "{what} may have {limit} characters; this has {length}.", status: 413 },
  empty: { message: "{what} is empty." },
  muted: { message: "You are muted in this talk. Ask the speaker." },
  "feature-off": { message: "{what} turned off in this talk." },
  "slow-mode": { message: "The chat is in slow mode. You may write again in {seconds} s.", retryable: true },
  "writing-rate": {
    message: "You may write {rate} messages a second. Nothing is lost: send this one again in a moment.",
    retryable: true,
  },
  "post-gone": { message: "This message is not there any more." },
  "too-late": { message: "A message can be changed for {minutes} minutes." },
  "edit-approved": { message: "What a moderator reads first cannot be changed. Take it back and write it again." },
  "too-many-questions": { message: "A talk may have {limit} questions." },
  "no-such-emoji": { message: "{emoji} is not among the reactions of this talk." },
  "reaction-rate": { message: "Up to {rate} reactions a second, please.", retryable: true },
  "no-poll": { message: "This poll is not open." },
  "poll-closed": { message: "This poll is closed." },
  "bad-answer": { message: "This poll takes {expected}." },
  "too-many-answers": { message: "This poll has {limit} different answers already." },
  "too-many-polls": { message: "A talk may open {limit} polls." },
  "channel-name": {
    message: 'A channel cannot be called "{channel}": use up to 40 letters, digits, dots, dashes and underscores.',
    status: 400,
  },
  "channel-not-http": {
    message: 'The channel "{channel}" is not open to plain HTTP. A deck opens it with {rule} in its front matter.',
    status: 404,
  },
  "too-many-channels": { message: "A talk may keep values on {limit} channels. Use fewer names." },
  "channel-rate": {
    message: 'Too many messages on the channel "{channel}" ({rate} a second). Some were dropped.',
    status: 429,
    retryable: true,
  },
  flood: {
    message: "Too many messages in a short time. Wait a moment and reconnect.",
    close: 4429,
    status: 429,
    retryable: true,
  },
  "too-slow": {
    message: "This connection reads too slowly; it will start again from the present.",
    close: 4408,
    retryable: true,
  },
  "message-too-big": { message: "A message may have {limit} bytes.", close: 1009, status: 413 },
  "binary-frame": { message: "Messages are JSON in text frames.", close: 1003 },
  draining: {
    message: "The server is stopping. Clients reconnect by themselves.",
    close: 1001,
    status: 503,
    retryable: true,
  },
  internal: {
    message: "Something went wrong on the server (reference {reference}). Nothing was changed; try again.",
    close: 1011,
    status: 500,
    exit: 70,
    retryable: true,
  },

  // Requests
  "not-found": { message: "There is nothing at this address.", status: 404 },
  "bad-upgrade": { message: "This is not the opening handshake of a WebSocket: {problem}.", status: 400 },
  "upgrade-version": { message: "This server speaks WebSocket version 13 (RFC 6455).", status: 426 },
  "talk-not-found": { message: "There is no talk with the code {talk}.", status: 404 },
  "server-full": { message: "This server already has {limit} connections.", status: 503, retryable: true },

  // The log
  "log-conflict": { message: "The log already continues past entry {seq}.", retryable: true },
  "log-unwritable": {
    message: "The talk cannot be saved ({cause}). Nothing was changed; try again when that is put right.",
    status: 503,
    exit: 74,
    retryable: true,
  },
  "log-unreadable": {
    message:
      "{file} is not a readable Lectern log ({cause}). Put a good copy in its place, or start a new talk with --fresh, which keeps this file aside.",
    exit: 65,
  },
  "log-newer": {
    message:
      "{file} was written by a newer Lectern (log format {format}; this one knows {known}). It was left untouched; update Lectern.",
    exit: 65,
  },
  "log-in-use": {
    message:
      "Another Lectern is giving this talk from {file}. Stop it first, or use --ephemeral or another --data folder.",
    exit: 75,
    retryable: true,
  },

  // Decks
  "deck-not-found": { message: "There is no file {file}. Check the path; it is relative to {directory}.", exit: 66 },
  "deck-unreadable": { message: "{file} cannot be read ({cause}).", exit: 66 },
  "deck-is-folder": {
    message: "{file} is a folder without an index.html. Name the deck inside it, for example {example}.",
    exit: 66,
  },
  "deck-kind": {
    message:
      "{file} is not a deck Lectern can read. It reads Markdown (.md, .markdown), reveal.js pages (.html), PDF (.pdf), and through LibreOffice PowerPoint (.pptx, .ppt) and OpenDocument (.odp).",
    exit: 65,
  },
  "deck-not-reveal": {
    message: "{file} is a web page without reveal.js slides. Name the page that has them.",
    exit: 65,
  },
  "deck-pdf-empty": { message: "{file} has no pages. Export it again.", exit: 65 },
  "deck-pdf-locked": {
    message:
      "{file} is protected with a password. Save a copy without one (qpdf --password=… --decrypt {file} copy.pdf) and open that.",
    exit: 65,
  },
  "deck-pdf-damaged": {
    message: "{file} is damaged or not a whole PDF ({cause}). Export or download it again.",
    exit: 65,
  },
  "deck-pdf-big": {
    message: "{file} has {size} MB; a PDF may have {limit} MB. Export it with smaller pictures.",
    exit: 65,
  },
  "deck-keynote": {
    message: "{file} is a Keynote file, which only Keynote can read. Export it there as a PDF and open that.",
    exit: 65,
  },
  "deck-office-missing": {
    message:
      "{file} is shown through LibreOffice, which is not installed here. Install it ({how}), or export a PDF and open that.",
    exit: 69,
  },
  "export-no-browser": {
    message:
      "Slides are exported through Chromium, Chrome or Edge, and none is found here. Install one ({how}), or name it in CHROMIUM_PATH.",
    exit: 69,
  },
  "export-browser-failed": {
    message: "{browser} does not start ({cause}). Name another browser in CHROMIUM_PATH.",
    exit: 69,
  },
  "export-no-slides": {
    message:
      "The slides did not answer within {seconds} s. They may wait for something from the Internet, or a program in them never ends.",
    exit: 69,
  },
  "export-is-deck": { message: "{file} is the deck itself. Name another file with --out.", exit: 73 },
  "export-not-ours": {
    message: "{file} is there already, and is no earlier export. Name another file with --out.",
    exit: 73,
  },
  "export-stopped": { message: "Stopped before all slides were drawn. Nothing was written.", exit: 130 },
  "export-browser-gone": {
    message:
      "The browser ended before all slides were drawn. Nothing was written. Try again, or name another in CHROMIUM_PATH.",
    exit: 69,
  },
  "deck-office-failed": {
    message: "LibreOffice cannot read {file} ({cause}). Save it again, or export a PDF and open that.",
    exit: 65,
  },
  "deck-office-slow": {
    message: "LibreOffice has not finished {file} within {seconds} s. Export a PDF and open that.",
    exit: 65,
  },
  "deck-url-invalid": {
    message: "{address} is not a whole web address. Write it like https://example.org/deck/.",
    exit: 64,
  },
  "deck-url-scheme": {
    message: "Lectern opens addresses with https: or http:, not with {scheme}. Check the address, or name a file.",
    exit: 64,
  },
  "deck-url-credentials": {
    message:
      "The address holds a user name or a password, and every screen would get it. Put the slides where no login is asked for, or save the page and name its folder.",
    exit: 64,
  },
  "deck-url-unreachable": {
    message: "{address} cannot be reached: {cause}. Check the address and this machine's network.",
    exit: 69,
    retryable: true,
  },
  "deck-url-status": {
    message:
      "{address} answers {status}. Check that it opens in a private window of a browser, as it must on every screen.",
    exit: 66,
  },
  "deck-url-kind": {
    message: "{address} is {kind}, not a web page. Download it, and give Lectern the file.",
    exit: 65,
  },
  "deck-url-big": {
    message: "{address} has more than {limit} MB. Save the page with its files, and name its folder.",
    exit: 65,
  },
  "deck-url-framing": {
    message:
      "{host} does not allow its page inside another one ({header}). Save the page with its files and name its folder, or export a PDF.",
    exit: 65,
  },
  "deck-url-origin": {
    message:
      "{host} allows its page only inside pages that have an origin ({header}). Start again with --trust-deck: then the slides keep the origin of {host}.",
    exit: 65,
  },
  "deck-empty": {
    message: "{file} has no slides. Write some text into it; a line with --- starts the next slide.",
    exit: 65,
  },
  "deck-not-text": { message: "{file} is not UTF-8 text. Save it as UTF-8 and try again.", exit: 65 },
  "deck-front-matter": {
    message: "{file}:{line}:{column}: {problem} in the front matter; expected {expected}.",
    exit: 65,
  },

  // The command line
  "words-unreadable": { message: "The word list {file} cannot be read ({cause}). Check the path.", exit: 66 },
  "out-taken": {
    message:
      "{out} is not empty, and what is in it was not made by this command. Name another folder with --out, or empty this one.",
    exit: 73,
  },
  "out-unwritable": {
    message: "{out} cannot be written ({cause}). What was there is as it was; name another place with --out.",
    exit: 73,
  },
  "build-include-missing": {
    message: "There is nothing to copy at {path}. --include names a file or folder inside {directory}.",
    exit: 66,
  },
  "build-hosted": {
    message:
      "{file} is on the web already. Let it follow a talk there with the plugin lectern/reveal (docs/embedding.md), or save the page and build that.",
    exit: 64,
  },
  usage: { message: "{problem}", exit: 64 },
  "option-invalid": { message: "{option} must be {expected}, not {given}.", exit: 64 },
  "port-taken": {
    message:
      "Port {port} is in use by another program. Choose another one with --port, or leave --port out and Lectern takes a free one.",
    exit: 69,
  },
  "port-denied": {
    message: "This account may not listen on port {port}. Choose a port above 1023 with --port.",
    exit: 77,
  },
  "host-unavailable": {
    message: "This machine has no address {host}. Leave --host out to listen on every address.",
    exit: 69,
  },
  "metrics-unavailable": {
    message: "Metrics cannot be given at {host}, port {port} ({cause}). Choose another port with --metrics.",
    exit: 69,
  },
  "log-lines-unwritable": {
    message: "Log lines cannot be written to {file} ({cause}). Name another file with --log, or - for standard error.",
    exit: 73,
  },
  "data-unwritable": {
    message:
      "The folder {directory} cannot be written ({cause}). Choose another with --data, or keep the talk in memory with --ephemeral.",
    exit: 73,
  },
  "not-built": {
    message: "The web pages are missing from {directory}. Run npm run build, or install Lectern again.",
    exit: 70,
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof table;

/** Why a log cannot be written: a word for programs, and the `cause` of `log-unwritable` for people. */
export const logFaults = {
  full: "the disk is full",
  readonly: "the disk is read-only",
  unconfirmed: "the disk does not confirm writes",
  damaged: "the file is damaged",
  missing: "the file is gone",
  other: "the disk reports an error",
} as const;

export type LogFault = keyof typeof logFaults;

/** Every code with its row. */
export const errors: Readonly<Record<ErrorCode, ErrorRow>> = table;

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The message of `code` with `{placeholders}` filled from `details`; a missing detail stays visible as its name. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return errors[code].message.replace(/\{(\w+)\}/g, (_whole, name: string) => String(details[name] ?? name));
}

/** An error a user may see. `message` is complete; `code` names its row in the table. */
export class LecternError extends Error {
  override readonly name = "LecternError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(errorMessage(code, details), options);
    this.code = code;
    this.details = details;
  }

  get row(): ErrorRow {
    return errors[this.code];
  }
}
