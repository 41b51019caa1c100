import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RangeSource } from "../../registry-client";
import { describeFailure } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { PublishError } from "./publish-error";

/** An object in S3, and what it is to the person who deploys. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  /** The one version that is read; by default the latest when the object is opened. */
  readonly versionId?: string;
  /** The entity tag that the object must have, for a bucket without versions. */
  readonly etag?: string;
  /** How messages call it: `archive`. */
  readonly what: string;
  /** What to do when it is not there, as the end of a sentence. */
  readonly remedy: string;
}

/** How S3 is asked. */
export interface S3Reader {
  readonly client: S3Client;
  readonly permissions: FreshPermissions;
  /** Ends every read, with its reason. */
  readonly signal: AbortSignal;
}

/** How often a read is begun anew without having got any further. */
const ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 200;

/**
 * An object in S3, read by ranges. When a connection breaks the read goes on from there; all reads are of the same
 * version. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export class S3RangeSource implements RangeSource {
  private constructor(
    private readonly reader: S3Reader,
    /** With the version and the entity tag that every read must find. */
    private readonly object: S3Object,
    readonly size: number,
  ) {}

  /** @throws PublishError where the object is not there or must not be read */
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
        if (position < endExclusive) throw new Error("The answer of S3 ended early");
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
    let answer;
    try {
      answer = await client.send(
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
    const { Body: body, ContentLength: length } = answer;
    if (!(body instanceof Readable) || length !== endExclusive - start) {
      throw new PublishError(`S3 answered with another range of ${nameOf(this.object)} than was asked for.`);
    }
    return addAbortSignal(signal, body);
  }
}

/** How messages name an object. */
export function nameOf({ bucket, key }: Pick<S3Object, "bucket" | "key">): string {
  return `s3://${bucket}/${key}`;
}

/** What S3's refusals mean to the person who deploys, by their status. */
const REFUSALS: ReadonlyMap<number | undefined, (object: S3Object) => string> = new Map([
  [
    403,
    (object) =>
      `S3 does not let the function read ${nameOf(object)}: the ${object.what} is not there any more ` +
      `(${object.remedy}), or the function's role, the bucket's policy, the policy of the VPC's endpoint for S3 or ` +
      "the policy of the KMS key does not allow it.",
  ],
  [404, (object) => `The ${object.what} ${nameOf(object)} is not there any more: ${object.remedy}.`],
  [412, (object) => `The ${object.what} ${nameOf(object)} was replaced under way: run \`pulumi up\` again.`],
]);

function unreadable(object: S3Object, error: unknown): PublishError {
  const refusal = REFUSALS.get(statusOf(error));
  if (refusal !== undefined) return new PublishError(refusal(object));
  return new PublishError(
    `Reading the ${object.what} ${nameOf(object)} failed: ${describeFailure(error)} Check that the function's subnets ` +
      "have a route to S3 (a gateway endpoint or the internet) and that its security groups let it out to S3, then run " +
      "`pulumi up` again: what is in the registry stays there.",
  );
}

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
