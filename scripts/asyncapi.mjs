// Writes docs/asyncapi.json from the protocol's schemas.
import { readFileSync, writeFileSync } from "node:fs";
import { asyncApiDocument } from "../src/protocol/asyncapi.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync("docs/asyncapi.json", `${JSON.stringify(asyncApiDocument(version), null, 2)}\n`);
