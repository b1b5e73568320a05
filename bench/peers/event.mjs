/** What every peer tells: 150 bytes as a frame. */
export const event = `{"event":"slide","at":"${"x".repeat(121)}"}`;
