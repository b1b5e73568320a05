// What plain HTTP costs, as the server counts it at its own socket: first line, headers and body, up and down.

/** @typedef {{ requests: number, up: number, down: number }} Cost bytes */
/** @typedef {Cost & { people: number, since: number }} Room all meters of a group, since the server time of its first request */

/** Whether there is a talk to ask: not in a preview, and not while the link is down. */
export function isLive() {
  return lectern.participant !== "" && lectern.connection.status === "live";
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/**
 * How long the server asks to be left alone; 0 when it does not.
 * @param {Response} answer
 */
export function patience(answer) {
  return answer.status === 429 ? Number(answer.headers.get("Retry-After") ?? 2) : 0;
}

/** One screen's meter; the meters of a group are added up for the room. */
export class Meter {
  #name;
  /** @type {Cost} what was already told by `spent` */
  #told = { requests: 0, up: 0, down: 0 };
  #since = 0;
  /** @type {Room} */
  room = { requests: 0, up: 0, down: 0, people: 0, since: 0 };

  /** @param {string} group lower case letters */
  constructor(group) {
    this.#name = `${group}.${Math.random().toString(36).slice(2, 12)}`;
  }

  /**
   * The address of a channel by plain HTTP; what is asked there is counted.
   * @param {string} channel
   * @param {number} [since]
   */
  address(channel, since) {
    const question = since === undefined ? "" : `since=${since}&`;
    return new URL(`../api/channels/${channel}?${question}meter=${this.#name}`, document.baseURI).href;
  }

  /**
   * What passed since this was asked last. The server counts an exchange when its answer has left, so this waits a
   * little until there are as many as expected.
   * @param {number} [expected] requests
   * @returns {Promise<Cost>}
   */
  async spent(expected = 0) {
    for (let tries = 1; ; tries++) {
      const cost = await this.#read();
      if (cost.requests >= expected || tries === 10) return this.#tell(cost);
      await pause(50);
    }
  }

  async #read() {
    const answer = await fetch(new URL(`../api/meters/${this.#name}`, document.baseURI));
    if (!answer.ok) throw new Error(`The meter answered ${answer.status}.`);
    /** @type {{ own: Cost, room: Room }} */
    const { own, room } = await answer.json();
    this.room = room;
    // A group that was quiet for a while starts anew.
    if (room.since !== this.#since) this.#told = { requests: 0, up: 0, down: 0 };
    this.#since = room.since;
    return {
      requests: own.requests - this.#told.requests,
      up: own.up - this.#told.up,
      down: own.down - this.#told.down,
    };
  }

  /** @param {Cost} cost */
  #tell(cost) {
    this.#told = {
      requests: this.#told.requests + cost.requests,
      up: this.#told.up + cost.up,
      down: this.#told.down + cost.down,
    };
    return cost;
  }
}
