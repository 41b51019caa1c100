import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { rehearse, type RehearsalOptions } from "../../cli/local/rehearse";
import type { Rehearsal } from "../../cli/program/plan-program";
import { ResourceGraph, type RecordedResource } from "../../testing";
import { CLI } from "../support/commands";

export const ROOT = join(__dirname, "..", "..");
export const QUICKSTART = join(ROOT, "examples", "quickstart");

/** A PATH with Node.js alone, so that no registry and no container engine is found. */
export const NO_PROGRAMS = { PATH: join(ROOT, "tests", "programs"), HOME: "/nonexistent" };

/** Rehearses every step of a program, the quickstart by default, in this process. */
export function rehearsed(options: Partial<RehearsalOptions> = {}): Promise<Rehearsal> {
  return rehearse({
    program: QUICKSTART,
    stack: undefined,
    config: {},
    references: [],
    warn: () => undefined,
    skip: [],
    registry: "stand-in",
    credentials: undefined,
    payload: undefined,
    startupTimeoutInSeconds: 20,
    environment: NO_PROGRAMS,
    progress: () => undefined,
    ...options,
  });
}

/** Changes the inputs of the resources of a name. */
export function changing(
  name: string,
  of: (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): (rehearsal: Rehearsal) => Rehearsal {
  return (rehearsal) => {
    const { resources, calls, outputs } = rehearsal.graph;
    const change = (resource: RecordedResource): RecordedResource =>
      resource.name === name
        ? { ...resource, inputs: { ...resource.inputs, ...of(resource.inputs) } }
        : resource;
    return { ...rehearsal, graph: new ResourceGraph(resources.map(change), calls, outputs) };
  };
}

/** Changes a text wherever it stands in a plan. */
export function replacing(from: string, to: string): (rehearsal: Rehearsal) => Rehearsal {
  const replaced = <T>(value: T): T => {
    if (typeof value === "string") return value.replaceAll(from, to) as T;
    if (Array.isArray(value)) return value.map(replaced) as T;
    // Assets are none of these.
    if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, replaced(each as unknown)]),
    ) as T;
  };
  return (rehearsal) => {
    const { resources, calls, outputs } = rehearsal.graph;
    return { ...rehearsal, graph: new ResourceGraph(replaced(resources), replaced(calls), outputs) };
  };
}

/** The command, as a user starts it. */
export function command(
  args: readonly string[],
  options: { readonly environment?: NodeJS.ProcessEnv; readonly folder?: string } = {},
): ChildProcess & { readonly output: Promise<{ status: number | null; stdout: string; stderr: string }> } {
  const child = spawn(process.execPath, [...CLI, ...args], {
    cwd: options.folder ?? ROOT,
    env: { ...process.env, NO_COLOR: "1", ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const output = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
  return Object.assign(child, { output });
}

/** The processes, but for this one, that have a folder in their command or environment, or run in it. */
export function processesWith(folder: string): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && isRunning(pid) && aboutProcess(pid).includes(folder));
}

function aboutProcess(pid: number): string {
  try {
    const texts = ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "latin1"));
    return [...texts, readlinkSync(`/proc/${pid}/cwd`)].join("\n");
  } catch {
    return "";
  }
}

/** Whether a process still runs: one that has ended may only wait to be buried. */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}
