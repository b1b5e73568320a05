import { expect, it } from "vitest";
import { featureLimits, featureOptions } from "../deck/feature-rules.ts";
import { defaultFeatures, maxEmoji, maxSlowSeconds } from "../talk/features.ts";

it("[K6] [B4] a deck has the features, options and limits that the talk has", () => {
  const known = (table: object) => Object.entries(table).map(([name, options]) => [name, Object.keys(options).sort()]);
  expect(known(featureOptions)).toEqual(known(defaultFeatures));
  expect(featureLimits).toEqual({ slowSeconds: maxSlowSeconds, emoji: maxEmoji.count, emojiLength: maxEmoji.length });
});
