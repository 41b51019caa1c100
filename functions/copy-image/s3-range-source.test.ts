import { S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { replyWithError, startS3Server, type S3Server } from "../../tests/support/s3-server";
import { FreshPermissions } from "../shared/fresh-permissions";

import { CopyError } from "./copy-error";
import { S3RangeSource } from "./s3-range-source";

const BYTES = randomBytes(300_000);

describe("an archive in S3", () => {
  let server: S3Server;
  let client: S3Client;
  const location = { bucket: "archives", key: "project/stack/a b.tar", versionId: "version-1" };
  const never = new AbortController().signal;
  /** A refusal is final at once where the function has no time left. */
  const open = (signal = never, changes: object = {}, milliseconds = 0): Promise<S3RangeSource> =>
    S3RangeSource.open(
      { client, permissions: new FreshPermissions(Date.now() + milliseconds), signal },
      { ...location, what: "archive", remedy: "run `pulumi up --refresh` to upload it again", ...changes },
    );

  beforeEach(async () => {
    server = await startS3Server();
    client = new S3Client({
      endpoint: server.url,
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 2,
      requestHandler: { socketTimeout: 300 },
    });
    server.put(location.bucket, location.key, BYTES);
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  it("is read by ranges of exactly the version that was asked for", async () => {
    server.put(location.bucket, location.key, randomBytes(100));
    const source = await open();
    assert.equal(source.size, BYTES.length);
    assert.deepEqual(await collect(source.read(1000, 250_000)), BYTES.subarray(1000, 250_000));
    const { method, path, range, versionId, ifMatch } = server.calls[1] ?? {};
    assert.deepEqual([server.calls.length, method, path], [2, "GET", "/archives/project/stack/a b.tar"]);
    assert.deepEqual([range, versionId, ifMatch], ["bytes=1000-249999", "version-1", '"etag-1"']);
  });

  it("gives every range", async () => {
    const source = await open();
    const range = fc.tuple(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 300_000 }));
    await fc.assert(
      fc.asyncProperty(range, async ([one, other]) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        assert.deepEqual(await collect(source.read(start, end)), BYTES.subarray(start, end));
      }),
      { numRuns: 30 },
    );
  });

  it("asks for nothing where the range is empty", async () => {
    const source = await open();
    assert.equal((await collect(source.read(5, 5))).length, 0);
    assert.equal(server.calls.length, 1);
  });

  it("goes on where a connection broke, as long as it gets any further", async () => {
    const source = await open();
    server.fault = (response, { range }) => {
      const start = Number(/=(\d+)/.exec(range ?? "")?.[1]);
      if (start >= 250_000) return false;
      response.writeHead(206, { "content-length": BYTES.length - start });
      response.write(BYTES.subarray(start, start + 40_000), () => response.destroy());
      return true;
    };
    assert.deepEqual(await collect(source.read(0, BYTES.length)), BYTES);
    assert.ok(server.calls.length > 7);
  });

  it("goes on where nothing more arrives", async () => {
    const source = await open();
    let stalls = 1;
    server.fault = (response) => {
      if (stalls-- <= 0) return false;
      response.writeHead(206, { "content-length": BYTES.length });
      response.write(BYTES.subarray(0, 1000));
      return true;
    };
    assert.deepEqual(await collect(source.read(0, BYTES.length)), BYTES);
  });

  it("gives up after five connections that brought nothing", async () => {
    const source = await open();
    server.fault = (response) => {
      response.writeHead(206, { "content-length": BYTES.length });
      response.flushHeaders();
      setTimeout(() => response.destroy(), 5);
      return true;
    };
    await rejects(
      collect(source.read(0, BYTES.length)),
      /^Reading the archive s3:\/\/archives\/.* failed: .*route to S3/,
    );
    assert.equal(server.calls.length, 6);
  });

  it("asks again while S3 is at fault", async () => {
    let faults = 1;
    server.fault = (response, call) => {
      if (faults-- <= 0) return false;
      replyWithError(response, call, 503, "SlowDown");
      return true;
    };
    assert.equal((await open()).size, BYTES.length);
  });

  it("says what to do when the object is not there, must not be read, or was replaced", async () => {
    await rejects(
      open(never, { versionId: "gone" }),
      /archive s3:\/\/archives\/.* no longer exists: run `pulumi up --refresh`/,
    );
    await rejects(open(never, { versionId: undefined, etag: '"other"' }), /was replaced during the copy/);
    server.fault = (response, call) => {
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    await rejects(open(), /^S3 refuses the function to read s3:\/\/archives\/.*KMS key does not allow it/);
  });

  it("reads the version that was the latest when it was opened, where none is named", async () => {
    const source = await open(never, { versionId: undefined });
    server.put(location.bucket, location.key, randomBytes(100));
    assert.deepEqual(await collect(source.read(0, BYTES.length)), BYTES);
    assert.equal(server.calls.at(-1)?.versionId, "version-1");
  });

  it("waits for a permission that was given a moment ago, but not for ever", async () => {
    let refusals = 2;
    server.fault = (response, call) => {
      if (refusals-- <= 0) return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    assert.equal((await open(never, {}, 20_000)).size, BYTES.length);
    refusals = Infinity;
    const startedAt = Date.now();
    await rejects(open(never, {}, 2_000), /^S3 refuses the function to read/);
    const waited = Date.now() - startedAt;
    assert.ok(waited >= 450, `${waited} ms`);
  });

  it("refuses a response that is not the range", async () => {
    const source = await open();
    server.fault = (response) => {
      response.writeHead(200, { "content-length": BYTES.length }).end(BYTES);
      return true;
    };
    await rejects(collect(source.read(5, 10)), /another range/);
  });

  it("stops at once with the signal's reason", async () => {
    const stop = new AbortController();
    const source = await open(stop.signal);
    server.fault = (response) => {
      response.writeHead(206, { "content-length": BYTES.length });
      response.write(BYTES.subarray(0, 1000));
      return true;
    };
    const reason = new Error("out of time");
    setTimeout(() => stop.abort(reason), 50);
    await assert.rejects(collect(source.read(0, BYTES.length)), reason);
    await assert.rejects(open(stop.signal), reason);
  });
});

async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.match((error as Error).message, message);
    return error instanceof CopyError;
  });
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}
