#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
const isOld = major < 22 || (major === 22 && minor < 13);
if (isOld) console.error(`Lectern needs Node.js 22.13 or newer; this is ${process.version}. See https://nodejs.org`);
if (isOld) process.exitCode = 69;
else await import("../dist/cli/main.js");
