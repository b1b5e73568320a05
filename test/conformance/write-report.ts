/** `npm run conformance`: runs every case against the built product and rewrites the tables of docs/conformance.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workspace } from "../support/lectern.ts";
import { run } from "./run.ts";
import { cases, withTables } from "./table.ts";

const file = join(import.meta.dirname, "../../docs/conformance.md");
await using workspace = new Workspace();
const lectern = await workspace.start(workspace.write("talk.md", "# One\n"), "--ephemeral");
const results = await run({ host: "127.0.0.1", port: lectern.listening.port }, cases);
writeFileSync(file, withTables(readFileSync(file, "utf8"), results));
const failed = results.filter(({ verdict }) => verdict === "FAILED");
for (const { id, sends, expected, got } of failed) {
  process.stdout.write(`${id} ${sends}\n  expected ${expected}\n  got      ${got}\n`);
}
process.stdout.write(`${results.length} cases, ${failed.length} failed; see docs/conformance.md\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
