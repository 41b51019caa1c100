import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import fc from "fast-check";
import {
  AuthenticationError,
  type BlobEvent,
  ContentError,
  copyImage,
  RegistrySource,
  ResponseError,
  TransportError,
} from "../../registry-client";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { type Interceptor, sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { collected, digestOf, TestImage } from "./images";
import { blobOf, first, Scene } from "./environment";

const sizeOf = (image: TestImage) => [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);

describe("resilience", () => {
  const scene = new Scene();
  afterEach(() => scene.end());

  const reset = (response: ServerResponse) => void response.socket?.destroy();
  const always = (method: string, path: RegExp, act: (response: ServerResponse) => void): Interceptor =>
    first(Infinity, method, path, (response, request) => {
      request.resume();
      act(response);
    });

  // A fault that stays: at the source, or at the destination.
  const protectOptions: ReadonlyArray<[what: string, at: "source" | "target", intercept: Interceptor]> = [
    ["blobs are reset", "source", always("GET", /\/blobs\//, reset)],
    ["blobs are missing", "source", always("GET", /\/blobs\//, (r) => sendError(r, 404, "BLOB_UNKNOWN", ""))],
    ["blobs are empty", "source", always("GET", /\/blobs\//, (r) => r.writeHead(200).end())],
    ["blobs are cut off", "source", always("GET", /\/blobs\//, (r) => r.writeHead(200).end("x"))],
    ["uploads do not begin", "target", always("POST", /./, (r) => r.writeHead(502).end())],
    ["uploads are reset", "target", always("PUT", /\/blobs\//, reset)],
    [
      "uploads are refused",
      "target",
      always("PUT", /\/blobs\//, (r) => sendError(r, 400, "DIGEST_INVALID", "")),
    ],
    ["uploads are throttled", "target", always("PUT", /\/blobs\//, (r) => r.writeHead(429).end())],
    [
      "the credentials are refused",
      "target",
      always("PUT", /./, (r) => r.writeHead(401, { "www-authenticate": "Basic" }).end()),
    ],
    [
      "manifests are refused",
      "target",
      always("PUT", /manifests/, (r) => sendError(r, 400, "MANIFEST_INVALID", "")),
    ],
    ["manifests fail", "target", always("PUT", /manifests/, (r) => r.writeHead(500).end())],
  ];
  for (const [what, at, intercept] of protectOptions) {
    it(`publishes nothing while ${what}, and all of it afterwards`, async () => {
      const source = await scene.startWithImage();
      const target = await scene.start();
      const broken = at === "source" ? source.registry : target.registry;
      broken.intercept = intercept;
      const destination = { client: target.client, repository: "to", tag: "v1" };
      await assert.rejects(copyImage(source.source, destination, { format: "preserve" }));
      assert.deepEqual(target.registry.manifestsOf("to"), []);
      broken.intercept = undefined;
      const { digest } = await copyImage(source.source, destination, { format: "preserve" });
      assert.equal(digest, source.image.content.digest);
      assert.deepEqual([...target.registry.blobsOf("to")].sort(), [...source.image.blobs.keys()].sort());
    });
  }

  const lacking = (response: ServerResponse) =>
    sendError(response, 400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");

  it("asks again of blobs that the registry lacks for a moment", async () => {
    const { registry, client } = await scene.start();
    const image = new TestImage();
    const events: string[] = [];
    const onBlob = ({ outcome, copied, total }: BlobEvent) => events.push(`${outcome} ${copied} of ${total}`);
    registry.intercept = first(2, "PUT", /manifests/, lacking);
    const destination = { client, repository: "to", tag: "v1" };
    const options = { format: "preserve", retry: { baseMs: 1 }, onBlob } as const;
    const { digest, blobs, uploadedBytes } = await copyImage(image, destination, options);
    assert.equal(await client.resolve("to", "v1"), digest);
    assert.deepEqual(blobs, { uploaded: 4, mounted: 0, present: 0 });
    assert.equal(uploadedBytes, sizeOf(image));
    assert.deepEqual(
      events,
      [1, 2, 3, 4].map((copied) => `uploaded ${copied} of 4`),
    );
    const asked = registry.requests.filter(({ path }) => path.includes("/blobs/sha256:"));
    assert.equal(asked.filter(({ method }) => method === "HEAD").length, 3 * 4);
  });

  it("uploads again what the registry has lost meanwhile", async () => {
    const { registry, client } = await scene.start();
    const image = new TestImage();
    const destination = { client, repository: "to", tag: "v1" };
    await copyImage(image, destination, { format: "preserve" });
    const events: string[] = [];
    const onBlob = ({ outcome, copied }: BlobEvent) => events.push(`${outcome} ${copied}`);
    const refused = first(1, "PUT", /manifests/, lacking);
    const lost = first(1, "HEAD", /blobs/, (response) => response.writeHead(404).end());
    let isRefused = false;
    registry.intercept = (request, response, path) => {
      if (isRefused) return lost(request, response, path);
      isRefused = refused(request, response, path);
      return isRefused;
    };
    const options = { format: "preserve", retry: { baseMs: 1 }, onBlob } as const;
    const { blobs, uploadedBytes } = await copyImage(image, destination, options);
    assert.deepEqual(blobs, { uploaded: 1, mounted: 0, present: 3 });
    assert(uploadedBytes > 0 && uploadedBytes < sizeOf(image));
    assert.deepEqual(events, ["present 1", "present 2", "present 3", "present 4", "uploaded 4"]);
  });

  it("fails with the registry's answer where it goes on lacking a blob, and at once with any other refusal", async () => {
    const { registry, client } = await scene.start();
    const destination = { client, repository: "to", tag: "v1" };
    const refusals: ReadonlyArray<[code: string, attempts: number]> = [
      ["MANIFEST_BLOB_UNKNOWN", 3],
      ["MANIFEST_INVALID", 1],
    ];
    for (const [code, attempts] of refusals) {
      registry.requests.splice(0);
      registry.intercept = always("PUT", /manifests/, (response) => sendError(response, 400, code, ""));
      await assert.rejects(
        copyImage(new TestImage(), destination, { format: "preserve", retry: { attempts: 3, baseMs: 1 } }),
        (error) => error instanceof ResponseError && error.errors[0]?.code === code,
      );
      const puts = registry.requests.filter(({ method, path }) => method === "PUT" && /manifests/.test(path));
      assert.equal(puts.length, attempts, code);
    }
  });

  it("does not wait for a lacking blob when it is told to stop", async () => {
    const { registry, client } = await scene.start();
    const controller = new AbortController();
    registry.intercept = always("PUT", /manifests/, (response) => {
      lacking(response);
      setTimeout(() => controller.abort(new Error("enough")), 50);
    });
    const hour = 3_600_000;
    await assert.rejects(
      copyImage(
        new TestImage(),
        { client, repository: "to", tag: "v1" },
        {
          format: "preserve",
          signal: controller.signal,
          // Pauses are random up to this bound.
          retry: { attempts: 99, baseMs: hour, maximumMs: hour },
        },
      ),
      /^Error: enough$/,
    );
  });

  it("reads a blob whole wherever its connections break", async () => {
    const { registry, client } = await scene.start({}, { retry: { attempts: 20, baseMs: 1 } });
    const bytes = Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * 7) % 251));
    await client.uploadBlob("a", blobOf(bytes));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30_000), { maxLength: 6 }),
        fc.nat(29_999),
        fc.boolean(),
        async (lengths, start, knowsRanges) => {
          const breaks = [...lengths];
          registry.intercept = (request, response) => {
            const asked = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
            const from = knowsRanges ? asked : 0;
            const range = { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
            const length = { "content-length": bytes.length - from };
            response.writeHead(from > 0 ? 206 : 200, { ...length, ...(from > 0 ? range : {}) });
            const upTo = breaks.shift();
            if (upTo === undefined) response.end(bytes.subarray(from));
            else response.write(bytes.subarray(from, from + upTo), () => response.socket?.destroySoon());
            return true;
          };
          const blob = { digest: digestOf(bytes), size: bytes.length };
          assert.deepEqual(await collected(client.blob("a", blob, { start })), bytes.subarray(start));
        },
      ),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  it("reads no more of a manifest of 1 GB than it has to", async () => {
    const { registry, client } = await scene.startWithImage();
    let sent = 0;
    registry.intercept = first(1, "GET", /manifests/, (response) => {
      const piece = Buffer.alloc(1024 * 1024, " ");
      response.writeHead(200, { "content-length": 1e9 });
      const more = () => {
        while (sent < 1e9 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once("drain", more);
        }
      };
      more();
    });
    await assert.rejects(client.manifest("source", "v1"), ContentError);
    assert(sent < 64 * 1024 * 1024, `${sent} bytes were sent`);
  });

  it("gives up a server that takes connections and says nothing", async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    scene.after(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const client = scene.clientOf(`127.0.0.1:${(silent.address() as AddressInfo).port}`, {
      timeouts: { connectMs: 100 },
      retry: { attempts: 1 },
    });
    for (const call of [() => client.ping(), () => client.uploadBlob("a", blobOf(Buffer.from("x")))]) {
      await assert.rejects(
        call(),
        (error) =>
          error instanceof TransportError &&
          error.failure === "timeout" &&
          /no connection within 100 ms/.test(error.message),
      );
    }
  });

  it("fails on a self-signed certificate", async () => {
    const { registry } = await scene.start({
      certificate: new CertificateAuthority().selfSigned({ names: ["127.0.0.1"] }),
    });
    const client = scene.clientOf(registry.host);
    await assert.rejects(
      client.ping(),
      (error) =>
        error instanceof TransportError &&
        error.failure === "certificate" &&
        error.code === "DEPTH_ZERO_SELF_SIGNED_CERT",
    );
  });

  it("leaves no listener and no timer behind", async () => {
    const source = await scene.startWithImage();
    const target = await scene.start();
    const timers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
    const before = timers();
    const stop = new AbortController();
    const destination = { client: target.client, repository: "to", tag: "v1" };
    const options = { format: "preserve", signal: stop.signal, deadline: Date.now() + 3_600_000 } as const;
    await copyImage(source.source, destination, options);
    const [digest = "", bytes = Buffer.alloc(0)] = [...source.image.blobs][0] ?? [];
    const { signal } = stop;
    await source.client.blobStart("source", digest, 10, { signal });
    await collected(source.client.blob("source", { digest, size: bytes.length }, { signal }));
    await source.client.resolve("source", "v1", { signal });
    // An exchange has ended when its socket is free again, which is a turn later.
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(getEventListeners(signal, "abort"), []);
    // Node's own for idle connections come and go.
    assert(timers() <= before + 2, `${timers()} timers in place of ${before}`);
  });

  it("uses a connection again after the beginning of a blob", async () => {
    const { registry, client, image } = await scene.startWithImage();
    const ports = new Set<number | undefined>();
    registry.intercept = (request) => {
      ports.add(request.socket.remotePort);
      return false;
    };
    for (const digest of image.blobs.keys()) await client.blobStart("source", digest, 10);
    assert.equal(ports.size, 1);
  });

  it("fails at once, and sends nothing more, when the client is closed", async () => {
    const { registry, client } = await scene.start();
    registry.intercept = () => true;
    const waiting = client.resolve("a", "v1");
    while (registry.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    client.close();
    await assert.rejects(
      waiting,
      (error) => error instanceof TransportError && /was closed/.test(error.message),
    );
    await assert.rejects(client.ping(), /was closed/);
    assert.equal(registry.requests.length, 1);
  });

  it("takes a deadline that is far away", async () => {
    const { client } = await scene.start();
    const source = new TestImage();
    const deadline = Date.now() + 400 * 24 * 3_600_000;
    const { blobs } = await copyImage(source, { client, repository: "to" }, { format: "preserve", deadline });
    assert.equal(blobs.uploaded, 4);
  });

  it("says at once that credentials were refused, for all blobs of a copy", async () => {
    const { registry, client } = await scene.startWithImage();
    registry.intercept = always("GET", /./, (response) => response.writeHead(403).end());
    const source = new RegistrySource(client, "source", "v1");
    const destination = { client, repository: "to", tag: "v1" };
    await assert.rejects(copyImage(source, destination, { format: "preserve" }), AuthenticationError);
  });
});
