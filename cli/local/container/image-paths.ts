import { lstatSync, readlinkSync } from "node:fs";
import { posix } from "node:path";

/** Links that are followed before it is a loop, as in Linux (path_resolution(7)). */
const MAXIMUM_LINKS = 40;

/** A path that cannot be in an image, or a link that leads out of it. */
export class OutsideImageError extends Error {
  override readonly name = "OutsideImageError";
}

/** A path of an archive's entry as a path within the image, without a slash at its beginning or end. */
export function entryPath(path: string): string {
  if (path.includes("\0") || path.split("/").includes("..")) {
    throw new OutsideImageError(
      `The layer contains a path outside the image: ${JSON.stringify(path.slice(0, 200))}`,
    );
  }
  return posix.normalize(`/${path}`).slice(1).replace(/\/$/, "");
}

/**
 * Where a path of an image really lies, after all links in it, as a path within the image; nothing need be there. `..`
 * stops at the image's root, as it does in a container.
 * @param root the folder that holds the image
 * @throws OutsideImageError for a loop of links
 */
export function resolveInside(root: string, path: string, followLast = true): string {
  let links = 0;
  const waiting = path.split("/");
  const done: string[] = [];
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      done.pop();
      continue;
    }
    const target =
      followLast || waiting.some((each) => each !== "") ? linkAt(root, [...done, part]) : undefined;
    if (target === undefined) {
      done.push(part);
      continue;
    }
    if (++links > MAXIMUM_LINKS)
      throw new OutsideImageError(`The links of ${JSON.stringify(path)} form a loop`);
    if (target.startsWith("/")) done.length = 0;
    waiting.unshift(...target.split("/"));
  }
  return done.join("/");
}

/**
 * A symbolic link's target as it must be written for a process that takes the folder for no root: an absolute one
 * becomes relative.
 * @throws OutsideImageError for a relative one that leads out of the image
 */
export function linkTarget(path: string, target: string): string {
  const folder = posix.dirname(`/${path}`);
  if (target.startsWith("/")) return posix.relative(folder, posix.normalize(target)) || ".";
  const depth = folder.split("/").filter((part) => part !== "").length;
  let level = depth;
  for (const part of target.split("/")) {
    if (part === "..") level -= 1;
    else if (part !== "" && part !== ".") level += 1;
    if (level < 0) {
      throw new OutsideImageError(
        `The link ${JSON.stringify(path)} leads outside the image: ${JSON.stringify(target)}`,
      );
    }
  }
  return target;
}

function linkAt(root: string, parts: readonly string[]): string | undefined {
  const file = posix.join(root, ...parts);
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined;
  } catch {
    return undefined;
  }
}
