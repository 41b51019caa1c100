// Fault drill of the registry that `RegistryHost` deploys, on loopback, and what it serves: prints the figures, and writes them into
// docs/reliability.md with --write. Takes less than 6 minutes; run it on a machine that does nothing else.
// node -r ./scripts/register-typescript.cjs scripts/drill.ts [--write]
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { DrillEnvironment } from "./drill/drill-environment";
import { type Conditions, problemsOf, reportOf } from "./drill/drill-report";
import { FULL_DRILL, runScenario, type ScenarioResult, SCENARIOS } from "./drill/scenarios";
import { FULL_THROUGHPUT, measureThroughput } from "./drill/throughput";

const DOCUMENT = join(__dirname, "..", "docs", "reliability.md");
const MARK = "<!-- Written by scripts/drill.ts: do not edit below. -->\n";

function conditions(): Conditions {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processors: `${processors.length} processors (${processors[0]?.model ?? "unknown"})`,
    loadBefore: loadavg()[0] ?? NaN,
    registry: `registry ${/v?\d+\.\d+\.\d+/.exec(output("registry", "--version"))?.[0] ?? ""}`,
    moto: /\d+\.\d+\.\d+/.exec(output("python3", "-c", "import moto; print(moto.__version__)"))?.[0] ?? "",
    node: process.versions.node,
  };
}

function output(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8" });
}

async function runScenarios(): Promise<readonly ScenarioResult[]> {
  const environment = await DrillEnvironment.start();
  if (environment === undefined) throw new Error("The drill needs moto_server");
  try {
    const results: ScenarioResult[] = [];
    for (const scenario of SCENARIOS) {
      console.error(`${scenario.title} …`);
      results.push(await runScenario(scenario, environment, FULL_DRILL));
    }
    return results;
  } finally {
    await environment.stop();
  }
}

async function main(write: boolean): Promise<void> {
  const before = conditions();
  const scenarios = await runScenarios();
  console.error("throughput …");
  const throughput = await measureThroughput(FULL_THROUGHPUT);
  const result = { conditions: before, size: FULL_DRILL, scenarios, throughput };
  const report = reportOf(result);
  console.log(report);
  if (write) {
    const document = readFileSync(DOCUMENT, "utf8");
    const text = `${document.slice(0, document.indexOf(MARK) + MARK.length)}\n${report}\n`;
    writeFileSync(DOCUMENT, await format(text, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT }));
  }
  const problems = problemsOf(result);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

main(process.argv.includes("--write")).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
