import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CompletedPart,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describeFailure } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { StageError } from "./stage-error";

/** How S3 is written. */
export interface S3Writer {
  readonly client: S3Client;
  readonly bucket: string;
  readonly permissions: FreshPermissions;
}

const MIB = 1024 * 1024;
/** The bytes of a part, of which few are held in memory for each object; what is not larger is sent as a whole. */
export const PART_SIZE = 8 * MIB;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAXIMUM_PARTS = 10_000;
const PARTS_AT_ONCE = 2;
const ABORT_MILLISECONDS = 3_000;

/** The bytes of each part of an object: larger only where there would be too many parts otherwise. */
export function partSizeFor(size: number): number {
  return Math.max(PART_SIZE, Math.ceil(size / MAXIMUM_PARTS / MIB) * MIB);
}

/**
 * Stores an object of bytes in memory.
 * @throws StageError
 */
export async function putObject(
  { client, bucket, permissions }: S3Writer,
  key: string,
  bytes: Buffer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes });
  const send = () => permissions.call(() => client.send(put, { abortSignal: signal }), signal);
  await explained(`s3://${bucket}/${key}`, signal, send);
}

/**
 * Stores an object out of a stream that fails where its content is not what it must be: then, and whenever else something
 * goes wrong, nothing is found under the key. S3 holds each part against the SHA-256 with which its request is signed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * @throws StageError, and what the stream throws
 */
export async function putStream(
  writer: S3Writer,
  key: string,
  size: number,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (size > PART_SIZE) return putParts(writer, key, partsOf(chunks, partSizeFor(size)), signal);
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return putObject(writer, key, Buffer.concat(pieces), signal);
}

async function putParts(
  { client, bucket, permissions }: S3Writer,
  key: string,
  parts: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const object = { Bucket: bucket, Key: key };
  const options = { abortSignal: signal };
  const attempt = <T>(action: () => Promise<T>): Promise<T> =>
    explained(`s3://${bucket}/${key}`, signal, action);
  const create = new CreateMultipartUploadCommand(object);
  const { UploadId } = await attempt(() => permissions.call(() => client.send(create, options), signal));
  const completed: CompletedPart[] = [];
  /** Those under way; one that failed stays. */
  const running = new Set<Promise<void>>();
  const send = async (PartNumber: number, Body: Buffer): Promise<void> => {
    const part = new UploadPartCommand({ ...object, UploadId, PartNumber, Body });
    const { ETag } = await attempt(() => client.send(part, options));
    completed.push({ PartNumber, ETag });
  };
  try {
    let number = 0;
    for await (const part of parts) {
      while (running.size >= PARTS_AT_ONCE) await Promise.race(running);
      const sending: Promise<void> = send((number += 1), part).then(() => void running.delete(sending));
      // Whoever waits for it throws the error.
      sending.catch(() => undefined);
      running.add(sending);
    }
    await Promise.all(running);
    completed.sort((one, other) => (one.PartNumber ?? 0) - (other.PartNumber ?? 0));
    const complete = new CompleteMultipartUploadCommand({
      ...object,
      UploadId,
      MultipartUpload: { Parts: completed },
    });
    await attempt(() => client.send(complete, options));
  } catch (error) {
    // S3 may keep a part that is still under way. What this leaves behind, the bucket's lifecycle takes away.
    await Promise.allSettled(running);
    const abort = new AbortMultipartUploadCommand({ ...object, UploadId });
    await client.send(abort, { abortSignal: AbortSignal.timeout(ABORT_MILLISECONDS) }).catch(() => undefined);
    throw error;
  }
}

/** The bytes of a stream in pieces of one size, but for the last. */
export async function* partsOf(
  chunks: AsyncIterable<Buffer>,
  partSize: number,
): AsyncGenerator<Buffer, void, undefined> {
  let part = Buffer.allocUnsafe(partSize);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let position = 0; position < chunk.length;) {
      const copied = chunk.copy(part, filled, position);
      position += copied;
      filled += copied;
      if (filled === partSize) {
        yield part;
        part = Buffer.allocUnsafe(partSize);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** Does what asks S3, and turns what S3 or the way to it throws into a sentence with the remedy. */
export async function explained<T>(
  name: string,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    signal?.throwIfAborted();
    if (statusOf(error) === 403) {
      throw new StageError(
        `S3 does not let the function write ${name}: its role, the role's permissions boundary, the bucket's policy or ` +
          "the policy of the KMS key does not allow it.",
      );
    }
    throw new StageError(
      `Staging ${name} failed: ${describeFailure(error)} Check that the function can reach S3, then run \`pulumi up\` ` +
        "again: what is staged stays there.",
    );
  }
}

/** The status with which S3 answered; `undefined` where it did not. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
