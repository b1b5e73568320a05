/** Gives the metrics to whoever may ask, on a listener of its own: nothing of it is on the talk's port (rule O2). */
import { createServer, type Server } from "node:http";
import { LecternError } from "../../errors.ts";
import { listen } from "../listen.ts";
import type { Metrics } from "./metrics.ts";
import type { MetricsAddress } from "./operating.ts";

/** @throws LecternError `metrics-unavailable` */
export async function listenForScrapes(
  { host, port }: MetricsAddress,
  metrics: Metrics,
): Promise<{ readonly port: number; close(): void }> {
  const server = scrapeServer(metrics);
  try {
    const taken = await listen(server, { host, port, mayMovePort: false });
    // A scrape is no reason to stay.
    server.unref();
    return {
      port: taken,
      close() {
        server.close();
        server.closeAllConnections();
      },
    };
  } catch (error) {
    const { cause = error } = error as Error;
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new LecternError("metrics-unavailable", { host, port, cause: reason }, { cause: error });
  }
}

function scrapeServer(metrics: Metrics): Server {
  return createServer((request, response) => {
    const isScrape = request.method === "GET" && request.url?.split("?")[0] === "/metrics";
    if (!isScrape) return response.writeHead(404).end();
    metrics.scrape().then(
      (text) => response.writeHead(200, { "Content-Type": metrics.contentType, "Cache-Control": "no-store" }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}
