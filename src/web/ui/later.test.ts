import { describe, expect, it, vi } from "vitest";
import { later } from "./later.ts";

/** A part that comes when the test says so, and how often its files were asked for. */
function onALink() {
  const answers: { come(): void; fail(): void }[] = [];
  const fetchFiles = vi.fn(
    () =>
      new Promise<void>((come, reject) => {
        answers.push({ come, fail: () => reject(new Error("no network")) });
      }),
  );
  const load = vi.fn(async () => "part");
  return { part: later({ load, fetchFiles, random: () => 0 }), answers, fetchFiles, load };
}

describe("a part of a page that comes later", () => {
  it("[B7] is loaded once, however often it is wanted", async () => {
    const { part, answers, fetchFiles, load } = onALink();
    expect(fetchFiles).not.toHaveBeenCalled();
    part.load();
    part.load();
    answers[0]?.come();
    await vi.waitFor(() => expect(part.part.value).toBe("part"));
    part.load();
    expect(fetchFiles).toHaveBeenCalledTimes(1);
    expect(load).toHaveBeenCalledTimes(1);
    expect(part.isLate.value).toBe(false);
  });

  it("[B7] is tried again by itself until it is there, and imported only when its files have come", async () => {
    const { part, answers, load } = onALink();
    part.load();
    answers[0]?.fail();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(part.isLate.value).toBe(true);
    expect(load).not.toHaveBeenCalled();
    answers[1]?.fail();
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    answers[2]?.come();
    await vi.waitFor(() => expect(part.part.value).toBe("part"));
    expect(load).toHaveBeenCalledTimes(1);
  });
});
