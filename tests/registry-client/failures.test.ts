import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import {
  ArchiveError,
  AuthenticationError,
  ContentError,
  copyImage,
  DeadlineError,
  openArchive,
  ResponseError,
  TransportError,
  UnsupportedImageError,
} from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import {
  EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  sendError,
} from "../../cli/local/embedded-registry/embedded-registry";
import { collected, digestOf, MemorySource, tarHeader, TestImage, TestIndex } from "./images";
import { authority, certificate, clientOf, USER } from "./registries";
import { blobOf, first, Scene } from "./environment";

describe("faults", () => {
  const scene = new Scene();
  const start: Scene["start"] = (...args) => scene.start(...args);
  const startWithImage: Scene["startWithImage"] = (...args) => scene.startWithImage(...args);
  afterEach(() => scene.end());

  it("fails when the connection is refused, after trying again", async () => {
    const failures: Array<string | undefined> = [];
    const client = scene.clientOf(`127.0.0.1:${await freePort()}`, {
      onRequest: ({ error }) => failures.push(error),
    });
    await assert.rejects(
      client.ping(),
      (error) =>
        error instanceof TransportError && error.code === "ECONNREFUSED" && error.failure === "connection",
    );
    assert.equal(failures.length, 5);
  });

  it("goes on where the connection was reset in the middle of a blob", async () => {
    const { registry, source, image } = await startWithImage();
    const target = await start();
    registry.intercept = first(3, "GET", /\/blobs\//, (response) => {
      response.writeHead(200, { "content-length": "400512" });
      response.write(Buffer.alloc(0));
      response.socket?.destroy();
    });
    const destination = { client: target.client, repository: "to", tag: "v1" };
    const result = await copyImage(source, destination, { format: "preserve" });
    assert.equal(result.digest, image.content.digest);
  });

  it("asks only for the rest after a truncated body", async () => {
    const { registry, client, image } = await startWithImage();
    const [digest, bytes] = [...image.blobs].find(([, content]) => content.length > 100_000) ?? [
      "",
      Buffer.alloc(0),
    ];
    const ranges: Array<string | undefined> = [];
    let isFirst = true;
    registry.intercept = (request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      ranges.push(request.headers.range);
      if (!isFirst) return false;
      isFirst = false;
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 50_000), () => setTimeout(() => response.socket?.destroy(), 50));
      return true;
    };
    assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
    assert.equal(ranges[0], undefined);
    assert.match(ranges[1] ?? "", /^bytes=[1-9]\d*-\d+$/);
  });

  it("gives up on a stall, and goes on with another request", async () => {
    const { registry, client, image } = await startWithImage({}, { timeouts: { idleMs: 100 } });
    const [digest, bytes] = [...image.blobs].find(([, content]) => content.length > 100_000) ?? [
      "",
      Buffer.alloc(0),
    ];
    registry.intercept = first(1, "GET", /\/blobs\//, (response) => {
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 1000));
    });
    assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
  });

  it("fails when no answer comes in time", async () => {
    const { registry, client, events } = await start(
      {},
      { timeouts: { headersMs: 50 }, retry: { attempts: 2 } },
    );
    registry.intercept = () => true;
    await assert.rejects(
      client.manifest("a", "v1"),
      (error) =>
        error instanceof TransportError &&
        error.failure === "timeout" &&
        /no response within 50 ms/.test(error.message),
    );
    assert.equal(events.length, 2);
  });

  it("does not hold up the process, or a later request, after an answer", async () => {
    const { client } = await start({}, { timeouts: { headersMs: 80, idleMs: 80 } });
    await client.uploadBlob("a", blobOf(Buffer.from("x")));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await client.headBlob("a", digestOf(Buffer.from("x"))), { size: 1 });
  });

  it("publishes nothing when a blob has another digest than its descriptor", async () => {
    const { registry, source } = await startWithImage();
    const target = await start();
    registry.intercept = (request, response, path) => {
      if (request.method !== "GET" || !path.includes("/blobs/")) return false;
      response.writeHead(200).end(randomBytes(400_512 + 1536));
      return true;
    };
    await assert.rejects(
      copyImage(source, { client: target.client, repository: "to", tag: "v1" }, { format: "preserve" }),
      ContentError,
    );
    assert.deepEqual(target.registry.manifestsOf("to"), []);
    assert.deepEqual(target.registry.blobsOf("to"), []);
  });

  it("fails on a blob of another size before reading it", async () => {
    const { client, image } = await startWithImage();
    const [digest = ""] = image.blobs.keys();
    await assert.rejects(
      collected(client.blob("source", { digest, size: 17 })),
      (error) => error instanceof ContentError && /instead of 17/.test(error.message),
    );
  });

  it("waits as long as Retry-After says on 429", async () => {
    const { registry, client } = await startWithImage();
    registry.intercept = first(1, "GET", /manifests/, (response) => {
      response.setHeader("retry-after", "1");
      sendError(response, 429, "TOOMANYREQUESTS", "slow down");
    });
    const begun = performance.now();
    await client.manifest("source", "v1");
    assert(performance.now() - begun >= 990);
  });

  it("fails at once when Retry-After asks for longer than allowed", async () => {
    const { registry, client } = await startWithImage();
    registry.intercept = first(9, "GET", /manifests/, (response) => {
      response.setHeader("retry-after", "21600");
      sendError(response, 429, "TOOMANYREQUESTS", "slow down");
    });
    await assert.rejects(
      client.manifest("source", "v1"),
      (error) => error instanceof ResponseError && error.status === 429 && error.retryAfterSeconds === 21600,
    );
    assert.equal(registry.requests.length, 1);
  });

  for (const status of [500, 502, 503]) {
    it(`outlasts a burst of ${status}`, async () => {
      const target = await start();
      const methods = ["HEAD", "POST", "PUT"].map((method) =>
        first(3, method, /./, (response, request) => {
          request.resume();
          response.writeHead(status).end("<html>busy</html>");
        }),
      );
      target.registry.intercept = (...args) => methods.some((method) => method(...args));
      const image = new TestImage();
      const destination = { client: target.client, repository: "to", tag: "v1" };
      assert.equal(
        (await copyImage(image, destination, { format: "preserve" })).digest,
        image.content.digest,
      );
    });
  }

  const certificates: Array<
    [what: string, certificate: () => EmbeddedRegistryOptions["certificate"], trusted: boolean, code: string]
  > = [
    ["of an unknown authority", () => certificate, false, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    [
      "that has expired",
      () => authority.issue({ names: ["127.0.0.1"], notAfter: new Date(Date.now() - 3_600_000) }),
      true,
      "CERT_HAS_EXPIRED",
    ],
    [
      "for another name",
      () => authority.issue({ names: ["other.example"] }),
      true,
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
  ];
  for (const [what, make, isTrusted, code] of certificates) {
    it(`fails at once on a certificate ${what}`, async () => {
      const events: Array<string | undefined> = [];
      const registry = await EmbeddedRegistry.start({ certificate: make() });
      scene.after(() => registry.stop());
      const client = clientOf(registry.host, {
        onRequest: ({ error }) => events.push(error),
        ...(isTrusted ? {} : { ca: [] }),
      });
      await assert.rejects(
        client.ping(),
        (error) => error instanceof TransportError && error.failure === "certificate" && error.code === code,
      );
      assert.equal(events.length, 1);
    });
  }

  const manifests: Array<
    [
      what: string,
      body: () => string,
      kind: typeof ContentError | typeof UnsupportedImageError,
      reason: RegExp,
    ]
  > = [
    ["an HTML page", () => "<!DOCTYPE html><html>login</html>", ContentError, /HTML or XML page/],
    ["of 1 GB", () => " ".repeat(5 * 1024 * 1024), ContentError, /more than 4194304 bytes/],
    ["in Docker schema 1", () => '{"schemaVersion":1}', UnsupportedImageError, /schema 1/],
    [
      "that is an index and an image",
      () => '{"schemaVersion":2,"manifests":[],"layers":[]}',
      ContentError,
      /both/,
    ],
    [
      "with a path for a digest",
      () => '{"schemaVersion":2,"config":{"mediaType":"x","digest":"../../x","size":1},"layers":[]}',
      ContentError,
      /digest/,
    ],
    [
      "without layers",
      () => `{"schemaVersion":2,"config":{"mediaType":"x","digest":"${digestOf(Buffer.alloc(0))}","size":1}}`,
      ContentError,
      /layers is not a list/,
    ],
  ];
  for (const [what, body, kind, reason] of manifests) {
    it(`fails on a manifest ${what}`, async () => {
      const { registry, client } = await startWithImage();
      registry.intercept = first(1, "GET", /manifests/, (response) => response.writeHead(200).end(body()));
      await assert.rejects(
        client.manifest("source", "v1"),
        (error) => error instanceof kind && reason.test(error.message),
      );
      assert.equal(registry.requests.length, 1);
    });
  }

  it("says how far it came when the time is up, and goes on from there", async () => {
    const { registry, client } = await start();
    const image = new TestImage({ layers: 4, layerSize: 50_000 });
    let uploads = 0;
    registry.intercept = (request) => {
      if (request.method !== "PUT" || ++uploads <= 2) return false;
      request.resume();
      return true;
    };
    const destination = { client, repository: "to", tag: "v1" };
    await assert.rejects(
      copyImage(image, destination, { format: "preserve", deadline: Date.now() + 4_000, concurrency: 1 }),
      (error) => {
        assert.ok(error instanceof DeadlineError);
        assert.deepEqual(error.progress, {
          blobs: { copied: 2, total: 5 },
          manifests: { stored: 0, total: 1 },
        });
        return true;
      },
    );
    assert.deepEqual(registry.manifestsOf("to"), []);
    registry.intercept = undefined;
    const { blobs } = await copyImage(image, destination, { format: "preserve" });
    assert.deepEqual(blobs, { uploaded: 3, mounted: 0, present: 2 });
  });

  it("stops with the reason of the caller's signal", async () => {
    const { registry, client } = await start();
    registry.intercept = () => true;
    const reason = new Error("enough");
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 50);
    await assert.rejects(
      copyImage(new TestImage(), { client, repository: "to" }, { format: "preserve", signal: stop.signal }),
      (error) => error === reason,
    );
  });

  it("needs three rounds of requests when all blobs are there", async () => {
    const { registry, source, image } = await startWithImage();
    const target = await start();
    const destination = { client: target.client, repository: "to", tag: "v1" };
    await copyImage(source, destination, { format: "preserve" });
    for (const { requests } of [registry, target.registry]) requests.splice(0);
    // Each HEAD is answered when all have arrived: one after the other would wait for ever.
    const waiting: ServerResponse[] = [];
    target.registry.intercept = (request, response) => {
      if (request.method !== "HEAD") return false;
      if (waiting.push(response) === image.blobs.size) for (const held of waiting) held.writeHead(200).end();
      return true;
    };
    await copyImage(source, destination, { format: "preserve" });
    const requests = [...registry.requests, ...target.registry.requests];
    assert.deepEqual(
      requests.map(({ method }) => method),
      ["GET", "HEAD", "HEAD", "HEAD", "HEAD", "PUT"],
    );
  });

  it("refuses zstd layers when converting, with the reason", async () => {
    const image = new TestImage();
    const bytes = Buffer.from(image.content.bytes.toString().replaceAll("tar+gzip", "tar+zstd"));
    const source = {
      name: "zstd",
      root: async () => ({ ...image.content, bytes, digest: digestOf(bytes) }),
      manifest: () => image.manifest(),
      blob: image.blob.bind(image),
    };
    const { client } = await start();
    await assert.rejects(
      copyImage(source, { client, repository: "to" }, { format: "docker" }),
      (error) => error instanceof UnsupportedImageError && /compressed with zstd/.test(error.message),
    );
  });

  it("fails on a layer that grows beyond what is allowed", async () => {
    const { registry, client } = await start();
    const image = new TestImage({ layers: 1, layerSize: 100_000, compression: "none" });
    await assert.rejects(
      copyImage(
        image,
        { client, repository: "to", tag: "v1" },
        { format: "docker", maximumLayerSize: 50_000 },
      ),
      (error) => error instanceof UnsupportedImageError && /larger than 50000 bytes/.test(error.message),
    );
    assert.deepEqual(registry.manifestsOf("to"), []);
  });

  for (const name of ["../outside", "/etc/passwd", "a/../../outside"]) {
    it(`fails on an archive with the path ${name}`, async () => {
      const archive = Buffer.concat([tarHeader({ name, size: 0 }), Buffer.alloc(1024)]);
      await assert.rejects(
        openArchive(new MemorySource(archive), { name: "a.tar" }),
        (error) => error instanceof ArchiveError && /leaves it/.test(error.message),
      );
    });
  }

  it("shows no secret in errors and events", async () => {
    const tokenServer = await scene.startTokenServer();
    const seen: string[] = [];
    const { registry, client } = await start(
      { realm: tokenServer.realm, redirect: true },
      { credentials: USER, onRequest: (event) => seen.push(JSON.stringify(event)) },
    );
    const image = new TestImage();
    await copyImage(image, { client, repository: "to", tag: "v1" }, { format: "preserve" });
    const [digest = "", bytes = Buffer.alloc(0)] = [...image.blobs][0] ?? [];
    await collected(client.blob("to", { digest, size: bytes.length }));
    const tokens = registry.requests.flatMap(({ authorization }) => authorization?.split(" ")[1] ?? []);
    // A registry that sends back what it was sent.
    registry.intercept = (request, response) => {
      sendError(response, 403, "DENIED", `not with ${request.headers.authorization} of ${USER.password}`);
      return true;
    };
    await assert.rejects(client.manifest("to", "v1"), (error) => {
      assert(error instanceof AuthenticationError);
      seen.push(`${error.message}${error.stack}${JSON.stringify(error)}`);
      return true;
    });
    assert(tokens.length > 0);
    const secrets = [
      ...tokens,
      USER.password,
      Buffer.from(`${USER.username}:${USER.password}`).toString("base64"),
      "X-Amz",
      "_state",
    ];
    for (const text of seen) for (const secret of secrets) assert(!text.includes(secret), text);
  });

  it("copies one platform out of an index whose other images are missing", async () => {
    const { client } = await start();
    const there = new TestImage();
    const missing = new TestImage({ platform: { os: "linux", architecture: "arm64" } });
    const index = new TestIndex([there]);
    const bytes = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(index.content.bytes.toString()) as object),
        manifests: [missing.descriptor, there.descriptor],
      }),
    );
    const source = {
      name: "partial",
      root: async () => ({ ...index.content, bytes, digest: digestOf(bytes) }),
      manifest: index.manifest.bind(index),
      blob: index.blob.bind(index),
    };
    const { digest } = await copyImage(source, { client, repository: "to", tag: "v1" }, { format: "docker" });
    assert.equal(await client.resolve("to", "v1"), digest);
  });
});
