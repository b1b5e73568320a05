import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { listen } from "./listen.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    if (server.listening) await once(server, "close");
  }
});

function newServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

async function occupied(): Promise<number> {
  const server = newServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

it("[K2] a taken port is an error when it was asked for, and a step to the next one when it was not", async () => {
  const port = await occupied();
  const options = { host: "127.0.0.1", port };
  await expect(listen(newServer(), { ...options, mayMovePort: false })).rejects.toMatchObject({ code: "port-taken" });
  const moved = await listen(newServer(), { ...options, mayMovePort: true });
  expect(moved).toBeGreaterThan(port);
});

it("[K2] an address this machine has not is said to be none", async () => {
  const failed = listen(newServer(), { host: "192.0.2.77", port: 0, mayMovePort: false });
  await expect(failed).rejects.toMatchObject({ code: "host-unavailable" });
});
