import * as http from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Certificate } from "./certificates";
import { digestOf, RegistryContents } from "./contents";
import { blobsOfManifest, isSame, parsePath, readBody, userOf } from "./requests";
import { grants, SERVICE, type User } from "./token-server";

export interface EmbeddedRegistryOptions {
  /** For TLS; plain HTTP, behind what ends TLS, without it. */
  readonly certificate?: Certificate;
  /** Asks for this user by Basic. */
  readonly basic?: User;
  /** Asks by Basic for a user that this accepts. */
  readonly accepts?: (user: User) => boolean;
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
  /** What it holds, where it shares that with others; nothing, and in memory, by default. */
  readonly contents?: RegistryContents;
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

/** Takes over a request when it returns true. */
export type Interceptor = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A registry on a free port of loopback: OCI distribution 1.1 without tags/list. */
export class EmbeddedRegistry {
  readonly requests: SeenRequest[] = [];
  /** `127.0.0.1:port`; kept after the end, for a connection that comes a moment too late. */
  host = "";
  /** Looks at each request first, for faults. */
  intercept: Interceptor | undefined;
  private readonly contents: RegistryContents;
  private readonly server: http.Server;
  private readonly storage: http.Server;

  private constructor(private readonly options: EmbeddedRegistryOptions) {
    this.contents = options.contents ?? new RegistryContents();
    this.server = this.create((request, response) => this.serve(request, response));
    this.storage = this.create((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "https://storage");
      if (request.headers.authorization !== undefined) return void response.writeHead(400).end();
      this.sendBlob(request, response, pathname.slice(1)).catch(() => response.destroy());
    });
  }

  private create(listener: http.RequestListener): http.Server {
    const { certificate } = this.options;
    return certificate === undefined
      ? http.createServer(listener)
      : https.createServer({ cert: certificate.certificate, key: certificate.key }, listener);
  }

  static async start(options: EmbeddedRegistryOptions): Promise<EmbeddedRegistry> {
    const registry = new EmbeddedRegistry(options);
    for (const server of [registry.server, registry.storage]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    registry.host = `127.0.0.1:${portOf(registry.server)}`;
    return registry;
  }

  /** Digests of all blobs of a repository. */
  blobsOf(repository: string): string[] {
    return [...this.contents.repository(repository).blobs];
  }

  /** Digests and tags of all manifests of a repository. */
  manifestsOf(repository: string): string[] {
    const { manifests, tags } = this.contents.repository(repository);
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
    const accepts = this.options.accepts ?? (basic && ((user: User) => isSame(user, basic)));
    const { authorization } = request.headers;
    const { repository } = parsePath(url.pathname);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (accepts) {
      const user = userOf(authorization);
      if (user !== undefined && accepts(user)) return true;
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

  private async blob(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    digest: string,
  ): Promise<void> {
    const { blobs } = this.contents.repository(repository);
    if (!blobs.has(digest)) return sendError(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
    if (request.method === "DELETE") {
      blobs.delete(digest);
      return void response.writeHead(202).end();
    }
    if (this.options.redirect) {
      const location = `https://localhost:${portOf(this.storage)}/${digest}?X-Amz-Signature=signed`;
      return void response.writeHead(307, { location }).end();
    }
    response.setHeader("docker-content-digest", digest);
    return this.sendBlob(request, response, digest);
  }

  private async sendBlob(request: IncomingMessage, response: ServerResponse, digest: string): Promise<void> {
    const size = await this.contents.blobs.size(digest);
    if (size === undefined) return sendError(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const start = Number(range?.[1] ?? 0);
    const end = Math.min(size, range?.[2] ? Number(range[2]) + 1 : size);
    if (range && start >= size) return void response.writeHead(416).end();
    response.writeHead(range ? 206 : 200, {
      "content-type": "application/octet-stream",
      "content-length": end - start,
      ...(range ? { "content-range": `bytes ${start}-${end - 1}/${size}` } : {}),
    });
    if (request.method === "HEAD") return void response.end();
    await pipeline(this.contents.blobs.read(digest, start, end), response);
  }

  private async manifest(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    reference: string,
  ): Promise<void> {
    const repository = this.contents.repository(name);
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
    if (request.method === "DELETE") {
      repository.manifests.delete(digest);
      return void response.writeHead(202).end();
    }
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
    const { blobs } = this.contents;
    const received = await blobs.received(session);
    if (received === undefined) {
      request.resume();
      return sendError(response, 404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
    const range = /^(\d+)-/.exec(request.headers["content-range"] ?? "");
    if (request.method === "PATCH" && range && Number(range[1]) !== received) {
      request.resume();
      return sendError(response, 416, "BLOB_UPLOAD_INVALID", "range not satisfiable");
    }
    if (request.method !== "GET") await blobs.append(session, request);
    if (request.method === "PUT") return this.completeUpload(response, url, repository, session);
    const size = (await blobs.received(session)) ?? 0;
    response.setHeader("range", `0-${Math.max(0, size - 1)}`);
    response.setHeader("location", this.location(repository, session));
    response.writeHead(request.method === "GET" ? 204 : 202).end();
  }

  private async startUpload(response: ServerResponse, url: URL, repository: string): Promise<void> {
    const mount = url.searchParams.get("mount");
    const from = url.searchParams.get("from");
    if (mount !== null && from !== null && this.contents.repository(from).blobs.has(mount)) {
      this.contents.repository(repository).blobs.add(mount);
      return void response.writeHead(201, { location: `/v2/${repository}/blobs/${mount}` }).end();
    }
    const session = await this.contents.blobs.begin();
    const { minimumChunk } = this.options;
    if (minimumChunk !== undefined) response.setHeader("oci-chunk-min-length", minimumChunk);
    response.writeHead(202, { location: this.location(repository, session), range: "0-0" }).end();
  }

  private async completeUpload(
    response: ServerResponse,
    url: URL,
    repository: string,
    session: string,
  ): Promise<void> {
    const digest = url.searchParams.get("digest") ?? "";
    if (!(await this.contents.blobs.finish(session, digest))) {
      return sendError(response, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    this.contents.repository(repository).blobs.add(digest);
    response.writeHead(201, { "docker-content-digest": digest }).end();
  }

  private location(repository: string, session: string): string {
    const path = `/v2/${repository}/blobs/uploads/${session}?_state=${encodeURIComponent("a+b/c=")}`;
    return this.options.relativeLocations ? path : `https://${this.host}${path}`;
  }
}

/** Answers with an error as registries do. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ errors: [{ code, message }] }));
}

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}
