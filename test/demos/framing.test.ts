import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import {
  bits,
  draftFrame,
  frame,
  hex,
  mask,
  type Part,
  size,
  textLength,
  utf8,
} from "../../examples/websockets/demos/framing.js";

const rfcKey = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const onWire = (parts: readonly Part[]): string => parts.flatMap(({ bytes }) => Array.from(bytes, hex)).join(" ");
const key = fc.uint8Array({ minLength: 4, maxLength: 4 });
/** Short texts, and lengths around both boundaries. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }).map(utf8),
  fc
    .constantFrom(0, 125, 126, 127, 128, 65_535, 65_536, 65_540)
    .map((length) => new Uint8Array(length).map((_, at) => at % 251)),
);

/** How the server's own WebSocket library frames; its types leave it out. */
const { Sender } = ws as unknown as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};
const framedByWs = (payload: Uint8Array, maskBuffer?: Uint8Array): Buffer =>
  Buffer.concat(
    Sender.frame(Buffer.from(payload), {
      fin: true,
      opcode: 1,
      readOnly: true,
      mask: maskBuffer !== undefined,
      generateMask: (target: Buffer) => target.set(maskBuffer ?? []),
    }),
  );

describe("framing", () => {
  it("[D3] makes the frames of RFC 6455, section 5.7", () => {
    expect(onWire(frame(utf8("Hello")))).toBe("81 05 48 65 6c 6c 6f");
    expect(onWire(frame(utf8("Hello"), rfcKey))).toBe("81 85 37 fa 21 3d 7f 9f 4d 51 58");
    expect(onWire(draftFrame(utf8("Hello")))).toBe("00 48 65 6c 6c 6f ff");
  });

  it.each([
    [0, "00", "80"],
    [125, "7d", "fd"],
    [126, "7e 00 7e", "fe 00 7e"],
    [65_535, "7e ff ff", "fe ff ff"],
    [65_536, "7f 00 00 00 00 00 01 00 00", "ff 00 00 00 00 00 01 00 00"],
  ])("[D3] writes a length of %i", (length, plain, masked) => {
    const lengthOf = (parts: readonly Part[]) => onWire(parts.filter(({ field }) => field === "length"));
    expect(lengthOf(frame(new Uint8Array(length)))).toBe(plain);
    expect(lengthOf(frame(new Uint8Array(length), rfcKey))).toBe(masked);
  });

  it("[D3] counts bytes of UTF-8, not letters", () => {
    expect(onWire(frame(utf8("👋")))).toBe("81 04 f0 9f 91 8b");
    expect(bits(0x81)).toBe("10000001");
    expect(bits(5)).toBe("00000101");
  });

  it("[D3] gives the text back when it is masked twice", () => {
    fc.assert(
      fc.property(text, key, (bytes, four) => {
        expect(mask(mask(bytes, four), four)).toEqual(bytes);
      }),
    );
  });

  it("[D3] frames as the ws package does, and knows the text's length from the frame's", () => {
    fc.assert(
      fc.property(text, fc.option(key, { nil: undefined }), (bytes, four) => {
        const parts = frame(bytes, four);
        expect(onWire(parts)).toBe(onWire([{ field: "text", bytes: framedByWs(bytes, four) }]));
        expect(textLength(size(parts), four !== undefined)).toBe(bytes.length);
      }),
      { numRuns: 60 },
    );
  });
});
