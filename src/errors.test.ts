import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorMessage, errors, LecternError } from "./errors.ts";

describe("the error table", () => {
  it("[W8] every code is used, and every sentence ends", () => {
    const files = globSync("src/**/*.ts").filter((file) => !file.includes(".test.") && file !== "src/errors.ts");
    const source = files.map((file) => readFileSync(file, "utf8")).join("\n");
    // ws closes with 1009 by itself, before there is a message to answer.
    const unused = Object.keys(errors).filter((code) => !source.includes(`"${code}"`) && code !== "message-too-big");
    expect(unused).toEqual([]);
    for (const { message } of Object.values(errors)) expect(message).toMatch(/[.}]$/);
  });

  it("[W8] fills in what it knows and keeps the name of what it does not", () => {
    expect(errorMessage("port-taken", { port: 9008 })).toContain("Port 9008 is in use");
    expect(errorMessage("port-taken")).toContain("Port port is in use");
    expect(new LecternError("deck-empty", { file: "a.md" }).row.exit).toBe(65);
  });

  it("[W8] close codes are those of the contract", () => {
    const closing = Object.entries(errors).flatMap(([code, row]) => ("close" in row ? [[code, row.close]] : []));
    expect(Object.fromEntries(closing)).toMatchObject({
      "bad-key": 4401,
      removed: 4403,
      flood: 4429,
      "too-slow": 4408,
      "message-too-big": 1009,
      "binary-frame": 1003,
      draining: 1001,
    });
  });
});
