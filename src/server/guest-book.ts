/** A channel as a web page of 1995: a form, and under it what was said. Everything on it is text (rule A4). */
import { escapeHtml } from "../deck/escape.ts";

export type GuestBookEntry = { readonly at: number; readonly data: unknown };

/** `action` is where the form posts to; `entries` newest last, as the channel has them. */
export function guestBookPage(action: string, entries: readonly GuestBookEntry[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guest book</title>
<style>
body { margin: 24px 28px; background: #c0c0c0; color: #000; font: 26px/1.35 "Times New Roman", Times, serif; }
h1 { margin: 0 0 16px; font-size: 40px; }
form { margin-bottom: 20px; }
form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: baseline; }
input { width: 7em; font: inherit; }
input[name="message"] { width: 11em; }
button { padding: 4px 24px; font: inherit; }
dt { font-weight: bold; }
dd { margin: 0 0 8px 24px; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Guest book</h1>
<form method="post" action="${escapeHtml(action)}">
<label>Name: <input name="name" maxlength="40" autocomplete="off"></label>
<label>Message: <input name="message" maxlength="200" autocomplete="off" required></label>
<button>Send</button>
</form>
<hr>
${entries.length === 0 ? "<p>Nobody has written yet.</p>" : `<dl>\n${[...entries].reverse().map(entryHtml).join("\n")}\n</dl>`}
</body>
</html>
`;
}

function entryHtml({ data }: GuestBookEntry): string {
  const { name, message } = fieldsOf(data);
  return `<dt>${escapeHtml(name.slice(0, 40) || "Somebody")}</dt><dd>${escapeHtml(message.slice(0, 500))}</dd>`;
}

/** What a form sends; anything else that was said on the channel shows as its JSON. */
function fieldsOf(data: unknown): { readonly name: string; readonly message: string } {
  if (typeof data === "string") return { name: "", message: data };
  const { name, message } = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
  if (typeof message !== "string") return { name: "", message: JSON.stringify(data) };
  return { name: typeof name === "string" ? name : "", message };
}
