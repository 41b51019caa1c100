// Nothing is imported here: the components load this module, and their import time matters.

/** One image, as Docker and OCI tools write it, with Docker Hub's defaults filled in. */
export interface ImageReference {
  /** The registry's name, `host[:port]`; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** The repository's path within the registry, such as `library/alpine`; at most 255 characters. */
  readonly repository: string;
  /** The tag, at most 128 characters; `latest` when the text had neither a tag nor a digest. */
  readonly tag?: string;
  /** The digest of the manifest, `sha256:<64 lower-case hexadecimal digits>` (or sha384, sha512). */
  readonly digest?: string;
}

/** Which part of a reference an {@link InvalidReferenceError} is about. */
export type ReferencePart = "reference" | "registry" | "repository" | "tag" | "digest";

/** A text that is no image reference: says which part is wrong, and why, with the value. */
export class InvalidReferenceError extends Error {
  override readonly name = "InvalidReferenceError";

  constructor(
    /** The part that is wrong. */
    readonly part: ReferencePart,
    /** Why it is wrong, as the end of a sentence that begins with the part. */
    readonly reason: string,
    text: string,
  ) {
    super(`Invalid image reference ${printable(text)}: the ${part} ${reason}`);
  }
}

const DOCKER_HUB = "docker.io";
const DOCKER_HUB_LEGACY = "index.docker.io";
const DOCKER_HUB_HOST = "registry-1.docker.io";

const DOMAIN_COMPONENT = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = new RegExp(
  `^(?:${DOMAIN_COMPONENT}(?:\\.${DOMAIN_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::([0-9]+))?$`,
);
const SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST_ALGORITHM = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*$/;
const IMAGE_ID = /^[a-f0-9]{64}$/;
const HEX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);
const REPOSITORY_MAX = 255;
const PORT_MAX = 65535;

/**
 * Parses an image reference and fills in Docker Hub's defaults, as `docker pull` does: `alpine` is
 * `docker.io/library/alpine:latest`. `latest` is filled in only when there is neither a tag nor a digest.
 *
 * Throws {@link InvalidReferenceError}.
 * Source: https://github.com/distribution/reference (regexp.go, normalize.go).
 */
export function parseReference(text: string): ImageReference {
  if (text === "") throw new InvalidReferenceError("reference", "is empty", text);
  const invisible = /[\s\u0000-\u001f\u007f]/.exec(text);
  if (invisible) {
    throw new InvalidReferenceError(
      "reference",
      `contains white space or a control character at position ${invisible.index}`,
      text,
    );
  }
  const scheme = SCHEME.exec(text);
  if (scheme) {
    throw new InvalidReferenceError(
      "reference",
      `starts with "${scheme[0]}": write it without a scheme, as host/repository:tag`,
      text,
    );
  }
  const [named, digest] = cut(text, text.indexOf("@"));
  if (digest?.includes("/") === true) {
    throw new InvalidReferenceError(
      "reference",
      'contains a user or a password before "@": remove the credentials, and configure them where the image is pulled',
      text,
    );
  }
  const [name, tag] = cut(named, named.indexOf(":", named.lastIndexOf("/") + 1));
  const { registry, repository } = splitName(name);
  checkRegistry(registry, text);
  checkRepository(name, repository, text);
  if (tag !== undefined) checkTag(tag, text);
  if (digest !== undefined) checkDigest(digest, text);
  const resolvedTag = tag ?? (digest === undefined ? "latest" : undefined);
  return {
    registry,
    repository,
    ...(resolvedTag === undefined ? {} : { tag: resolvedTag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Prints a reference in full, `registry/repository[:tag][@digest]`; {@link parseReference} reads it back. */
export function formatReference(reference: ImageReference): string {
  const tag = reference.tag === undefined ? "" : `:${reference.tag}`;
  const digest = reference.digest === undefined ? "" : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}

/**
 * The network host, `host[:port]`, that serves the registry's API: `registry-1.docker.io` for `docker.io`,
 * and the registry's own name for all others.
 *
 * Source: https://github.com/moby/moby (registry/config.go, DefaultV2Registry).
 */
export function registryHost(reference: Pick<ImageReference, "registry">): string {
  return reference.registry === DOCKER_HUB ? DOCKER_HUB_HOST : reference.registry;
}

function cut(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

// The first part is a registry only if it cannot be a namespace of Docker Hub.
function splitName(name: string): { registry: string; repository: string } {
  const [first, rest] = cut(name, name.indexOf("/"));
  const isRegistry =
    rest !== undefined && (first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase());
  const registry = isRegistry && first !== DOCKER_HUB_LEGACY ? first : DOCKER_HUB;
  const repository = isRegistry ? rest : name;
  return registry === DOCKER_HUB && !repository.includes("/")
    ? { registry, repository: `library/${repository}` }
    : { registry, repository };
}

function checkRegistry(registry: string, text: string): void {
  const match = DOMAIN.exec(registry);
  if (!match) {
    throw new InvalidReferenceError(
      "registry",
      `${printable(registry)} is not a host name or [IPv6 address] with an optional :port`,
      text,
    );
  }
  const port = match[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > PORT_MAX)) {
    throw new InvalidReferenceError("registry", `has port ${port}, allowed are 1 to ${PORT_MAX}`, text);
  }
}

function checkRepository(name: string, repository: string, text: string): void {
  if (name === "") throw new InvalidReferenceError("repository", "is missing", text);
  if (IMAGE_ID.test(name)) {
    throw new InvalidReferenceError(
      "repository",
      "is an image id (64 hexadecimal digits), which names no repository",
      text,
    );
  }
  if (repository.length > REPOSITORY_MAX) {
    throw new InvalidReferenceError(
      "repository",
      `has ${repository.length} characters, allowed are ${REPOSITORY_MAX}`,
      text,
    );
  }
  const wrong = repository.split("/").find((component) => !PATH_COMPONENT.test(component));
  if (wrong === undefined) return;
  const reason = /[A-Z]/.test(wrong)
    ? "has upper-case letters, allowed are only lower-case ones"
    : 'is not lower-case letters and digits, separated by single ".", by "_", "__" or by "-"';
  throw new InvalidReferenceError(
    "repository",
    wrong === ""
      ? 'has an empty component (two "/" in a row, or one at an end)'
      : `component ${printable(wrong)} ${reason}`,
    text,
  );
}

function checkTag(tag: string, text: string): void {
  if (TAG.test(tag)) return;
  throw new InvalidReferenceError(
    "tag",
    tag === ""
      ? 'is empty after ":"'
      : `${printable(tag)} is not 1 to 128 letters, digits, "_", "." or "-", beginning with a letter, a digit or "_"`,
    text,
  );
}

function checkDigest(digest: string, text: string): void {
  const [algorithm, encoded] = cut(digest, digest.indexOf(":"));
  if (encoded === undefined || !DIGEST_ALGORITHM.test(algorithm)) {
    throw new InvalidReferenceError("digest", "does not have the form algorithm:hexadecimal", text);
  }
  const length = HEX_LENGTHS.get(algorithm);
  if (length === undefined) {
    throw new InvalidReferenceError(
      "digest",
      `has algorithm ${printable(algorithm)}, allowed are ${[...HEX_LENGTHS.keys()].join(", ")}`,
      text,
    );
  }
  if (encoded.length === length && /^[a-fA-F0-9]*[A-F][a-fA-F0-9]*$/.test(encoded)) {
    throw new InvalidReferenceError(
      "digest",
      "has upper-case hexadecimal digits, allowed are only lower-case ones",
      text,
    );
  }
  if (encoded.length !== length || !/^[a-f0-9]*$/.test(encoded)) {
    throw new InvalidReferenceError(
      "digest",
      `does not have exactly ${length} lower-case hexadecimal digits after "${algorithm}:" (it has ${encoded.length} characters)`,
      text,
    );
  }
}

// What ends a reference and is meant as a digest, even if its digits are wrong; hosts have no such names.
const DIGEST_AT_END = /@(?:sha|md)[0-9]+(?::[^/@]*)?$/i;

/** Removes a user and password from a text; they end at its last "@" that begins no digest. */
function printable(text: string): string {
  const scheme = SCHEME.exec(text)?.[0] ?? "";
  const rest = text.slice(scheme.length);
  const digestAt = DIGEST_AT_END.exec(rest)?.index ?? rest.length;
  // In a URL a digest can only follow a host and a path, so that another "@" there ends a password.
  const isUrlOfImage = /^(?:.*@)?[^/:@]+(?::[0-9]+)?\//s.test(rest.slice(0, digestAt));
  const end = scheme === "" || isUrlOfImage ? digestAt : rest.length;
  const at = rest.slice(0, end).lastIndexOf("@");
  const shown = at < 0 ? text : `${scheme}***${rest.slice(at)}`;
  return JSON.stringify(shown.length > 400 ? `${shown.slice(0, 400)}…` : shown);
}
