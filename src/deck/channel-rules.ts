/** What a deck may say about its channels: in its front matter, or in a `data-lectern-channels` attribute (rule D4). */
import { parse } from "yaml";
import type { ChannelRule, ChannelRules } from "./deck.ts";

type RuleType = { accepts(value: unknown): boolean; readonly expected: string };

/** What each rule of a channel may say. */
export const channelRuleTypes: Readonly<Record<keyof ChannelRule, RuleType>> = {
  send: { accepts: isAllowed, expected: "everyone or speaker" },
  set: { accepts: isAllowed, expected: "everyone or speaker" },
  rate: {
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 50,
    expected: "a whole number from 1 to 50",
  },
  http: { accepts: (value) => typeof value === "boolean", expected: "true or false" },
};

/** The rules in an attribute, in YAML's short form: `counter: { set: everyone }, cursor: { rate: 20 }`. */
export function readChannelsAttribute(text: string): { readonly rules: ChannelRules; readonly problems: string[] } {
  const value = parseShort(text);
  if (!isMap(value)) return { rules: {}, problems: ["it is not of the form name: { set: everyone }"] };
  const problems = Object.entries(value).flatMap(([channel, rule]) => problemsOf(channel, rule));
  const sound = Object.entries(value).filter(([channel, rule]) => problemsOf(channel, rule).length === 0);
  return { rules: Object.fromEntries(sound) as ChannelRules, problems };
}

function parseShort(text: string): unknown {
  try {
    return parse(/^\s*\{/.test(text) ? text : `{ ${text} }`, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

function problemsOf(channel: string, rule: unknown): string[] {
  if (!isMap(rule)) return [`"${channel}" needs a map with send, set, rate or http`];
  return Object.entries(rule).flatMap(([key, value]) => {
    const type = Object.entries(channelRuleTypes).find(([name]) => name === key)?.[1];
    if (type === undefined) return [`"${key}" is no rule of a channel`];
    return type.accepts(value) ? [] : [`"${key}" of "${channel}" must be ${type.expected}`];
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAllowed(value: unknown): boolean {
  return value === "everyone" || value === "speaker";
}
