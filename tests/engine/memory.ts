// How much memory a program takes, seen from outside, where the system has /proc.
import { readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
  readonly peakInMegabytes: number;
}

/** Watches the programs that a process starts; the returned function stops, and tells the largest one's peak in MB. */
export function watchMemory(root: number, isProgram: (command: string) => boolean): () => number {
  let peak = 0;
  const look = (): void => {
    const programs = descendantsOf(root).filter(({ command }) => isProgram(command));
    peak = Math.max(peak, ...programs.map(({ peakInMegabytes }) => peakInMegabytes));
  };
  const timer = setInterval(look, INTERVAL_IN_MILLISECONDS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

const INTERVAL_IN_MILLISECONDS = 250;

function descendantsOf(root: number): Process[] {
  const all = processes();
  const found = new Set([root]);
  // Children have larger ids than their parents but for a wrap: the second round finds those.
  for (let round = 0; round < 2; round++) {
    for (const { id, parent } of all) if (found.has(parent)) found.add(id);
  }
  return all.filter(({ id }) => id !== root && found.has(id));
}

function processes(): Process[] {
  let ids: string[];
  try {
    ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.flatMap((id) => {
    try {
      const status = readFileSync(`/proc/${id}/status`, "utf8");
      const number = (pattern: RegExp): number => Number(pattern.exec(status)?.[1] ?? 0);
      return [
        {
          id: Number(id),
          parent: number(/^PPid:\s+(\d+)/m),
          command: readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " "),
          peakInMegabytes: number(/^VmHWM:\s+(\d+)/m) / 1024,
        },
      ];
    } catch {
      // It has ended.
      return [];
    }
  });
}
