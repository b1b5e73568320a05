/** The size check (rule B7): it names what has grown, and what is loaded too early. */
import { describe, expect, it } from "vitest";
import { problemsWith, type SizeRow, sizes } from "../scripts/sizes.mjs";

const row = (more: Partial<SizeRow>): SizeRow => ({
  name: "audience",
  kind: "scripts",
  files: [{ file: "main-abc.js", bytes: 1024 }],
  bytes: 1024,
  limit: 2048,
  ...more,
});

describe("sizes", () => {
  it("[B7] what was built is within its budget, and the audience's scripts within 45 KB", () => {
    const rows = sizes("dist/web");
    expect(problemsWith(rows)).toBe("");
    const audience = rows.find(({ name, kind }) => name === "audience" && kind === "scripts");
    expect(audience?.limit).toBeLessThanOrEqual(45 * 1024);
    expect(audience?.bytes).toBeGreaterThan(10 * 1024);
  });

  it("[B7] what has grown is named, with by how much and what to do", () => {
    const problem = problemsWith([row({ bytes: 3072 })]);
    expect(problem).toContain('The scripts of "audience" weigh 3.0 KB, 1.0 KB over their budget');
    expect(problem).toContain("main-abc.js");
    expect(problem).toContain("scripts/budgets.mjs");
  });

  it.each(["pane-x.js", "pdf-x.js", "mermaid.core-x.js", "katex-x.js", "de-x.js"])(
    "[B7] %s in what the audience loads at once is told",
    (file) => {
      expect(problemsWith([row({ files: [{ file, bytes: 10 }] })])).toContain(`(${file})`);
    },
  );
});
