import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificates";
import { SERVICE, type User } from "./token-server";

export interface EmbeddedRegistryOptions {
  readonly certificate: Certificate;
  /** Asks for this user by Basic. */
  readonly basic?: User;
  /** Asks for a token of this token server by Bearer. */
  readonly realm?: string;
  /** Refuses every change. */
  readonly readOnly?: boolean;
  /** Answers blob reads with a redirect to a second host that refuses `Authorization`, as S3 does. */
  readonly redirect?: boolean;
  /** Sends relative locations. */
  readonly relativeLocations?: boolean;
  /** `OCI-Chunk-Min-Length`. */
  readonly minimumChunk?: number;
}

/** One request that arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** When it arrived and when its answer ended, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  endedAt: number;
}

interface Repository {
  readonly blobs: Set<string>;
  readonly manifests: Map<string, { mediaType: string; bytes: Buffer }>;
  readonly tags: Map<string, string>;
}

/** Takes over a request when it returns true. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A registry in memory, over TLS on a free port of loopback: OCI distribution 1.1 without tags/list and deletes. */
export class EmbeddedRegistry {
  readonly requests: SeenRequest[] = [];
  /** Looks at each request first, for faults. */
  intercept: Interceptor | undefined;
  private readonly blobs = new Map<string, Buffer>();
  private readonly repositories = new Map<string, Repository>();
  private readonly uploads = new Map<string, Buffer[]>();
  private readonly server: https.Server;
  private readonly storage: https.Server;

  private constructor(private readonly options: EmbeddedRegistryOptions) {
    const tls = { cert: options.certificate.certificate, key: options.certificate.key };
    this.server = https.createServer(tls, (request, response) => this.serve(request, response));
    this.storage = https.createServer(tls, (request, response) => {
      const blob = this.blobs.get(new URL(request.url ?? "/", "https://storage").pathname.slice(1));
      if (request.headers.authorization !== undefined) return void response.writeHead(400).end();
      sendBlob(request, response, blob);
    });
  }

  static async start(options: EmbeddedRegistryOptions): Promise<EmbeddedRegistry> {
    const registry = new EmbeddedRegistry(options);
    for (const server of [registry.server, registry.storage]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    return registry;
  }

  /** `127.0.0.1:port`. */
  get host(): string {
    return `127.0.0.1:${portOf(this.server)}`;
  }

  /** Digests of all blobs of a repository. */
  blobsOf(repository: string): string[] {
    return [...this.repository(repository).blobs];
  }

  /** Digests and tags of all manifests of a repository. */
  manifestsOf(repository: string): string[] {
    const { manifests, tags } = this.repository(repository);
    return [...manifests.keys(), ...tags.keys()];
  }

  async stop(): Promise<void> {
    for (const server of [this.server, this.storage]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", `https://${this.host}`);
    const { authorization } = request.headers;
    const method = request.method ?? "";
    const seen = {
      method,
      path: url.pathname,
      authorization,
      startedAt: performance.now(),
      endedAt: Infinity,
    };
    this.requests.push(seen);
    response.on("close", () => (seen.endedAt = performance.now()));
    response.setHeader("docker-distribution-api-version", "registry/2.0");
    if (this.intercept?.(request, response, url.pathname)) return;
    if (!this.isAuthorized(request, response, url)) return;
    this.route(request, response, url).catch((error: unknown) => {
      if (!response.headersSent) sendError(response, 500, "UNKNOWN", String(error));
    });
  }

  private isAuthorized(request: IncomingMessage, response: ServerResponse, url: URL): boolean {
    const { basic, realm } = this.options;
    const { authorization } = request.headers;
    const { repository } = parsePath(url.pathname);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (basic) {
      const expected = `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString("base64")}`;
      if (authorization === expected) return true;
      response.setHeader("www-authenticate", 'Basic realm="tests"');
    } else if (realm !== undefined) {
      const action = isRead ? "pull" : "push";
      if (grants(authorization, repository, action)) return true;
      const scope =
        repository === "" ? "" : `,scope="repository:${repository}:${isRead ? "pull" : "pull,push"}"`;
      response.setHeader("www-authenticate", `Bearer realm="${realm}",service="${SERVICE}"${scope}`);
    } else return true;
    request.resume();
    sendError(response, 401, "UNAUTHORIZED", "authentication required");
    return false;
  }

  private async route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (url.pathname === "/v2/") return void response.writeHead(200).end("{}");
    if (this.options.readOnly && !isRead) {
      request.resume();
      return sendError(response, 405, "UNSUPPORTED", "The operation is unsupported.");
    }
    const { repository, kind, reference } = parsePath(url.pathname);
    if (kind === "blobs") return this.blob(request, response, repository, reference);
    if (kind === "manifests") return this.manifest(request, response, repository, reference);
    if (kind === "uploads") return this.upload(request, response, url, repository, reference);
    sendError(response, 404, "UNSUPPORTED", "no such path");
  }

  private blob(request: IncomingMessage, response: ServerResponse, repository: string, digest: string): void {
    const isThere = this.repository(repository).blobs.has(digest);
    if (!isThere) return sendError(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
    if (this.options.redirect) {
      const location = `https://localhost:${portOf(this.storage)}/${digest}?X-Amz-Signature=signed`;
      return void response.writeHead(307, { location }).end();
    }
    response.setHeader("docker-content-digest", digest);
    sendBlob(request, response, this.blobs.get(digest));
  }

  private async manifest(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    reference: string,
  ): Promise<void> {
    const repository = this.repository(name);
    if (request.method === "PUT") {
      const bytes = await readBody(request);
      const missing = blobsOfManifest(bytes).find(
        (digest) => !repository.blobs.has(digest) && !repository.manifests.has(digest),
      );
      if (missing) return sendError(response, 400, "MANIFEST_BLOB_UNKNOWN", `blob unknown: ${missing}`);
      const digest = digestOf(bytes);
      if (reference.includes(":") && reference !== digest) {
        return sendError(response, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
      }
      repository.manifests.set(digest, { mediaType: request.headers["content-type"] ?? "", bytes });
      if (!reference.includes(":")) repository.tags.set(reference, digest);
      return void response.writeHead(201, { "docker-content-digest": digest }).end();
    }
    const digest = repository.tags.get(reference) ?? reference;
    const found = repository.manifests.get(digest);
    if (!found) return sendError(response, 404, "MANIFEST_UNKNOWN", "manifest unknown");
    const headers = { "content-type": found.mediaType, "docker-content-digest": digest };
    response.writeHead(200, { ...headers, "content-length": found.bytes.length });
    response.end(request.method === "HEAD" ? undefined : found.bytes);
  }

  private async upload(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    repository: string,
    session: string,
  ): Promise<void> {
    if (request.method === "POST") return this.startUpload(response, url, repository);
    const chunks = this.uploads.get(session);
    if (!chunks) {
      request.resume();
      return sendError(response, 404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
    const received = Buffer.concat(chunks).length;
    const range = /^(\d+)-/.exec(request.headers["content-range"] ?? "");
    if (request.method === "PATCH" && range && Number(range[1]) !== received) {
      request.resume();
      return sendError(response, 416, "BLOB_UPLOAD_INVALID", "range not satisfiable");
    }
    if (request.method !== "GET") chunks.push(await readBody(request));
    if (request.method === "PUT") return this.completeUpload(response, url, repository, session, chunks);
    const size = Buffer.concat(chunks).length;
    response.setHeader("range", `0-${Math.max(0, size - 1)}`);
    response.setHeader("location", this.location(repository, session));
    response.writeHead(request.method === "GET" ? 204 : 202).end();
  }

  private startUpload(response: ServerResponse, url: URL, repository: string): void {
    const mount = url.searchParams.get("mount");
    const from = url.searchParams.get("from");
    if (mount !== null && from !== null && this.repository(from).blobs.has(mount)) {
      this.repository(repository).blobs.add(mount);
      return void response.writeHead(201, { location: `/v2/${repository}/blobs/${mount}` }).end();
    }
    const session = randomUUID();
    this.uploads.set(session, []);
    const { minimumChunk } = this.options;
    if (minimumChunk !== undefined) response.setHeader("oci-chunk-min-length", minimumChunk);
    response.writeHead(202, { location: this.location(repository, session), range: "0-0" }).end();
  }

  private completeUpload(
    response: ServerResponse,
    url: URL,
    repository: string,
    session: string,
    chunks: readonly Buffer[],
  ): void {
    this.uploads.delete(session);
    const digest = url.searchParams.get("digest") ?? "";
    const bytes = Buffer.concat(chunks);
    if (digestOf(bytes) !== digest) {
      return sendError(response, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    this.blobs.set(digest, bytes);
    this.repository(repository).blobs.add(digest);
    response.writeHead(201, { "docker-content-digest": digest }).end();
  }

  private location(repository: string, session: string): string {
    const path = `/v2/${repository}/blobs/uploads/${session}?_state=${encodeURIComponent("a+b/c=")}`;
    return this.options.relativeLocations ? path : `https://${this.host}${path}`;
  }

  private repository(name: string): Repository {
    const known = this.repositories.get(name);
    if (known) return known;
    const created: Repository = { blobs: new Set(), manifests: new Map(), tags: new Map() };
    this.repositories.set(name, created);
    return created;
  }
}

function parsePath(path: string): { repository: string; kind: string; reference: string } {
  const match = /^\/v2\/(.+)\/(?:(manifests|blobs)\/([^/]+)|blobs\/(uploads)\/([^/]*))$/.exec(path);
  return {
    repository: match?.[1] ?? "",
    kind: match?.[4] ?? match?.[2] ?? "",
    reference: match?.[5] ?? match?.[3] ?? "",
  };
}

function sendBlob(request: IncomingMessage, response: ServerResponse, blob: Buffer | undefined): void {
  if (!blob) return sendError(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(blob.length, range?.[2] ? Number(range[2]) + 1 : blob.length);
  if (range && start >= blob.length) return void response.writeHead(416).end();
  response.writeHead(range ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": end - start,
    ...(range ? { "content-range": `bytes ${start}-${end - 1}/${blob.length}` } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : blob.subarray(start, end));
}

/** Answers with an error as registries do. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ errors: [{ code, message }] }));
}

function grants(authorization: string | undefined, repository: string, action: string): boolean {
  const claims: unknown = JSON.parse(
    Buffer.from(
      /^Bearer [^.]+\.([^.]+)\./.exec(authorization ?? "")?.[1] ?? "bnVsbA",
      "base64url",
    ).toString(),
  );
  const { exp, access } = (claims ?? {}) as {
    exp?: number;
    access?: Array<{ name: string; actions: string[] }>;
  };
  if (exp === undefined || exp * 1000 < Date.now()) return false;
  return (
    repository === "" ||
    (access ?? []).some(({ name, actions }) => name === repository && actions.includes(action))
  );
}

function blobsOfManifest(bytes: Buffer): string[] {
  const { config, layers, manifests } = JSON.parse(bytes.toString()) as Record<
    "config" | "layers" | "manifests",
    unknown
  >;
  return [config, layers, manifests]
    .flat()
    .filter((entry) => entry !== undefined)
    .map((entry) => (entry as { digest: string }).digest);
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function portOf(server: https.Server): number {
  return (server.address() as AddressInfo).port;
}
