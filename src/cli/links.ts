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
  readonly screen: string;
};

export function linksOf({ origins, localOrigin, talk }: LecternServer): Links {
  const { speakerKey } = talk.host.identity;
  const [best = localOrigin, ...others] = origins;
  return {
    audience: `${best}/`,
    others: others.map((origin) => `${origin}/`),
    speaker: `${localOrigin}/speaker#key=${speakerKey}`,
    remote: `${best}/remote#key=${speakerKey}`,
    screen: `${localOrigin}/screen`,
  };
}
