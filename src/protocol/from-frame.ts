/**
 * Reads what a deck's frame says. A deck is somebody's program (rule A3): whatever it posts, the page around it goes on,
 * so a message comes through only if it is whole, with every field of its type.
 */
import type { Position } from "../talk/commands.ts";
import { asFrameMessage, type FromFrame, type OutlineSlide } from "./frame.ts";

type Unread = Readonly<Record<string, unknown>>;
type Fields<Type extends FromFrame["type"]> = Omit<Extract<FromFrame, { type: Type }>, "lectern" | "type">;

/** As many as the longest talk may have, and room to spare. */
const maxSlides = 10_000;
const maxTitle = 200;
/** Longer than any key's name. */
const maxKey = 40;

const readers: { readonly [Type in FromFrame["type"]]: (said: Unread) => Fields<Type> | undefined } = {
  ready: ({ version, outline }) =>
    typeof version === "string" && Array.isArray(outline)
      ? { version, outline: outline.slice(0, maxSlides).flatMap((slide) => slideOf(slide) ?? []) }
      : undefined,
  pong: () => ({}),
  mute: ({ reason }) => (reason === "unanswered" || reason === "insecure" ? { reason } : undefined),
  moved: ({ to }) => (isPosition(to) ? { to: positionOf(to) } : undefined),
  shown: ({ at, end }) => (isPosition(at) ? { at: positionOf(at), end: end === true } : undefined),
  wants: ({ values, messages, peers, frames }) =>
    isTexts(values) && isTexts(messages)
      ? { values, messages, peers: peers === true, frames: frames === true }
      : undefined,
  send: ({ channel, data }) => (typeof channel === "string" ? { channel, data } : undefined),
  set: ({ channel, data }) => (typeof channel === "string" ? { channel, data } : undefined),
  handshake: () => ({}),
  cut: ({ milliseconds }) => (Number.isFinite(milliseconds) ? { milliseconds: milliseconds as number } : undefined),
  touched: () => ({}),
  key: ({ key }) => (typeof key === "string" && key.length <= maxKey ? { key } : undefined),
};

/** Undefined for what is not one of ours, or not whole. */
export function readFromFrame(data: unknown): FromFrame | undefined {
  const said = asFrameMessage<FromFrame>(data);
  if (said === undefined || !Object.hasOwn(readers, said.type)) return undefined;
  const fields = readers[said.type](said as unknown as Unread);
  return fields && ({ lectern: 1, type: said.type, ...fields } as FromFrame);
}

function slideOf(slide: unknown): OutlineSlide | undefined {
  if (typeof slide !== "object" || slide === null) return undefined;
  const { h, v, title, steps } = slide as Unread;
  if (!isCount(h) || !isCount(v) || typeof title !== "string") return undefined;
  return { h, v, title: title.slice(0, maxTitle), steps: isCount(steps) ? steps : 0 };
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== "object" || value === null) return false;
  const { h, v, f } = value as Unread;
  return isCount(h) && isCount(v) && (f === -1 || isCount(f));
}

const positionOf = ({ h, v, f }: Position): Position => ({ h, v, f });

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");
