import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CompletedPart,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describeFailure, statusOf } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { CopyError } from "./copy-error";

/** A bucket that is written to. */
export interface S3Writer {
  readonly client: S3Client;
  readonly bucket: string;
  readonly permissions: FreshPermissions;
}

const MIB = 1024 * 1024;
/** Bytes of a part, of which few are in memory for each object; a smaller object is sent in one request. */
export const PART_SIZE = 8 * MIB;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAXIMUM_PARTS = 10_000;
const PARTS_AT_ONCE = 2;
const ABORT_MILLISECONDS = 3_000;

/** Bytes of each part of an object: larger only where there would be too many parts otherwise. */
export function partSizeFor(size: number): number {
  return Math.max(PART_SIZE, Math.ceil(size / MAXIMUM_PARTS / MIB) * MIB);
}

/**
 * Stores an object of bytes in memory.
 * @throws CopyError
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
 * Stores an object from a stream that fails where its content does not match its digest: then, and with any other failure,
 * no object exists under the key. S3 verifies each part by the SHA-256 with which its request is signed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 * @throws CopyError, and what the stream throws
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
  /** Uploads in progress; a failed one stays. */
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
      // The error is thrown where the upload is awaited.
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
    // S3 may keep a part that is still in progress. The bucket's lifecycle deletes what remains.
    await Promise.allSettled(running);
    const abort = new AbortMultipartUploadCommand({ ...object, UploadId });
    await client.send(abort, { abortSignal: AbortSignal.timeout(ABORT_MILLISECONDS) }).catch(() => undefined);
    throw error;
  }
}

/** The bytes of a stream in parts of one size, except the last. */
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

/** Sends requests to S3, and turns their errors into a sentence with the remedy. */
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
      throw new CopyError(
        `S3 refuses the function to write ${name}: its role, the role's permissions boundary, the bucket's policy or ` +
          "the policy of the KMS key does not allow it.",
      );
    }
    throw new CopyError(
      `Writing ${name} failed: ${describeFailure(error)} Check that the function can reach S3, then run \`pulumi up\` ` +
        "again: what is stored stays there.",
    );
  }
}
