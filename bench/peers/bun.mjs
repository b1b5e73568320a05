// Bun's own publish: everybody is subscribed to one topic, and what is published there is written natively.
import { event } from "./event.mjs";

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, it) => (it.upgrade(request) ? undefined : new Response(null, { status: 426 })),
  websocket: {
    perMessageDeflate: false,
    open: (client) => client.subscribe("room"),
    message: () => server.publish("room", event),
  },
});
console.log(JSON.stringify({ port: server.port }));
