import type { IncomingMessage } from "node:http";
import type { User } from "./token-server";

/** The parts of a path below `/v2/`; empty texts for what it does not name. */
export function parsePath(path: string): { repository: string; kind: string; reference: string } {
  const match = /^\/v2\/(.+)\/(?:(manifests|blobs)\/([^/]+)|blobs\/(uploads)\/([^/]*))$/.exec(path);
  return {
    repository: match?.[1] ?? "",
    kind: match?.[4] ?? match?.[2] ?? "",
    reference: match?.[5] ?? match?.[3] ?? "",
  };
}

/** The user of an `Authorization` header for Basic; `undefined` where it is none. Source: RFC 7617. */
export function userOf(authorization: string | undefined): User | undefined {
  const encoded = /^Basic (\S+)$/.exec(authorization ?? "")?.[1];
  const match = /^([^:]*):([^]*)$/.exec(Buffer.from(encoded ?? "", "base64").toString());
  return match === null ? undefined : { username: match[1] ?? "", password: match[2] ?? "" };
}

/** Whether two users have the same name and password. */
export function isSame(one: User, other: User): boolean {
  return one.username === other.username && one.password === other.password;
}

/** The digests that a manifest or index refers to. */
export function blobsOfManifest(bytes: Buffer): string[] {
  const { config, layers, manifests } = JSON.parse(bytes.toString()) as Record<
    "config" | "layers" | "manifests",
    unknown
  >;
  return [config, layers, manifests]
    .flat()
    .filter((entry) => entry !== undefined)
    .map((entry) => (entry as { digest: string }).digest);
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
