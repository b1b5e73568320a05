import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha1 } from "../../examples/websockets/demos/sha1.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("SHA-1 of the handshake demo", () => {
  it.each([
    ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"],
    ["a".repeat(1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"],
    ["01234567".repeat(80), "dea356a2cddd90c7a7ecedc5ebb563934f460452"],
  ])("[D3] is that of RFC 3174, section 7.3: %#", (text, hash) => {
    expect(hex(sha1(Buffer.from(text)))).toBe(hash);
  });

  it("[D3] answers the key of RFC 6455, section 1.3", () => {
    const hash = sha1(Buffer.from("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
    expect(Buffer.from(hash).toString("base64")).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  });

  it("[D3] is that of every other implementation, for any bytes and around the ends of blocks", () => {
    const length = fc.oneof(fc.constantFrom(0, 1, 54, 55, 56, 57, 62, 63, 64, 65, 119, 120, 127, 128), fc.nat(300));
    const bytes = length.chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
    fc.assert(
      fc.property(bytes, (message) => {
        expect(hex(sha1(message))).toBe(createHash("sha1").update(message).digest("hex"));
      }),
    );
  });
});
