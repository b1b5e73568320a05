import fc from "fast-check";
import { expect, it } from "vitest";
import { noReceipts, receiptFor, receiptsCodec, withReceipt } from "./receipts.ts";

/** Mostly upwards, as clients number their commands, and otherwise anything. */
const ids = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constant("next" as const) }, fc.integer({ min: 1, max: 200 }), fc.maxSafeNat()),
  )
  .map((steps) => {
    let last = 0;
    return steps.map((step) => {
      const id = step === "next" ? last + 1 : step;
      last = id;
      return Math.max(1, id);
    });
  });

it("[L4] every command that was accepted has its receipt, and no other", () => {
  fc.assert(
    fc.property(ids, (all) => {
      const expected = new Map<number, number>();
      let receipts = noReceipts;
      for (const [index, id] of all.entries()) {
        expect(receiptFor(receipts, id)).toBe(expected.get(id));
        if (expected.has(id)) continue;
        expected.set(id, index + 1);
        receipts = withReceipt(receipts, id, index + 1);
      }
      const thawed = receiptsCodec.thaw(JSON.parse(JSON.stringify(receiptsCodec.freeze(receipts))));
      for (const id of [...all, ...all.map((one) => one + 1), ...all.map((one) => one - 1)]) {
        expect(receiptFor(receipts, id)).toBe(expected.get(id));
        expect(receiptFor(thawed, id)).toBe(expected.get(id));
      }
    }),
  );
});
