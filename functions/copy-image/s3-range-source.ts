import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RangeSource } from "../../registry-client";
import { describeFailure, statusOf } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { CopyError } from "./copy-error";

/** An object in S3, and how messages describe it. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  /** Version that is read. Default: the latest when the object is opened. */
  readonly versionId?: string;
  /** The entity tag that the object must have, for a bucket without versions. */
  readonly etag?: string;
  /** Noun in messages, for example `archive`. */
  readonly what: string;
  /** What to do when it does not exist, as the end of a sentence. */
  readonly remedy: string;
}

/** Access to S3. */
export interface S3Reader {
  readonly client: S3Client;
  readonly permissions: FreshPermissions;
  /** Ends every read, with its reason. */
  readonly signal: AbortSignal;
}

/** Attempts of a read that makes no progress. */
const ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 200;

/**
 * Object in S3, read by ranges. When a connection breaks the read continues from there; all reads are of the same
 * version. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export class S3RangeSource implements RangeSource {
  private constructor(
    private readonly reader: S3Reader,
    /** With the version and the entity tag that every read requires. */
    private readonly object: S3Object,
    readonly size: number,
  ) {}

  /** @throws CopyError where the object does not exist or cannot be read */
  static async open(reader: S3Reader, object: S3Object): Promise<S3RangeSource> {
    const { client, permissions, signal } = reader;
    const { bucket, key, versionId, etag } = object;
    const head = new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, IfMatch: etag });
    try {
      const found = await permissions.call(() => client.send(head, { abortSignal: signal }), signal);
      const { ContentLength: size = 0, ETag = etag, VersionId = versionId } = found;
      return new S3RangeSource(reader, { ...object, versionId: VersionId, etag: ETag }, size);
    } catch (error) {
      signal.throwIfAborted();
      throw unreadable(object, error);
    }
  }

  async *read(start: number, endExclusive: number): AsyncGenerator<Buffer, void, undefined> {
    let position = start;
    let failed = 0;
    while (position < endExclusive) {
      const before = position;
      const body = await this.open(position, endExclusive);
      try {
        for await (const chunk of body) {
          position += (chunk as Buffer).length;
          yield chunk as Buffer;
        }
        if (position < endExclusive) throw new Error("The response of S3 ended early");
        return;
      } catch (error) {
        this.reader.signal.throwIfAborted();
        failed = position > before ? 1 : failed + 1;
        if (failed >= ATTEMPTS) throw unreadable(this.object, error);
      }
      await sleep(PAUSE_MILLISECONDS * failed);
    }
  }

  private async open(start: number, endExclusive: number): Promise<Readable> {
    const { client, signal } = this.reader;
    const { bucket, key, versionId, etag } = this.object;
    let response;
    try {
      response = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          IfMatch: etag,
          Range: `bytes=${start}-${endExclusive - 1}`,
        }),
        { abortSignal: signal },
      );
    } catch (error) {
      signal.throwIfAborted();
      throw unreadable(this.object, error);
    }
    const { Body: body, ContentLength: length } = response;
    if (!(body instanceof Readable) || length !== endExclusive - start) {
      throw new CopyError(`S3 returned another range of ${nameOf(this.object)} than the requested one.`);
    }
    return addAbortSignal(signal, body);
  }
}

/** How messages name an object. */
export function nameOf({ bucket, key }: Pick<S3Object, "bucket" | "key">): string {
  return `s3://${bucket}/${key}`;
}

/** Messages for S3's error responses, by their status. */
const REFUSALS: ReadonlyMap<number | undefined, (object: S3Object) => string> = new Map([
  [
    403,
    (object) =>
      `S3 refuses the function to read ${nameOf(object)}: the ${object.what} no longer exists ` +
      `(${object.remedy}), or the function's role, the bucket's policy, the policy of the VPC's endpoint for S3 or ` +
      "the policy of the KMS key does not allow it.",
  ],
  [404, (object) => `The ${object.what} ${nameOf(object)} no longer exists: ${object.remedy}.`],
  [
    412,
    (object) => `The ${object.what} ${nameOf(object)} was replaced during the copy: run \`pulumi up\` again.`,
  ],
]);

function unreadable(object: S3Object, error: unknown): CopyError {
  const refusal = REFUSALS.get(statusOf(error));
  if (refusal !== undefined) return new CopyError(refusal(object));
  return new CopyError(
    `Reading the ${object.what} ${nameOf(object)} failed: ${describeFailure(error)} Check that the function's subnets ` +
      "have a route to S3 (a gateway endpoint or the internet) and that its security groups allow egress to S3, then run " +
      "`pulumi up` again: what is in the registry stays there.",
  );
}
