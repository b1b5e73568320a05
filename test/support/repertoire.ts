/** What people say in a talk, at random, in keeping with what was said before. */
import type { CommandBody } from "../../src/client/client.ts";
import type { Poll } from "../../src/talk/polls.ts";
import { type Attendee, PlainAttendee } from "./attendee.ts";
import { between, oneOf, type Random } from "./seeded.ts";

const poll = (id: string) => ({ id, question: "Which?", time: null, reveal: "live" as const });
/** Open while the others speak. */
export const polls: readonly Poll[] = [
  { ...poll("tea"), kind: "choice", options: ["a", "b", "c"], maxChoices: 2, right: [], points: 0 },
  { ...poll("words"), kind: "cloud", words: 2 },
];

/** Milliseconds between two posts of one of the audience: under rule C4's rate. */
const postEveryMs = 800;
/** Far under the most a talk holds. */
const mostQuestions = 200;

export class Repertoire {
  readonly #random: Random;
  readonly #posts = new Map<Attendee, { readonly ids: number[]; at: number }>();
  readonly #questions: number[] = [];
  #asked = 0;
  #said = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Says something, and remembers what became of it. */
  say(attendee: Attendee, body = this.next(attendee)): void {
    const answer = attendee.say(body);
    if (body.event === "ask") void answer.then((id) => id !== undefined && this.#questions.push(id));
    if (body.event === "sendmessage")
      void answer.then((id) => id !== undefined && this.#postsOf(attendee).ids.push(id));
  }

  next(attendee: Attendee): CommandBody {
    const { role } = attendee.witness;
    const random = this.#random;
    if (attendee instanceof PlainAttendee) return this.chat();
    if (role === "speaker" && random() < 0.6) return this.#drive();
    if (role === "moderator" && random() < 0.5) return this.#tidy();
    const own = this.#postsOf(attendee);
    if (performance.now() - own.at > postEveryMs && random() < 0.6) {
      own.at = performance.now();
      return this.#write(own.ids.at(-1));
    }
    const question = this.question();
    const chance = random();
    if (chance < 0.2 && question !== undefined) return { event: "upvote", question, up: random() < 0.6 };
    if (chance < 0.35) return { event: "set", channel: "wall", data: { by: attendee.witness.name, n: this.#said++ } };
    if (chance < 0.4) return { event: "hand", up: random() < 0.5 };
    if (chance < 0.45) return { event: "rename", name: `${attendee.witness.name} ${this.#said++}` };
    if (chance < 0.7) return { event: "vote", poll: "words", answer: [`word ${between(random, 1, 20)}`] };
    const answer = random() < 0.2 ? null : [between(random, 0, 1), 2].slice(0, between(random, 1, 2));
    return { event: "vote", poll: "tea", answer };
  }

  /** One that was asked; undefined before the first. */
  question(): number | undefined {
    return oneOf(this.#random, this.#questions);
  }

  chat(): CommandBody {
    return { event: "sendmessage", chat: `words ${this.#said++}` };
  }

  #postsOf(attendee: Attendee): { readonly ids: number[]; at: number } {
    const known = this.#posts.get(attendee) ?? { ids: [], at: Number.NEGATIVE_INFINITY };
    this.#posts.set(attendee, known);
    return known;
  }

  /** Mostly something new, sometimes the own newest post changed or taken back. */
  #write(newest: number | undefined): CommandBody {
    const chance = this.#random();
    if (chance < 0.1 && newest !== undefined) return { event: "edit", post: newest, text: `better ${this.#said++}` };
    if (chance < 0.13 && newest !== undefined) return { event: "delete", post: newest };
    if (chance > 0.2 || this.#asked >= mostQuestions) return this.chat();
    this.#asked += 1;
    return { event: "ask", text: `why ${this.#said++}?` };
  }

  #drive(): CommandBody {
    const random = this.#random;
    if (random() < 0.1) return { event: "pause", paused: random() < 0.5 };
    return { event: "move", to: { h: between(random, 0, 2), v: 0, f: between(random, -1, 3) } };
  }

  #tidy(): CommandBody {
    const question = this.question();
    if (question === undefined) return { event: "joincode", shown: false };
    return this.#random() < 0.5
      ? { event: "pin", post: question, pinned: this.#random() < 0.5 }
      : { event: "answer", question, answered: this.#random() < 0.5 };
  }
}
