// Checks the committed SDKs with their languages' own tools: each is built and installed as a user would, and composed in a
// unit test with mocks. A language whose tools are not installed is skipped, or fails with REQUIRE_SDKS=1.
// node -r ./scripts/register-typescript.cjs scripts/check-sdks.ts
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOnPath, sdkFolder } from "./sdks";

const PYRIGHT = "pyright@1.1.414";
const tests = join(__dirname, "..", "tests", "sdks");
/** Marks the lines that a type checker must refuse. */
const REFUSED = /# refused$/;

interface SdkCheck {
  readonly language: string;
  /** The command that must be on PATH. */
  readonly tool: string;
  readonly check: (folder: string) => void;
}

const CHECKS: readonly SdkCheck[] = [
  { language: "Python", tool: "python3", check: checkPython },
  { language: "Go", tool: "go", check: checkGo },
  { language: "Node.js", tool: "npx", check: checkNode },
  { language: ".NET", tool: "dotnet", check: checkDotnet },
];

function run(command: string, args: readonly string[], cwd: string): void {
  console.log(`$ ${[command, ...args].join(" ")}`);
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

/** Builds the wheel, installs it into a new virtual environment, runs the unit test and the type checker. */
function checkPython(folder: string): void {
  // A build leaves files beside the sources.
  cpSync(sdkFolder("python"), join(folder, "sdk"), { recursive: true });
  const python = join(folder, "venv", "bin", "python");
  run("python3", ["-m", "venv", "venv"], folder);
  run(python, ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "wheels", "./sdk"], folder);
  const wheels = readdirSync(join(folder, "wheels")).map((name) => join("wheels", name));
  run(python, ["-m", "pip", "install", "--quiet", ...wheels], folder);
  run(python, ["-m", "unittest", "test_private_inference"], join(tests, "python"));
  checkTypes(python);
}

function checkTypes(python: string): void {
  const folder = join(tests, "python");
  const args = ["--yes", PYRIGHT, "--pythonpath", python, "--outputjson", "."];
  console.log(`$ npx ${args.join(" ")}`);
  const { stdout } = spawnSync("npx", args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const { generalDiagnostics } = JSON.parse(stdout) as {
    readonly generalDiagnostics: ReadonlyArray<{
      readonly file: string;
      readonly severity: string;
      readonly message: string;
      readonly range: { readonly start: { readonly line: number } };
    }>;
  };
  const reported = generalDiagnostics.filter(({ severity }) => severity === "error");
  const lines = new Set(reported.map(({ file, range }) => `${file}:${range.start.line + 1}`));
  const expected = new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith(".py"))
      .flatMap((name) =>
        readFileSync(join(folder, name), "utf8")
          .split("\n")
          .flatMap((text, index) => (REFUSED.test(text) ? [`${join(folder, name)}:${index + 1}`] : [])),
      ),
  );
  const unexpected = reported.filter(({ file, range }) => !expected.has(`${file}:${range.start.line + 1}`));
  const accepted = [...expected].filter((line) => !lines.has(line));
  if (expected.size === 0 || unexpected.length > 0 || accepted.length > 0) {
    throw new Error(
      [
        "pyright reports other errors than those that the programs expect:",
        ...unexpected.map(({ file, range, message }) => `  ${file}:${range.start.line + 1}: ${message}`),
        ...accepted.map((line) => `  ${line}: is accepted, but must be refused`),
      ].join("\n"),
    );
  }
}

function checkGo(): void {
  run("go", ["vet", "./..."], join(tests, "go"));
  run("go", ["test", "-count=1", "./..."], join(tests, "go"));
}

function checkNode(): void {
  run("npx", ["tsc", "--noEmit", "--project", sdkFolder("nodejs")], join(__dirname, ".."));
}

function checkDotnet(folder: string): void {
  cpSync(sdkFolder("dotnet"), join(folder, "sdk"), { recursive: true });
  run("dotnet", ["build", "--nologo"], join(folder, "sdk"));
}

function main(): void {
  let failed = false;
  for (const { language, tool, check } of CHECKS) {
    if (!isOnPath(tool)) {
      const isRequired = process.env["REQUIRE_SDKS"] === "1" && tool !== "dotnet";
      console.log(`${language}: ${isRequired ? "failed" : "skipped"}, as ${tool} is not installed`);
      failed ||= isRequired;
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), "check-sdk-"));
    try {
      check(folder);
      console.log(`${language}: passed`);
    } catch (error) {
      failed = true;
      console.error(`${language}: failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  process.exitCode = failed ? 1 : 0;
}

main();
