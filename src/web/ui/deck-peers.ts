/** Tells a deck how many people look at the slide it shows, and the server which slide that is, for decks that ask. */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Peers } from "../../client/client.ts";
import type { Position } from "../../talk/commands.ts";
import type { Post } from "./deck-requests.ts";
import type { Talk } from "./talk.ts";

/** A follower is on the old slide for a moment after each move; that is nothing to tell the server. */
const settleMs = 300;

export function countPeers(talk: Talk, at: ReadonlySignal<Position>, post: Post): { want(peers: boolean): void } {
  let known: Peers = { live: 0, elsewhere: [] };
  let wanted = false;
  let told = -1;
  let looksAt = "";
  let settling: ReturnType<typeof setTimeout> | undefined;

  const isLive = (): boolean => sameSlide(at.value, talk.view.value.position);
  const tell = (): void => {
    const elsewhere = known.elsewhere.find((slide) => sameSlide(slide, at.value))?.people ?? 0;
    const count = elsewhere + (isLive() ? known.live : 0);
    if (!wanted || count === told) return;
    told = count;
    post({ type: "peers", count });
  };
  const look = (): void => {
    const { h, v } = at.value;
    const place = isLive() ? null : { h, v };
    const name = JSON.stringify(place);
    if (name === looksAt) return;
    looksAt = name;
    talk.client.look(place);
  };

  talk.client.on((happening) => {
    if (happening.type !== "peers") return;
    known = happening;
    tell();
  });

  return {
    want(peers) {
      // A new version of the deck knows nothing yet.
      told = -1;
      if (wanted || !peers) return tell();
      wanted = true;
      looksAt = "null";
      effect(() => {
        tell();
        clearTimeout(settling);
        settling = setTimeout(look, settleMs);
      });
    },
  };
}

function sameSlide(one: { readonly h: number; readonly v: number }, other: typeof one): boolean {
  return one.h === other.h && one.v === other.v;
}
