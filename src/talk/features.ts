/** What the audience may do, as the speaker has set it. Pure. */

/** `on`: it is offered; `approve`: what is written is shown when a moderator approves it; `anonymous`: names may be left out. */
export type TextFeature = { readonly on: boolean; readonly approve: boolean; readonly anonymous: boolean };

export type Features = {
  readonly chat: TextFeature & {
    /** Seconds a person waits between two messages; 0: none. */
    readonly slowSeconds: number;
  };
  readonly questions: TextFeature;
  readonly polls: { readonly on: boolean };
  /** What people may send to float over the slide. */
  readonly reactions: { readonly on: boolean; readonly emoji: readonly string[] };
  readonly hands: { readonly on: boolean };
  readonly pace: { readonly on: boolean };
};

export type FeatureName = keyof Features;

/** A change of one feature; what it does not name stays. */
export type FeatureChange = {
  readonly on?: boolean | undefined;
  readonly approve?: boolean | undefined;
  readonly anonymous?: boolean | undefined;
  readonly slowSeconds?: number | undefined;
  readonly emoji?: readonly string[] | undefined;
};

/** What a deck says about features. */
export type FeatureChanges = { readonly [Name in FeatureName]?: FeatureChange | undefined };

export const defaultFeatures: Features = {
  chat: { on: true, approve: false, anonymous: true, slowSeconds: 0 },
  questions: { on: true, approve: false, anonymous: true },
  polls: { on: true },
  reactions: { on: true, emoji: ["👏", "❤️", "😂", "🤔"] },
  hands: { on: true },
  pace: { on: true },
};

/** The longest slow mode, in seconds. */
export const maxSlowSeconds = 600;
/** How many reactions a speaker may offer, and the longest of them in UTF-16 code units (a family with skin tones). */
export const maxEmoji = { count: 8, length: 40 } as const;

/** The features after a change; options that this feature does not have are left out. */
export function withChange(features: Features, name: FeatureName, change: FeatureChange): Features {
  const known = Object.entries(change).filter(([key, value]) => key in features[name] && value !== undefined);
  return { ...features, [name]: { ...features[name], ...Object.fromEntries(known) } };
}

/**
 * The features when a deck says `now` where it said `before`. What it says anew is taken over, what it says no more is
 * as it is by itself, and what was changed in the talk stays where the deck says the same as before.
 */
export function withDeck(features: Features, before: FeatureChanges, now: FeatureChanges): Features {
  const names = Object.keys(defaultFeatures) as FeatureName[];
  return names.reduce(
    (all, name) => withChange(all, name, difference(name, before[name] ?? {}, now[name] ?? {})),
    features,
  );
}

function difference(name: FeatureName, before: FeatureChange, now: FeatureChange): FeatureChange {
  const said = { ...before, ...now };
  const options = (Object.keys(said) as (keyof FeatureChange)[]).filter(
    (option) => JSON.stringify(before[option]) !== JSON.stringify(now[option]),
  );
  const usual: FeatureChange = defaultFeatures[name];
  return Object.fromEntries(options.map((option) => [option, now[option] ?? usual[option]]));
}
