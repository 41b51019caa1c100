import { S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sha256, verified } from "../../registry-client";
import { replyWithError, startS3Server, type S3Server } from "../../tests/support/s3-server";
import { FreshPermissions } from "../shared/fresh-permissions";
import { CopyError } from "./copy-error";
import { PART_SIZE, partSizeFor, partsOf, putObject, putStream, type S3Writer } from "./s3-upload";

const BYTES = randomBytes(3 * PART_SIZE + 1000);
const KEY = "staged/blobs/sha256/abc";

async function* pieces(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe("an upload to S3", () => {
  let server: S3Server;
  let client: S3Client;

  beforeEach(async () => {
    server = await startS3Server();
    client = new S3Client({
      endpoint: server.url,
      region: "eu-west-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 2,
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  /** A refusal is final at once where the function has no time left. */
  const writer = (milliseconds = 0): S3Writer => ({
    client,
    bucket: "images",
    permissions: new FreshPermissions(Date.now() + milliseconds),
  });
  const put = (chunks: AsyncIterable<Buffer>, size = BYTES.length, signal?: AbortSignal): Promise<void> =>
    putStream(writer(), KEY, size, chunks, signal);

  it("goes in parts, each signed with its digest, and comes out whole", async () => {
    await put(pieces(BYTES));
    assert.deepEqual(server.latest("images", KEY)?.bytes, BYTES);
    const numbers = server.calls.flatMap(({ partNumber }) => (partNumber === undefined ? [] : [partNumber]));
    assert.deepEqual(numbers.sort(), [1, 2, 3, 4]);
    assert.equal(server.openUploads(), 0);
  });

  it("goes in one piece where there is not more than a part of it, or nothing at all", async () => {
    for (const bytes of [BYTES.subarray(0, PART_SIZE), Buffer.alloc(0)]) {
      server.calls.length = 0;
      await put(pieces(bytes), bytes.length);
      assert.deepEqual(server.latest("images", KEY)?.bytes, bytes);
      assert.deepEqual(
        server.calls.map(({ method }) => method),
        ["PUT"],
      );
    }
  });

  it("is nowhere to be found where its digest is wrong", async () => {
    for (const bytes of [BYTES, BYTES.subarray(0, 1000)]) {
      const expected = { digest: sha256("another"), size: bytes.length };
      await assert.rejects(
        put(verified(pieces(bytes), expected, "blob"), bytes.length),
        /has digest .* instead of/,
      );
      assert.equal(server.latest("images", KEY), undefined);
      assert.equal(server.openUploads(), 0);
    }
    assert.ok(server.calls.some(({ method, uploadId }) => method === "DELETE" && uploadId !== undefined));
  });

  it("sends no more than two parts at once, and reads no further meanwhile", async () => {
    let waiting = 0;
    let read = 0;
    server.fault = (_response, { partNumber }) => partNumber !== undefined && (waiting += 1) > 0;
    const counted = async function* (): AsyncGenerator<Buffer, void, undefined> {
      for await (const piece of pieces(BYTES)) {
        read += piece.length;
        yield piece;
      }
    };
    const stop = new AbortController();
    const stopped = assert.rejects(put(counted(), BYTES.length, stop.signal), /enough/);
    while (waiting < 2) await sleep(10);
    // Time for a third, which must not come.
    await sleep(300);
    stop.abort(new Error("enough"));
    await stopped;
    assert.equal(waiting, 2);
    assert.ok(read <= 3 * PART_SIZE + 100_000, `${read} bytes`);
    server.fault = undefined;
  });

  it("stops at once with the signal's reason, and takes back what it sent", async () => {
    const stop = new AbortController();
    const reason = new Error("out of time");
    server.fault = (_response, { partNumber }) => {
      if (partNumber === 2) stop.abort(reason);
      return partNumber === 2;
    };
    await assert.rejects(put(pieces(BYTES), BYTES.length, stop.signal), reason);
    assert.equal(server.openUploads(), 0);
    assert.equal(server.latest("images", KEY), undefined);
  });

  it("sends a part again while S3 is at fault", async () => {
    let faults = 1;
    server.fault = (response, call) => {
      if (call.partNumber === undefined || faults-- <= 0) return false;
      replyWithError(response, call, 503, "SlowDown");
      return true;
    };
    await put(pieces(BYTES));
    assert.deepEqual(server.latest("images", KEY)?.bytes, BYTES);
  });

  it("fails where S3 goes on being at fault, whichever call it is, and leaves nothing", async () => {
    const calls: ((call: {
      partNumber: number | undefined;
      method: string;
      beginsUpload: boolean;
    }) => boolean)[] = [
      ({ beginsUpload }) => beginsUpload,
      ({ partNumber }) => partNumber === 1,
      ({ method, beginsUpload }) => method === "POST" && !beginsUpload,
    ];
    for (const isMeant of calls) {
      server.fault = (response, call) => {
        if (!isMeant(call)) return false;
        replyWithError(response, call, 500, "InternalError");
        return true;
      };
      await assert.rejects(put(pieces(BYTES)), (error) => {
        assert.match(
          (error as Error).message,
          /^Writing s3:\/\/images\/staged\/blobs\/sha256\/abc failed: InternalError/,
        );
        return error instanceof CopyError;
      });
      assert.equal(server.openUploads(), 0);
      assert.equal(server.latest("images", KEY), undefined);
    }
  });

  it("waits for a permission that was given a moment ago, and says what to look at when it does not come", async () => {
    let refusals = 1;
    server.fault = (response, call) => {
      if (refusals-- <= 0) return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    await putObject(writer(20_000), KEY, Buffer.from("a"), undefined);
    refusals = 1;
    await putStream(writer(20_000), KEY, BYTES.length, pieces(BYTES), undefined);
    assert.deepEqual(server.latest("images", KEY)?.bytes, BYTES);
    refusals = Infinity;
    const refused = /: S3 refuses the function to write s3:\/\/images\/.*KMS key does not allow it\.$/;
    await assert.rejects(put(pieces(BYTES)), refused);
    await assert.rejects(putObject(writer(), KEY, Buffer.from("a"), undefined), refused);
  });
});

describe("the parts of an upload", () => {
  it("are as many as S3 takes, and as small as may be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 * 1024 ** 4 }), (size) => {
        const partSize = partSizeFor(size);
        assert.ok(partSize >= PART_SIZE && partSize <= 5 * 1024 ** 3);
        assert.ok(Math.ceil(size / partSize) <= 10_000);
      }),
    );
    assert.equal(partSizeFor(10 * 1024 ** 3), PART_SIZE);
  });

  it("are the stream again, wherever it was cut", async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 40 }), async (cuts, partSize) => {
        const chunks = cuts.map((length) => randomBytes(length));
        const parts: Buffer[] = [];
        const stream = (async function* () {
          yield* chunks;
        })();
        for await (const part of partsOf(stream, partSize)) parts.push(part);
        assert.deepEqual(Buffer.concat(parts), Buffer.concat(chunks));
        assert.ok(parts.every(({ length }, index) => length === partSize || index === parts.length - 1));
      }),
    );
  });
});
