/**
 * Copies an image of four layers that do not compress between two CNCF registries, and out of an archive into one, in
 * processes of their own by turns with crane, over TLS on loopback with storage in memory. BENCH_LARGE=1 adds 8 GiB.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { authority, installedRegistries, isInstalled } from "../../tests/registry-client/registries";
import { bundleCopyProgram, copyInProcess } from "../bench-support/copy-process";
import { LargeImage } from "../bench-support/large-image";
import { crane, measurePairs } from "../bench-support/pairs";
import { startRegistry, storage, storeLargeImage, withEmptyRegistry } from "../bench-support/registries";
import { type Measurement, notMeasured } from "../measurement";

const PAIRS = 9;
const LARGE_PAIRS = 3;
const TIMES = { bar: 1, unit: "times crane's" };
const MEMORY = { bar: 150, unit: "MB" };

/** Measures in a few minutes; needs 5 GiB of memory, and 25 GiB for the large image. */
export async function measure(): Promise<Measurement[]> {
  const sizes = [{ gib: 1, pairs: PAIRS }];
  if (process.env["BENCH_LARGE"] === "1") sizes.push({ gib: 8, pairs: LARGE_PAIRS });
  const missing = missingTool();
  const archive = { title: "archive of 1 GiB into a registry", ...TIMES };
  if (missing !== undefined) {
    const copies = sizes.flatMap(({ gib }) => [
      { title: copyTitle(gib), ...TIMES },
      { title: memoryTitle(gib), ...MEMORY },
    ]);
    return [...copies, archive].map((expected) => notMeasured(expected, missing));
  }
  const { folder, isInMemory } = storage();
  try {
    const bench = await Bench.prepare(folder, isInMemory ? "" : "; storage on the disk, not in memory");
    const measurements: Measurement[] = [];
    for (const { gib, pairs } of sizes) measurements.push(...(await bench.copies(gib, pairs)));
    measurements.push(await bench.archive(archive));
    return measurements;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missingTool(): string | undefined {
  const hasRegistry = installedRegistries.some(({ name }) => name.startsWith("registry "));
  const missing = [...(hasRegistry ? [] : ["registry"]), ...(isInstalled("crane") ? [] : ["crane"])];
  return missing.length === 0 ? undefined : `no ${missing.join(" and no ")} on the PATH`;
}

function copyTitle(gib: number): string {
  return `copy of ${gib} GiB between registries`;
}

function memoryTitle(gib: number): string {
  return `peak memory of the copy of ${gib} GiB`;
}

class Bench {
  private constructor(
    private readonly folder: string,
    private readonly remark: string,
    private readonly program: string,
    private readonly authorityFile: string,
  ) {}

  static async prepare(folder: string, remark: string): Promise<Bench> {
    const authorityFile = join(folder, "authority.pem");
    writeFileSync(authorityFile, authority.certificate);
    return new Bench(folder, remark, await bundleCopyProgram(join(folder, "copy.js")), authorityFile);
  }

  async copies(gib: number, count: number): Promise<Measurement[]> {
    const root = join(this.folder, "source");
    const source = await startRegistry(root);
    try {
      await storeLargeImage(source.host, (gib * 1024) / 4);
      const from = { registry: source.host };
      const { ratio, ours, detail } = await measurePairs(
        count,
        (run) => withEmptyRegistry(this.folder, run),
        (to) => copyInProcess(this.program, { from, to, ca: authority.certificate }),
        (to) => crane(this.authorityFile, "copy", `${source.host}/large:v1`, `${to}/large:v1`),
      );
      const peaks = ours.map(({ peakMB }) => peakMB);
      return [
        { title: copyTitle(gib), value: ratio, ...TIMES, detail: `${detail}${this.remark}` },
        { title: memoryTitle(gib), value: Math.max(...peaks), ...MEMORY, detail: `most of ${count} runs` },
      ];
    } finally {
      await source.stop();
      rmSync(root, { recursive: true, force: true });
    }
  }

  // crane reads a folder faster than any archive.
  async archive(expected: Omit<Measurement, "value" | "detail">): Promise<Measurement> {
    const image = new LargeImage(256);
    const archive = join(this.folder, "large.tar");
    const layout = join(this.folder, "layout");
    mkdirSync(layout);
    await image.writeArchive(archive);
    await image.writeLayout(layout);
    const { ratio, detail } = await measurePairs(
      PAIRS,
      (run) => withEmptyRegistry(this.folder, run),
      (to) => copyInProcess(this.program, { from: { archive }, to, ca: authority.certificate }),
      (to) => crane(this.authorityFile, "push", layout, `${to}/large:v1`),
    );
    return { ...expected, value: ratio, detail: `${detail}; crane's from a layout folder${this.remark}` };
  }
}
