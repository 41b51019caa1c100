/** What a request was for: whether there is a registry and who asks it, a manifest or index, or a blob. */
export type RequestKind = "ping" | "manifest" | "blob" | "other";

/** A request that a registry answered, as its log tells it. */
export interface RegistryRequest {
  /** When it was answered, in milliseconds since 1970. */
  readonly time: number;
  readonly kind: RequestKind;
  readonly method: string;
  /** The path, without a query. */
  readonly path: string;
  /** The repository, where it was about one. */
  readonly repository: string | undefined;
  /** The requested digest or tag. */
  readonly reference: string | undefined;
  readonly status: number;
  /** Media type of what was answered. */
  readonly mediaType: string | undefined;
  readonly userAgent: string;
  /** The line of the log, word for word. */
  readonly line: string;
}

/**
 * Reads a line of the log of a CNCF registry of version 3 that logs in JSON.
 * @returns nothing for a line that tells of no answer
 */
export function parseRegistryLine(line: string): RegistryRequest | undefined {
  const entry = parseObject(line);
  if (entry === undefined) return undefined;
  const text = (key: string): string | undefined => {
    const value = entry[key];
    return typeof value === "string" ? value : undefined;
  };
  const status = statusOf(text("msg") ?? "", entry["http.response.status"]);
  const time = Date.parse(text("time") ?? "");
  const uri = text("http.request.uri");
  const method = text("http.request.method");
  if (status === undefined || Number.isNaN(time) || uri === undefined || method === undefined)
    return undefined;
  const [path = ""] = uri.split("?");
  const [, repository, noun, reference] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  return {
    time,
    kind: path === "/v2/" || path === "/v2" ? "ping" : (KINDS[noun ?? ""] ?? "other"),
    method,
    path,
    repository,
    reference,
    status,
    mediaType: text("http.response.contenttype"),
    userAgent: text("http.request.useragent") ?? "",
    line,
  };
}

const KINDS: Readonly<Record<string, RequestKind>> = { manifests: "manifest", blobs: "blob" };

/** The status of a response: the log has no status for a request without the right credentials, only a message. */
function statusOf(message: string, status: unknown): number | undefined {
  if (message.startsWith("response completed") && typeof status === "number") return status;
  return message.startsWith("error authorizing context") ? 401 : undefined;
}

/** An object that is written as JSON. */
export function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
