import { isDigest } from "../blobs/digest";
import type { HttpResponse } from "./http-response";

/** The digest that an answer tells, once or several times, with quotes or without; `undefined` where it tells no one. */
export function digestOf(response: HttpResponse): string | undefined {
  const field = response.header("docker-content-digest") ?? "";
  const told = new Set(field.split(",").map((part) => part.trim().replace(/^"(.*)"$/, "$1")));
  told.delete("");
  const [digest] = told;
  return told.size === 1 && digest !== undefined && isDigest(digest) ? digest : undefined;
}

/** The media type alone, in lower case; `undefined` when it is not told. */
export function mediaTypeOf(response: HttpResponse): string | undefined {
  return response.header("content-type")?.split(";")[0]?.trim().toLowerCase();
}
