/** A talk on a disk that fails: who says what, what was acknowledged, and what must be true meanwhile and afterwards. */
import { expect } from "vitest";
import type { Lectern } from "../support/lectern.ts";
import { type Message, Socket } from "../support/socket.ts";

export const talk = `# One

\`\`\`poll id=way
Which way?
- This
- That
\`\`\`

---

# Two

---

# Three
`;

type Hello = Socket & { readonly welcome: Message };
type View = { readonly position: { readonly h: number }; readonly chat: readonly { readonly chat: string }[] };

/** A speaker, a moderator and somebody in the audience. */
export class Talkers {
  readonly lectern: Lectern;
  readonly speaker: Hello;
  readonly moderator: Hello;
  readonly ada: Hello;
  /** Texts of messages that were acknowledged. */
  readonly kept: string[] = [];
  readonly refused: string[] = [];
  #ids = 0;

  private constructor(lectern: Lectern, speaker: Hello, moderator: Hello, ada: Hello) {
    this.lectern = lectern;
    this.speaker = speaker;
    this.moderator = moderator;
    this.ada = ada;
  }

  static async in(lectern: Lectern): Promise<Talkers> {
    const { socketUrl, speakerKey, moderatorKey } = lectern;
    const [speaker, moderator, ada] = await Promise.all([
      Socket.hello(socketUrl, { key: speakerKey }),
      Socket.hello(socketUrl, { key: moderatorKey }),
      Socket.hello(socketUrl, { client: "tab" }),
    ]);
    return new Talkers(lectern, speaker, moderator, ada);
  }

  /** The answer to a message of Ada's; `id` to say it again. */
  async says(chat: string, id = ++this.#ids): Promise<Message & { id: number }> {
    const answer = await this.ada.ask({ event: "sendmessage", id, chat });
    (answer.event === "ack" ? this.kept : this.refused).push(chat);
    return { ...answer, id };
  }

  votes(choice: number): Promise<Message> {
    return this.ada.ask({ event: "vote", id: ++this.#ids, poll: "way", answer: [choice] });
  }

  moves(h: number): Promise<Message> {
    return this.speaker.ask({ event: "move", id: ++this.#ids, to: { h, v: 0, f: -1 } });
  }

  /** What a room with a log that cannot be written is like, for this reason. */
  async meet(fault: string, words: string): Promise<void> {
    // What the log has room for is taken still; how much that is, is the disk's business.
    for (let n = 1; this.refused.length === 0; n++) await this.says(`${fault} ${n} ${"…".repeat(200)}`);
    const { trouble } = await this.speaker.next("trouble");
    expect(trouble).toMatchObject({ code: "log-unwritable", fault, message: expect.stringContaining(words) });
    expect((await this.moderator.next("trouble")).trouble).toEqual(trouble);
    const answers = await Promise.all([this.votes(1), this.moves(2)]);
    expect(answers).toMatchObject(Array(2).fill({ event: "error", code: "log-unwritable" }));
    expect(await readiness(this.lectern)).toEqual([503, { status: "log-unwritable" }]);
    await this.#joinLate(trouble);
    expect(this.ada.received.filter(({ event }) => event === "trouble")).toEqual([]);
  }

  /** Whoever comes now is given what is known; who may do something about it is told what is wrong. */
  async #joinLate(trouble: unknown): Promise<void> {
    const { socketUrl, speakerKey } = this.lectern;
    const [grace, second] = await Promise.all([Socket.hello(socketUrl), Socket.hello(socketUrl, { key: speakerKey })]);
    expect(chatOf(grace.welcome)).toEqual(this.kept);
    expect(grace.welcome.trouble).toBeUndefined();
    expect(second.welcome.trouble).toEqual(trouble);
    const resumed = await Socket.hello(socketUrl, { since: { epoch: grace.welcome.epoch, seq: grace.welcome.seq } });
    expect(resumed.welcome).toMatchObject({ resumed: true, seq: grace.welcome.seq });
    for (const socket of [grace, second, resumed]) socket.close();
  }

  /** The disk is back, and nobody has typed anything: it is told, and everything is taken again. */
  async recovers(): Promise<void> {
    expect((await this.speaker.next("trouble")).trouble).toBeNull();
    expect((await this.moderator.next("trouble")).trouble).toBeNull();
    expect(await readiness(this.lectern)).toEqual([200, { status: "ready" }]);
    this.refused.length = 0;
    expect(await this.says("it goes on")).toMatchObject({ event: "ack" });
    expect(await this.votes(0)).toMatchObject({ event: "ack" });
    expect(await this.moves(1)).toMatchObject({ event: "ack" });
  }

  close(): void {
    for (const socket of [this.speaker, this.moderator, this.ada]) socket.terminate();
  }
}

export async function readiness({ origin }: Lectern): Promise<[number, unknown]> {
  const response = await fetch(`${origin}/readyz`);
  return [response.status, await response.json()];
}

export function chatOf({ state }: Message): string[] {
  return (state as View).chat.map(({ chat }) => chat);
}

/** What somebody new finds. */
export async function found({ socketUrl }: Lectern): Promise<{ chat: string[]; h: number }> {
  const socket = await Socket.hello(socketUrl);
  socket.close();
  return { chat: chatOf(socket.welcome), h: (socket.welcome.state as View).position.h };
}
