// Who is measured beside Lectern: each a server that tells everybody something when a client says something. A peer is
// `{name, start}`; `start` resolves with how to reach the server, what a client says there, and how to stop it, or with
// a string that says why it is left out.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compiled } from "../native.mjs";
import { plainDeck } from "../plain-deck.mjs";
import { pin, start, stop } from "../processes.mjs";
import { event } from "./event.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const benchFolder = here("..");
export const root = here("../..");

export const floor = {
  name: "floor",
  async start() {
    const program = compiled(new URL("floor.c", import.meta.url));
    if (program === undefined) return "there is no C compiler";
    const server = await start(program, []);
    return { ...server, port: server.said.port, move: "go" };
  },
};

export const ws = {
  name: "ws.send",
  async start() {
    const server = await start(process.execPath, [here("ws.mjs")]);
    return { ...server, port: server.said.port, move: "go" };
  },
};

export const socketIo = {
  name: "socket.io",
  async start() {
    if (!isInstalled("socket.io")) return "its package could not be installed";
    const server = await start(process.execPath, [here("socket-io.mjs")]);
    // Engine.IO 4 opens with "0{…}"; "40" joins the namespace, and "42[…]" is an event.
    const path = "/socket.io/?EIO=4&transport=websocket";
    return { ...server, port: server.said.port, path, hello: "40", ready: 2, move: '42["move"]' };
  },
};

export const bun = {
  name: "Bun",
  async start() {
    const program = join(benchFolder, "node_modules/@oven/bun-linux-x64/bin/bun");
    if (!isInstalled("@oven/bun-linux-x64") || !existsSync(program)) return "its package could not be installed";
    const server = await start(program, [here("bun.mjs")]);
    return { ...server, port: server.said.port, move: "go" };
  },
};

const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so";

export const nchan = {
  name: "nchan",
  async start() {
    if (!existsSync(nchanModule)) return "libnginx-mod-nchan is not installed (--nchan installs it on Debian, as root)";
    const folder = mkdtempSync(join(tmpdir(), "lectern-bench-nchan-"));
    const port = await freePort();
    writeFileSync(join(folder, "nginx.conf"), nginxConfiguration(port));
    const child = spawn("nginx", ["-p", folder, "-c", "nginx.conf"], { stdio: ["ignore", "inherit", "ignore"] });
    pin(child.pid, "server");
    await wait(500);
    const end = async () => {
      await stop(child);
      rmSync(folder, { recursive: true });
    };
    if (child.exitCode === null) return { pid: child.pid, stop: end, port, path: "/room", move: event };
    await end();
    return "nginx does not start";
  },
};

function nginxConfiguration(port) {
  return `
    load_module ${nchanModule};
    daemon off; master_process off; pid nginx.pid; error_log stderr crit;
    events { worker_connections 19000; }
    http {
      access_log off; client_body_temp_path body; proxy_temp_path proxy;
      fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      server {
        listen 127.0.0.1:${port} backlog=4096;
        location = /room { nchan_pubsub websocket; nchan_channel_id room; nchan_message_buffer_length 1; nchan_subscriber_first_message newest; }
      }
    }`;
}

/** As `npm start` does. */
const startOptions = ["--max-semi-space-size=4"];

/**
 * Lectern itself, as it is started: built, with its log on SQLite in a folder that is kept over `restart`, and a deck of
 * two slides, since what reading a long one leaves in memory would be reused. Another checkout of it is another peer, so
 * that a change is measured in the same rounds as what was before. `workers`: processes for the sockets. `isFree`: on
 * any core.
 */
export function lectern(
  name = "Lectern",
  { checkout = root, nodeOptions = startOptions, workers = 0, isFree = false } = {},
) {
  return {
    name,
    async start() {
      const data = mkdtempSync(join(tmpdir(), "lectern-bench-"));
      const deck = join(data, "talk.md");
      writeFileSync(deck, plainDeck);
      const args = [join(checkout, "bin/lectern.mjs"), deck, "--json", "--data", data, "--no-open"];
      if (workers > 0) args.push("--workers", String(workers));
      const open = (port) =>
        start(process.execPath, [...nodeOptions, ...args, "--host", "127.0.0.1", "--port", String(port)], {
          cwd: checkout,
          isFree,
        });
      let server = await open(0);
      const { port, speaker, epoch } = server.said;
      const key = new URLSearchParams(new URL(speaker).hash.slice(1)).get("key");
      return {
        get pid() {
          return server.pid;
        },
        port,
        epoch,
        path: "/ws",
        hello: '{"event":"hello","v":1}',
        driverHello: `{"event":"hello","v":1,"key":"${key}"}`,
        ready: 1,
        move: '{"event":"move","id":$n,"to":{"h":$m,"v":0,"f":-1}}',
        async restart(signal) {
          await server.stop(signal);
          server = await open(port);
        },
        async stop() {
          await server.stop();
          rmSync(data, { recursive: true });
        },
      };
    },
  };
}

/** Installs what the peers are made of, once, beside the benchmark: Lectern itself needs none of it. */
export function installPeers({ withNchan }) {
  if (!existsSync(join(benchFolder, "node_modules"))) {
    console.error("Installing the peers into bench/node_modules …");
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: benchFolder, stdio: "ignore" });
  }
  if (!withNchan || existsSync(nchanModule)) return;
  console.error("Installing nginx with nchan …");
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "nginx", "libnginx-mod-nchan"], {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  });
}

function isInstalled(name) {
  return existsSync(join(benchFolder, "node_modules", name, "package.json"));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
