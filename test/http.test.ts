import { mkdirSync, symlinkSync } from "node:fs";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const secret = "The otter wears a velvet hat on Thursdays";
const workspace = new Workspace();
let lectern: Lectern;

beforeAll(async () => {
  mkdirSync(workspace.path("deck/images"), { recursive: true });
  workspace.write("outside.txt", "outside");
  workspace.write("deck/images/picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>');
  workspace.write("deck/video.mp4", "0123456789");
  workspace.write("deck/long.css", `/* ${"long ".repeat(500)} */`);
  workspace.write("deck/.hidden", "hidden");
  symlinkSync(workspace.path("outside.txt"), workspace.path("deck/link.txt"));
  const deck = workspace.write(
    "deck/talk.md",
    `# One\n\n![p](images/picture.svg)\n\nNote: ${secret}\n\n---\n\n## Two\n\nNotes:\n${secret}\n`,
  );
  lectern = await workspace.start(deck, "--ephemeral", "--title", "One </script><b>");
});
afterAll(() => workspace[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) => fetch(lectern.origin + path, { headers });

/** A request whose path reaches the server as it is written; fetch would tidy it up. */
function raw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: lectern.listening.port, path };
    request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("what the audience is sent", () => {
  it("[A2] [A1] no page, no script, no deck, no message holds a note or a key", async () => {
    const texts: string[] = [];
    for (const path of ["/", "/speaker", "/remote", "/screen", "/deck/"]) texts.push(await (await get(path)).text());
    const linked = texts.flatMap((html) =>
      [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url]) => url),
    );
    for (const url of new Set(linked)) texts.push(await (await get(url ?? "")).text());
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    const [member, plain] = [await Socket.hello(lectern.socketUrl), await Socket.open(lectern.socketUrl)];
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    await driver.ask({ event: "sendmessage", id: 2, chat: "hello" });
    await plain.next("chat");
    await member.settled();
    texts.push(JSON.stringify([member.received, plain.received]));
    for (const text of texts) {
      expect(text).not.toContain("otter");
      expect(text).not.toContain(lectern.speakerKey);
    }
    expect(lectern.stderr).not.toContain(lectern.speakerKey);
  });

  it("[A2] notes are for the speaker's key alone", async () => {
    const notes = await get("/api/notes", { Authorization: `Bearer ${lectern.speakerKey}` });
    expect(await notes.text()).toContain(secret);
    expect(notes.headers.get("cache-control")).toBe("no-store");
    for (const headers of [{}, { Authorization: "Bearer wrong" }, { Authorization: lectern.speakerKey }]) {
      const refused = await get("/api/notes", headers as Record<string, string>);
      expect(refused.status).toBe(401);
      expect(await refused.json()).toMatchObject({ code: "bad-key" });
    }
    for (const path of ["/deck/talk.md", "/deck/TALK.md", "/deck/./talk.md", "/deck/%74alk.md"]) {
      expect(await raw(path), path).toBe(404);
    }
  });

  it("[F2] the page arrives with the current state inside, and its frame at the right slide", async () => {
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: 2 } });
    const html = await (await get("/")).text();
    expect(html).toMatch(/<iframe [^>]*src="\/deck\/\?v=[0-9a-f]{16}&[^"]*#\/1\/0\/2"/);
    const boot = JSON.parse(/id="lectern-boot">(.*?)<\/script>/.exec(html)?.[1] ?? "{}");
    expect(boot.snapshot.view.position).toEqual({ h: 1, v: 0, f: 2 });
    expect(html).toContain("<title>One &lt;/script&gt;&lt;b&gt;</title>");
  });
});

describe("security headers", () => {
  it("[A3] our pages allow only our own scripts and styles, and no frame around them", async () => {
    for (const path of ["/", "/speaker", "/remote", "/screen"]) {
      const { headers } = await get(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe-inline");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("set-cookie")).toBeNull();
    }
  });

  it("[A3] a deck has an opaque origin wherever it is opened", async () => {
    for (const path of ["/deck/", "/deck/images/picture.svg"]) {
      const { headers } = await get(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("sandbox allow-scripts");
      expect(policy).not.toContain("allow-same-origin");
      expect(headers.get("access-control-allow-origin")).toBe("*");
    }
  });
});

describe("caching and compression", () => {
  it("[B1] built files never change and come compressed", async () => {
    const html = await (await get("/")).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
    const response = await get(script, { "Accept-Encoding": "br" });
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("content-type")).toContain("javascript");
  });

  it("[B1] the deck and its files answer an ETag with 304", async () => {
    for (const path of ["/deck/", "/deck/images/picture.svg"]) {
      const etag = (await get(path)).headers.get("etag") ?? "";
      expect(etag, path).not.toBe("");
      expect((await get(path, { "If-None-Match": etag })).status).toBe(304);
    }
  });

  it("[B1] the deck and its text files come compressed; pictures and parts come as they are", async () => {
    const [gzip, plain] = [{ "Accept-Encoding": "gzip" }, { "Accept-Encoding": "identity" }];
    for (const path of ["/deck/", "/deck/long.css"]) {
      const packed = await get(path, gzip);
      expect(packed.headers.get("content-encoding"), path).toBe("gzip");
      expect(await packed.text()).toBe(await (await get(path, plain)).text());
      const etag = packed.headers.get("etag") ?? "";
      expect(etag).not.toBe((await get(path, plain)).headers.get("etag"));
      expect((await get(path, { ...gzip, "If-None-Match": etag })).status).toBe(304);
    }
    const part = await get("/deck/long.css", { ...gzip, Range: "bytes=0-3" });
    expect([part.status, await part.text()]).toEqual([206, "/* l"]);
    expect((await get("/deck/video.mp4", gzip)).headers.get("content-encoding")).toBeNull();
    workspace.write("deck/long.css", `/* ${"shorter ".repeat(200)} */`);
    expect(await (await get("/deck/long.css", gzip)).text()).toContain("shorter");
  });

  it("[K3] a part of a video can be asked for", async () => {
    const response = await get("/deck/video.mp4", { Range: "bytes=2-4" });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe("234");
  });
});

describe("files", () => {
  it("[K3] only what is inside the deck's folder, no dotfiles, no way out", async () => {
    expect(await raw("/deck/images/picture.svg")).toBe(200);
    const tricks = [
      "/deck/../outside.txt",
      "/deck/..%2foutside.txt",
      "/deck/%2e%2e/outside.txt",
      "/deck/..%5coutside.txt",
      "/deck/%252e%252e/outside.txt",
      "/deck/images/../../outside.txt",
      "/deck/link.txt",
      "/deck/.hidden",
      "/deck/images",
      "/deck/images/",
      "/deck/%00",
      "/deck//etc/passwd",
      "/deck/%2fetc%2fpasswd",
      "/assets/../.vite/manifest.json",
      "/assets/..%2f.vite%2fmanifest.json",
    ];
    for (const path of tricks) expect(await raw(path), path).toBe(404);
  });

  it("[W8] what is not there is said in words, to people and to programs", async () => {
    const page = await get("/nothing", { Accept: "text/html" });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain("There is nothing at this address.");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(await (await get("/nothing")).json()).toMatchObject({ code: "not-found" });
    expect(await (await get("/t/NOSUCH/")).json()).toMatchObject({ code: "talk-not-found" });
    expect((await get("/healthz")).status).toBe(200);
    const ready = await get("/readyz");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
  });

  it("[F1] a talk also lives under its code", async () => {
    const { code } = (await Socket.hello(lectern.socketUrl)).welcome.talk as { code: string };
    expect((await get(`/t/${code}`)).url).toBe(`${lectern.origin}/t/${code}/`);
    const html = await (await get(`/t/${code}/`)).text();
    expect(html).toContain(`src="/t/${code}/deck/?v=`);
    expect((await get(`/t/${code}/deck/`)).status).toBe(200);
  });
});
