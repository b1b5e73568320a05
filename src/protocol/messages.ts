/**
 * Every message on the wire, as schemas: the one place from which types, validation and the published AsyncAPI
 * document come (rule W10). Protocol version 1; each message is one JSON object with a string `event` (rule W1).
 */
import { z } from "zod";
import { type LogFault, logFaults } from "../errors.ts";
import { maxIndex, maxNameLength, maxPlannedMinutes } from "../talk/commands.ts";
import { maxEmoji, maxSlowSeconds } from "../talk/features.ts";
import { maxPostCharacters } from "../talk/posts.ts";
import { ownPosts, pace, poll, pollAnswer, tallies } from "./poll-schemas.ts";
import { type Transport, transportNames } from "./transports.ts";

export const protocolVersion = 1;

const index = z.int().min(0).max(maxIndex);
const commandId = z.int().positive().describe("The client's own number of this command: 1, 2, 3 …");
const seq = z.int().nonnegative().describe("Place in the talk's log");
const at = z.int().describe("Server clock, Unix milliseconds");
const token = z.string().min(1).max(200);
const role = z.enum(["speaker", "moderator", "audience"]);
const browsingMode = z.enum(["free", "shown", "locked"]);

export const position = z
  .object({ h: index, v: index, f: z.int().min(-1).max(maxIndex) })
  .describe("Horizontal, vertical and fragment index as in reveal.js; f -1: no fragment shown");

const place = z.object({ h: index, v: index }).describe("A slide");

const timer = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("idle") }),
  z.object({ phase: z.literal("running"), since: at, elapsed: z.number() }),
  z.object({ phase: z.literal("stopped"), elapsed: z.number() }),
]);
const plannedMinutes = z.int().min(1).max(maxPlannedMinutes).nullable();
const postId = z.int().positive().describe("Of a message or question: the seq of the entry that wrote it");
const writer = z.object({ id: z.string(), name: z.string() }).describe("Both empty where the name was left out");
const who = z
  .union([z.object({ participant: z.string().max(64) }), z.object({ post: postId })])
  .describe("A participant, or who wrote a post without a name");
const muted = { who, name: z.string() };
const chatMessage = z.object({
  id: postId,
  seq,
  at,
  from: writer,
  chat: z.string(),
  replyTo: postId.optional(),
  edited: z.literal(true).optional(),
  pinned: z.literal(true).optional(),
  gone: z.literal(true).optional().describe("Hidden or deleted: only its place is left"),
  hidden: z.literal(true).optional().describe("Moderators only"),
});
const question = z.object({
  id: postId,
  seq: seq.describe("Of the entry that showed it"),
  at,
  from: writer,
  text: z.string(),
  edited: z.literal(true).optional(),
  pinned: z.literal(true).optional(),
  answered: z.literal(true).optional(),
  answer: z.string().optional(),
  hidden: z.literal(true).optional().describe("Moderators only"),
});
const spotlit = chatMessage.nullable().describe("The post on the big screen where it is a chat message, however old");
const waitingPost = z.object({ id: postId, at, kind: z.enum(["chat", "question"]), from: writer, text: z.string() });
const pollView = {
  poll,
  phase: z.enum(["open", "closed"]),
  closesAt: at.nullable(),
  revealed: z.boolean().nullable().describe("Whether results are shown whatever the poll's reveal says"),
};
const textFeature = { on: z.boolean(), approve: z.boolean(), anonymous: z.boolean() };
const features = z.object({
  chat: z.object({ ...textFeature, slowSeconds: z.int() }),
  questions: z.object(textFeature),
  polls: z.object({ on: z.boolean() }),
  reactions: z.object({ on: z.boolean(), emoji: z.array(z.string()) }),
  hands: z.object({ on: z.boolean() }),
  pace: z.object({ on: z.boolean() }),
});
const screen = z
  .object({ poll: z.boolean(), reactions: z.boolean() })
  .describe("What the screens show over the slides: the results of polls, reactions");
const channel = z.string().max(40).describe("A name the deck chose");
const channelFrom = z.object({ id: z.string(), name: z.string(), role });
const channelValue = z.object({ seq, at, from: channelFrom, data: z.unknown().describe("Any JSON") });
const deck = z.object({ version: z.string(), title: z.string() });

/** What a client may say. Command messages carry `id`; `sendmessage` of a plain client need not (rule W7). */
export const clientMessages = {
  hello: z.object({
    event: z.literal("hello"),
    v: z.int(),
    key: token.optional().describe("The speaker's or moderator's key"),
    participant: token.optional().describe("The participant's secret from an earlier welcome"),
    client: z.string().min(1).max(64).optional().describe("Random name of this tab or script"),
    name: z.string().max(maxNameLength).optional(),
    as: z.enum(["screen"]).optional().describe("A projector: not counted among the people here"),
    since: z.object({ epoch: z.string().max(64), seq }).optional(),
  }),
  move: z.object({ event: z.literal("move"), id: commandId, to: position, paused: z.boolean().optional() }),
  pause: z.object({ event: z.literal("pause"), id: commandId, paused: z.boolean() }),
  browsing: z.object({ event: z.literal("browsing"), id: commandId, mode: browsingMode }),
  joincode: z.object({ event: z.literal("joincode"), id: commandId, shown: z.boolean() }),
  timer: z.object({ event: z.literal("timer"), id: commandId, action: z.enum(["start", "pause", "reset"]) }),
  plan: z.object({ event: z.literal("plan"), id: commandId, minutes: plannedMinutes }),
  sendmessage: z.object({
    event: z.literal("sendmessage"),
    id: commandId.optional(),
    chat: z.string().describe(`At most ${maxPostCharacters.chat} characters as people see them`),
    replyTo: postId.optional(),
    anonymous: z.boolean().optional(),
  }),
  ask: z.object({
    event: z.literal("ask"),
    id: commandId,
    text: z.string().describe(`At most ${maxPostCharacters.question} characters as people see them`),
    anonymous: z.boolean().optional(),
  }),
  edit: z.object({ event: z.literal("edit"), id: commandId, post: postId, text: z.string() }),
  delete: z.object({ event: z.literal("delete"), id: commandId, post: postId }),
  upvote: z.object({ event: z.literal("upvote"), id: commandId, question: postId, up: z.boolean() }),
  vote: z.object({ event: z.literal("vote"), id: commandId, poll: z.string().max(40), answer: pollAnswer.nullable() }),
  rename: z.object({ event: z.literal("rename"), id: commandId, name: z.string().max(maxNameLength) }),
  approve: z.object({ event: z.literal("approve"), id: commandId, post: postId }),
  hide: z.object({ event: z.literal("hide"), id: commandId, post: postId, hidden: z.boolean() }),
  pin: z.object({ event: z.literal("pin"), id: commandId, post: postId, pinned: z.boolean() }),
  answer: z.object({
    event: z.literal("answer"),
    id: commandId,
    question: postId,
    answered: z.boolean(),
    text: z.string().optional(),
  }),
  spotlight: z.object({ event: z.literal("spotlight"), id: commandId, post: postId.nullable() }),
  screen: z
    .object({
      event: z.literal("screen"),
      id: commandId,
      show: z.object({ poll: z.boolean().optional(), reactions: z.boolean().optional() }),
    })
    .describe("Shows or hides on the screens; what it does not name stays"),
  mute: z.object({ event: z.literal("mute"), id: commandId, who, muted: z.boolean() }),
  remove: z
    .object({ event: z.literal("remove"), id: commandId, who })
    .describe("Closes their connections; they may come back, muted"),
  hand: z.object({ event: z.literal("hand"), id: commandId, up: z.boolean() }),
  pace: z.object({ event: z.literal("pace"), id: commandId, pace: pace.nullable() }),
  lowerhand: z.object({
    event: z.literal("lowerhand"),
    id: commandId,
    participant: z.string().max(64).nullable().describe("null: everybody's"),
  }),
  react: z
    .object({ event: z.literal("react"), emoji: z.string().max(maxEmoji.length) })
    .describe("Floats over the slide; passes by the log"),
  clearchat: z.object({ event: z.literal("clearchat"), id: commandId }),
  feature: z.object({
    event: z.literal("feature"),
    id: commandId,
    feature: z.enum(["chat", "questions", "polls", "reactions", "hands", "pace"]),
    on: z.boolean().optional(),
    approve: z.boolean().optional(),
    anonymous: z.boolean().optional(),
    slowSeconds: z.int().min(0).max(maxSlowSeconds).optional(),
    emoji: z.array(z.string().max(maxEmoji.length)).max(maxEmoji.count).optional(),
  }),
  openpoll: z.object({ event: z.literal("openpoll"), id: commandId, poll }),
  closepoll: z.object({ event: z.literal("closepoll"), id: commandId, poll: z.string().max(40) }),
  resetpoll: z.object({ event: z.literal("resetpoll"), id: commandId, poll: z.string().max(40) }),
  revealpoll: z.object({
    event: z.literal("revealpoll"),
    id: commandId,
    poll: z.string().max(40),
    revealed: z.boolean().nullable(),
  }),
  leaderboard: z
    .object({ event: z.literal("leaderboard"), id: commandId, shown: z.boolean() })
    .describe("Shows the audience who is best at the quizzes"),
  history: z
    .object({ event: z.literal("history"), before: postId })
    .describe("Asks for the messages shown before this one"),
  set: z.object({ event: z.literal("set"), id: commandId, channel, data: z.unknown() }),
  send: z.object({ event: z.literal("send"), channel, data: z.unknown() }),
  listen: z
    .object({
      event: z.literal("listen"),
      channels: z.array(channel).max(100),
      peers: z.boolean().optional().describe("Whether to be told how many people look at which slide"),
    })
    .describe("Every channel whose messages this client wants; replaces what it wanted before"),
  look: z
    .object({ event: z.literal("look"), at: place.nullable() })
    .describe("The slide this client looks at; null: the live one, wherever that is"),
  handshake: z
    .object({ event: z.literal("handshake") })
    .describe("Asks for the opening handshake of this connection, as the server saw it"),
  ping: z.object({ event: z.literal("ping") }),
} as const;

const view = z.object({
  position,
  paused: z.boolean(),
  shown: z.record(z.string(), z.int()).describe("h/v → the furthest fragment shown"),
  browsing: browsingMode,
  joinCode: z.boolean(),
  screen,
  deck,
  features,
  chat: z.array(chatMessage),
  questions: z.record(z.string(), question),
  spotlight: postId.nullable(),
  spotlit,
  polls: z.record(z.string(), z.object(pollView)),
  leaderboard: z.boolean().describe("Whether the audience is shown who is best at the quizzes"),
  values: z.record(z.string(), channelValue).describe("Channel → its last value"),
  waiting: z.array(waitingPost).optional().describe("Moderators only"),
  muted: z.array(z.object(muted)).optional().describe("Moderators only"),
  timing: z.object({ timer, plannedMinutes }).optional().describe("Speakers only"),
});

const transports = z
  .record(z.enum(transportNames), z.int())
  .describe("Speakers and moderators only: how the audience's screens are connected");

const trouble = z
  .object({
    code: z.literal("log-unwritable"),
    fault: z.enum(Object.keys(logFaults) as [LogFault, ...LogFault[]]),
    message: z.string().describe("What is wrong and what to do, in English"),
  })
  .describe("Why the talk cannot be saved now: commands are refused, everything else goes on");
const standing = {
  transports: transports.optional(),
  trouble: trouble.optional().describe("Speakers and moderators only; absent when the talk can be saved"),
};

/** What the server may say. Broadcasts carry `seq` and `at` (rule W4); `presence` passes by the log and has no seq. */
export const serverMessages = {
  welcome: z.object({
    event: z.literal("welcome"),
    v: z.int(),
    role,
    participant: z.object({ id: z.string(), key: z.string() }),
    talk: z.object({ code: z.string(), title: z.string() }),
    epoch: z.string(),
    seq,
    at,
    here: z.int().describe("People in the audience now"),
    ...standing,
    resumed: z.boolean(),
    own: ownPosts(waitingPost),
    tallies,
    state: view.optional().describe("The whole snapshot as of seq; absent when resumed"),
  }),
  snapshot: z
    .object({
      event: z.literal("snapshot"),
      seq,
      at,
      here: z.int(),
      ...standing,
      own: ownPosts(waitingPost),
      tallies,
      state: view.optional().describe("The whole snapshot as of seq; absent when every event up to seq was told"),
    })
    .describe("To a client that read too slowly: how things are now, instead of what it missed"),
  ack: z.object({ event: z.literal("ack"), id: commandId, seq }),
  error: z.object({
    event: z.literal("error"),
    id: commandId.optional(),
    channel: z.string().optional().describe("The channel a refused send was for"),
    code: z.string(),
    message: z.string(),
  }),
  pong: z.object({ event: z.literal("pong"), at }),
  presence: z.object({ event: z.literal("presence"), at, here: z.int(), transports: transports.optional() }),
  trouble: z
    .object({ event: z.literal("trouble"), at, trouble: trouble.nullable() })
    .describe("To speakers and moderators: the talk cannot be saved, or null: it can be again; has no seq"),
  peers: z
    .object({
      event: z.literal("peers"),
      at,
      live: z.int().describe("People who look at the live slide"),
      elsewhere: z.array(place.extend({ people: z.int() })).describe("The slides most looked at besides"),
    })
    .describe("To whom asked for it with listen"),
  handshake: z
    .object({ event: z.literal("handshake"), request: z.array(z.string()), response: z.array(z.string()) })
    .describe("First line and headers of request and response; secrets and addresses are masked"),
  slide: z.object({ event: z.literal("slide"), seq, at, to: position, paused: z.boolean() }),
  chat: chatMessage.extend({ event: z.literal("chat") }),
  chatchange: z.object({ event: z.literal("chatchange"), seq, at, message: chatMessage }),
  chatcleared: z.object({ event: z.literal("chatcleared"), seq, at }),
  question: z.object({ event: z.literal("question"), seq, at, id: postId, question: question.nullable() }),
  waiting: z.object({ event: z.literal("waiting"), seq, at, id: postId, post: waitingPost.nullable() }),
  mute: z
    .object({ event: z.literal("mute"), seq, at, ...muted, muted: z.boolean(), removed: z.literal(true).optional() })
    .describe("Moderators only"),
  spotlight: z.object({ event: z.literal("spotlight"), seq, at, post: postId.nullable(), message: spotlit }),
  screen: z.object({ event: z.literal("screen"), seq, at, show: screen }),
  features: z.object({ event: z.literal("features"), seq, at, features }),
  poll: z.object({ event: z.literal("poll"), seq, at, ...pollView }),
  leaderboard: z
    .object({ event: z.literal("leaderboard"), seq, at, shown: z.boolean() })
    .describe("The best themselves come with tallies"),
  own: z
    .object({ event: z.literal("own"), own: ownPosts(waitingPost) })
    .describe("What is one's own has changed; to all clients of this participant; has no seq"),
  tallies: z
    .object({ event: z.literal("tallies"), at, tallies })
    .describe("The numbers that changed, at most 5 times a second; has no seq"),
  reactions: z
    .object({ event: z.literal("reactions"), at, counts: z.record(z.string(), z.int()) })
    .describe("What was sent since the last one, at most 5 times a second; has no seq"),
  history: z.object({ event: z.literal("history"), before: postId, chat: z.array(chatMessage) }),
  value: channelValue.extend({ event: z.literal("value"), channel }),
  messages: z
    .object({
      event: z.literal("messages"),
      channel,
      list: z.array(z.object({ at, from: channelFrom, data: z.unknown() })),
    })
    .describe("What was sent on a channel in one tick, in the order the server read it; passes by the log"),
  browsing: z.object({ event: z.literal("browsing"), seq, at, mode: browsingMode }),
  joincode: z.object({ event: z.literal("joincode"), seq, at, shown: z.boolean() }),
  deck: deck.extend({ event: z.literal("deck"), seq, at, features }),
  timer: z.object({ event: z.literal("timer"), seq, at, timer, plannedMinutes }),
} as const;

/** A message is nobody's to change. */
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;
type MessageOf<Table extends Record<string, z.ZodType>> = {
  [Name in keyof Table]: Frozen<z.infer<Table[Name]>>;
}[keyof Table];

export type ClientMessage = MessageOf<typeof clientMessages>;
export type ServerMessage = MessageOf<typeof serverMessages>;
export type Hello = Frozen<z.infer<typeof clientMessages.hello>>;
export type Listen = Frozen<z.infer<typeof clientMessages.listen>>;
/** Why the talk cannot be saved. */
export type Trouble = Frozen<z.infer<typeof trouble>>;
/** How many of the audience's screens are connected in which way. */
export type Transports = Readonly<Record<Transport, number>>;
export type Welcome = Frozen<z.infer<typeof serverMessages.welcome>>;
/** A message that asks for an entry in the log. */
export type CommandMessage = Exclude<
  ClientMessage,
  { event: "hello" | "ping" | "send" | "listen" | "look" | "handshake" | "history" | "react" }
>;
