import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RangeSource } from "../../registry-client";
import { describeFailure } from "../credentials/describe-failure";
import type { ArchiveLocation } from "./event";
import { PublishError } from "./publish-error";

/** How often a read is begun anew without having got any further. */
const ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 200;

/**
 * An object in S3, read by ranges. When a connection breaks the read goes on from there; all reads are of the same
 * version. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export class S3RangeSource implements RangeSource {
  private constructor(
    private readonly client: S3Client,
    private readonly location: ArchiveLocation,
    private readonly signal: AbortSignal,
    /** The entity tag that every read must find. */
    private readonly etag: string | undefined,
    readonly size: number,
  ) {}

  /**
   * @param signal ends every read, with its reason
   * @throws PublishError where the object is not there or must not be read
   */
  static async open(
    client: S3Client,
    location: ArchiveLocation,
    signal: AbortSignal,
  ): Promise<S3RangeSource> {
    const { bucket, key, versionId, etag } = location;
    try {
      const { ContentLength: size = 0, ETag } = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, IfMatch: etag }),
        { abortSignal: signal },
      );
      return new S3RangeSource(client, location, signal, ETag ?? etag, size);
    } catch (error) {
      signal.throwIfAborted();
      throw unreadable(location, error);
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
        this.signal.throwIfAborted();
        failed = position > before ? 1 : failed + 1;
        if (failed >= ATTEMPTS) throw unreadable(this.location, error);
      }
      await sleep(PAUSE_MILLISECONDS * failed);
    }
  }

  private async open(start: number, endExclusive: number): Promise<Readable> {
    const { bucket, key, versionId } = this.location;
    let answer;
    try {
      answer = await this.client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          IfMatch: this.etag,
          Range: `bytes=${start}-${endExclusive - 1}`,
        }),
        { abortSignal: this.signal },
      );
    } catch (error) {
      this.signal.throwIfAborted();
      throw unreadable(this.location, error);
    }
    const { Body: body, ContentLength: length } = answer;
    if (!(body instanceof Readable) || length !== endExclusive - start) {
      throw new PublishError(
        `S3 answered with another range of ${nameOf(this.location)} than was asked for.`,
      );
    }
    return addAbortSignal(this.signal, body);
  }
}

/** How messages name an object. */
export function nameOf({ bucket, key }: ArchiveLocation): string {
  return `s3://${bucket}/${key}`;
}

/** What S3's refusals mean to the person who deploys, by their status. */
const REFUSALS: ReadonlyMap<number | undefined, (name: string) => string> = new Map([
  [
    403,
    (name) =>
      `S3 does not let the function read ${name}: the archive is not there any more (run \`pulumi up --refresh\` to ` +
      "upload it again), or the function's role, the bucket's policy, the policy of the VPC's endpoint for S3 or " +
      "the policy of the KMS key does not allow it.",
  ],
  [
    404,
    (name) => `The archive ${name} is not there any more: run \`pulumi up --refresh\` to upload it again.`,
  ],
  [412, (name) => `The archive ${name} was replaced under way: run \`pulumi up\` again.`],
]);

function unreadable(location: ArchiveLocation, error: unknown): PublishError {
  const name = nameOf(location);
  const refusal = REFUSALS.get(statusOf(error));
  if (refusal !== undefined) return new PublishError(refusal(name));
  return new PublishError(
    `Reading the archive ${name} failed: ${describeFailure(error)} Check that the function's subnets have a route to ` +
      "S3 (a gateway endpoint or the internet) and that its security groups let it out to S3, then run `pulumi up` " +
      "again: what is in the registry stays there.",
  );
}

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
