/** Somebody's text: as text, with addresses that may be followed (http, https, mailto). */
import { timeOfDay } from "../../ui/i18n/text.ts";

const address = /(https?:\/\/[^\s<>"']+|mailto:[^\s<>"']+)/;

export function Text({ children }: { children: string }) {
  return (
    <span class="text" dir="auto">
      {children
        .split(address)
        .map((part, index) => (index % 2 === 1 && isAddress(part) ? <Link key={index} found={part} /> : part))}
    </span>
  );
}

function Link({ found }: { found: string }) {
  const href = found.slice(0, addressLength(found));
  return (
    <>
      <a href={href} target="_blank" rel="noopener nofollow noreferrer">
        {href}
      </a>
      {found.slice(href.length)}
    </>
  );
}

/** Without the marks with which the sentence around the address goes on. */
function addressLength(found: string): number {
  let length = found.length;
  while (length > 0 && (/[.,;:!?…*_]/.test(found.charAt(length - 1)) || isClosing(found.slice(0, length)))) length -= 1;
  return length;
}

function isClosing(text: string): boolean {
  return text.endsWith(")") && text.split(")").length > text.split("(").length;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:", "mailto:"].includes(new URL(text).protocol);
}

/** The reader's own time of day. */
export function Time({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>;
}
