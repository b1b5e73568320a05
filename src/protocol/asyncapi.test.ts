import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { asyncApiDocument } from "./asyncapi.ts";
import { clientMessages, serverMessages } from "./messages.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

it("[W10] the published document is the one the schemas make; npm run asyncapi writes it", () => {
  const published: unknown = JSON.parse(readFileSync("docs/asyncapi.json", "utf8"));
  expect(published).toEqual(JSON.parse(JSON.stringify(asyncApiDocument(version))));
});

it("[W10] every message is in it", () => {
  const { channels } = asyncApiDocument(version) as { channels: { talk: { messages: object } } };
  const names = [
    ...Object.keys(clientMessages).map((name) => `client.${name}`),
    ...Object.keys(serverMessages).map((name) => `server.${name}`),
  ];
  expect(Object.keys(channels.talk.messages).sort()).toEqual(names.sort());
});
