import { readdirSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openHosted } from "../src/deck/hosted/open-hosted.ts";
import { LecternError } from "../src/errors.ts";
import { placeDeck } from "./support/decks.ts";
import { runToEnd, Workspace } from "./support/lectern.ts";
import { type Answer, Site } from "./support/site.ts";

const workspace = new Workspace();
const sites: Site[] = [];

afterAll(() => workspace[Symbol.asyncDispose]());
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site[Symbol.asyncDispose]()));
});

async function site(answer: Answer): Promise<Site> {
  const opened = await Site.answering(answer);
  sites.push(opened);
  return opened;
}

const html = { "Content-Type": "text/html" };
const slides = (inside: string, more = ""): string =>
  `<!doctype html><html lang="de"><head><title>Flüsse</title>${more}</head><body><div class="reveal"><div class="slides">${inside}</div></div></body></html>`;
const page = slides("<section><h2>One</h2></section>");

async function refusalOf(named: string, options: Parameters<typeof openHosted>[1] = {}): Promise<string> {
  const error: unknown = await openHosted(named, options).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(LecternError);
  return (error as LecternError).message;
}

describe("the address of a deck on the web", () => {
  it.each([
    ["htps://example.org/", "https: or http:, not with htps:"],
    ["file:///talks/rivers.html", "not with file:"],
    ["https://", "not a whole web address"],
    ["https:/example.org/", "not a whole web address"],
    ["https://ada:secret@", "not a whole web address"],
    ["https://ada:secret@example.org/deck/", "a user name or a password"],
    ["http://127.0.0.1:1/", "cannot be reached"],
    ["https://deck.invalid/", "cannot be reached: deck.invalid is not known here, or this machine is offline"],
  ])("[K14] %s is answered in one line, without a password in it", async (named, words) => {
    const { code, stderr, stdout } = await runToEnd([named, "--ephemeral", "--no-open", "--port", "0"]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("secret");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe("");
  });

  it.each([
    [404, {}, "", "answers 404 Not Found"],
    [401, { "WWW-Authenticate": "Basic" }, "", "opens in a private window"],
    [200, { "Content-Type": "application/pdf" }, "%PDF", "is a PDF, not a web page. Download it"],
    [200, { "Content-Type": "text/markdown" }, "# One", "is Markdown, not a web page"],
    [200, { "Content-Type": "text/plain; charset=utf-8" }, "# One", "is plain text"],
    [200, {}, "One", "is of no known kind"],
    [200, html, "<p>One</p>", "without reveal.js slides"],
    [200, { ...html, "X-Frame-Options": "DENY" }, page, "X-Frame-Options: DENY"],
    [200, { ...html, "X-Frame-Options": "sameorigin" }, page, "does not allow its page inside another one"],
    [
      200,
      { ...html, "Content-Security-Policy": "default-src *; frame-ancestors 'self'" },
      page,
      "frame-ancestors 'self'",
    ],
    [200, { ...html, "Content-Security-Policy": "frame-ancestors *" }, page, "Start again with --trust-deck"],
    [302, { Location: "ftp://127.0.0.1/" }, "", "cannot be reached"],
  ] as const)("[K14] what answers %i %j is refused with what to do", async (status, headers, body, words) => {
    const { origin } = await site((_request, response) => response.writeHead(status, headers).end(body));
    expect(await refusalOf(`${origin}/`)).toContain(words);
  });

  it("[K14] a page that is too large, too slow, or for ever elsewhere is let go", async () => {
    const large = await site((_request, response) => response.writeHead(200, html).end(page + "x".repeat(5000)));
    expect(await refusalOf(large.origin, { limits: { size: 4000, patience: 20_000 } })).toContain("more than 0.004 MB");
    const slow = await site((_request, response) => void response.writeHead(200, html).write("<p>"));
    expect(await refusalOf(slow.origin, { limits: { size: 4000, patience: 200 } })).toContain("within 0.2 s");
    const round = await site((_request, response) => response.writeHead(302, { Location: "/" }).end());
    expect(await refusalOf(round.origin)).toContain("cannot be reached: redirect count exceeded");
  });
});

describe("a deck on the web", () => {
  it("[K14] [A2] is read for its title, slides, steps and notes, where redirects lead, also from Markdown files", async () => {
    const inside = `<section><h2>One</h2><p class="fragment">a</p><p class="fragment" data-fragment-index="3">b</p>
      <pre><code data-line-numbers="1|2-3">x</code></pre><aside class="notes">The heron</aside></section>
      <section data-markdown="more.md" data-separator="^---$"></section>`;
    const { origin } = await site((request, response) => {
      if (request.url === "/talk?night=1") response.writeHead(302, { Location: "/talk/#/2" }).end();
      else if (request.url === "/talk/") response.writeHead(200, html).end(Buffer.from(slides(inside), "latin1"));
      else response.end("## Two\n\nNote: The otter\n\n---\n\n## Three");
    });
    const source = await openHosted(`${origin}/talk?night=1#/1`);
    expect(source.file).toBe(`${origin}/talk?night=1`);
    expect(source.deck).toMatchObject({
      kind: "hosted",
      address: `${origin}/talk/`,
      lang: "de",
      steps: [3, 0, 0],
      polls: [],
    });
    const titles = source.deck.slides.map(({ title, notesHtml }) => [
      title,
      notesHtml.replace(/<[^>]+>|\n/g, "").trim(),
    ]);
    expect(titles).toEqual([
      ["One", "The heron"],
      ["Two", "The otter"],
      ["Three", ""],
    ]);
  });

  it("[K14] without any title it is called by its address", async () => {
    const bare = '<div class="reveal"><div class="slides"><section>One</section></div></div>';
    const { origin } = await site((_request, response) => response.writeHead(200, html).end(bare));
    expect((await openHosted(`${origin}/rivers/?a=b`)).deck.title).toBe("rivers");
    expect((await openHosted(`${origin}/`)).deck.title).not.toBe("");
  });

  it("[K14] the encoding is the header's, else the page's", async () => {
    const bytes = Buffer.from(slides("<section>é</section>", "<meta charset=latin1>"), "latin1");
    const said = await site((_request, response) => response.writeHead(200, html).end(bytes));
    expect((await openHosted(said.origin)).deck.title).toBe("Flüsse");
    const header = { "Content-Type": "text/html; charset=ISO-8859-1" };
    const inHeader = await site((_request, response) => response.writeHead(200, header).end(bytes));
    expect((await openHosted(inHeader.origin)).deck.title).toBe("Flüsse");
  });

  it("[K14] what may be missing on the screens is a warning, and fewer are left with --trust-deck", async () => {
    const inside = '<section data-markdown="more.md"></section>';
    const head =
      '<link rel="stylesheet" href="own.css"><script>localStorage.theme</script><script src="multiplex/client.js"></script>';
    const headers = { ...html, "Content-Security-Policy": "frame-ancestors https://talks.example" };
    const open = await site((_request, response) => response.writeHead(200, html).end(slides(inside, head)));
    const narrow = await site((_request, response) => response.writeHead(200, headers).end(slides(inside, head)));
    const warningsOf = async (...given: Parameters<typeof openHosted>) =>
      (await openHosted(...given)).deck.warnings.map(({ message }) => message).join("\n");
    const untrusted = await warningsOf(open.origin);
    expect(untrusted).toContain("fonts and modules, slides in files, storage. If");
    expect(untrusted).toContain("Only this machine can open 127.0.0.1");
    expect(untrusted).toContain("a following plugin of its own");
    const trusted = await warningsOf(narrow.origin, { isTrusted: true });
    expect(trusted).not.toContain("--trust-deck");
    expect(trusted).toContain("only inside https://talks.example");
  });

  it("[K14] [L7] [A5] the same address continues the same talk; only a frame round that one site is served", async () => {
    const deck = await Site.serving(placeDeck(workspace, "hosted", "5.2.1"));
    sites.push(deck);
    const first = await workspace.start(`${deck.origin}/?token=abc`);
    const answer = await fetch(`${first.origin}/deck/`);
    const body = await answer.text();
    expect(body).not.toContain("heron");
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain(`frame-src ${deck.origin};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("allow-same-origin");
    for (const path of ["package.json", "index.html", "%2e/package.json"]) {
      expect((await fetch(`${first.origin}/deck/${path}`)).status).toBe(404);
    }
    const notes = await fetch(`${first.origin}/api/notes`, {
      headers: { Authorization: `Bearer ${first.speakerKey}` },
    });
    expect(await notes.text()).toContain("The heron below");
    const { epoch } = first.listening;
    await first.kill("SIGTERM");
    const second = await workspace.start(`${deck.origin}/?token=abc#/2`);
    expect(second.listening.epoch).toBe(epoch);
    await second.kill("SIGTERM");
    const third = await workspace.start(`${deck.origin}/?token=other`);
    expect(third.listening.epoch).not.toBe(epoch);
    await third.kill("SIGTERM");
    const names = readdirSync(workspace.path("data")).join(" ");
    expect(names).toContain("127-0-0-1");
    expect(names).not.toMatch(/abc|other/);
  });
});
