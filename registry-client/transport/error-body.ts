import type { ErrorEntry } from "../errors";
import type { HttpResponse } from "./http-response";
import { isObject } from "../images/manifest";
import { printable } from "../text/printable";

/** Reason of a failure in a response body; texts are truncated and free of control characters. */
export interface Failure {
  /** Entries of a registry's error response (OCI distribution 1.1, "Error Codes"); empty for other bodies. */
  readonly errors: readonly ErrorEntry[];
  /** Texts of other JSON objects, for example of token servers. */
  readonly texts: readonly string[];
  /** Title of an HTML page, which proxies and firewalls send; empty for a page without a title. */
  readonly page: string | undefined;
}

const BODY_LIMIT = 64 * 1024;
const TEXT_LIMIT = 300;
const ENTRY_LIMIT = 10;
// OAuth 2 (RFC 6749, section 5.2), Docker Hub, Quay, Artifactory.
const MEMBERS: readonly string[] = ["error_description", "details", "message", "error"];

const NOTHING: Failure = { errors: [], texts: [], page: undefined };

/** Reads the reason of a failure from a response body; closes the connection if the body is too long. */
export async function readFailure(response: HttpResponse): Promise<Failure> {
  let body: string;
  try {
    body = (await response.decoded(BODY_LIMIT, isText, "the response")).toString("utf8");
  } catch {
    return NOTHING;
  }
  return parseFailure(body);
}

/** Whether bytes begin like JSON or HTML; compressed bytes do not. */
export function isText(bytes: Buffer): boolean {
  return bytes.length === 0 || /^[\s<{["]/.test(bytes.toString("latin1", 0, 1));
}

/** Parses the reason of a failure from a body. */
export function parseFailure(body: string): Failure {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // Proxies in front of a registry send HTML pages.
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
    const isPage = /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(body);
    return { ...NOTHING, page: title ? cut(title) : isPage ? "" : undefined };
  }
  if (!isObject(parsed)) return NOTHING;
  const entries = Array.isArray(parsed["errors"]) ? parsed["errors"].slice(0, ENTRY_LIMIT) : [];
  const texts = MEMBERS.map((member) => textOf(parsed[member])).filter((text) => text !== "");
  return { errors: entries.flatMap(entryOf), texts: [...new Set(texts)], page: undefined };
}

function entryOf(entry: unknown): ErrorEntry[] {
  if (!isObject(entry)) return [];
  const [code, message] = [textOf(entry["code"]), textOf(entry["message"])];
  // Artifactory sends a status instead of a code.
  return code === "" && message === "" ? [] : [{ code, message }];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? cut(value) : "";
}

function cut(text: string): string {
  const shown = printable(text.slice(0, TEXT_LIMIT));
  return text.length > TEXT_LIMIT ? `${shown}…` : shown;
}
