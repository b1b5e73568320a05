// Two ways to write somebody's words into a message, and what the other side reads.

/** @param {string} chat */
export function glue(chat) {
  return `{"event":"sendmessage","chat":"${chat}"}`;
}

/** @param {string} chat */
export function build(chat) {
  return JSON.stringify({ event: "sendmessage", chat });
}

/**
 * @param {string} json
 * @param {string} chat what somebody typed
 * @returns {{ words: string, isTheirs: boolean }} what `json` says now; theirs when they have written a field
 */
export function read(json, chat) {
  /** @type {{ event: unknown, chat: unknown }} */
  let message;
  try {
    message = JSON.parse(json);
  } catch {
    return { words: "Not JSON any more. The message is lost.", isTheirs: false };
  }
  if (message.event !== "sendmessage") {
    return { words: `Reads as event ${JSON.stringify(message.event)}. That is theirs.`, isTheirs: true };
  }
  if (message.chat !== chat) {
    return { words: `Reads as chat ${JSON.stringify(message.chat)}. Not what was typed.`, isTheirs: true };
  }
  return { words: "Reads as it was typed.", isTheirs: false };
}
