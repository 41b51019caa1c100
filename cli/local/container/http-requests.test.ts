import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "../loopback";
import { waitUntilWell, type Health } from "./http-requests";

/** What is found of a server of this process, asked for so long. */
async function healthOf(listener: RequestListener, limitMs: number): Promise<Health> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    return await waitUntilWell({ port, ended: () => undefined }, limitMs);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("asking whether a container is healthy", () => {
  it("goes on until it is", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 200).end();
    }, 10_000);
    assert(health.isHealthy);
    assert.equal(asked, 3);
  });

  it("names the last response, also where the timeout cuts the last request short", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
    }, 1_900);
    assert.deepEqual(health, {
      isHealthy: false,
      seen: "GET /ping did not return 200 within 1.9 s; last result: it answers 503",
    });
    assert.equal(asked, 2);
  });

  it("tells that a server falls silent", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
    }, 5_000);
    assert(!health.isHealthy);
    assert.match(health.seen, /last result: no response within 2 s$/);
  });

  it("tells of a server that comes late and falls silent as of one", async () => {
    const server = createServer(() => undefined);
    const port = await freePort();
    let turns = 0;
    const ended = () => void (++turns === 3 && server.listen(port, "127.0.0.1"));
    try {
      const health = await waitUntilWell({ port, ended }, 1_900);
      assert(!health.isHealthy);
      assert.match(health.seen, /last result: no response within [01](\.\d+)? s$/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("tells how long it waited for a server that never answers", async () => {
    const health = await healthOf(() => undefined, 300);
    assert(!health.isHealthy);
    assert.match(health.seen, /last result: no response within 0\.3 s$/);
  });
});
