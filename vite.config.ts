/** Builds what runs in a browser: the pages, and the deck's frame with its themes. Output: dist/web. */
import { globSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { pillWords } from "./scripts/pill-words.ts";

/** What runs before any script of a deck is a classic script: one scope of its own, so that no name of it meets a deck's. */
const classic = ["/src/frame/lectern.ts", "/src/frame/shim.ts"];
const classicScript: Plugin = {
  name: "lectern-classic-script",
  renderChunk: (code, { facadeModuleId }) =>
    classic.some((name) => facadeModuleId?.endsWith(name)) ? `(() => {\n${code}\n})();\n` : null,
};

/**
 * A phone asks a server for six files at once, and each costs it half a kilobyte of headers: what several pages share
 * comes in a few files, and never with what only some need.
 */
const chunks = [
  { name: "words", test: /[\\/]src[\\/](protocol[\\/]frame|talk[\\/]position)\.ts|preload-helper/, priority: 5 },
  { name: "bridge", test: /[\\/]src[\\/]frame[\\/]/, minShareCount: 2, priority: 4 },
  { name: "client", test: /[\\/]src[\\/](client|protocol|talk)[\\/]/, minShareCount: 2, priority: 3 },
  // The desk is for speakers and moderators.
  {
    name: "shared",
    test: /[\\/]src[\\/]web[\\/]ui[\\/](?!desk[\\/](?!posts|chat-log)).*\.tsx?$|preact/,
    minShareCount: 3,
    priority: 2,
  },
  // What the audience's page and its panel on other hosts begin with; what is in the sheet comes later.
  {
    name: "part",
    test: /[\\/]web[\\/]audience[\\/](voice[\\/](sheet|voice|kept)|signals|poll[\\/]ballot|refused).*\.tsx?$/,
    minShareCount: 2,
    priority: 1,
  },
];

export default defineConfig({
  base: "./",
  publicDir: false,
  logLevel: "warn",
  define: pillWords,
  plugins: [classicScript],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      output: { codeSplitting: { groups: chunks } },
      input: [
        ...globSync("src/web/*/main.tsx"),
        "src/web/ui/problem.css",
        "src/frame/main.ts",
        "src/frame/lectern.ts",
        "src/frame/hosted.ts",
        "src/frame/marp.ts",
        "src/frame/marp-fonts.css",
        "src/frame/page.ts",
        "src/frame/pdf.ts",
        "src/frame/shim.ts",
        "src/frame/katex.css",
        "src/frame/theme-lectern.css",
        "src/frame/theme-lectern-light.css",
        ...globSync("node_modules/reveal.js/dist/theme/*.css"),
      ],
    },
  },
});
