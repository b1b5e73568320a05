import { expect, it, vi } from "vitest";
import { lazy, plain, record } from "./codec.ts";

it("[L9] a lazy field is made when it is asked for first, once, and goes along with copies", () => {
  const thaw = vi.fn((frozen: unknown) => ({ made: frozen }));
  const codec = record<{ a: number; b: { made: unknown } }>({
    a: plain<number>(),
    b: lazy({ freeze: ({ made }) => made, thaw }),
  });
  const thawed = codec.thaw(codec.freeze({ a: 1, b: { made: 2 } }));
  expect(thawed.a).toBe(1);
  expect(thaw).not.toHaveBeenCalled();
  const { b } = thawed;
  expect(thawed).toEqual({ a: 1, b: { made: 2 } });
  expect({ ...thawed }.b).toBe(b);
  expect(codec.freeze(thawed)).toEqual([1, 2]);
  expect(thaw).toHaveBeenCalledTimes(1);
});
