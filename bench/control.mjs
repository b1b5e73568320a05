// A speaker's own connection, for what a scenario sets up: polls, chat that was written before, what a welcome says.
import { once } from "node:events";

/** Connects with the speaker's key, or as `hello` says. */
export async function connect({ port, path, driverHello }, hello = driverHello) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const waiting = new Map();
  let id = 0;
  const welcomed = new Promise((resolve) => waiting.set("welcome", resolve));
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    const key = message.event === "welcome" ? "welcome" : message.id;
    waiting.get(key)?.(message);
    waiting.delete(key);
  });
  await once(socket, "open");
  socket.send(hello);
  const welcome = await welcomed;
  return {
    welcome,
    /** Sends a command. @throws Error when it is refused */
    async ask(command) {
      id += 1;
      const answered = new Promise((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, ...command }));
      const answer = await answered;
      if (answer.event !== "ack") throw new Error(`${command.event}: ${answer.message}`);
    },
    close: () => socket.close(),
  };
}

/** What a newcomer is told now. */
export async function welcomeOf(server) {
  const speaker = await connect(server);
  speaker.close();
  return speaker.welcome;
}

const options = ["a", "b", "c", "d"];

/** Opens a poll whose results everybody sees at once. */
export async function openPoll(server, id = "bench") {
  const speaker = await connect(server);
  const choices = { options, maxChoices: 1, right: [], points: 0 };
  await speaker.ask({
    event: "openpoll",
    poll: { id, question: "Which?", time: null, reveal: "live", kind: "choice", ...choices },
  });
  speaker.close();
}

/** How many votes a poll has by the talk's own count. */
export async function votesOf(server, id = "bench") {
  const { tallies } = await welcomeOf(server);
  return Object.values(tallies.polls[id].counts).reduce((sum, count) => sum + count, 0);
}

/** Writes so many chat messages, as several speakers, whom no rate holds back but that of a connection. */
export async function writeChat(server, count) {
  const speakers = await Promise.all(Array.from({ length: 50 }, () => connect(server)));
  const written = speakers.map(async (speaker, index) => {
    for (let n = index; n < count; n += speakers.length)
      await speaker.ask({ event: "sendmessage", chat: `message ${n} of many, about as long as people write them` });
  });
  await Promise.all(written);
  for (const speaker of speakers) speaker.close();
}
