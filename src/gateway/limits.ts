/** Every limit of a connection, a named option with its default and the reason for it (rule B4). */
export type Limits = {
  /** Bytes of one message; the longest legitimate one is a chat message of 2,000 characters. */
  readonly messageBytes: number;
  /** Frames one message may be cut into. */
  readonly messageFragments: number;
  /** Messages a connection may send a second, on average … */
  readonly messagesPerSecond: number;
  /** … and at once. A resend after a reconnect is a burst too. */
  readonly messageBurst: number;
  /** Bytes that may wait for a slow reader before facts (counts, tallies) wait too, and come as they are later (rule B2). */
  readonly factsBytes: number;
  /** … before events wait too, and come later or as a snapshot. What the kernel holds comes on top. */
  readonly queueBytes: number;
  /** … before it is let go, because even answers to what it says itself are not read. */
  readonly answersBytes: number;
  /** Milliseconds a slow reader has to take what waits for it before it is let go. */
  readonly drainMs: number;
  /** Sockets of the whole server; Linux gives a process 20,000 files or more where phones are expected. */
  readonly connections: number;
  /** Milliseconds between pings to a socket; a silent one is dropped at the second (rule W9: within 45 s). */
  readonly pingMs: number;
  /** Milliseconds a connection may take to say hello before it is treated as a plain client (rule W7). */
  readonly helloMs: number;
  /** Milliseconds that events and messages on channels are collected before they go out together; a move does not wait (rule B1). */
  readonly tickMs: number;
  /** Milliseconds between two presence counts to a client (rule B3: at most 5 a second). */
  readonly presenceMs: number;
  /** Messages a channel carries in one tick, whoever sends them. */
  readonly channelMessagesPerTick: number;
  /** Reactions of one participant a second, and twice that at once. */
  readonly reactionsPerSecond: number;
  /** Messages, questions and changes of them from one participant of the audience a second, on average … */
  readonly postsPerSecond: number;
  /** … and at once: nobody types so fast, and what was written in a tunnel arrives together. */
  readonly postBurst: number;
  /** Messages a channel takes by plain HTTP a second, whoever sends them, and twice that at once. */
  readonly httpPostsPerSecond: number;
  /** Newest messages of a channel kept for those who ask by plain HTTP. */
  readonly httpMessages: number;
  /** Newest events kept in memory for clients that resume. */
  readonly resumeEvents: number;
  /** Milliseconds between two tries of a log that cannot be written. */
  readonly logCheckMs: number;
  /**
   * Entries of the log between two checkpoints (rule L9). A start folds at most so many, and those that came while the
   * last one was made: half a second of work.
   */
  readonly checkpointEntries: number;
  /** Longest wait that a draining server asks of its clients, in milliseconds. */
  readonly returnSpreadMs: number;
};

/** Why a server takes no more connections. */
export type Refusal = "server-full" | "draining";

export const defaultLimits: Limits = {
  messageBytes: 64 * 1024,
  messageFragments: 64,
  messagesPerSecond: 100,
  messageBurst: 200,
  factsBytes: 32 * 1024,
  queueBytes: 128 * 1024,
  answersBytes: 1024 * 1024,
  drainMs: 30_000,
  connections: 15_000,
  pingMs: 20_000,
  helloMs: 300,
  tickMs: 50,
  presenceMs: 200,
  channelMessagesPerTick: 50,
  reactionsPerSecond: 5,
  postsPerSecond: 2,
  postBurst: 20,
  httpPostsPerSecond: 100,
  httpMessages: 50,
  resumeEvents: 10_000,
  logCheckMs: 1_000,
  checkpointEntries: 20_000,
  returnSpreadMs: 3_000,
};
