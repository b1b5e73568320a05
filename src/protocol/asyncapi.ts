/** The protocol as an AsyncAPI 3.0 document, made from the schemas (rule W10; https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
import { z } from "zod";
import { errorMessage, errors } from "../errors.ts";
import { clientMessages, serverMessages } from "./messages.ts";

type Json = Readonly<Record<string, unknown>>;

/** A JSON value; `version` is the package's. */
export function asyncApiDocument(version: string): Json {
  const from = { client: Object.entries(clientMessages), server: Object.entries(serverMessages) };
  const messages = Object.entries(from).flatMap(([side, table]) =>
    table.map(([name, schema]) => [`${side}.${name}`, { name, payload: z.toJSONSchema(schema) }] as const),
  );
  const refs = (side: string): readonly Json[] =>
    messages
      .filter(([key]) => key.startsWith(`${side}.`))
      .map(([key]) => ({ $ref: `#/channels/talk/messages/${key}` }));
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Lectern",
      version,
      description: "One JSON object in a text frame a message, named by its `event`. See SPEC.md, rules W.",
      license: { name: "MIT" },
    },
    channels: {
      talk: {
        address: "/ws",
        description: "One talk. A server with several talks has each under /t/{code}/ws.",
        messages: Object.fromEntries(messages),
      },
    },
    operations: {
      fromClient: { action: "receive", channel: { $ref: "#/channels/talk" }, messages: refs("client") },
      fromServer: { action: "send", channel: { $ref: "#/channels/talk" }, messages: refs("server") },
    },
    "x-errors": Object.entries(errors)
      .filter(([, row]) => !("exit" in row) || "close" in row)
      .map(([code, row]) => ({ code, message: errorMessage(code as keyof typeof errors), ...pick(row) })),
  };
}

function pick({ close, status, retryable }: (typeof errors)[keyof typeof errors]): Json {
  return { ...(close && { close }), ...(status && { status }), ...(retryable && { retryable }) };
}
