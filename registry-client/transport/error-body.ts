import type { ErrorEntry } from "../errors";
import type { HttpResponse } from "./http-response";
import { isObject } from "../images/manifest";
import { printable } from "../text/printable";

/** What the body of an answer says of a failure, cut, and with nothing that a terminal would obey. */
export interface Failure {
  /** The entries of a registry's answer (OCI distribution 1.1, "Error Codes"); empty when it has another form. */
  readonly errors: readonly ErrorEntry[];
  /** The texts of other JSON objects, as token servers answer. */
  readonly texts: readonly string[];
  /** The title of an HTML page, as proxies and firewalls send; empty where it has none. */
  readonly page: string | undefined;
}

const ANSWER_LIMIT = 64 * 1024;
const TEXT_LIMIT = 300;
const ENTRY_LIMIT = 10;
// OAuth 2 (RFC 6749, section 5.2), Docker Hub, Quay, Artifactory.
const MEMBERS: readonly string[] = ["error_description", "details", "message", "error"];

const NOTHING: Failure = { errors: [], texts: [], page: undefined };

/** Reads a body as far as it tells of a failure; closes the connection where it is too long, or no text. */
export async function readFailure(response: HttpResponse): Promise<Failure> {
  let body: string;
  try {
    body = (await response.decoded(ANSWER_LIMIT, isText, "the response")).toString("utf8");
  } catch {
    return NOTHING;
  }
  return parseFailure(body);
}

/** Whether bytes begin as JSON and pages do; what is compressed begins otherwise. */
export function isText(bytes: Buffer): boolean {
  return bytes.length === 0 || /^[\s<{["]/.test(bytes.toString("latin1", 0, 1));
}

/** What a body says of a failure. */
export function parseFailure(body: string): Failure {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Not every proxy between here and the registry answers as a registry does.
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
    const isPage = /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(body);
    return { ...NOTHING, page: title ? cut(title) : isPage ? "" : undefined };
  }
  if (!isObject(answer)) return NOTHING;
  const entries = Array.isArray(answer["errors"]) ? answer["errors"].slice(0, ENTRY_LIMIT) : [];
  const texts = MEMBERS.map((member) => textOf(answer[member])).filter((text) => text !== "");
  return { errors: entries.flatMap(entryOf), texts: [...new Set(texts)], page: undefined };
}

function entryOf(entry: unknown): ErrorEntry[] {
  if (!isObject(entry)) return [];
  const [code, message] = [textOf(entry["code"]), textOf(entry["message"])];
  // Artifactory gives a status in place of a code.
  return code === "" && message === "" ? [] : [{ code, message }];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? cut(value) : "";
}

function cut(text: string): string {
  const shown = printable(text.slice(0, TEXT_LIMIT));
  return text.length > TEXT_LIMIT ? `${shown}…` : shown;
}
