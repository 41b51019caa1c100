import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback, type Listening } from "../../cli/local/loopback";

/** One version of an object. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly versionId: string;
  readonly lastModified: Date;
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
  /** The multipart upload that the call belongs to. */
  readonly uploadId: string | undefined;
  /** The number of the part that the call sends. */
  readonly partNumber: number | undefined;
  /** Whether the call begins a multipart upload. */
  readonly beginsUpload: boolean;
}

/** Takes over a call when it returns true. */
export type S3Fault = (response: ServerResponse, call: S3Call, object: StoredObject | undefined) => boolean;

/**
 * A server on loopback that speaks S3's protocol, path style, for a bucket with versions: HeadObject and ranged GetObject of
 * one version, PutObject, and multipart uploads. It refuses a body that is not the one that was signed.
 */
export interface S3Server extends Listening {
  readonly calls: S3Call[];
  /** Looks at each call first; none by default. */
  fault: S3Fault | undefined;
  /** Stores a further version of an object, which is the latest from then on. */
  put(bucket: string, key: string, bytes: Buffer, lastModified?: Date): StoredObject;
  /** The latest version of an object. */
  latest(bucket: string, key: string): StoredObject | undefined;
  /** The keys of a bucket. */
  keysOf(bucket: string): string[];
  /** Takes an object away, with all its versions. */
  remove(bucket: string, key: string): void;
  /** Multipart uploads that are neither completed nor aborted. */
  openUploads(): number;
}

/** Starts a server on a free port of loopback. */
export async function startS3Server(): Promise<S3Server> {
  const calls: S3Call[] = [];
  const store = new Store();
  const server = createServer((request, response) => {
    const call = callOf(request);
    calls.push(call);
    const object = store.find(call.path, call.versionId);
    if (served.fault?.(response, call, object) === true) return void request.resume();
    void readBody(request).then(
      (body) => reply(response, request, call, body, store),
      () => response.destroy(),
    );
  });
  const served: S3Server = {
    ...(await listenOnLoopback(server)),
    calls,
    fault: undefined,
    put: (bucket, key, bytes, lastModified) => store.put(`/${bucket}/${key}`, bytes, lastModified),
    latest: (bucket, key) => store.find(`/${bucket}/${key}`, undefined),
    keysOf: (bucket) => store.keysOf(`/${bucket}/`),
    remove: (bucket, key) => store.remove(`/${bucket}/${key}`),
    openUploads: () => store.uploads.size,
  };
  return served;
}

/** Answers with an error as S3 does; to a HEAD, without a body. */
export function replyWithError(response: ServerResponse, call: S3Call, status: number, code: string): void {
  const body = xml("Error", `<Code>${code}</Code><Message>${code}</Message>`);
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(call.method === "HEAD" ? undefined : body);
}

class Store {
  private readonly objects = new Map<string, StoredObject[]>();
  /** The parts of multipart uploads by their numbers. */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  private begun = 0;

  find(path: string, versionId: string | undefined): StoredObject | undefined {
    const versions = this.objects.get(path) ?? [];
    return versionId === undefined
      ? versions.at(-1)
      : versions.find((version) => version.versionId === versionId);
  }

  put(path: string, bytes: Buffer, lastModified = new Date()): StoredObject {
    const versions = this.objects.get(path) ?? [];
    const number = versions.length + 1;
    const object = { bytes, etag: `"etag-${number}"`, versionId: `version-${number}`, lastModified };
    this.objects.set(path, [...versions, object]);
    return object;
  }

  remove(path: string): void {
    this.objects.delete(path);
  }

  keysOf(prefix: string): string[] {
    const paths = [...this.objects.keys()].filter((path) => path.startsWith(prefix));
    return paths.map((path) => path.slice(prefix.length)).sort();
  }

  begin(): string {
    const uploadId = `upload-${(this.begun += 1)}`;
    this.uploads.set(uploadId, new Map());
    return uploadId;
  }

  /** Ends an upload as an object of the parts that are named, each by its number and its tag. */
  complete(path: string, uploadId: string, body: string): StoredObject | undefined {
    const parts = this.uploads.get(uploadId);
    const named = [...body.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll("&quot;", '"'),
    }));
    const bytes = named.map(({ number, etag }) => {
      const part = parts?.get(number);
      return part !== undefined && etag === partTag(part) ? part : undefined;
    });
    const isAscending = named.every(({ number }, index) => number > (named[index - 1]?.number ?? 0));
    if (bytes.length === 0 || bytes.includes(undefined) || !isAscending) return undefined;
    this.uploads.delete(uploadId);
    return this.put(path, Buffer.concat(bytes as Buffer[]));
  }
}

function callOf(request: IncomingMessage): S3Call {
  const url = new URL(request.url ?? "/", "http://s3");
  const { range, "if-match": ifMatch, authorization } = request.headers;
  const partNumber = url.searchParams.get("partNumber");
  return {
    method: request.method ?? "",
    path: decodeURIComponent(url.pathname),
    versionId: url.searchParams.get("versionId") ?? undefined,
    range,
    ifMatch,
    authorization,
    uploadId: url.searchParams.get("uploadId") ?? undefined,
    partNumber: partNumber === null ? undefined : Number(partNumber),
    beginsUpload: url.searchParams.has("uploads"),
  };
}

function reply(
  response: ServerResponse,
  { headers }: IncomingMessage,
  call: S3Call,
  body: Buffer,
  store: Store,
): void {
  const { method, path } = call;
  const isSigned = headers["x-amz-content-sha256"] === createHash("sha256").update(body).digest("hex");
  if (method === "GET" || method === "HEAD") return replyWithObject(response, call, store);
  if (!isSigned) return replyWithError(response, call, 400, "XAmzContentSHA256Mismatch");
  if (method === "POST" && call.beginsUpload) {
    const result = xml("InitiateMultipartUploadResult", `<UploadId>${store.begin()}</UploadId>`);
    return void response.writeHead(200, { "content-type": "application/xml" }).end(result);
  }
  if (call.uploadId !== undefined) return replyToUpload(response, call, call.uploadId, body, store);
  if (method !== "PUT") return replyWithError(response, call, 405, "MethodNotAllowed");
  const { etag, versionId } = store.put(path, body);
  response.writeHead(200, { etag, "x-amz-version-id": versionId }).end();
}

function replyToUpload(
  response: ServerResponse,
  call: S3Call,
  uploadId: string,
  body: Buffer,
  store: Store,
): void {
  const parts = store.uploads.get(uploadId);
  if (parts === undefined) return replyWithError(response, call, 404, "NoSuchUpload");
  if (call.method === "PUT" && call.partNumber !== undefined) {
    parts.set(call.partNumber, body);
    return void response.writeHead(200, { etag: partTag(body) }).end();
  }
  if (call.method === "DELETE") {
    store.uploads.delete(uploadId);
    return void response.writeHead(204).end();
  }
  const object = store.complete(call.path, uploadId, body.toString());
  if (object === undefined) return replyWithError(response, call, 400, "InvalidPart");
  const result = xml("CompleteMultipartUploadResult", `<ETag>${object.etag}</ETag>`);
  response.writeHead(200, { "content-type": "application/xml", "x-amz-version-id": object.versionId });
  response.end(result);
}

function replyWithObject(response: ServerResponse, call: S3Call, store: Store): void {
  const object = store.find(call.path, call.versionId);
  if (object === undefined) {
    return replyWithError(response, call, 404, call.versionId === undefined ? "NoSuchKey" : "NoSuchVersion");
  }
  if (call.ifMatch !== undefined && call.ifMatch !== object.etag) {
    return replyWithError(response, call, 412, "PreconditionFailed");
  }
  const { bytes, etag, versionId, lastModified } = object;
  const headers = {
    etag,
    "x-amz-version-id": versionId,
    "accept-ranges": "bytes",
    "last-modified": lastModified.toUTCString(),
  };
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

const partTag = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

function xml(name: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${name}>${content}</${name}>`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
