import type * as pulumi from "@pulumi/pulumi";
import { checks, type Check } from "../common";
import type { RegistryScaling, RegistryTaskSize } from "./args";

/** The size of a Fargate task, once it is known. */
export type KnownTaskSize = pulumi.Unwrap<RegistryTaskSize>;

/** The size of a task unless the user says otherwise. */
export const DEFAULT_TASK_SIZE: Required<KnownTaskSize> = { cpu: 512, memoryInMb: 1024 };

interface MemoryRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const GB = 1024;

/**
 * The memory in MB that Fargate offers with each number of CPU units.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const MEMORY_BY_CPU: ReadonlyMap<number, MemoryRange> = new Map([
  [256, { min: 512, max: 2 * GB, step: 512 }],
  [512, { min: 1 * GB, max: 4 * GB, step: GB }],
  [1024, { min: 2 * GB, max: 8 * GB, step: GB }],
  [2048, { min: 4 * GB, max: 16 * GB, step: GB }],
  [4096, { min: 8 * GB, max: 30 * GB, step: GB }],
  [8192, { min: 16 * GB, max: 60 * GB, step: 4 * GB }],
  [16384, { min: 32 * GB, max: 120 * GB, step: 8 * GB }],
]);

/** Every memory in MB that Fargate offers with a number of CPU units; none where it does not offer that number. */
export function memoriesFor(cpu: number): readonly number[] {
  const range = MEMORY_BY_CPU.get(cpu);
  if (range === undefined) return [];
  const memories: number[] = [];
  for (let memory = range.min; memory <= range.max; memory += range.step) memories.push(memory);
  // With a quarter of a CPU there are 0.5, 1 and 2 GB, and not 1.5.
  return cpu === 256 ? memories.filter((memory) => memory !== 3 * 512) : memories;
}

/** A check that Fargate offers tasks of a size. */
export const taskSize: Check<KnownTaskSize> = (size) => {
  const { cpu, memoryInMb } = { ...DEFAULT_TASK_SIZE, ...size };
  const cpuProblem = checks.oneOf([...MEMORY_BY_CPU.keys()])(cpu);
  if (cpuProblem !== undefined) return `cpu ${cpuProblem} CPU units`;
  const memoryProblem = checks.oneOf(memoriesFor(cpu))(memoryInMb);
  return memoryProblem === undefined
    ? undefined
    : `memoryInMb ${memoryProblem}, which is what Fargate offers with ${cpu} CPU units`;
};

/** How the service that serves images grows and shrinks, once it is known. */
export type KnownScaling = pulumi.Unwrap<RegistryScaling>;

/** How the service that serves images grows and shrinks unless the user says otherwise. */
export const DEFAULT_SCALING: Required<KnownScaling> = {
  minTasks: 2,
  maxTasks: 6,
  targetCpuPercent: 60,
  requestsPerTaskPerMinute: 1000,
};

/** A check that limits and targets of scaling make sense. */
export const scaling: Check<KnownScaling> = (given) => {
  const { minTasks, maxTasks, targetCpuPercent, requestsPerTaskPerMinute } = { ...DEFAULT_SCALING, ...given };
  const problems: Readonly<Record<keyof KnownScaling, string | undefined>> = {
    minTasks: checks.integer(2, 1000, "tasks", "one for each of two zones")(minTasks),
    maxTasks: checks.integer(Math.max(2, minTasks), 1000, "tasks", "at least minTasks")(maxTasks),
    targetCpuPercent: checks.integer(10, 90, "percent")(targetCpuPercent),
    requestsPerTaskPerMinute: checks.integer(1, 1_000_000)(requestsPerTaskPerMinute),
  };
  const found = Object.entries(problems).filter(([, problem]) => problem !== undefined);
  return found.length === 0
    ? undefined
    : found.map(([property, problem]) => `${property} ${String(problem)}`).join("; ");
};
