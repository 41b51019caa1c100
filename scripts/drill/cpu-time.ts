import { readFileSync } from "node:fs";

/** Clock ticks a second, in which Linux counts the time of processes for everyone. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU time that processes with their children have used; `NaN` where the system does not tell as Linux does. */
export function cpuSeconds(pids: readonly number[]): number {
  try {
    return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

// proc(5): after the name, which may contain spaces, the fields 3 and following; 14 and 15 are user and system time.
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  const own = Number(fields[11]) + Number(fields[12]);
  return children.split(" ").reduce((sum, child) => sum + (child === "" ? 0 : ticksOf(Number(child))), own);
}
