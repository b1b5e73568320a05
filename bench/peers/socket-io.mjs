// socket.io 4 as its documentation shows it: an event from one client is emitted to everybody.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { event } from "./event.mjs";

const http = createServer();
// No pings while others are measured.
const io = new Server(http, { transports: ["websocket"], pingInterval: 3_600_000, pingTimeout: 3_600_000 });
// As a frame the same 150 bytes as the others': `42["slide",{"at":"…"}]`.
const data = { at: "x".repeat(event.length - '42["slide",{"at":""}]'.length) };
io.on("connection", (client) => {
  client.on("move", () => io.emit("slide", data));
});
http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () =>
  console.log(JSON.stringify({ port: http.address().port })),
);
