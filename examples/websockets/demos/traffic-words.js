// What the frames of a talk mean, in words. A cut message cannot be read; its name then says what it is.

/**
 * What these words need of a message.
 * @typedef {object} Message
 * @property {{ h: number, v: number }} [to]
 * @property {string} [channel]
 * @property {readonly unknown[]} [channels]
 * @property {readonly unknown[]} [list]
 * @property {{ name: string }} [from]
 * @property {number} [here]
 * @property {number} [seq]
 * @property {boolean} [paused]
 * @property {boolean} [resumed]
 */
/** @typedef {Record<string, (message: Message) => string>} Words */

/** @type {Words} */
const said = {
  hello: () => "you said hello",
  ping: () => "are you there?",
  move: ({ to }) => `you moved${place(to)}`,
  pause: ({ paused }) => (paused ? "you went dark" : "you came back"),
  sendmessage: () => "you wrote",
  send: ({ channel }) => `you said something${on(channel)}`,
  set: ({ channel }) => `you set ${channel ?? "a value"}`,
  listen: ({ channels }) => `you listen to ${count(channels?.length, "channel")}`,
  look: () => "which slide you look at",
  handshake: () => "how did we begin?",
};

/** @type {Words} */
const heard = {
  welcome: ({ resumed }) => (resumed ? "welcome back" : "welcome, here is the talk"),
  pong: () => "yes",
  ack: ({ seq }) => `done, as number ${seq ?? "?"}`,
  error: () => "that was refused",
  slide: ({ to }) => `the speaker moved${place(to)}`,
  presence: ({ here }) => `${here === 1 ? "1 person" : `${here ?? "?"} people`} here`,
  peers: () => "how many look at which slide",
  chat: ({ from }) => `${from?.name || "somebody"} wrote`,
  value: ({ channel }) => `${channel ?? "a channel"} has a new value`,
  messages: ({ channel, list }) => `${count(list?.length, "message")}${on(channel)}`,
  handshake: () => "how we began",
  browsing: () => "who may look ahead",
  joincode: () => "the way to join",
  deck: () => "the slides have changed",
  timer: () => "the speaker's clock",
};

/** @param {{ direction: "in" | "out", event: string, text: string }} frame */
export function meaning({ direction, event, text }) {
  const words = direction === "out" ? said : heard;
  return Object.hasOwn(words, event) ? (words[event]?.(read(text) ?? {}) ?? event) : event;
}

/**
 * @param {string} text
 * @returns {Message | undefined} nothing when the text was cut off, for then it is not JSON any more
 */
export function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {Message["to"]} to */
function place(to) {
  return to === undefined ? "" : ` to ${to.h}/${to.v}`;
}

/** @param {string | undefined} channel */
function on(channel) {
  return channel === undefined ? "" : ` on ${channel}`;
}

/**
 * @param {number | undefined} many
 * @param {string} what
 */
function count(many, what) {
  return many === 1 ? `1 ${what}` : `${many ?? "many"} ${what}s`;
}
