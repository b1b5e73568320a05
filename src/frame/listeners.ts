/** Listeners of a deck's programs, by the name of what they listen to. */
export class Listeners<Events extends object> {
  readonly #lists: { [Event in keyof Events]?: Set<(what: Events[Event]) => void> } = {};

  /** Returns how to stop. */
  add<Event extends keyof Events>(event: Event, listener: (what: Events[Event]) => void): () => void {
    const list = this.#lists[event] ?? new Set();
    this.#lists[event] = list.add(listener);
    return () => list.delete(listener);
  }

  has(event: keyof Events, listener?: unknown): boolean {
    const list = this.#lists[event] as Set<unknown> | undefined;
    return list !== undefined && (listener === undefined ? list.size > 0 : list.has(listener));
  }

  tell<Event extends keyof Events>(event: Event, what: Events[Event]): void {
    for (const listener of [...(this.#lists[event] ?? [])]) tell(listener, what);
  }
}

/** A listener that throws does not keep the others from hearing; the console says where it was. */
export function tell<What>(listener: (what: What) => void, what: What): void {
  try {
    listener(what);
  } catch (error) {
    reportError(error);
  }
}
