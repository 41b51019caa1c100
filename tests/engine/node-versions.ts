// The versions of Node.js that programs are run on: the one that runs the tests, and those that environment variables name.
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export const VERSIONS = [20, 22, 24];

/** Names the environment variable with the path of a version's binary. */
export const variableOf = (version: number): string => `ENGINE_TEST_NODE_${version}`;

/** The binary of a version, if there is one here. */
export function binaryOf(version: number): string | undefined {
  return process.env[variableOf(version)] ?? (isOwn(version) ? process.execPath : undefined);
}

/** Whether a version runs the tests. */
export const isOwn = (version: number): boolean => process.versions.node.startsWith(`${version}.`);

/** A folder in which a binary is called `node`, for the beginning of PATH. */
export class NodeOnPath {
  private readonly folder = mkdtempSync(join(tmpdir(), "engine-node-"));
  readonly path: string;

  constructor(binary: string) {
    symlinkSync(binary, join(this.folder, "node"));
    this.path = [this.folder, process.env.PATH ?? ""].join(delimiter);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
