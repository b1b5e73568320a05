import type { Link } from "./link.ts";

/** A link whose two directions are different requests. */
export interface HttpLink extends Link {
  /** Whether a request of the client is open that this link answers later. */
  readonly isWaiting: boolean;
  /** A sign of life for what stands between. */
  keepAlive(): void;
  destroy(): void;
}
