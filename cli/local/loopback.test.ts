import assert from "node:assert/strict";
import { createServer } from "node:net";
import { freePort } from "./loopback";

describe("a free port of loopback", () => {
  it("is another one each time, and none that the system gives to others", async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    assert.equal(new Set(ports).size, 20);
    assert(
      ports.every((port) => port > 1023 && port < 32_768),
      ports.join(),
    );
  });

  it("is none that somebody listens on", async () => {
    const port = (await freePort()) + 1;
    const server = createServer();
    // Where this fails, somebody else listens on it.
    await new Promise<void>((resolve) =>
      server.once("error", () => resolve()).listen(port, "127.0.0.1", resolve),
    );
    const free = await freePort();
    await new Promise((resolve) => server.close(resolve));
    assert.notEqual(free, port);
  });
});
