/** The addresses of a running talk, as the terminal and `--json` give them. */
import type { LecternServer } from "../server/server.ts";

export type Links = {
  /** For the audience: the address phones in the room can reach. */
  readonly audience: string;
  /** The same under this machine's other addresses. */
  readonly others: readonly string[];
  /** Private: drives the talk; on this machine. */
  readonly speaker: string;
  /** Private: drives the talk; for a phone. */
  readonly remote: string;
  /** Private: moderates the talk, and does not drive it; for somebody else's device. */
  readonly moderator: string;
  readonly screen: string;
};

export function linksOf({ origins, localOrigin, talk }: LecternServer): Links {
  const { speakerKey, moderatorKey } = talk.host.identity;
  const [best = localOrigin, ...others] = origins;
  return {
    audience: `${best}/`,
    others: others.map((origin) => `${origin}/`),
    speaker: `${localOrigin}/speaker#key=${speakerKey}`,
    remote: `${best}/remote#key=${speakerKey}`,
    moderator: `${best}/moderate#key=${moderatorKey}`,
    screen: `${localOrigin}/screen`,
  };
}
