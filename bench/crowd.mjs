// A server and its audience: what each scenario measures. The crowds of all peers stand beside each other, idle but for
// the one whose round it is.
import { Load } from "./load/load.mjs";
import { cpuOf } from "./processes.mjs";

class Crowd {
  constructor(name, server, load) {
    this.name = name;
    this.server = server;
    this.load = load;
  }

  static async of(peer) {
    const server = await peer.start();
    return typeof server === "string" ? server : new Crowd(peer.name, server, new Load());
  }

  /** Brings in a driver. */
  async begin() {
    const { port, path, hello, driverHello = hello, ready } = this.server;
    await this.load.match('"slide"');
    await this.load.open(1, { port, path, ready, hello: driverHello });
  }

  /** Brings in `count` more people. */
  async enter(count, options = {}) {
    const { port, path, hello, ready } = this.server;
    const entered = await this.load.open(count, { port, path, ready, hello, ...options });
    if (entered.open < count) throw new Error(`${this.name}: ${entered.closed} of ${count} were turned away`);
    return entered;
  }

  /** What `work` answers, with the CPU time, user and total, in ms, that the server spent on it. */
  async measure(work) {
    const before = cpuOf(this.server.pid);
    const result = await work(this.load);
    const after = cpuOf(this.server.pid);
    return { ...result, cpu: { user: after.user - before.user, total: after.total - before.total } };
  }

  /** `moves` moves, each awaited by everybody. */
  async move(moves) {
    return this.measure((load) => load.round(this.server.move, { moves }));
  }

  async stop() {
    await this.load.stop();
    await this.server.stop();
  }
}

/** Starts these peers, gives `work` their crowds, each with a driver, and stops them. Who cannot start is remarked. */
export async function withCrowds(peers, report, work) {
  const crowds = [];
  try {
    for (const peer of peers) {
      const crowd = await Crowd.of(peer);
      if (typeof crowd === "string") {
        report.remark(`${peer.name} is left out: ${crowd}.`);
        continue;
      }
      crowds.push(crowd);
      await crowd.begin();
    }
    return await work(crowds);
  } finally {
    for (const crowd of crowds) await crowd.stop();
  }
}

/** `rounds` rounds A B C A B C …; name → what each round gave. */
export async function interleaved(crowds, rounds, work) {
  const results = Object.fromEntries(crowds.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const crowd of crowds) results[crowd.name].push(await work(crowd));
  }
  return results;
}

/** Of each round of each crowd one number. */
export function pick(results, number) {
  return Object.fromEntries(Object.entries(results).map(([name, list]) => [name, list.map(number)]));
}
