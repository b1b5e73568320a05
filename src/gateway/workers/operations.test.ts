import fc from "fast-check";
import { expect, it } from "vitest";
import { Batch } from "../batch.ts";
import type { Operation } from "./messages.ts";
import { Operations, type Target } from "./operations.ts";

const target = (id: number): Target => ({ id, lastOperation: 0 });

function told(operations: readonly Operation[]): unknown[] {
  return operations.map((one) =>
    one.kind === "close" ? `close ${one.id}` : [Buffer.from(one.frames).subarray(2).toString(), ...one.to],
  );
}

it("[B8] a batch to many is one operation, also when others are told something else in between", () => {
  const operations = new Operations();
  const [ann, bob, cid, dot] = [target(1), target(2), target(3), target(4)];
  const [news, notes] = [new Batch(["news"]), new Batch(["notes"])];
  operations.tell(ann, news);
  operations.tell(bob, notes);
  operations.tell(cid, news);
  operations.tell(dot, notes);
  expect(told(operations.take())).toEqual([
    ["news", 1, 3],
    ["notes", 2, 4],
  ]);
  expect(operations.isEmpty).toBe(true);
});

it("[B8] nothing overtakes what a socket was told before, and a close comes last", () => {
  const operations = new Operations();
  const [ann, bob] = [target(1), target(2)];
  const [one, two] = [new Batch(["one"]), new Batch(["two"])];
  operations.tell(ann, one);
  operations.tell(bob, two);
  operations.tell(bob, one);
  operations.tell(ann, one);
  operations.close(ann, 1001, "");
  expect(told(operations.take())).toEqual([["one", 1], ["two", 2], ["one", 2, 1], "close 1"]);
});

it("[B8] whatever is said to whom, each socket is told it in order, turn by turn", () => {
  const said = fc.array(fc.tuple(fc.nat(4), fc.nat(3)), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(said, { maxLength: 4 }), (turns) => {
      const operations = new Operations();
      const targets = Array.from({ length: 5 }, (_, id) => target(id));
      const batches = Array.from({ length: 4 }, (_, n) => new Batch([`text ${n}`]));
      for (const turn of turns) {
        for (const [who, what] of turn) operations.tell(targets[who] as Target, batches[what] as Batch);
        const done = operations.take();
        for (const { id } of targets) {
          const heard = done.flatMap((one) => (one.kind === "tell" && one.to.includes(id) ? [textOf(one.frames)] : []));
          expect(heard).toEqual(turn.filter(([who]) => who === id).map(([, what]) => `text ${what}`));
        }
      }
    }),
  );
});

function textOf(frames: Uint8Array): string {
  return Buffer.from(frames).subarray(2).toString();
}
