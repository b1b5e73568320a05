// What the demos of this talk share. Plain modules: no build, no library.

/**
 * @param {string} id
 * @returns {HTMLElement} the element of the slide with this id
 */
export function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`There is no element #${id} in this deck.`);
  return found;
}

/**
 * Creates an element; text is always text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [text]
 * @param {string} [className]
 */
export function make(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/**
 * Calls `enter` whenever the slide around `inside` comes up on this screen (also at once when it is up), and `leave`
 * when another one does.
 * @param {HTMLElement} inside
 * @param {{ enter?: () => void, leave?: () => void }} what
 */
export function onSlide(inside, { enter, leave }) {
  const slide = inside.closest("section");
  if (slide === null) return;
  let isUp = false;
  const look = () => {
    const now = slide.classList.contains("present") && !slide.closest("section.stack:not(.present)");
    if (now === isUp) return;
    isUp = now;
    if (now) enter?.();
    else leave?.();
  };
  const observer = new MutationObserver(look);
  const options = { attributes: true, attributeFilter: ["class"] };
  observer.observe(slide, options);
  const stack = slide.parentElement?.closest("section");
  if (stack) observer.observe(stack, options);
  look();
}

/**
 * Calls `look` at once and whenever the link to the talk has changed, while the slide around `inside` is up.
 * @param {HTMLElement} inside
 * @param {() => void} look
 */
export function onLink(inside, look) {
  let stop = () => {};
  onSlide(inside, {
    enter() {
      stop = lectern.connection.on("status", look);
    },
    leave: () => stop(),
  });
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** @param {number} count */
export function number(count) {
  return whole.format(count);
}

/** @param {number} count bytes, shown as B, KB or MB (1 KB = 1,000 bytes) */
export function bytes(count) {
  if (count < 10_000) return `${whole.format(count)} B`;
  return count < 1_000_000 ? `${tenth.format(count / 1000)} KB` : `${tenth.format(count / 1_000_000)} MB`;
}

/** @param {number} milliseconds shown as whole ms, or as tenths below ten */
export function ms(milliseconds) {
  return `${milliseconds < 10 ? tenth.format(Math.max(0, milliseconds)) : whole.format(milliseconds)} ms`;
}
