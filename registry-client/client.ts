import type { Scope } from "./authentication/authorizer";
import { type Challenge, parseChallenges } from "./authentication/challenge";
import { RegistryConnection, type ConnectionOptions } from "./connection";
import { type BlobStart, type BlobStartOptions, blobStart } from "./blobs/blob-start";
import { checkDigest, type ExpectedContent, hasDigest, isDigest, sha256, verified } from "./blobs/digest";
import { type BlobOptions, blobPath, type CallOptions, download, lengthOf } from "./blobs/download";
import { ContentError, displayUrl } from "./errors";
import { readFailure } from "./transport/error-body";
import { rateLimitOf } from "./transport/http-response";
import { type Content, MANIFEST_LIMIT, MANIFEST_MEDIA_TYPES, parseManifest } from "./images/manifest";
import type { RateLimit } from "./transport/rate-limit";
import { digestOf, mediaTypeOf } from "./transport/response-headers";
import { type UploadBlob, type UploadOptions, type UploadOutcome, upload } from "./blobs/upload";

/** The response to `GET /v2/` without credentials. */
export interface Ping {
  /** 200 with anonymous access, 401 where credentials are required; other statuses mean that this is no registry. */
  readonly status: number;
  /** What `WWW-Authenticate` offers; empty unless the status is 401. */
  readonly challenges: readonly Challenge[];
  /** Origin and path that responded, where a redirect led to another host or path; absent when the registry itself did. */
  readonly redirectedTo?: string;
  /** Title of an HTML page in place of a registry's response; empty for a page without a title, absent without a page. */
  readonly page?: string;
  /** `Docker-Distribution-Api-Version`, which is `registry/2.0` where it is sent. */
  readonly apiVersion: string | undefined;
}

/** A manifest or index with the headers of its response. */
export interface ServedContent extends Content {
  /** `undefined` when the registry does not say. */
  readonly rateLimit: RateLimit | undefined;
}

const OPENING_BRACE = 0x7b;
// What a server sends that knows no `HEAD`. RFC 9110, sections 15.5.6 and 15.6.2.
const UNKNOWN_METHOD: readonly number[] = [405, 501];

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

  /** The registry's name, `host[:port]`, as in the options. */
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

  /** Checks, without credentials, whether a registry responds and how it authenticates. Spec: "Determining Support". */
  async ping(options: CallOptions = {}): Promise<Ping> {
    const response = await this.connection.anonymous("/v2/", options.signal);
    const { status, request } = response;
    const field = response.header("www-authenticate");
    const apiVersion = response.header("docker-distribution-api-version");
    const { page } = await readFailure(response);
    const isOwn = request.url.host === this.connection.host;
    const isApi = isOwn && /^\/v2\/?$/.test(request.url.pathname);
    const ping = {
      status,
      apiVersion,
      ...(isApi ? {} : { redirectedTo: displayUrl(request.url) }),
      ...(page === undefined ? {} : { page }),
    };
    if (status !== 401) return { ...ping, challenges: [] };
    const challenges = parseChallenges(field ?? "");
    if (isOwn) this.connection.learn(field ?? "");
    return { ...ping, challenges };
  }

  /** Fails unless `GET /v2/` accepts the credentials, where the registry requires them. */
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
        const expected = isDigest(reference) ? reference : digestOf(response);
        const isRight = (bytes: Buffer): boolean =>
          expected === undefined ? bytes[0] === OPENING_BRACE : hasDigest(bytes, expected);
        const bytes = await response.decoded(MANIFEST_LIMIT, isRight, what);
        const { mediaType } = parseManifest(bytes, mediaTypeOf(response), what);
        if (expected !== undefined) checkDigest(bytes, expected, what);
        const digest = isDigest(reference) || isSha256(expected) ? expected : undefined;
        return { mediaType, digest: digest ?? sha256(bytes), bytes, rateLimit: rateLimitOf(response) };
      },
    );
  }

  /**
   * The digest of a tag, or whether a digest is there, without reading the manifest; `undefined` when it is not
   * there. Counts against no rate limit. Without the digest in the response headers, the manifest is fetched.
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
        expect: [200, 404, ...UNKNOWN_METHOD],
        ...options,
      },
      async (response) => {
        await response.discard();
        const { status } = response;
        if (status === 404) return undefined;
        return status === 200 ? { digest: digestOf(response) } : { isUnknown: true };
      },
    );
    if (!found) return undefined;
    if (isDigest(reference) && !found.isUnknown) return reference;
    // A tag is pinned by SHA-256, which every client knows.
    if (isSha256(found.digest)) return found.digest;
    return (await this.manifest(repository, reference, options)).digest;
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
        const stored = digestOf(response);
        await response.discard();
        if (stored !== undefined && stored !== content.digest) {
          throw new ContentError(
            `${this.registry}/${repository} stored the manifest ${content.digest} as ${stored}`,
          );
        }
      },
    );
  }

  /** Whether a blob exists, and its size in bytes if the response has it. Spec: "Checking if content exists". */
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
        expect: [200, 404, ...UNKNOWN_METHOD],
        // Who looks whether it is there before he redirects: a URL that is signed for GET refuses HEAD.
        expectElsewhere: [400, 401, 403, 405, 501],
        ...options,
      },
      async (response) => {
        await response.discard();
        const isOwn = response.request.url.host === this.connection.host;
        if (response.status === 404 || (isOwn && response.status !== 200)) return undefined;
        return { size: response.status === 200 ? lengthOf(response) : undefined };
      },
    );
  }

  /** The first `length` bytes of a blob; `size`, where it is known, is that of its descriptor. */
  blobStart(
    repository: string,
    digest: string,
    length: number,
    options: BlobStartOptions = {},
  ): Promise<BlobStart> {
    return blobStart(this.connection, repository, digest, length, options);
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

  /** Closes all connections; running and later calls fail. */
  close(): void {
    this.connection.close();
  }
}

function isSha256(digest: string | undefined): digest is string {
  return digest?.startsWith("sha256:") === true;
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
