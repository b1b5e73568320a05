/** What stands on the slides of the talk that comes with Lectern. */
import { readFileSync } from "node:fs";

/** The first block of code under this heading. */
export function codeOnSlide(heading: string): string {
  const [, slide = ""] = readFileSync("examples/websockets/talk.md", "utf8").split(`\n## ${heading}\n`);
  const code = /```\w+[^\n]*\n([\s\S]*?)\n```/.exec(slide.split(/\n--+\n/)[0] ?? "")?.[1];
  if (code === undefined) throw new Error(`There is no code on the slide "${heading}".`);
  return code;
}

/** The address that stands in the twelve lines. */
export const localAddress = "ws://localhost:9008/ws";

/** The chat as a page: the twelve lines of the talk under the one line of HTML they need. */
export function chatPage(address: string): string {
  const code = codeOnSlide("The client: twelve lines").replace(localAddress, address);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Chat</title>
<input> <button>Send</button> <h2>Messages:</h2>
<script>
${code}
</script>
</html>
`;
}
