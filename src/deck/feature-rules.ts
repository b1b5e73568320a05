/** What a deck's front matter may say about what the audience may do (rule K6). */
import type { FeatureRule } from "./deck.ts";

type Value = NonNullable<FeatureRule[keyof FeatureRule]>;

/** `read` gives the value as the talk knows it; undefined where it cannot be one. */
export type FeatureOption = { read(value: unknown): Value | undefined; readonly expected: string };

/** The same limits as the talk's, which the deck does not import. */
export const featureLimits = { slowSeconds: 600, emoji: 8, emojiLength: 40 } as const;

const toggle: FeatureOption = { read: readSwitch, expected: "on or off" };
const written = { on: toggle, approve: toggle, anonymous: toggle };

/** Feature → its options. */
export const featureOptions: Readonly<Record<string, Readonly<Record<string, FeatureOption>>>> = {
  chat: {
    ...written,
    slowSeconds: {
      read: (value) =>
        Number.isInteger(value) && Number(value) >= 0 && Number(value) <= featureLimits.slowSeconds
          ? Number(value)
          : undefined,
      expected: `whole seconds from 0 to ${featureLimits.slowSeconds}`,
    },
  },
  questions: written,
  polls: { on: toggle },
  reactions: { on: toggle, emoji: { read: readEmoji, expected: `1 to ${featureLimits.emoji} different emoji` } },
  hands: { on: toggle },
  pace: { on: toggle },
};

/** A feature in one word, or reactions as their list; undefined where the value is neither. */
export function shortRule(feature: string, value: unknown): FeatureRule | undefined {
  const on = readSwitch(value);
  if (on !== undefined) return { on };
  const emoji = feature === "reactions" ? readEmoji(value) : undefined;
  return emoji && { emoji };
}

/** `on` and `off` are texts in YAML 1.2. */
function readSwitch(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "on" ? true : value === "off" ? false : undefined;
}

function readEmoji(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length < 1 || value.length > featureLimits.emoji) return undefined;
  const isSound = value.every(
    (one) => typeof one === "string" && one.trim() !== "" && one.length <= featureLimits.emojiLength,
  );
  return isSound && new Set(value).size === value.length ? (value as string[]) : undefined;
}
