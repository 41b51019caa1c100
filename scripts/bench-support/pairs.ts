import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { median } from "../measurement";

/** What came of runs of two ways to do the same, one after the other. */
export interface Pairs<T> {
  /** The middle one of the ratios of each pair, ours to theirs: steadier on a busy machine than that of the medians. */
  readonly ratio: number;
  readonly ours: readonly T[];
  /** Medians, in words. */
  readonly detail: string;
}

/** Makes what a run needs, and takes it away again; neither counts. */
export type Around = <R>(run: (host: string) => Promise<R>) => Promise<R>;

/** Runs both ways `count` times, by turns, the one that begins changing. */
export async function measurePairs<T>(
  count: number,
  around: Around,
  ours: (host: string) => Promise<T>,
  theirs: (host: string) => Promise<unknown>,
): Promise<Pairs<T>> {
  const pairs: Array<{ ours: number; theirs: number; result: T }> = [];
  for (let index = 0; index < count; index++) {
    const theirsFirst = index % 2 === 1 ? await timed(around, theirs) : undefined;
    const our = await timed(around, ours);
    const their = theirsFirst ?? (await timed(around, theirs));
    pairs.push({ ours: our.seconds, theirs: their.seconds, result: our.result });
  }
  const seconds = (of: "ours" | "theirs") => `${median(pairs.map((pair) => pair[of])).toFixed(2)} s`;
  return {
    ratio: median(pairs.map((pair) => pair.ours / pair.theirs)),
    ours: pairs.map(({ result }) => result),
    detail: `${seconds("ours")} and ${seconds("theirs")}, medians of ${count} pairs`,
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
export async function crane(authorityFile: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)("crane", args, {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", SSL_CERT_FILE: authorityFile },
  });
}
