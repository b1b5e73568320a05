/** A deck that takes no time to read. */
export const plainDeck = "# Hello\n\nOne\n\n---\n\n## Second\n\n- a\n- b\n";
