import type { RegistryConnection } from "../connection";
import { blobPath, type CallOptions, lengthOf, RANGE_REFUSALS } from "./download";
import { displayUrl } from "../errors";
import type { HttpResponse } from "../transport/http-response";
import { formatRange, parseContentRange } from "./range";

/** The beginning of a blob, and where it came from. */
export interface BlobStart {
  readonly bytes: Buffer;
  /** Bytes of the whole blob; `undefined` when the server does not say. */
  readonly size: number | undefined;
  /** Origin and path that a redirect led to; `undefined` when the registry sent the bytes itself. */
  readonly redirectedTo: string | undefined;
  /** A `Content-Encoding` that nobody asked for, such as `gzip`; absent when there is none. */
  readonly contentEncoding?: string;
}

export interface BlobStartOptions extends CallOptions {
  /** Bytes of the blob by its descriptor, beyond which nothing is asked for. */
  readonly size?: number;
}

/** The first `length` bytes of a blob, by a request for that part, or for the whole where no parts are given. */
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
  // Nothing ends at byte 0: of an empty blob there is no part to ask for. Some servers take no range beyond the end.
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

// All of what was asked for is read, so that the connection can be used again; where the server sends more, it ends.
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
