import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { Packed } from "./packed.ts";

const text = "so the frame is masked ".repeat(100);

/** A server of one file, and how often the file was read. */
function serve() {
  const packed = new Packed();
  let reads = 0;
  let version = '"1"';
  let isThere = true;
  const app = new Hono();
  app.get("/", (c): Response | Promise<Response> => {
    const content = () => {
      reads += 1;
      return isThere ? text : Promise.reject(new Error("gone"));
    };
    return packed.suits(c, "text/css", text.length)
      ? packed.answer(c, { type: "text/css", name: "file", etag: version, content })
      : c.text(text);
  });
  app.onError((_error, c) => c.text("no", 500));
  const ask = (headers: Record<string, string> = {}) => app.request("/", { headers });
  const change = (to: string) => {
    version = to;
  };
  const lose = (isLost: boolean) => {
    isThere = !isLost;
  };
  return { ask, reads: () => reads, change, lose };
}

const gzip = { "Accept-Encoding": "br, gzip" };

it("[B1] what many ask for is compressed once, and again when it has changed", async () => {
  const { ask, reads, change } = serve();
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(gzip)));
  for (const answer of answers) {
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("etag")).toBe('"1-gzip"');
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
    expect(gunzipSync(await answer.arrayBuffer()).toString()).toBe(text);
  }
  expect(reads()).toBe(1);
  change('"2"');
  await ask(gzip);
  await ask(gzip);
  expect(reads()).toBe(2);
});

it("[B1] who asks for a part, or for nothing compressed, gets the file as it is", async () => {
  const { ask } = serve();
  for (const headers of [{}, { "Accept-Encoding": "br" }, { ...gzip, Range: "bytes=0-9" }]) {
    expect((await ask(headers)).headers.get("content-encoding")).toBeNull();
  }
});

it("[B1] a file that could not be read is read again the next time", async () => {
  const { ask, lose } = serve();
  lose(true);
  expect((await ask(gzip)).status).toBe(500);
  lose(false);
  expect((await ask(gzip)).status).toBe(200);
});
