/** The speaker's or a moderator's commands over a bare socket, for tests that look at the other end. */
import { expect } from "vitest";
import type { Lectern } from "./lectern.ts";
import { Socket } from "./socket.ts";

export class Desk {
  readonly socket: Socket;
  #commands = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async open(lectern: Lectern): Promise<Desk> {
    return new Desk(await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey }));
  }

  /** A command that must be accepted; answers with its seq. */
  async does(event: string, body: object = {}): Promise<number> {
    this.#commands += 1;
    const answer = await this.socket.ask({ event, id: this.#commands, ...body });
    expect(answer).toMatchObject({ event: "ack" });
    return answer.seq as number;
  }

  close(): void {
    this.socket.close();
  }
}
