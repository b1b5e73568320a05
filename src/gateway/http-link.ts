import type { Link } from "./link.ts";

/** A link whose two directions are different requests. */
export interface HttpLink extends Link {
  /** Whether a request of the client is open that this link answers later. */
  readonly isWaiting: boolean;
  /** Resolves when the client was told why the link ends, or is gone. */
  readonly over: Promise<void>;
  /** A sign of life for what stands between. */
  keepAlive(): void;
  destroy(): void;
}
