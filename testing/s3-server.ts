import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One version of an object. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly versionId: string;
}

/** A call that the server received. */
export interface S3Call {
  readonly method: string;
  /** `/bucket/key`. */
  readonly path: string;
  readonly versionId: string | undefined;
  readonly range: string | undefined;
  readonly ifMatch: string | undefined;
  readonly authorization: string | undefined;
}

/** Takes over a call when it returns true. */
export type S3Fault = (response: ServerResponse, call: S3Call, object: StoredObject | undefined) => boolean;

/** A server on loopback that speaks S3's protocol, path style, for HeadObject and ranged GetObject of one version. */
export interface S3Server {
  readonly url: string;
  readonly calls: readonly S3Call[];
  /** Looks at each call first; none by default. */
  fault: S3Fault | undefined;
  /** Stores a further version of an object, which is the latest from then on. */
  put(bucket: string, key: string, bytes: Buffer): StoredObject;
  close(): Promise<void>;
}

/** Starts a server on a free port of loopback. */
export async function startS3Server(): Promise<S3Server> {
  const calls: S3Call[] = [];
  const objects = new Map<string, StoredObject[]>();
  const state: { fault: S3Fault | undefined } = { fault: undefined };
  const server = createServer((request, response) => {
    const call = callOf(request);
    calls.push(call);
    const versions = objects.get(call.path) ?? [];
    const object =
      call.versionId === undefined
        ? versions.at(-1)
        : versions.find(({ versionId }) => versionId === call.versionId);
    if (state.fault?.(response, call, object) !== true) reply(response, call, object);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    put: (bucket, key, bytes) => {
      const versions = objects.get(`/${bucket}/${key}`) ?? [];
      const number = versions.length + 1;
      const object = { bytes, etag: `"etag-${number}"`, versionId: `version-${number}` };
      objects.set(`/${bucket}/${key}`, [...versions, object]);
      return object;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Answers with an error as S3 does; to a HEAD, without a body. */
export function replyWithError(response: ServerResponse, call: S3Call, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(call.method === "HEAD" ? undefined : body);
}

function callOf(request: IncomingMessage): S3Call {
  const url = new URL(request.url ?? "/", "http://s3");
  const { range, "if-match": ifMatch, authorization } = request.headers;
  return {
    method: request.method ?? "",
    path: decodeURIComponent(url.pathname),
    versionId: url.searchParams.get("versionId") ?? undefined,
    range,
    ifMatch,
    authorization,
  };
}

function reply(response: ServerResponse, call: S3Call, object: StoredObject | undefined): void {
  if (object === undefined) {
    replyWithError(response, call, 404, call.versionId === undefined ? "NoSuchKey" : "NoSuchVersion");
  } else if (call.ifMatch !== undefined && call.ifMatch !== object.etag) {
    replyWithError(response, call, 412, "PreconditionFailed");
  } else {
    const { bytes, etag, versionId } = object;
    const headers = { etag, "x-amz-version-id": versionId, "accept-ranges": "bytes" };
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(call.range ?? "") ?? [];
    if (first === undefined || last === undefined) {
      response.writeHead(200, { ...headers, "content-length": bytes.length });
      response.end(call.method === "HEAD" ? undefined : bytes);
      return;
    }
    const part = bytes.subarray(Number(first), Number(last) + 1);
    const range = `bytes ${first}-${Number(first) + part.length - 1}/${bytes.length}`;
    response.writeHead(206, { ...headers, "content-length": part.length, "content-range": range });
    response.end(part);
  }
}
