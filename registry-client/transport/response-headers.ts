import { isDigest } from "../blobs/digest";
import type { HttpResponse } from "./http-response";

/** The digest in `Docker-Content-Digest`, which may be repeated or quoted; `undefined` without a single valid one. */
export function digestOf(response: HttpResponse): string | undefined {
  const field = response.header("docker-content-digest") ?? "";
  const values = new Set(field.split(",").map((part) => part.trim().replace(/^"(.*)"$/, "$1")));
  values.delete("");
  const [digest] = values;
  return values.size === 1 && digest !== undefined && isDigest(digest) ? digest : undefined;
}

/** The media type without parameters, in lower case; `undefined` without `Content-Type`. */
export function mediaTypeOf(response: HttpResponse): string | undefined {
  return response.header("content-type")?.split(";")[0]?.trim().toLowerCase();
}
