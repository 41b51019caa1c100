import { spawnSync, type SpawnOptions } from "node:child_process";
import { lchownSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The user and group that own nothing: nobody, on every Linux. */
export const NOBODY = 65_534;

/** The variable that marks what a rehearsal starts, so that its processes are found again. */
export const MARK_VARIABLE = "SAGEMAKER_REHEARSAL_PROCESS";

const NAMESPACES = [
  ...["--user", "--map-current-user", "--pid", "--fork", "--kill-child"],
  ...["--mount-proc", "--ipc", "--uts", "--"],
];

/** How a plain process is kept apart from the user's other processes on this machine. */
export interface Isolation {
  /** The command and arguments in front of the program's own; none without namespaces. */
  readonly prefix: readonly string[];
  /** What `spawn` needs to know: another user, where this one is root. */
  readonly options: Pick<SpawnOptions, "uid" | "gid">;
  /** What the isolation is, for people. */
  readonly how: string;
}

/**
 * Determines the isolation that this machine allows: namespaces of its own for users, processes (with a /proc of its
 * own) and mounts, and the user nobody in place of root. Source: unshare(1), user_namespaces(7).
 * @param environment where `unshare` is looked for
 */
export function findIsolation(environment: NodeJS.ProcessEnv): Isolation {
  const options = isRoot() ? { uid: NOBODY, gid: NOBODY } : {};
  const user = isRoot() ? " as the user nobody" : "";
  const [command, ...args] = ["unshare", ...NAMESPACES, "true"] as const;
  const path = environment["PATH"] ?? "";
  const attempt = spawnSync(command, args, {
    env: { PATH: `${path}:/usr/bin:/bin` },
    stdio: "ignore",
    timeout: 5_000,
    ...options,
  });
  return attempt.status === 0
    ? { prefix: ["unshare", ...NAMESPACES], options, how: `in namespaces of its own${user}` }
    : {
        prefix: [],
        options,
        how: `without namespaces of its own, which this machine does not allow,${user}`,
      };
}

/** Whether this process runs as root, whose rights no image's program gets. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Gives a folder with all that is in it to the user nobody. */
export function giveToNobody(folder: string): void {
  lchownSync(folder, NOBODY, NOBODY);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), NOBODY, NOBODY);
  }
}

/** Whether the user nobody can run a program where it is: each folder above it must let others in. */
export function canNobodyRun(file: string): boolean {
  const options = { uid: NOBODY, gid: NOBODY, stdio: "ignore" } as const;
  return spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", file], options).status === 0;
}

const ROUNDS = 50;

/**
 * Kills every process that carries a mark in its environment, with those that they start meanwhile. Only Linux tells of
 * environments; elsewhere the process group is what ends.
 */
export function killMarked(mark: string): void {
  if (process.platform !== "linux") return;
  for (let round = 0; round < ROUNDS; round++) {
    const pids = markedProcesses(mark);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** The running processes whose environment has a mark. */
export function markedProcesses(mark: string): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && hasMark(pid, mark));
}

function hasMark(pid: number, mark: string): boolean {
  try {
    const isMarked = readFileSync(`/proc/${pid}/environ`, "latin1")
      .split("\0")
      .includes(`${MARK_VARIABLE}=${mark}`);
    return isMarked && !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}
