/** A room under load: everybody says something again and again, at seeded moments, whatever happens to the lines. */
import type { CommandBody } from "lectern/client";
import { transportNames } from "../../src/protocol/transports.ts";
import type { Poll } from "../../src/talk/polls.ts";
import { between, oneOf, type Random, seeded } from "../support/seeded.ts";
import { type Attendee, BareAttendee, type Place, PlainAttendee, ProductAttendee } from "./attendee.ts";

/** The deck's part: one channel that everybody may set. */
export const deckText = `---
channels:
  wall: { set: everyone, rate: 50 }
---
# One

---

# Two

---

# Three
`;

const poll = (id: string) => ({ id, question: "Which?", time: null, reveal: "live" as const });
const polls: readonly Poll[] = [
  { ...poll("tea"), kind: "choice", options: ["a", "b", "c"], maxChoices: 2, right: [], points: 0 },
  { ...poll("words"), kind: "cloud", words: 2 },
];

export type CrowdOptions = {
  readonly url: string;
  readonly seed: number;
  /** How many of the audience each transport carries. */
  readonly people: number;
  readonly speakerKey: string;
  readonly moderatorKey: string;
};

/** Milliseconds between two posts of one of the audience: under rule C4's rate. */
const postEveryMs = 800;
/** What one may have on the way. */
const mostUnanswered = 6;
/** Far under the most a talk holds. */
const mostQuestions = 200;

export class Crowd {
  readonly everybody: readonly Attendee[];
  readonly speakers: readonly ProductAttendee[];
  readonly products: readonly ProductAttendee[];
  readonly #random: Random;
  readonly #watching = new Set<() => void>();
  readonly #timers = new Map<Attendee, NodeJS.Timeout>();
  readonly #posts = new Map<Attendee, { readonly ids: number[]; at: number }>();
  readonly #questions: number[] = [];
  #asked = 0;
  #said = 0;
  /** Messages heard by all, so far. */
  heard = 0;

  constructor({ url, seed, people, speakerKey, moderatorKey }: CrowdOptions) {
    this.#random = seeded(seed);
    let of = seed;
    const place = (role: Place["role"], key?: string): Place => {
      of += 1;
      return { url, key, role, random: seeded(of * 7919), pulse: () => this.#pulse() };
    };
    this.speakers = [
      new ProductAttendee("speaker", "websocket", place("speaker", speakerKey)),
      new ProductAttendee("remote", "sse", place("speaker", speakerKey)),
    ];
    const moderator = new ProductAttendee("moderator", "poll", place("moderator", moderatorKey));
    const audience = transportNames.flatMap((transport) =>
      Array.from({ length: people }, (_, n) => new ProductAttendee(`${transport}${n}`, transport, place("audience"))),
    );
    const bare = Array.from({ length: people }, (_, n) => new BareAttendee(`bare${n}`, place("audience")));
    this.products = [...this.speakers, moderator, ...audience];
    this.everybody = [...this.products, ...bare, new PlainAttendee("plain", place("audience"))];
    for (const attendee of this.everybody) this.#posts.set(attendee, { ids: [], at: 0 });
  }

  /** Opens the polls; everybody begins. */
  async begin(): Promise<void> {
    const [speaker] = this.speakers;
    for (const poll of polls) await speaker?.say({ event: "openpoll", poll: poll as never });
    for (const attendee of this.everybody) this.#actLater(attendee);
  }

  /** Everybody says several things at once. */
  burst(): void {
    for (const attendee of this.everybody) {
      if (attendee.isLive) for (let n = 0; n < 3; n++) this.#act(attendee);
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  close(): void {
    this.stop();
    for (const attendee of this.everybody) attendee.close();
  }

  /** Resolves once the test passes, looked at whenever somebody was told something; false when that takes too long. */
  until(test: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (passed: boolean): void => {
        clearTimeout(timer);
        this.#watching.delete(look);
        resolve(passed);
      };
      const look = (): void => {
        if (test()) finish(true);
      };
      const timer = setTimeout(() => finish(test()), withinMs);
      this.#watching.add(look);
      look();
    });
  }

  #pulse(): void {
    this.heard += 1;
    for (const look of [...this.#watching]) look();
  }

  #actLater(attendee: Attendee): void {
    const timer = setTimeout(
      () => {
        this.#act(attendee);
        this.#actLater(attendee);
      },
      between(this.#random, 20, 150),
    );
    this.#timers.set(attendee, timer);
  }

  #act(attendee: Attendee): void {
    if (attendee.unanswered >= mostUnanswered) return;
    const body = this.#something(attendee);
    const answer = attendee.say(body);
    if (body.event === "ask") void answer.then((id) => id !== undefined && this.#questions.push(id));
    if (body.event === "sendmessage")
      void answer.then((id) => id !== undefined && this.#posts.get(attendee)?.ids.push(id));
  }

  #something(attendee: Attendee): CommandBody {
    const { role } = attendee.witness;
    const random = this.#random;
    if (attendee instanceof PlainAttendee) return this.#chat();
    if (role === "speaker" && random() < 0.6) return this.#drive();
    if (role === "moderator" && random() < 0.5) return this.#tidy();
    const own = this.#posts.get(attendee) ?? { ids: [], at: 0 };
    if (performance.now() - own.at > postEveryMs && random() < 0.6) {
      own.at = performance.now();
      return this.#write(own.ids.at(-1));
    }
    const question = oneOf(random, this.#questions);
    const chance = random();
    if (chance < 0.2 && question !== undefined) return { event: "upvote", question, up: random() < 0.6 };
    if (chance < 0.35) return { event: "set", channel: "wall", data: { by: attendee.witness.name, n: this.#said++ } };
    if (chance < 0.4) return { event: "hand", up: random() < 0.5 };
    if (chance < 0.45) return { event: "rename", name: `${attendee.witness.name} ${this.#said++}` };
    if (chance < 0.7) return { event: "vote", poll: "words", answer: [`word ${between(random, 1, 20)}`] };
    const answer = random() < 0.2 ? null : [between(random, 0, 1), 2].slice(0, between(random, 1, 2));
    return { event: "vote", poll: "tea", answer };
  }

  #chat(): CommandBody {
    return { event: "sendmessage", chat: `words ${this.#said++}` };
  }

  /** Mostly something new, sometimes the own newest post changed or taken back. */
  #write(newest: number | undefined): CommandBody {
    const chance = this.#random();
    if (chance < 0.1 && newest !== undefined) return { event: "edit", post: newest, text: `better ${this.#said++}` };
    if (chance < 0.13 && newest !== undefined) return { event: "delete", post: newest };
    if (chance > 0.2 || this.#asked >= mostQuestions) return this.#chat();
    this.#asked += 1;
    return { event: "ask", text: `why ${this.#said++}?` };
  }

  #drive(): CommandBody {
    const random = this.#random;
    if (random() < 0.1) return { event: "pause", paused: random() < 0.5 };
    return { event: "move", to: { h: between(random, 0, 2), v: 0, f: between(random, -1, 3) } };
  }

  #tidy(): CommandBody {
    const question = oneOf(this.#random, this.#questions);
    if (question === undefined) return { event: "joincode", shown: false };
    return this.#random() < 0.5
      ? { event: "pin", post: question, pinned: this.#random() < 0.5 }
      : { event: "answer", question, answered: this.#random() < 0.5 };
  }
}
