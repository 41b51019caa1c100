import type { RegistryConnection } from "../connection";
import { blobPath, type CallOptions, lengthOf, RANGE_REFUSALS } from "./download";
import { displayUrl } from "../errors";
import type { HttpResponse } from "../transport/http-response";
import { formatRange, parseContentRange } from "./range";

/** The first bytes of a blob, and their origin. */
export interface BlobStart {
  readonly bytes: Buffer;
  /** Size of the complete blob in bytes; `undefined` when the server does not send it. */
  readonly size: number | undefined;
  /** Origin and path that a redirect led to; `undefined` when the registry sent the bytes itself. */
  readonly redirectedTo: string | undefined;
  /** An unrequested `Content-Encoding`, such as `gzip`; absent without one. */
  readonly contentEncoding?: string;
}

export interface BlobStartOptions extends CallOptions {
  /** Size of the blob in its descriptor, in bytes; nothing beyond it is requested. */
  readonly size?: number;
}

/** Fetches the first `length` bytes of a blob by a range request, or by a complete one where ranges are not supported. */
export async function blobStart(
  connection: RegistryConnection,
  repository: string,
  digest: string,
  length: number,
  { size, ...options }: BlobStartOptions,
): Promise<BlobStart> {
  const url = blobPath(repository, digest);
  const scopes = [{ repository, actions: ["pull"] }] as const;
  const request = { method: "GET", url, scopes, ...options } as const;
  const read = (response: HttpResponse): Promise<BlobStart> => {
    const { host, pathname } = response.request.url;
    return readStart(response, length, host === connection.host && pathname === url);
  };
  // An empty blob has no range to request, and some servers refuse a range beyond the end.
  const end = Math.min(length, size ?? length);
  if (end > 0) {
    const headers = { range: formatRange(0, end) };
    const part = await connection.request(
      { ...request, headers, expect: [200, 206, ...RANGE_REFUSALS] },
      async (response) => {
        if (!RANGE_REFUSALS.includes(response.status)) return read(response);
        await response.discard();
        return undefined;
      },
    );
    if (part) return part;
  }
  return connection.request({ ...request, expect: [200] }, read);
}

async function readStart(response: HttpResponse, length: number, isOwn: boolean): Promise<BlobStart> {
  const range = parseContentRange(response.header("content-range") ?? "");
  const size = response.status === 206 ? range?.size : lengthOf(response);
  const { contentEncoding } = response;
  return {
    bytes: await firstBytes(response, length),
    size,
    redirectedTo: isOwn ? undefined : displayUrl(response.request.url),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
  };
}

// All requested bytes are read, so that the connection can be reused; it is closed where the server sends more.
async function firstBytes(response: HttpResponse, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of response.body()) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}
