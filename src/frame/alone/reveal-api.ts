/** Published as the types of `lectern/reveal`. */
import type { Followed } from "./talk-address.ts";

/** What stands at `lectern` in `Reveal.initialize`. */
export type LecternConfig = Followed;

/** The plugin: `Reveal.initialize({ plugins: [Lectern], lectern: { server: "https://talk.example" } })`. */
declare const Lectern: () => { readonly id: "lectern"; init(deck?: unknown): void };
export default Lectern;
