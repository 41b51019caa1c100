import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { waitUntilWell, type Health } from "./asking";

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

describe("asking whether a container is well", () => {
  it("goes on until it is", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 200).end();
    }, 10_000);
    assert(health.isWell);
    assert.equal(asked, 3);
  });

  it("tells the last answer, also where the end of the time cuts the last request short", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
    }, 1_000);
    assert.deepEqual(health, {
      isWell: false,
      seen: "GET /ping did not answer 200 within 1 s: at last, it answers 503",
    });
    assert.equal(asked, 2);
  });

  it("tells that a server falls silent", async () => {
    let asked = 0;
    const health = await healthOf((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
    }, 3_000);
    assert(!health.isWell);
    assert.match(health.seen, /at last, no answer within 2 s$/);
  });

  it("tells how long it waited for a server that never answers", async () => {
    const health = await healthOf(() => undefined, 300);
    assert(!health.isWell);
    assert.match(health.seen, /at last, no answer within 0\.3 s$/);
  });
});
