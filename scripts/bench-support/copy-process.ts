import { build } from "esbuild";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a copying process does: the image `large:v1` out of a registry or an archive into another registry. */
export interface CopyTask {
  readonly from: { readonly registry: string } | { readonly archive: string };
  readonly to: string;
  /** The certificate authority of both, in PEM. */
  readonly ca: string;
}

export interface CopyReport {
  /** The most memory that the process had, in MB (10^6 bytes). */
  readonly peakMB: number;
  /** Processor time of the process, in seconds; the registries' is not in it. */
  readonly cpuSeconds: number;
}

/** Bundles the copying program, as a function in AWS Lambda is bundled: ts-node would count as its memory. */
export async function bundleCopyProgram(outfile: string): Promise<string> {
  const entryPoints = [join(__dirname, "copy-program.ts")];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  return outfile;
}

/** Runs a copy in a process of its own. */
export async function copyInProcess(program: string, task: CopyTask): Promise<CopyReport> {
  const { stdout } = await run(process.execPath, [program, JSON.stringify(task)], { env: {} });
  return JSON.parse(stdout) as CopyReport;
}
