import type { Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { Batch } from "./batch.ts";

// Its types leave it out.
const { Receiver } = ws as unknown as { readonly Receiver: new () => Writable };

/** What a client of RFC 6455 reads. */
function read(frames: Buffer): Promise<string[]> {
  const receiver = new Receiver();
  const texts: string[] = [];
  return new Promise((resolve, reject) => {
    receiver.on("message", (data: Buffer, isBinary: boolean) => texts.push(isBinary ? "binary" : data.toString()));
    receiver.on("error", reject);
    receiver.end(frames, () => setImmediate(() => resolve(texts)));
  });
}

describe("messages that go out together", () => {
  it("[B1] are WebSocket frames that a client reads as they were, whatever their length", async () => {
    const lengths = [0, 1, 125, 126, 65_535, 65_536];
    const texts = [...lengths.map((length) => "x".repeat(length)), "שלום 👩‍👩‍👧‍👦"];
    expect(await read(new Batch(texts).frames.bytes)).toEqual(texts);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", maxLength: 200 })), async (some) => {
        expect(await read(new Batch(some).frames.bytes)).toEqual(some);
      }),
    );
  });

  it("[B1] are framed once", () => {
    const batch = new Batch(["{}"]);
    expect(batch.frames).toBe(batch.frames);
    expect(batch.eventStream).toBe(batch.eventStream);
    expect(batch.eventStream.toString()).toBe("data: {}\n\n");
  });
});
