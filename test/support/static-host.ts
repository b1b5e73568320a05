/** A web host that knows nothing of Lectern: files of a folder, under a sub-folder, on a port of its own. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export type StaticHost = AsyncDisposable & { readonly url: string; readonly missing: readonly string[] };

export async function hostFiles(folder: string): Promise<StaticHost> {
  const missing: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const path = decodeURIComponent(pathname).replace(/^\/some\/where\//, "");
    const file = join(folder, path === "" ? "index.html" : path);
    const isBelow = pathname.startsWith("/some/where/") && file.startsWith(folder);
    const data = isBelow ? await readFile(file).catch(() => undefined) : undefined;
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (data === undefined) missing.push(pathname);
    response.writeHead(data === undefined ? 404 : 200, { "Content-Type": types[extname(file)] ?? "text/plain" });
    response.end(data);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/some/where/`,
    missing,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
