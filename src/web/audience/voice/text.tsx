/** Somebody's text: as text, with addresses that may be followed (http, https, mailto). */
const address = /(https?:\/\/[^\s<>"']+|mailto:[^\s<>"']+)/;

export function Text({ children }: { children: string }) {
  return (
    <span class="text" dir="auto">
      {children.split(address).map((part, index) =>
        index % 2 === 1 && isAddress(part) ? (
          <a key={index} href={part} target="_blank" rel="noopener nofollow noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:", "mailto:"].includes(new URL(text).protocol);
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** The reader's own time of day. */
export function Time({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>;
}
