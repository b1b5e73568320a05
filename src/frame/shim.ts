/**
 * Runs before any script of a page that has a reveal.js of its own. A page in a frame without an origin has no storage,
 * and reveal.js answers to the window around it: here it gets storage that forgets, and answers to `page.ts` instead.
 */

type Heard = (text: string) => void;

/** What `page.ts` finds. */
export type Shim = {
  /** The page of Lectern around this frame. */
  readonly host: Window;
  /** Hears what reveal.js says to the window around it. */
  listen(heard: Heard): void;
  /** Decks the page made with `new Reveal(element)`, by their element. */
  readonly decks: ReadonlyMap<unknown, unknown>;
};

const host = window.parent;
let heard: Heard = () => {};

/** Looks like a window around this one, so that reveal.js speaks to it; nothing leaves the frame. */
const around = {
  postMessage: (data: unknown): void => {
    if (typeof data === "string") heard(data);
  },
};

function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { get: () => value, set: () => {}, configurable: true });
}

class ForgetfulStorage {
  readonly #values = new Map<string, string>();
  get length(): number {
    return this.#values.size;
  }
  key(index: number): string | null {
    return [...this.#values.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.#values.get(String(name)) ?? null;
  }
  setItem(name: string, value: string): void {
    this.#values.set(String(name), String(value));
  }
  removeItem(name: string): void {
    this.#values.delete(String(name));
  }
  clear(): void {
    this.#values.clear();
  }
}

/** Also what programs write as properties: `localStorage.theme = "dark"`. */
function forgetfulStorage(): object {
  const storage = new ForgetfulStorage();
  return new Proxy(storage, {
    get: (target, name) => {
      const own = Reflect.get(target, name, target) as unknown;
      if (typeof own === "function") return own.bind(target) as unknown;
      return own ?? (typeof name === "string" ? (target.getItem(name) ?? undefined) : undefined);
    },
    set: (target, name, value) => {
      target.setItem(String(name), String(value));
      return true;
    },
    deleteProperty: (target, name) => {
      target.removeItem(String(name));
      return true;
    },
  });
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

if (isRefused(() => window.localStorage)) put(window, "localStorage", forgetfulStorage());
if (isRefused(() => window.sessionStorage)) put(window, "sessionStorage", forgetfulStorage());
if (isRefused(() => document.cookie)) put(document, "cookie", "");

/** Answers everything with itself and does nothing: what another program for following talks to. */
function nobody(): unknown {
  const answer: unknown = new Proxy(() => {}, {
    get: (_target, name) => (name === "then" || name === Symbol.toPrimitive ? undefined : answer),
    apply: () => answer,
    construct: () => answer as object,
  });
  return answer;
}
if (document.currentScript?.hasAttribute("data-alone")) put(window, "io", nobody());

const decks = new Map<unknown, unknown>();

/** A page with several decks makes each with `new`; the global stands for none of them. */
function watched(reveal: unknown): unknown {
  if (typeof reveal !== "function") return reveal;
  return new Proxy(reveal, {
    construct: (target, given: readonly unknown[], newTarget) => {
      const deck = Reflect.construct(target, given, newTarget) as object;
      if (given[0] instanceof Element) decks.set(given[0], deck);
      return deck;
    },
  });
}

let reveal: unknown;
Object.defineProperty(window, "Reveal", {
  get: () => reveal,
  set: (value: unknown) => {
    reveal = watched(value);
  },
  configurable: true,
  enumerable: true,
});

if (host !== window) put(window, "parent", around);
const shim: Shim = {
  host,
  listen: (listener) => {
    heard = listener;
  },
  decks,
};
Object.defineProperty(window, Symbol.for("lectern.shim"), { value: shim });
