// A chat server: a list of users, and one loop that writes to all of them. Run it with: npm run tiny-server
import { type WebSocket, WebSocketServer } from "ws";

const users = new Set<WebSocket>();
const port = Number(process.env.PORT ?? 9009);
const server = new WebSocketServer({ port, path: "/ws", maxPayload: 4096 });

server.on("connection", (user) => {
  users.add(user);
  user.on("message", (data) => receive(String(data)));
  user.on("close", () => users.delete(user));
  user.on("error", console.error);
});

function receive(text: string) {
  try {
    const { event, chat } = JSON.parse(text);
    if (event !== "sendmessage" || typeof chat !== "string") return;
    const message = JSON.stringify({ event: "chat", chat });
    for (const user of users) user.send(message);
  } catch {
    // Not JSON, or nothing in it: then nothing happens.
  }
}

server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object") console.log(`Listening at ws://localhost:${address?.port}/ws`);
});
