// What importing the package costs a program that imports Pulumi and its AWS provider anyway.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { median, type Measurement } from "../measurement";

const root = join(__dirname, "..", "..");
const PAIRS = 21;
const PEERS = ["@pulumi/pulumi", "@pulumi/aws"];

export function measure(): Promise<Measurement[]> {
  const withPackage = [...PEERS, join(root, "dist", "index.js")];
  // The first of each fill the file cache.
  load(PEERS);
  load(withPackage);
  const pairs = Array.from({ length: PAIRS }, (_, index) => {
    const [first, second] = index % 2 === 0 ? [PEERS, withPackage] : [withPackage, PEERS];
    const times = [load(first), load(second)] as const;
    return index % 2 === 0 ? { peers: times[0], all: times[1] } : { peers: times[1], all: times[0] };
  });
  const peers = median(pairs.map((pair) => pair.peers));
  const all = median(pairs.map((pair) => pair.all));
  return Promise.resolve([
    {
      title: "import of the package, added to that of its peers",
      value: (all / peers - 1) * 100,
      bar: 15,
      unit: "%",
      detail: `${Math.round(all)} ms with, ${Math.round(peers)} ms without; medians of ${PAIRS} processes each`,
    },
  ]);
}

/** How long some modules take to load in a new process, in milliseconds, without the start of Node itself. */
function load(modules: readonly string[]): number {
  const program = `
    const before = performance.now();
    for (const name of process.argv.slice(1)) require(name);
    process.stdout.write(String(performance.now() - before));`;
  return Number(execFileSync(process.execPath, ["-e", program, ...modules], { cwd: root, encoding: "utf8" }));
}
