// HTTP at its edges: what registries, proxies and firewalls send and refuse, as their users' reports show it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import * as tls from "node:tls";
import { brotliCompressSync, gzipSync } from "node:zlib";
import {
  AuthenticationError,
  ContentError,
  copyImage,
  ResponseError,
  TransportError,
} from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { collected, digestOf, TestImage } from "./images";
import { authority, certificate, USER } from "./registries";
import { blobOf, first, Scene } from "./environment";

describe("HTTP at its edges", () => {
  const scene = new Scene();
  afterEach(() => scene.end());

  it("names the client in every request, also to token servers and where redirects lead", async () => {
    const agents: Array<string | undefined> = [];
    const note = ({ headers }: { headers: IncomingHttpHeaders }) => void agents.push(headers["user-agent"]);
    const tokenHost = await scene.serve((request, response) => {
      note(request);
      response.end(JSON.stringify({ token: "a-token-of-the-tests" }));
    });
    const image = new TestImage();
    const [blob = Buffer.alloc(0)] = [...image.blobs.values()];
    const storage = await scene.serve((request, response) => {
      note(request);
      response.end(blob);
    });
    const { registry, client } = await scene.start({}, { credentials: USER });
    registry.intercept = (request, response, path) => {
      note(request);
      if (request.headers.authorization === undefined && !path.includes("blobs")) {
        response.setHeader("www-authenticate", `Bearer realm="https://${tokenHost}/token"`);
        sendError(response, 401, "UNAUTHORIZED", "");
        return true;
      }
      if (path.includes("/blobs/sha256")) response.writeHead(307, { location: `https://${storage}/x` }).end();
      return path.includes("/blobs/sha256");
    };
    await client.resolve("a", "v1");
    await client.blobStart("a", digestOf(blob), 10);
    assert.ok(agents.length >= 5, `${agents.length} requests`);
    assert.deepEqual([...new Set(agents)], ["sagemaker-private-registry/0.1.0"]);
  });

  it("reads headers of 200 KB, and says that they are too large beyond 1 MiB", async () => {
    const { registry, client } = await scene.start({}, { retry: { attempts: 1 } });
    let length = 200_000;
    registry.intercept = (_request, response) => {
      response.setHeader("x-long", "x".repeat(length));
      return false;
    };
    assert.equal((await client.ping()).status, 200);
    length = 1_100_000;
    await assert.rejects(client.ping(), /the header is larger than 1 MiB \(HPE_HEADER_OVERFLOW\)/);
  });

  it("reads answers that tell a length beside chunks, and end their lines with a line feed alone", async () => {
    for (const answer of [
      "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    ]) {
      const server = tls.createServer({ cert: certificate.certificate, key: certificate.key }, (socket) => {
        socket.on("error", () => undefined).once("data", () => socket.write(answer));
      });
      const port = await freePort();
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      scene.after(() => void server.close());
      assert.equal((await scene.clientOf(`127.0.0.1:${port}`).ping()).status, 200);
    }
  });

  for (const [how, field] of [
    ["twice", (digest: string) => [digest, digest]],
    ["with quotes", (digest: string) => `"${digest}"`],
    ["as nothing", () => ""],
    ["as no digest", () => "W/abc"],
    ["in two forms", (digest: string) => [digest, `sha256:${"0".repeat(64)}`]],
  ] as const) {
    it(`resolves a tag whose digest the registry tells ${how}`, async () => {
      const { registry, client, image } = await scene.startWithImage();
      const { digest, bytes, mediaType } = image.content;
      registry.intercept = (request, response, path) => {
        if (!path.includes("/manifests/") || request.method === "PUT") return false;
        response.writeHead(200, { "content-type": mediaType, "docker-content-digest": field(digest) });
        response.end(request.method === "HEAD" ? undefined : bytes);
        return true;
      };
      assert.equal(await client.resolve("source", "v1"), digest);
      assert.equal((await client.manifest("source", "v1")).digest, digest);
    });
  }

  describe("a part of a blob", () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const { digest, size } = blobOf(bytes);
    const refusals = [400, 416, 501, "ignored", "another part"] as const;

    /** A registry that refuses parts; of the first answer that is not refused only some bytes come. */
    const refusing = async (how: (typeof refusals)[number], breaksAfter?: number) => {
      const { registry, client } = await scene.start();
      await client.uploadBlob("a", blobOf(bytes));
      let isFirst = breaksAfter !== undefined;
      const ranges: Array<string | undefined> = [];
      registry.intercept = (request, response, path) => {
        if (request.method !== "GET" || !path.includes("/blobs/")) return false;
        const { range } = request.headers;
        ranges.push(range);
        if (range !== undefined && typeof how === "number") response.writeHead(how).end();
        else if (range !== undefined && how === "another part") {
          response.writeHead(206, { "content-range": `bytes 7-8/${size}`, "content-length": 2 }).end("no");
        } else {
          response.writeHead(200, { "content-length": size });
          if (!isFirst) response.end(bytes);
          else response.write(bytes.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 20));
          isFirst = false;
        }
        return true;
      };
      return { client, ranges };
    };

    for (const how of refusals) {
      it(`is asked for as a whole where that is answered with ${how}`, async () => {
        const { client, ranges } = await refusing(how, 100_000);
        assert.deepEqual(await collected(client.blob("a", { digest, size })), bytes);
        const [, resumed, ...others] = ranges;
        assert.match(resumed ?? "", new RegExp(`^bytes=[1-9]\\d*-${size - 1}$`));
        assert.deepEqual(others, how === "ignored" ? [] : [undefined]);
      });
    }

    for (const how of [400, 416, 501, "ignored"] as const) {
      it(`is its beginning where that is answered with ${how}, and no size of 0 is made up`, async () => {
        const { client, ranges } = await refusing(how);
        const start = await client.blobStart("a", digest, 512);
        assert.deepEqual([start.bytes, start.size], [bytes.subarray(0, 512), size]);
        assert.deepEqual(ranges, how === "ignored" ? ["bytes=0-511"] : ["bytes=0-511", undefined]);
      });
    }

    it("does not go beyond its end, where the size is known", async () => {
      const { registry, client } = await scene.start();
      const small = Buffer.from("{}");
      await client.uploadBlob("a", blobOf(small));
      await client.uploadBlob("a", blobOf(Buffer.alloc(0)));
      const ranges: Array<string | undefined> = [];
      registry.intercept = (request) => {
        ranges.push(request.headers.range);
        return false;
      };
      assert.deepEqual((await client.blobStart("a", digestOf(small), 512, { size: 2 })).bytes, small);
      const empty = await client.blobStart("a", digestOf(Buffer.alloc(0)), 512, { size: 0 });
      assert.deepEqual([empty.bytes.length, empty.size], [0, 0]);
      assert.deepEqual(ranges, ["bytes=0-1", undefined]);
    });

    it("ends where the rest is longer than it can be", async () => {
      const { registry, client } = await scene.start();
      registry.intercept = (_request, response) => {
        response.writeHead(206, { "content-range": `bytes 10-${size - 1}/${size}` });
        response.end(Buffer.alloc(size));
        return true;
      };
      await assert.rejects(
        collected(client.blob("a", { digest, size }, { start: 10 })),
        (error) => error instanceof ContentError && /has more than 300000 bytes/.test(error.message),
      );
    });
  });

  it("ends a manifest that comes byte by byte, and never stalls", async () => {
    const { registry, client } = await scene.start(
      {},
      { timeouts: { idleMs: 300 }, retry: { attempts: 1, baseMs: 1, maximumMs: 1 } },
    );
    registry.intercept = (_request, response) => {
      response.writeHead(200);
      const sending = setInterval(() => response.write("{"), 30);
      response.once("close", () => clearInterval(sending));
      return true;
    };
    const started = performance.now();
    await assert.rejects(client.manifest("source", "v1"), /the response is not complete after 300 ms/);
    assert(performance.now() - started < 5_000);
  });

  for (const status of [405, 501]) {
    it(`does without HEAD where it is refused with ${status}`, async () => {
      const { registry, client, image } = await scene.startWithImage();
      registry.intercept = (request, response) => {
        if (request.method !== "HEAD") return false;
        response.writeHead(status).end();
        return true;
      };
      const { digest } = image.content;
      assert.equal(await client.resolve("source", "v1"), digest);
      assert.equal(await client.resolve("source", digest), digest);
      const [blob = ""] = image.blobs.keys();
      assert.equal(await client.headBlob("source", blob), undefined);
      const target = { client, repository: "source", tag: "v2" };
      assert.equal((await copyImage(image, target, { format: "preserve" })).digest, digest);
    });
  }

  describe("an encoding that nobody asked for", () => {
    const encodings = { gzip: gzipSync, br: brotliCompressSync };
    for (const [name, encode] of Object.entries(encodings)) {
      it(`${name}, of manifests and blobs, is decoded`, async () => {
        const { registry, client, image } = await scene.startWithImage();
        const { content } = image;
        const [[digest = "", blob = Buffer.alloc(0)] = []] = image.blobs;
        registry.intercept = (request, response, path) => {
          assert.equal(request.headers["accept-encoding"], "identity");
          const bytes = path.includes("/manifests/") ? content.bytes : blob;
          response.writeHead(200, { "content-type": content.mediaType, "content-encoding": name });
          response.end(encode(bytes));
          return true;
        };
        assert.deepEqual((await client.manifest("source", "v1")).bytes, content.bytes);
        assert.deepEqual((await client.manifest("source", content.digest)).bytes, content.bytes);
        assert.deepEqual(await collected(client.blob("source", { digest, size: blob.length })), blob);
      });
    }

    it("is decoded in tokens and in what a refusal says", async () => {
      const { registry, client } = await scene.start({}, { credentials: USER });
      let status = 200;
      registry.intercept = (request, response, path) => {
        const isToken = path === "/token";
        const body = isToken ? { token: "a-token", errors: [{ code: "DENIED", message: "no more" }] } : {};
        if (!isToken && request.headers.authorization === undefined) {
          response.setHeader("www-authenticate", `Bearer realm="https://${registry.host}/token",service="s"`);
        }
        response.writeHead(isToken ? status : request.headers.authorization === undefined ? 401 : 200, {
          "content-encoding": "gzip",
        });
        response.end(gzipSync(JSON.stringify(body)));
        return true;
      };
      await client.authenticate();
      status = 403;
      const other = scene.clientOf(registry.host, { credentials: USER });
      await assert.rejects(other.authenticate(), /status 403: DENIED \(no more\)/);
    });

    it("is not decoded where it only says what the blob is", async () => {
      const { registry, client, image } = await scene.startWithImage();
      registry.intercept = (_request, response) => {
        response.setHeader("content-encoding", "gzip");
        return false;
      };
      assert.deepEqual((await client.manifest("source", image.content.digest)).bytes, image.content.bytes);
      for (const [digest, bytes] of image.blobs) {
        assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
        assert.equal((await client.blobStart("source", digest, 10)).contentEncoding, "gzip");
      }
    });

    it("is named where it is not known, is not there, or unpacks to too much", async () => {
      const { registry, client, image } = await scene.startWithImage();
      let answer: [encoding: string, bytes: Buffer] = ["compress", Buffer.from("x")];
      registry.intercept = (_request, response) => {
        response.writeHead(200, { "content-encoding": answer[0] }).end(answer[1]);
        return true;
      };
      const read = () => client.manifest("source", image.content.digest);
      await assert.rejects(read, /has the Content-Encoding "compress", which was not requested/);
      answer = ["gzip", Buffer.from("no gzip")];
      await assert.rejects(read, /has the Content-Encoding "gzip", but does not match it/);
      answer = ["gzip", gzipSync(Buffer.alloc(5 * 1024 * 1024))];
      await assert.rejects(read, /has more than 4194304 bytes when decoded/);
    });
  });

  describe("a redirect", () => {
    it("of GET /v2/ is followed, without credentials, and told where it leads to another host", async () => {
      const other = await scene.start();
      const { registry, client } = await scene.start({}, { credentials: USER });
      registry.intercept = (_request, response, path) => {
        if (path === "/v2/") response.writeHead(308, { location: "/v2" }).end();
        else response.writeHead(307, { location: `https://${other.registry.host}/v2/` }).end();
        return true;
      };
      assert.deepEqual(await client.ping(), {
        status: 200,
        challenges: [],
        apiVersion: "registry/2.0",
        redirectedTo: `https://${other.registry.host}/v2/`,
      });
      assert.ok(other.registry.requests.every(({ authorization }) => authorization === undefined));
      // What another host asks for is not answered with this one's credentials.
      other.registry.intercept = (_request, response) => {
        response.writeHead(401, { "www-authenticate": 'Basic realm="other"' }).end();
        return true;
      };
      assert.equal((await client.ping()).status, 401);
      await assert.rejects(client.authenticate(), ResponseError);
      assert.ok(other.registry.requests.every(({ authorization }) => authorization === undefined));
    });

    it("of a token server is followed within its origin, with the credentials, and no further", async () => {
      const seen: Array<[string | undefined, string | undefined]> = [];
      const elsewhere = await scene.serve((request, response) => {
        seen.push(["elsewhere", request.headers.authorization]);
        response.end(JSON.stringify({ token: "of-another-host" }));
      });
      let away = false;
      const tokenHost = await scene.serve((request, response) => {
        seen.push([request.url?.split("?")[0], request.headers.authorization]);
        if (request.url?.startsWith("/token/") === true) {
          response.end(JSON.stringify({ token: "a-token-of-the-tests" }));
        } else {
          response.writeHead(308, { location: away ? `https://${elsewhere}/token` : "/token/?again" }).end();
        }
      });
      const { registry, client } = await scene.start({}, { credentials: USER });
      registry.intercept = (request, response) => {
        if (request.headers.authorization !== undefined) return false;
        response.setHeader("www-authenticate", `Bearer realm="https://${tokenHost}/token"`);
        sendError(response, 401, "UNAUTHORIZED", "");
        return true;
      };
      await client.authenticate();
      const basic = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString("base64")}`;
      assert.deepEqual(seen, [
        ["/token", basic],
        ["/token/", basic],
      ]);
      away = true;
      await assert.rejects(
        scene.clientOf(registry.host, { credentials: USER }).authenticate(),
        (error) =>
          error instanceof AuthenticationError && /where no credentials are sent/.test(error.message),
      );
      assert.ok(seen.every(([where]) => where !== "elsewhere"));
    });

    it("with user and password in its URL makes no credentials of them", async () => {
      const seen: Array<string | undefined> = [];
      const bytes = Buffer.from("bytes");
      const storage = await scene.serve((request, response) => {
        seen.push(request.headers.authorization);
        response.end(bytes);
      });
      const { registry, client } = await scene.start();
      registry.intercept = (_request, response) => {
        response.writeHead(307, { location: `https://user:secret@${storage}/x` }).end();
        return true;
      };
      await collected(client.blob("a", { digest: digestOf(bytes), size: bytes.length }));
      assert.deepEqual(seen, [undefined]);
    });

    it("to a URL that is signed for GET alone says that the blob is there", async () => {
      const storage = await scene.serve((request, response) =>
        response.writeHead(request.url === "/gone" ? 404 : 403).end(),
      );
      const { registry, client } = await scene.start();
      let path = "/signed";
      registry.intercept = (_request, response) => {
        response.writeHead(307, { location: `https://${storage}${path}` }).end();
        return true;
      };
      const digest = digestOf(Buffer.from("x"));
      assert.deepEqual(await client.headBlob("a", digest), { size: undefined });
      path = "/gone";
      assert.equal(await client.headBlob("a", digest), undefined);
      registry.intercept = first(9, "HEAD", /./, (response) => response.writeHead(403).end());
      await assert.rejects(client.headBlob("a", digest), AuthenticationError);
    });
  });

  it("checks certificates whatever the environment says", async () => {
    const { registry } = await scene.start();
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const stranger = scene.clientOf(registry.host, { ca: "", retry: { attempts: 1 } });
      await assert.rejects(
        stranger.ping(),
        (error) => error instanceof TransportError && error.failure === "certificate",
      );
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  it("names every address that refuses", async () => {
    const port = await freePort();
    const client = scene.clientOf(`registry.example:${port}`, {
      retry: { attempts: 1 },
      lookup: (_name, options, callback) => {
        const addresses = [
          { address: "127.0.0.1", family: 4 },
          { address: "127.0.0.2", family: 4 },
        ];
        if (options.all === true) callback(null, addresses);
        else callback(null, "127.0.0.1", 4);
      },
    });
    await assert.rejects(
      client.ping(),
      (error) =>
        error instanceof TransportError &&
        error.message.includes(`127.0.0.1:${port}`) &&
        (!/, /.test(error.message) || error.message.includes(`127.0.0.2:${port}`)),
    );
  });

  describe("what a refusal says", () => {
    it("is told: the token server's reason, in the forms that there are", async () => {
      let body = "";
      const { registry, client } = await scene.start({}, { credentials: USER, retry: { attempts: 1 } });
      registry.intercept = (_request, response, path) => {
        if (path === "/token") response.writeHead(401).end(body);
        else {
          response.setHeader("www-authenticate", `Bearer realm="https://${registry.host}/token"`);
          response.writeHead(401).end();
        }
        return true;
      };
      const reason = "use a token instead of a password";
      for (const answer of [
        { errors: [{ code: "UNAUTHORIZED", message: reason }] },
        { errors: [{ status: 401, message: reason }] },
        { details: reason },
        { error: "invalid_grant", error_description: reason },
        { message: reason },
      ]) {
        body = JSON.stringify(answer);
        await assert.rejects(
          client.authenticate(),
          new RegExp(`refused the credentials: status 401: .*${reason}`),
        );
      }
      body = `<html><head><title>${reason}</title></head></html>`;
      await assert.rejects(client.authenticate(), new RegExp(`status 401: ${reason}`));
      body = JSON.stringify({ message: `${USER.password}\u001b[2J${"x".repeat(9_000)}` });
      await assert.rejects(client.authenticate(), (error) => {
        assert.ok(error instanceof AuthenticationError);
        assert.ok(!error.message.includes(USER.password) && !error.message.includes("\u001b"));
        assert.ok(error.message.length < 1_000, `${error.message.length} characters`);
        return true;
      });
    });

    it("is told: the title of a page, at most ten entries of errors, and nothing beyond some lines", async () => {
      const { registry, client } = await scene.start({}, { retry: { attempts: 1 } });
      let body = "<html><title>400 No required SSL certificate was sent</title></html>";
      registry.intercept = (_request, response) => {
        response.writeHead(400).end(body);
        return true;
      };
      await assert.rejects(
        client.manifest("a", "v1"),
        /returned 400 with the page "400 No required SSL certificate was sent"; it requires a client certificate$/,
      );
      assert.equal((await client.ping()).page, "400 No required SSL certificate was sent");
      const message = "m".repeat(1_000);
      body = JSON.stringify({
        errors: Array.from({ length: 40 }, (_, code) => ({ code: `C${code}`, message })),
      });
      await assert.rejects(client.manifest("a", "v1"), (error) => {
        assert.ok(error instanceof ResponseError);
        assert.equal(error.errors.length, 10);
        assert.ok(error.message.length < 4_000, `${error.message.length} characters`);
        return true;
      });
    });

    it("is left out where it holds a password that could be part of any word", async () => {
      const { registry, client } = await scene.start(
        {},
        { credentials: { username: "user", password: "an" }, retry: { attempts: 1 } },
      );
      registry.intercept = (_request, response) => {
        response.setHeader("www-authenticate", 'Basic realm="tests"');
        sendError(response, 401, "UNAUTHORIZED", "cannot be read");
        return true;
      };
      await assert.rejects(client.manifest("a", "v1"), (error) => {
        assert.ok(error instanceof AuthenticationError);
        assert.match(
          error.message,
          /returned 401: UNAUTHORIZED \(\(not shown\)\); the credentials were not accepted/,
        );
        return true;
      });
    });

    it("is told: that a client certificate is asked for", async () => {
      for (const options of [{}, { maxVersion: "TLSv1.2" as const }]) {
        const server = tls.createServer({
          cert: certificate.certificate,
          key: certificate.key,
          ca: authority.certificate,
          requestCert: true,
          rejectUnauthorized: true,
          ...options,
        });
        server.on("tlsClientError", () => undefined);
        const port = await freePort();
        await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
        scene.after(() => void server.close());
        const client = scene.clientOf(`127.0.0.1:${port}`, { retry: { attempts: 1 } });
        await assert.rejects(client.ping(), (error) => {
          assert.ok(error instanceof TransportError);
          assert.match(error.message, /requires a client certificate/);
          assert.doesNotMatch(error.message, /[0-9A-F]{8,}:error/i);
          return true;
        });
      }
    });
  });

  it("says what to set where an upload is sent to a host that is not the registry's own", async () => {
    const { registry, client } = await scene.start({}, { retry: { attempts: 1 } });
    const port = await freePort();
    registry.intercept = first(9, "POST", /./, (response) =>
      response.writeHead(202, { location: `https://127.0.0.1:${port}/v2/a/blobs/uploads/1` }).end(),
    );
    for (const chunkSize of [undefined, 1]) {
      await assert.rejects(
        client.uploadBlob("a", blobOf(Buffer.from("xyz")), chunkSize === undefined ? {} : { chunkSize }),
        (error) => {
          assert.ok(error instanceof TransportError);
          assert.match(
            error.message,
            new RegExp(
              `the registry ${registry.host} sends the upload to 127\\.0\\.0\\.1:${port}; if that is not its own name, ` +
                "the proxy in front of it must forward Host with its port .*\\$http_host.*relative URLs",
            ),
          );
          return true;
        },
      );
    }
  });

  for (const [status, code] of [
    [400, "TAG_INVALID"],
    [403, "DENIED"],
    [409, "CONFLICT"],
    [412, "PRECONDITION"],
  ] as const) {
    it(`is done with an immutable tag that has the digest already, where it is refused with ${status}`, async () => {
      const { registry, client } = await scene.start();
      const immutable = first(Infinity, "PUT", /\/manifests\/v1$/, (response, request) => {
        request.resume();
        sendError(response, status, code, "the tag is immutable");
      });
      const image = new TestImage();
      const destination = { client, repository: "a", tag: "v1" };
      await copyImage(image, destination, { format: "preserve" });
      registry.intercept = immutable;
      assert.equal(
        (await copyImage(image, destination, { format: "preserve" })).digest,
        image.content.digest,
      );
      await assert.rejects(
        copyImage(new TestImage(), destination, { format: "preserve" }),
        /the tag is immutable/,
      );
      assert.equal(await client.resolve("a", "v1"), image.content.digest);
    });
  }

  it("opens no more than 32 connections to a host, however many requests there are", async () => {
    const { registry, client } = await scene.start();
    let open = 0;
    let most = 0;
    registry.intercept = (_request, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(404).end();
      }, 5);
      return true;
    };
    const digests = Array.from(
      { length: 300 },
      (_, index) => `sha256:${createHash("sha256").update(String(index)).digest("hex")}`,
    );
    await Promise.all(digests.map((digest) => client.headBlob("a", digest)));
    assert.ok(most <= 32, `${most} at once`);
  });
});
