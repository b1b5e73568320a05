// Every measurement, one after the other: a room votes, then reacts. `npm run bench -- --people 2000 --seconds 60`
await import("./votes.mjs");
await import("./reactions.mjs");
