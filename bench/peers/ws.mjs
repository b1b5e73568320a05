// ws as its README shows it: `send()` to every client in a loop.
import { WebSocketServer } from "ws";
import { event } from "./event.mjs";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, backlog: 4096, perMessageDeflate: false });
server.on("connection", (client) => {
  client.on("error", () => {});
  client.on("message", () => {
    for (const each of server.clients) each.send(event);
  });
});
server.on("listening", () => console.log(JSON.stringify({ port: server.address().port })));
