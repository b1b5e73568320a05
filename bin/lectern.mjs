#!/usr/bin/env node
import module from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
const isOld = major < 22 || (major === 22 && minor < 13);
if (isOld) console.error(`Lectern needs Node.js 22.13 or newer; this is ${process.version}. See https://nodejs.org`);
if (isOld) process.exitCode = 69;
// Keeps the compiled code of the libraries between runs; the second start is about a fifth faster.
else module.enableCompileCache();
if (!isOld) await import("../dist/cli/main.js");
