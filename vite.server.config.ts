/**
 * Builds the command: everything that each start needs in one file, since finding and reading four hundred modules took
 * half of a start. What only some decks or commands need stays a package of its own and is loaded on demand.
 */
import { defineConfig } from "vite";
import { hashOfFold } from "./src/log/checkpoint/fold-identity.ts";

export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  define: { __FOLD__: JSON.stringify(hashOfFold()) },
  ssr: {
    noExternal: true,
    external: [
      "@marp-team/marp-core",
      "katex",
      "open",
      // Starts threads from files of its own.
      "pino",
      "playwright-core",
      "prom-client",
      "saxes",
      "shiki",
    ],
  },
  build: {
    ssr: true,
    outDir: "dist/cli",
    target: "node22.13",
    minify: false,
    rollupOptions: {
      // A thread is a program of its own, and so is a process.
      input: {
        main: "src/cli/main.ts",
        inspect: "src/deck/pdf/inspect.ts",
        "make-checkpoint": "src/log/checkpoint/make-checkpoint.ts",
        "socket-worker": "src/gateway/workers/socket-worker.ts",
      },
      external: ["#pdfjs"],
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
