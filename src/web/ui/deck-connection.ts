/** Shows a deck the connection of the person who looks at it (rule D3). Keys never go there. */
import type { TalkClient } from "../../client/client.ts";
import type { ConnectionFrame } from "../../protocol/frame.ts";
import { TokenBucket } from "../../talk/token-bucket.ts";
import type { Post } from "./deck-requests.ts";

/** How many of the newest frames a deck gets that begins to listen. */
const kept = 50;
/** How much of a message a deck is shown, in characters. */
const shownLength = 2000;
/** How long a deck may keep its reader away, in ms, and what part of the time in the long run. */
const away = { least: 500, most: 30_000, share: 0.5 };
/** Round trips measured for a deck that watches; the shortest one counts. */
const samples = { count: 5, everyMs: 250 };

export type WatchedConnection = {
  /** Whether the deck wants the frames. */
  want(frames: boolean): void;
  handshake(): void;
  cut(milliseconds: number): void;
};

export function watchConnection(client: TalkClient, post: Post): WatchedConnection {
  let recent: ConnectionFrame[] = [];
  let wanted = false;
  const mayCut = new TokenBucket(away.share, away.most / 1000, performance.now());

  const introduce = (): void => {
    const { role, participant, status } = client;
    const known = status === "refused" ? "closed" : status;
    const link = { status: known, roundTrip: client.roundTrip, url: client.url };
    const clock = client.now() - Date.now();
    post({ type: "person", role: role ?? "audience", id: participant?.id ?? "", clock, link });
  };
  const passed = (direction: "in" | "out", text: string): void => {
    const frame = describe(direction, text, client.now());
    recent = [...recent.slice(1 - kept), frame];
    if (wanted) post({ type: "passed", frames: [frame] });
  };

  client.on((happening) => {
    switch (happening.type) {
      case "status":
      case "participant":
      case "clock":
        return introduce();
      case "opened":
        return post({ type: "opened", at: client.now() });
      case "lost":
        return post({ type: "closed", at: client.now(), code: happening.code, reason: happening.reason });
      case "passed":
        return passed(happening.direction, happening.text);
    }
  });

  return {
    want(frames) {
      introduce();
      if (frames && !wanted) {
        post({ type: "passed", frames: recent });
        for (let n = 0; n < samples.count; n++) setTimeout(() => client.measure(), n * samples.everyMs);
      }
      wanted = frames;
    },
    handshake() {
      client.handshake().then(
        (handshake) => post({ type: "handshake", handshake }),
        (error: Error) => post({ type: "handshake", handshake: error.message }),
      );
    },
    cut(milliseconds) {
      const cutFor = Math.min(away.most, Math.max(away.least, milliseconds));
      if (mayCut.take(performance.now(), cutFor / 1000)) client.interrupt(cutFor);
    },
  };
}

/** Exported for its test. */
export function describe(direction: "in" | "out", text: string, at: number): ConnectionFrame {
  const message = JSON.parse(text) as { readonly event: string; readonly seq?: unknown };
  const seq = typeof message.seq === "number" ? message.seq : undefined;
  const shown = masked(message) ?? text;
  return {
    direction,
    at,
    bytes: frameBytes(text, direction),
    event: message.event,
    seq,
    text: shown.slice(0, shownLength),
  };
}

/** RFC 6455 §5.2: two bytes, the length's own bytes above 125 and above 65,535, and a masking key from a browser. */
function frameBytes(text: string, direction: "in" | "out"): number {
  const payload = new TextEncoder().encode(text).length;
  const length = payload < 126 ? 0 : payload < 65_536 ? 2 : 8;
  return 2 + length + (direction === "out" ? 4 : 0) + payload;
}

const mask = "•••";

/** hello and welcome carry keys (rule A1); everything else is shown as it is. */
function masked(message: { readonly event: string }): string | undefined {
  if (message.event !== "hello" && message.event !== "welcome") return undefined;
  const isSecret = (name: string, value: unknown): boolean =>
    typeof value === "string" && (name === "key" || name === "participant");
  return JSON.stringify(message, (name, value: unknown) => (isSecret(name, value) ? mask : value));
}
