import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Workspace } from "../support/lectern.ts";
import { run } from "./run.ts";
import { cases, withTables } from "./table.ts";

const document = readFileSync(join(import.meta.dirname, "../../docs/conformance.md"), "utf8");
const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());
const lectern = await workspace.start(workspace.write("talk.md", "# One\n"), "--ephemeral");
const results = await run({ host: "127.0.0.1", port: lectern.listening.port }, cases);

describe("conformance to RFC 6455", () => {
  it.each(results)("[$rule] $id $sends", ({ expected, got, verdict }) => {
    expect(verdict, `expected ${expected}; got ${got}`).not.toBe("FAILED");
  });

  it("[W8] docs/conformance.md tells what happened: npm run conformance writes it", () => {
    expect(document).toBe(withTables(document, results));
  });

  it("[W8] [B8] everything is the same where workers carry the sockets", async () => {
    const deck = workspace.write("workers.md", "# One\n");
    const spread = await workspace.start(deck, "--ephemeral", "--workers", "2");
    expect(await run({ host: "127.0.0.1", port: spread.listening.port }, cases)).toEqual(results);
    expect(spread.stderr).toBe("");
  });

  it("[W8] nothing of it was a fault to the server, which lives", async () => {
    expect((await fetch(`${lectern.origin}/healthz`)).status).toBe(200);
    expect(lectern.stderr).toBe("");
  });
});
