import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { median } from "../measurement";

/** A run that tells what processor time its process took, in seconds, without that of the registries. */
export interface Timed {
  readonly cpuSeconds: number;
}

/** What came of runs of two ways to do the same, one after the other. */
export interface Pairs<T> {
  /** The middle one of the ratios of each pair, ours to theirs: steadier on a busy machine than that of the medians. */
  readonly ratio: number;
  readonly ours: readonly T[];
  /** Medians, the range of the ratios, and processor time, in words. */
  readonly detail: string;
}

/** Makes what a run needs, and takes it away again; neither counts. */
export type Around = <R>(run: (host: string) => Promise<R>) => Promise<R>;

/** Runs both ways `count` times, by turns, the one that begins changing. */
export async function measurePairs<T extends Timed>(
  count: number,
  around: Around,
  ours: (host: string) => Promise<T>,
  theirs: (host: string) => Promise<Timed>,
): Promise<Pairs<T>> {
  const pairs: Array<{ ours: number; theirs: number; result: T; cpu: number; theirCpu: number }> = [];
  for (let index = 0; index < count; index++) {
    const theirsFirst = index % 2 === 1 ? await timed(around, theirs) : undefined;
    const our = await timed(around, ours);
    const their = theirsFirst ?? (await timed(around, theirs));
    pairs.push({
      ours: our.seconds,
      theirs: their.seconds,
      result: our.result,
      cpu: our.result.cpuSeconds,
      theirCpu: their.result.cpuSeconds,
    });
  }
  const seconds = (of: "ours" | "theirs" | "cpu" | "theirCpu") =>
    `${median(pairs.map((pair) => pair[of])).toFixed(2)} s`;
  const ratios = pairs.map((pair) => pair.ours / pair.theirs);
  return {
    ratio: median(ratios),
    ours: pairs.map(({ result }) => result),
    detail:
      `${seconds("ours")} and ${seconds("theirs")}, medians of ${count} pairs, ratios ${Math.min(...ratios).toFixed(2)} to ` +
      `${Math.max(...ratios).toFixed(2)}; processor time of the process ${seconds("cpu")} and ${seconds("theirCpu")}`,
  };
}

function timed<T>(
  around: Around,
  run: (host: string) => Promise<T>,
): Promise<{ seconds: number; result: T }> {
  return around(async (host) => {
    const before = performance.now();
    const result = await run(host);
    return { seconds: (performance.now() - before) / 1000, result };
  });
}

/** Runs `crane`, trusting an authority's file. */
export async function crane(authorityFile: string, ...args: readonly string[]): Promise<Timed> {
  // The second line of `times` is that of the shell's children: user, system, as 0m1.23s.
  const { stdout } = await promisify(execFile)("sh", ["-c", 'crane "$@" >&2 && times', "sh", ...args], {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", SSL_CERT_FILE: authorityFile },
  });
  const taken = [...(stdout.trim().split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    cpuSeconds: taken.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0),
  };
}
