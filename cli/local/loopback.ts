import { randomInt } from "node:crypto";
import type { Server } from "node:http";
import { type AddressInfo, createServer } from "node:net";

/** A server on loopback. */
export interface Listening {
  /** As `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

/** Starts a server on a free port of loopback. */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// Below those that systems give to whoever names none, of which somebody else may have this one a moment later. Linux,
// ip(7): from 32768 on; elsewhere, RFC 6335, section 6: from 49152 on.
const FIRST_PORT = 20_000;
const PORTS = 12_000;
let next = randomInt(PORTS);

/** A port of loopback that nobody listens on; another one each time, for a server that is to be told its port. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS; tried++) {
    const port = FIRST_PORT + (next++ % PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`Somebody listens on every port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
