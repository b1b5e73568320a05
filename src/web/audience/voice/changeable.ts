/** For two minutes a post is its author's to change. */
import { useEffect, useState } from "preact/hooks";
import { changeableMs } from "../../../talk/posts.ts";
import type { Voice } from "./voice.ts";

/** As `voice.mayChange`, and false by itself when the time is over. */
export function useMayChange(voice: Voice, post: { readonly id: number; readonly at: number }): boolean {
  const [, setOver] = useState(0);
  const mayChange = voice.mayChange(post);
  useEffect(() => {
    if (!mayChange) return;
    const left = post.at + changeableMs - voice.talk.client.now();
    const timer = setTimeout(() => setOver(post.at), Math.max(0, left) + 50);
    return () => clearTimeout(timer);
  }, [mayChange, post.at]);
  return mayChange;
}
