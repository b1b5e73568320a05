// A number that goes up once a second for the whole room. One of the speaker's screens counts, for two minutes at most.

export const count = lectern.channel("count");

const longest = 120_000;

let until = 0;
let own = -1;
let timer = 0;

export function startCounting() {
  until = Date.now() + longest;
  waitForTurn();
}

export function stopCounting() {
  until = 0;
  clearTimeout(timer);
}

count.on("value", waitForTurn);

/** Whoever counted last goes on; the speaker's other devices step in when it falls silent. Chance keeps two apart. */
function waitForTurn() {
  clearTimeout(timer);
  if (Date.now() > until) return;
  const wait = count.value === own ? 950 + Math.random() * 100 : 1200 + Math.random() * 400;
  timer = setTimeout(sayNext, wait);
}

function sayNext() {
  if (lectern.role === "speaker" && lectern.connection.status === "live") {
    own = Number(count.value ?? 0) + 1;
    count.set(own);
  }
  waitForTurn();
}
