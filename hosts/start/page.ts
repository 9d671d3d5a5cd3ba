/** Serves the decoder page to this machine alone: one file, and nothing else. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Easy to find again; another one when it is taken. */
const usual = 8473;

export interface ServedPage {
  readonly address: string;
  close(): void;
}

/** Errors: ENOENT when the page was not built. */
export async function servePage(file: string): Promise<ServedPage> {
  const page = readFileSync(file);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const known = pathname === "/" && (request.method === "GET" || request.method === "HEAD");
    response.writeHead(known ? 200 : 404, {
      "content-type": known ? "text/html; charset=utf-8" : "text/plain",
      "content-length": known ? page.length : 0,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    response.end(known && request.method === "GET" ? page : undefined);
  });
  await listen(server, usual).catch(() => listen(server, 0));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
