/** Appends to a new log in argv[2], has the disk confirm nothing any more, appends again, and dies as by `kill -9`. */
import { writeFileSync } from "node:fs";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import type { Entry } from "../../src/talk/commands.ts";

const [, , file = ""] = process.argv;
const author = { participant: "ada", client: "tab", role: "audience", name: "Ada" } as const;
const entry = (seq: number): Entry => ({ seq, at: seq, author, id: seq, command: { type: "chat", text: `${seq}` } });
const identity = { epoch: "e", code: "ABC234", speakerKey: "s", moderatorKey: "m", secret: "x", createdAt: 1 };

const log = openSqliteLog(file, () => identity);
await log.append([entry(1)]);
writeFileSync(process.env.FAULT ?? "", "unconfirmed");
await log.append([entry(2)]).catch((error: unknown) => process.stdout.write(String(error)));
process.kill(process.pid, "SIGKILL");
