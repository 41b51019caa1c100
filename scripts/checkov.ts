// Has checkov check what every example in TypeScript makes, rendered as CloudFormation, and compares what fails with the baseline,
// which says why for each. Writes checkov's table in docs/security.md with --write; fails where it is out of date otherwise.
// node -r ./scripts/register-typescript.cjs scripts/checkov.ts [--write]
// CHECKOV is the command, with arguments; `checkov` by default. It is run without a network.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { format, resolveConfig } from "prettier";
import { compare, tableOf, type BaselineEntry, type CheckResult } from "./checkov/baseline";
import { writeTemplates } from "./cloudformation";

const root = join(__dirname, "..");
const BASELINE = join(root, "scripts", "checkov-baseline.json");
const DOCUMENT = join(root, "docs", "security.md");
const MARK = "<!-- Written by scripts/checkov.ts: do not edit below. -->\n";

interface CheckovRecord {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

interface CheckovReport {
  readonly results: {
    readonly passed_checks: readonly CheckovRecord[];
    readonly failed_checks: readonly CheckovRecord[];
  };
}

async function check(folder: string): Promise<readonly CheckResult[]> {
  const [command = "checkov", ...args] = (process.env["CHECKOV"] ?? "checkov").split(" ");
  const { stdout } = await promisify(execFile)(
    command,
    [
      ...args,
      ...["--directory", folder, "--framework", "cloudformation"],
      ...["--output", "json", "--soft-fail", "--skip-download"],
    ],
    { maxBuffer: 256 * 1024 * 1024 },
  );
  const parsed = JSON.parse(stdout) as CheckovReport | readonly CheckovReport[];
  const reports = Array.isArray(parsed) ? (parsed as readonly CheckovReport[]) : [parsed as CheckovReport];
  return reports.flatMap(({ results }) => [
    ...results.passed_checks.map((each) => resultOf(each, true)),
    ...results.failed_checks.map((each) => resultOf(each, false)),
  ]);
}

function resultOf(
  { check_id: id, check_name: name, file_path: file, resource }: CheckovRecord,
  passed: boolean,
): CheckResult {
  return {
    id,
    name,
    passed,
    example: file.replace(/^.*\//, "").replace(/\.json$/, ""),
    resource: resource.split(".").pop() ?? resource,
  };
}

async function main(write: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "checkov-"));
  try {
    await writeTemplates(folder);
    const results = await check(folder);
    const baseline = JSON.parse(readFileSync(BASELINE, "utf8")) as readonly BaselineEntry[];
    const problems = [...compare(results, baseline)];
    const document = readFileSync(DOCUMENT, "utf8");
    const end = document.indexOf(MARK) + MARK.length;
    const wanted = await format(`${document.slice(0, end)}\n${tableOf(results, baseline)}`, {
      ...(await resolveConfig(DOCUMENT)),
      filepath: DOCUMENT,
    });
    if (write) writeFileSync(DOCUMENT, wanted);
    else if (document !== wanted) problems.push("docs/security.md is out of date: run this with --write");
    for (const problem of problems) console.error(problem);
    const failed = results.filter(({ passed }) => !passed).length;
    console.log(
      `checkov: ${results.length - failed} passed, ${failed} failed for reasons of the baseline, ${problems.length} problems`,
    );
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.includes("--write")).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
