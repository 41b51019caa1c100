import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerResponse } from "node:http";
import {
  AuthenticationError,
  ContentError,
  copyImage,
  ResponseError,
  TransportError,
} from "../../registry-client";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { collected, digestOf, TestImage } from "./images";
import { USER } from "./registries";
import { blobOf, first, Scene } from "./environment";

const MIB = 1024 * 1024;

/** A blob that is larger than what sockets hold, and how much of it was asked for. */
function largeBlob() {
  const piece = randomBytes(MIB);
  const size = 64 * MIB;
  const blob = {
    read: 0,
    size,
    digest: digestOf(Buffer.concat(Array.from({ length: 64 }, () => piece))),
    open: async function* (): AsyncGenerator<Buffer, void, undefined> {
      for (let at = 0; at < size; at += MIB) {
        blob.read += MIB;
        yield piece;
      }
    },
  };
  return blob;
}

describe("uploads", () => {
  const scene = new Scene();
  afterEach(() => scene.end());

  it("goes on with chunks from where the registry is", async () => {
    const { registry, client } = await scene.start();
    const bytes = randomBytes(100_000);
    let patches = 0;
    registry.intercept = (request, response) => {
      if (request.method !== "PATCH" || ++patches !== 3) return false;
      request.resume();
      response.socket?.destroy();
      return true;
    };
    await client.uploadBlob("to", blobOf(bytes), { chunkSize: 20_000 });
    assert.deepEqual(await collected(client.blob("to", blobOf(bytes))), bytes);
    assert.equal(patches, 6);
    assert.equal(registry.requests.filter(({ method }) => method === "POST").length, 1);
  });

  it("sends no chunk below the registry's minimum", async () => {
    const { registry, client } = await scene.start({ minimumChunk: 60_000 });
    await client.uploadBlob("to", blobOf(randomBytes(100_000)), { chunkSize: 10_000 });
    assert.equal(registry.requests.filter(({ method }) => method === "PATCH").length, 2);
  });

  it("go on with chunks when the token runs out between them", async () => {
    const tokenServer = await scene.startTokenServer();
    const { registry, client } = await scene.start({ realm: tokenServer.realm }, { credentials: USER });
    let patches = 0;
    registry.intercept = (request, response) => {
      if (request.method !== "PATCH" || ++patches !== 3) return false;
      request.resume();
      response.setHeader("www-authenticate", `Bearer realm="${tokenServer.realm}",error="invalid_token"`);
      sendError(response, 401, "UNAUTHORIZED", "token expired");
      return true;
    };
    const bytes = randomBytes(100_000);
    await client.uploadBlob("to", blobOf(bytes), { chunkSize: 20_000 });
    assert.equal(patches, 6);
    assert.equal(
      registry.requests.filter(({ method, authorization }) => method === "POST" && authorization).length,
      1,
    );
    assert.equal(tokenServer.requests.length, 2);
  });

  it("read their source once for all chunks", async () => {
    const { client } = await scene.start();
    const bytes = randomBytes(100_000);
    const opened: number[] = [];
    const blob = blobOf(bytes);
    const open = (start: number) => {
      opened.push(start);
      return blob.open(start);
    };
    await client.uploadBlob("to", { ...blob, open }, { chunkSize: 7_000 });
    assert.deepEqual(opened, [0]);
    assert.deepEqual(await collected(client.blob("to", blob)), bytes);
  });

  for (const chunkSize of [undefined, 40_000]) {
    it(`keep no request open while their source is waited for, ${chunkSize === undefined ? "whole" : "in chunks"}`, async () => {
      const { registry, client } = await scene.start();
      const bytes = randomBytes(100_000);
      const blob = blobOf(bytes);
      let begun: readonly string[] = [];
      const open = async function* (start: number) {
        await sleep(100);
        begun = registry.requests.map(({ method }) => method);
        yield* blob.open(start);
      };
      await client.uploadBlob("to", { ...blob, open }, chunkSize === undefined ? {} : { chunkSize });
      assert.deepEqual(begun, ["POST"]);
      assert.deepEqual(await collected(client.blob("to", blob)), bytes);
    });
  }

  for (const isNew of [true, false]) {
    it(`time out when the server never reads, on ${isNew ? "a new" : "a used"} connection`, async () => {
      const timeouts = { idleMs: 150 };
      const { registry, client } = await scene.start({}, { timeouts, retry: { attempts: 1 } });
      const silent = await scene.serve(() => undefined);
      registry.intercept = (request, response) => {
        if (request.method === "PUT") return true;
        if (isNew) response.writeHead(202, { location: `https://${silent}/upload` }).end();
        return isNew;
      };
      await assert.rejects(
        client.uploadBlob("to", largeBlob()),
        (error) =>
          error instanceof TransportError &&
          error.failure === "timeout" &&
          /no progress of the upload within 150 ms/.test(error.message),
      );
    });
  }

  it("stop at an answer that comes before the end of the body", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = first(9, "PUT", /./, (response) =>
      response.writeHead(413).end("<html>too large</html>"),
    );
    const blob = largeBlob();
    await assert.rejects(
      client.uploadBlob("to", blob),
      (error) =>
        error instanceof ResponseError &&
        error.status === 413 &&
        /raise its limit, or upload in chunks/.test(error.message),
    );
    assert(blob.read < blob.size, `${blob.read} bytes were sent`);
    assert.deepEqual(
      registry.requests.map(({ method }) => method),
      ["POST", "PUT"],
    );
  });

  it("begin again with a new token after a refusal that comes before the end of the body", async () => {
    const tokenServer = await scene.startTokenServer();
    const { registry, client } = await scene.start({ realm: tokenServer.realm }, { credentials: USER });
    registry.intercept = first(1, "PUT", /./, (response) => {
      response.setHeader("www-authenticate", `Bearer realm="${tokenServer.realm}",error="invalid_token"`);
      sendError(response, 401, "UNAUTHORIZED", "token expired");
    });
    assert.equal(await client.uploadBlob("to", largeBlob()), "uploaded");
    assert.equal(tokenServer.requests.length, 2);
  });

  it("are not repeated when the answer alone was lost", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = (request, response) => {
      // The blob is stored, but nobody hears of it.
      if (request.method === "PUT")
        response.end = (): ServerResponse => (response.socket?.destroy(), response);
      return false;
    };
    assert.equal(await client.uploadBlob("to", blobOf(randomBytes(1000))), "uploaded");
    assert.deepEqual(
      registry.requests.map(({ method }) => method),
      ["POST", "PUT", "HEAD"],
    );
  });

  it("ask as often as there are attempts, and no more, when the registry is down", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = first(99, "POST", /./, (response) =>
      sendError(response, 503, "UNAVAILABLE", "later"),
    );
    await assert.rejects(client.uploadBlob("to", blobOf(Buffer.from("x"))), ResponseError);
    assert.equal(registry.requests.length, 5);
  });

  it("do not try again what their source has tried", async () => {
    const { registry, source } = await scene.startWithImage();
    const target = await scene.start();
    registry.intercept = first(999, "GET", /\/blobs\//, (response) => response.writeHead(503).end());
    await assert.rejects(
      copyImage(
        source,
        { client: target.client, repository: "to", tag: "v1" },
        { format: "preserve", concurrency: 1 },
      ),
      (error) => error instanceof ResponseError && error.url.startsWith(`https://${registry.host}/`),
    );
    assert.equal(registry.requests.filter(({ path }) => path.includes("/blobs/")).length, 5);
    assert.equal(target.registry.requests.filter(({ method }) => method === "POST").length, 1);
    assert.deepEqual(target.registry.blobsOf("to"), []);
  });

  it("begin again once when content arrived wrong, and fail when it does so again", async () => {
    const { registry, client } = await scene.start();
    const bytes = randomBytes(5000);
    let opened = 0;
    const wrongFor = (times: number) => ({
      ...blobOf(bytes),
      open: async function* (): AsyncGenerator<Buffer, void, undefined> {
        yield bytes;
        if (++opened <= times) throw new ContentError("arrived wrong");
      },
    });
    assert.equal(await client.uploadBlob("to", wrongFor(1)), "uploaded");
    opened = 0;
    await assert.rejects(client.uploadBlob("other", wrongFor(9)), /arrived wrong/);
    assert.equal(opened, 2);
    assert.equal(registry.requests.filter(({ method }) => method === "POST").length, 4);
  });

  it("begin again when instances do not know them, as often as the policy says", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = first(4, "PUT", /./, (response, request) => {
      request.resume();
      sendError(response, 404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    });
    assert.equal(await client.uploadBlob("to", blobOf(randomBytes(1000))), "uploaded");
    registry.intercept = first(9, "PUT", /./, (response, request) => {
      request.resume();
      sendError(response, 404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    });
    await assert.rejects(
      client.uploadBlob("to", blobOf(randomBytes(1000))),
      (error) => error instanceof ResponseError && /need the same HTTP secret/.test(error.message),
    );
    assert.equal(registry.requests.filter(({ method }) => method === "PUT").length, 5 + 5);
  });

  it("do not ask twice for a repository that there is not", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = first(9, "POST", /./, (response) =>
      sendError(
        response,
        404,
        "NAME_UNKNOWN",
        "The repository with name 'to' does not exist in the registry",
      ),
    );
    await assert.rejects(
      client.uploadBlob("to", blobOf(Buffer.from("x"))),
      (error) => error instanceof ResponseError && /NAME_UNKNOWN \(The repository/.test(error.message),
    );
    assert.equal(registry.requests.length, 1);
  });

  it("send what may not be mounted", async () => {
    const tokenServer = await scene.startTokenServer();
    const { registry, client } = await scene.start({ realm: tokenServer.realm }, { credentials: USER });
    registry.intercept = (request, response) => {
      if (!request.url?.includes("mount=")) return false;
      response.setHeader(
        "www-authenticate",
        `Bearer realm="${tokenServer.realm}",error="insufficient_scope"`,
      );
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    assert.equal(await client.uploadBlob("to", blobOf(randomBytes(10)), { mountFrom: "from" }), "uploaded");
  });

  it("fail at a location without TLS, with what to set", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = first(9, "POST", /./, (response) =>
      response.writeHead(202, { location: "http://registry.example/upload?state=hunter2" }).end(),
    );
    await assert.rejects(
      client.uploadBlob("to", blobOf(Buffer.from("x"))),
      (error) =>
        error instanceof ContentError &&
        /X-Forwarded-Proto/.test(error.message) &&
        !/hunter2/.test(error.message),
    );
    assert.equal(registry.requests.length, 1);
  });

  it("send no credentials to a location on another host, and nothing to one that is refused", async () => {
    const seen: Array<string | undefined> = [];
    const other = await scene.serve((request, response) => {
      seen.push(request.headers.authorization);
      request.resume();
      response.writeHead(201).end();
    });
    const { registry, client } = await scene.start({ basic: USER }, { credentials: USER });
    let location = `https://${other}/upload?signature=s`;
    registry.intercept = (request, response) => {
      if (request.method !== "POST" || request.headers.authorization === undefined) return false;
      response.writeHead(202, { location }).end();
      return true;
    };
    await client.uploadBlob("to", blobOf(Buffer.from("x")));
    assert.deepEqual(seen, [undefined]);
    location = "https://169.254.169.254/upload";
    const guarded = scene.clientOf(registry.host, { credentials: USER, allowLoopbackRedirects: false });
    await assert.rejects(
      guarded.uploadBlob("to", blobOf(Buffer.from("x"))),
      (error) => error instanceof TransportError && /metadata address/.test(error.message),
    );
  });

  it("fail when the registry does not let them", async () => {
    const { registry, client } = await scene.start({ basic: USER }, { credentials: USER });
    registry.intercept = first(9, "POST", /./, (response, request) => {
      if (request.headers.authorization === undefined) response.setHeader("www-authenticate", "Basic");
      sendError(response, request.headers.authorization === undefined ? 401 : 403, "DENIED", "read only");
    });
    await assert.rejects(
      client.uploadBlob("to", blobOf(Buffer.from("x"))),
      (error) => error instanceof AuthenticationError && error.status === 403,
    );
    assert.equal(registry.requests.length, 2);
  });

  it("store an image once when many of its layers are the same", async () => {
    const { registry, client } = await scene.start();
    const image = new TestImage({ layers: 2 });
    await Promise.all(
      ["a", "b", "c"].map((tag) =>
        copyImage(image, { client, repository: "to", tag }, { format: "preserve" }),
      ),
    );
    assert.equal(registry.blobsOf("to").length, 3);
  });
});
