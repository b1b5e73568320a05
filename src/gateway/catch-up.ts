/**
 * What brings a client to the present: the whole state as its role may see it, or the events since the seq it knows
 * (rule W3). Serialised once for each state of the talk, however many clients come at once: a room that returns after a
 * restart costs little more than one phone.
 */
import type { Role } from "../talk/commands.ts";
import { chatWindow } from "../talk/posts.ts";
import { asOfNow, projectState } from "../talk/project.ts";
import type { State } from "../talk/state.ts";
import { encodeFor } from "./fan-out.ts";
import type { TalkHost } from "./talk-host.ts";

export class CatchUp {
  readonly #host: TalkHost;
  /** The state for which the texts below were made. */
  #of: State | undefined;
  #snapshots = new Map<Role, string>();
  #missed = new Map<string, readonly string[] | undefined>();

  constructor(host: TalkHost) {
    this.#host = host;
  }

  /** The state as this role may see it, as JSON. */
  snapshot(role: Role): string {
    this.#renew();
    const known = this.#snapshots.get(role);
    if (known !== undefined) return known;
    const text = JSON.stringify(projectState(this.#host.state, role));
    this.#snapshots.set(role, text);
    return text;
  }

  /** The events after `seq` as this role may hear them now, in order; undefined when they are not all remembered. */
  missed(role: Role, seq: number): readonly string[] | undefined {
    this.#renew();
    const key = `${role} ${seq}`;
    if (this.#missed.has(key)) return this.#missed.get(key);
    const { state } = this.#host;
    const texts = this.#host.eventsSince(seq)?.flatMap((event) => encodeFor(asOfNow(event, state), role) ?? []);
    this.#missed.set(key, texts);
    return texts;
  }

  /** The newest chat after `seq`, for those who know nothing else (rule W7). */
  missedChat(seq: number): readonly string[] {
    const chat = this.#host.eventsSince(seq)?.filter(({ event }) => event === "chat") ?? [];
    const { state } = this.#host;
    return chat.slice(-chatWindow).flatMap((event) => encodeFor(asOfNow(event, state), "audience") ?? []);
  }

  #renew(): void {
    const { state } = this.#host;
    if (this.#of === state) return;
    this.#of = state;
    this.#snapshots.clear();
    this.#missed.clear();
  }
}
