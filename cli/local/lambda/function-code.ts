import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { promisify } from "node:util";
import * as tar from "tar";

/** The code of a function is not available on this machine. */
export class UnavailableCodeError extends Error {
  override readonly name = "UnavailableCodeError";

  constructor(
    reason: string,
    readonly remedy: string,
  ) {
    super(reason);
  }
}

/** An asset or archive, whose contents the SDK holds as promises. */
interface Code {
  readonly path?: Promise<string>;
  readonly uri?: Promise<string>;
  readonly text?: Promise<string>;
  readonly assets?: Promise<Readonly<Record<string, object>>>;
}

/**
 * Writes the code of a function into a folder, as Lambda unpacks it.
 * @param code a Pulumi archive, or the path of the one file that holds all of it
 * @param folders where relative paths may begin
 * @throws UnavailableCodeError
 */
export async function unpackCode(code: unknown, target: string, folders: readonly string[]): Promise<void> {
  mkdirSync(target, { recursive: true });
  if (typeof code === "string") return cpSync(code, join(target, basename(code)));
  await unpackArchive((await code) as Code, target, folders);
}

async function unpackArchive(archive: Code, target: string, folders: readonly string[]): Promise<void> {
  const assets = await archive.assets;
  if (assets !== undefined) {
    for (const [name, asset] of Object.entries(assets)) {
      await unpackEntry(asset, join(target, name), folders);
    }
    return;
  }
  const source = await fileOf(archive, folders);
  mkdirSync(target, { recursive: true });
  if (statSync(source).isDirectory()) return copy(source, target);
  if (/\.(tar|tgz|tar\.gz)$/.test(source)) return tar.extract({ file: source, cwd: target });
  await unzip(source, target);
}

async function unpackEntry(entry: Code, target: string, folders: readonly string[]): Promise<void> {
  const text = await entry.text;
  if (text !== undefined) {
    mkdirSync(dirname(target), { recursive: true });
    return writeFileSync(target, text);
  }
  if (isArchive(entry)) return unpackArchive(entry, target, folders);
  const source = await fileOf(entry, folders);
  mkdirSync(dirname(target), { recursive: true });
  copy(source, target);
}

/** Pulumi marks archives by a property of their own. */
const isArchive = (entry: Code): boolean => "__pulumiArchive" in entry;

function copy(source: string, target: string): void {
  cpSync(source, target, { recursive: true, dereference: true });
}

async function fileOf(code: Code, folders: readonly string[]): Promise<string> {
  const uri = await code.uri;
  if (uri !== undefined) {
    throw new UnavailableCodeError(
      `its code is at ${uri}`,
      "Download it, and pass it as new pulumi.asset.FileArchive(path)",
    );
  }
  const path = await code.path;
  if (path === undefined) {
    throw new UnavailableCodeError(
      "its code is of an unknown kind",
      "Pass `code` as new pulumi.asset.FileArchive(folder)",
    );
  }
  const candidates = isAbsolute(path) ? [path] : folders.map((folder) => resolve(folder, path));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new UnavailableCodeError(
      `${candidates[0] ?? path} does not exist`,
      "Build the function first, and rehearse again",
    );
  }
  return found;
}

const run = promisify(execFile);

/** Unpacks a ZIP file with a program of this machine. */
async function unzip(source: string, target: string): Promise<void> {
  const programs: readonly (readonly [string, readonly string[]])[] = [
    ["unzip", ["-q", "-o", source, "-d", target]],
    ["python3", ["-m", "zipfile", "-e", source, target]],
  ];
  for (const [program, args] of programs) {
    try {
      await run(program, [...args]);
      return;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code !== "ENOENT") {
        throw new UnavailableCodeError(
          `${source} cannot be unpacked (${program} failed)`,
          "Build the archive again, or pass the folder with new pulumi.asset.FileArchive(folder)",
        );
      }
    }
  }
  throw new UnavailableCodeError(
    `${source} is a ZIP file, and neither unzip nor python3 is on the PATH`,
    "Install one of them, or pass the folder with new pulumi.asset.FileArchive(folder)",
  );
}
