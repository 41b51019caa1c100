import type { Scope } from "./authorization";
import { type Challenge, parseChallenges } from "./challenge";
import { RegistryConnection, type ConnectionOptions } from "./connection";
import { type BlobOptions, blobPath, type CallOptions, download, lengthOf } from "./download";
import { checkDigest, type ExpectedContent, isDigest, sha256, verified } from "./digest";
import { ContentError, displayUrl } from "./errors";
import { type HttpResponse, rateLimitOf } from "./http-response";
import { type Content, MANIFEST_LIMIT, MANIFEST_MEDIA_TYPES, parseManifest } from "./manifest";
import { formatRange, parseContentRange } from "./range";
import type { RateLimit } from "./rate-limit";
import { type UploadBlob, type UploadOptions, type UploadOutcome, upload } from "./upload";

/** What `GET /v2/` answers to someone without credentials. */
export interface Ping {
  /** 200 when anyone may read, 401 when credentials are asked for; anything else is no registry. */
  readonly status: number;
  /** What `WWW-Authenticate` offers; empty unless the status is 401. */
  readonly challenges: readonly Challenge[];
  /** `Docker-Distribution-Api-Version`, which is `registry/2.0` where it is sent. */
  readonly apiVersion: string | undefined;
}

/** A manifest or index with what the registry said beside it. */
export interface ServedContent extends Content {
  /** `undefined` when the registry does not say. */
  readonly rateLimit: RateLimit | undefined;
}

/** The beginning of a blob, and where it came from. */
export interface BlobStart {
  readonly bytes: Buffer;
  /** Bytes of the whole blob; `undefined` when the server does not say. */
  readonly size: number | undefined;
  /** Origin and path that a redirect led to; `undefined` when the registry sent the bytes itself. */
  readonly redirectedTo: string | undefined;
}

/**
 * A client of one registry over TLS: Registry HTTP API V2, OCI distribution 1.1.
 *
 * All calls throw `TransportError`, `ResponseError` or `AuthenticationError`, and `ContentError` when content is not
 * what its descriptor says.
 * Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md
 */
export class RegistryClient {
  private readonly connection: RegistryConnection;

  constructor(options: ConnectionOptions) {
    this.connection = new RegistryConnection(options);
  }

  /** The registry's name, `host[:port]`, as given. */
  get registry(): string {
    return this.connection.registry;
  }

  /** How many requests the registry has refused for being too many (429). */
  get refusals(): number {
    return this.connection.pacer.refusals;
  }

  /**
   * From now on asks the registry again, until then and ever more slowly, when it refuses a request for being too many
   * (429); without it such refusals count as attempts. In milliseconds since the epoch.
   */
  waitUntil(deadline: number): void {
    this.connection.waitUntil(deadline);
  }

  /** Asks, without credentials, whether there is a registry and how it authenticates. Spec: "Determining Support". */
  async ping(options: CallOptions = {}): Promise<Ping> {
    const response = await this.connection.anonymous("/v2/", options.signal);
    const { status } = response;
    const field = response.header("www-authenticate");
    const apiVersion = response.header("docker-distribution-api-version");
    await response.discard();
    if (status !== 401) return { status, challenges: [], apiVersion };
    const challenges = parseChallenges(field ?? "");
    this.connection.learn(field ?? "");
    return { status, challenges, apiVersion };
  }

  /** Fails unless `GET /v2/` accepts the credentials, if the registry asks for any. */
  async authenticate(options: CallOptions = {}): Promise<void> {
    await this.connection.request({ method: "GET", url: "/v2/", expect: [200], ...options }, (r) =>
      r.discard(),
    );
  }

  /**
   * A manifest or index by tag or digest, at most 4 MiB, digest checked. Spec: "Pulling manifests".
   */
  async manifest(repository: string, reference: string, options: CallOptions = {}): Promise<ServedContent> {
    return this.connection.request(
      {
        method: "GET",
        url: manifestPath(repository, reference),
        headers: { accept: MANIFEST_MEDIA_TYPES.join(", ") },
        scopes: pull(repository),
        expect: [200],
        ...options,
      },
      async (response) => {
        const what = `${this.registry}/${repository}${isDigest(reference) ? "@" : ":"}${reference}`;
        const bytes = await response.bytes(MANIFEST_LIMIT);
        const { mediaType } = parseManifest(bytes, mediaTypeOf(response), what);
        const announced = response.header("docker-content-digest");
        const expected = isDigest(reference) ? reference : announced;
        if (expected !== undefined) checkDigest(bytes, expected, what);
        return { mediaType, digest: expected ?? sha256(bytes), bytes, rateLimit: rateLimitOf(response) };
      },
    );
  }

  /**
   * The digest of a tag, or whether a digest is there, without reading the manifest; `undefined` when it is not
   * there. Counts against no rate limit. A registry that does not tell the digest is asked for the manifest.
   */
  async resolve(
    repository: string,
    reference: string,
    options: CallOptions = {},
  ): Promise<string | undefined> {
    const found = await this.connection.request(
      {
        method: "HEAD",
        url: manifestPath(repository, reference),
        headers: { accept: MANIFEST_MEDIA_TYPES.join(", ") },
        scopes: pull(repository),
        expect: [200, 404],
        ...options,
      },
      async (response) => {
        await response.discard();
        return response.status === 404 ? undefined : { digest: response.header("docker-content-digest") };
      },
    );
    if (!found) return undefined;
    if (isDigest(reference)) return reference;
    return found.digest ?? (await this.manifest(repository, reference, options)).digest;
  }

  /** Stores a manifest or index under a tag or its digest. Spec: "Pushing Manifests". */
  async putManifest(
    repository: string,
    reference: string,
    content: Content,
    options: CallOptions = {},
  ): Promise<void> {
    await this.connection.request(
      {
        method: "PUT",
        url: manifestPath(repository, reference),
        headers: { "content-type": content.mediaType, "content-length": String(content.bytes.length) },
        body: content.bytes,
        scopes: push(repository),
        expect: [200, 201, 202],
        ...options,
      },
      async (response) => {
        const stored = response.header("docker-content-digest");
        await response.discard();
        if (stored !== undefined && stored !== content.digest) {
          throw new ContentError(
            `${this.registry}/${repository} stored the manifest ${content.digest} as ${stored.slice(0, 200)}`,
          );
        }
      },
    );
  }

  /** Whether a blob is there, and its size in bytes if the registry tells. Spec: "Checking if content exists". */
  async headBlob(
    repository: string,
    digest: string,
    options: CallOptions = {},
  ): Promise<{ readonly size: number | undefined } | undefined> {
    return this.connection.request(
      {
        method: "HEAD",
        url: blobPath(repository, digest),
        scopes: pull(repository),
        expect: [200, 404],
        ...options,
      },
      async (response) => {
        await response.discard();
        return response.status === 404 ? undefined : { size: lengthOf(response) };
      },
    );
  }

  /** The first `length` bytes of a blob. */
  async blobStart(
    repository: string,
    digest: string,
    length: number,
    options: CallOptions = {},
  ): Promise<BlobStart> {
    return this.connection.request(
      {
        method: "GET",
        url: blobPath(repository, digest),
        headers: { range: formatRange(0, length) },
        scopes: pull(repository),
        // 416 is the answer for an empty blob.
        expect: [200, 206, 416],
        ...options,
      },
      async (response) => {
        const range = parseContentRange(response.header("content-range") ?? "");
        const size = response.status === 200 ? lengthOf(response) : response.status === 206 ? range?.size : 0;
        const bytes = response.status === 416 ? Buffer.alloc(0) : await firstBytes(response, length);
        if (response.status === 416) await response.discard();
        const { url } = response.request;
        const isOwn = url.host === this.connection.host && url.pathname === blobPath(repository, digest);
        return { bytes, size, redirectedTo: isOwn ? undefined : displayUrl(url) };
      },
    );
  }

  /**
   * A blob's bytes, size and digest checked while they pass. When the connection breaks or stalls it goes on from
   * there with a range request. Spec: "Pulling blobs".
   */
  blob(
    repository: string,
    expected: ExpectedContent,
    options: BlobOptions = {},
  ): AsyncGenerator<Buffer, void> {
    const bytes = download(this.connection, repository, expected, options);
    const what = `${this.registry}/${repository}: blob ${expected.digest}`;
    return (options.start ?? 0) === 0 ? verified(bytes, expected, what) : bytes;
  }

  /**
   * Uploads a blob, or has the registry mount it from another of its repositories. Spec: "Pushing blobs".
   */
  uploadBlob(repository: string, blob: UploadBlob, options: UploadOptions = {}): Promise<UploadOutcome> {
    return upload(this.connection, repository, blob, options);
  }

  /** Closes all connections; what is under way fails, and so does every later call. */
  close(): void {
    this.connection.close();
  }
}

function manifestPath(repository: string, reference: string): string {
  return `/v2/${repository}/manifests/${reference}`;
}

function pull(repository: string): Scope[] {
  return [{ repository, actions: ["pull"] }];
}

function push(repository: string): Scope[] {
  return [{ repository, actions: ["pull", "push"] }];
}

function mediaTypeOf(response: HttpResponse): string | undefined {
  return response.header("content-type")?.split(";")[0]?.trim().toLowerCase();
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
