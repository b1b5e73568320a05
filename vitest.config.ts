import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/support/install-browser.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is awaited comes at once or, on a busy machine, later.
    expect: { poll: { timeout: 20_000 } },
    // A browser, a server and the runner share the machine; more workers than cores only make them wait.
    maxWorkers: 2,
  },
});
