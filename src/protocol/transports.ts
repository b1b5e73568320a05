/** The ways in which the messages of a connection travel, the best first (rule T1). */
export const transportNames = ["websocket", "sse", "poll"] as const;

export type Transport = (typeof transportNames)[number];
