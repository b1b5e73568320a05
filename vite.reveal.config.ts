/** Builds the reveal.js plugin: a module, and a classic script that the server serves. Nothing else is loaded. */
import { defineConfig } from "vite";
import { pillWords } from "./scripts/pill-words.ts";

export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  define: pillWords,
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    minify: true,
    lib: {
      entry: "src/frame/alone/plugin.ts",
      name: "Lectern",
      formats: ["es", "iife"],
      fileName: (format) => (format === "es" ? "reveal.js" : "web/lectern-reveal.js"),
    },
    rollupOptions: { output: { codeSplitting: false, exports: "default" } },
  },
});
