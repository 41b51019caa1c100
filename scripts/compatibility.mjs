// Tries the packed package as its users install it: `node scripts/compatibility.mjs <tarball> [managers] [typescript]`.
// It downloads what it tries, into a folder that it deletes. Without parts it tries both; it exits with 1 where one fails.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [, , tarball, ...parts] = process.argv;
if (tarball === undefined) throw new Error("give the path of what `npm pack` made");
const folder = mkdtempSync(join(tmpdir(), "compatibility-"));
const failures = [];

/** Runs a command, and says how it went. */
function run(cwd, command, ...args) {
  execFileSync(command, args, { cwd, stdio: "pipe", encoding: "utf8", env: { ...process.env, CI: "1" } });
}

function attempt(title, act) {
  const started = Date.now();
  try {
    act();
    console.log(`passed  ${title} (${Math.round((Date.now() - started) / 1000)} s)`);
  } catch (error) {
    failures.push(title);
    console.log(`FAILED  ${title}\n${error.stdout ?? ""}${error.stderr ?? error}`);
  }
}

function project(name, files) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

// Newer versions of Pulumi's SDK want Node.js 22, and yarn 1 holds to that.
const isOld = Number(process.versions.node.split(".")[0]) < 22;
const DEPENDENCIES = {
  "@pulumi/aws": "^7.48.0",
  "@pulumi/pulumi": isOld ? "3.248.0" : "^3.248.0",
  "sagemaker-private-registry": `file:${resolve(tarball)}`,
};
const PROGRAM = `
const program = () => new PrivateInference("fraud", {
  image: "artifactory.bank.example/ml/fraud@sha256:" + "a".repeat(64),
  registry: { anonymous: true, cidrBlocks: ["10.20.0.0/16"] },
  network: { vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"] },
  instanceType: "ml.m5.large",
});
record(program).then((graph) => graph.only("aws:sagemaker/endpoint:Endpoint"));
`;
const imports = (how) =>
  [
    ["PrivateInference", ""],
    ["record", "/testing"],
  ]
    .map(([name, path]) => how(name, `sagemaker-private-registry${path}`))
    .join("\n");
const COMMONJS = imports((name, from) => `const { ${name} } = require("${from}");`) + PROGRAM;
const MODULE = imports((name, from) => `import { ${name} } from "${from}";`) + PROGRAM;

/** Each package manager, by what installs a project with it. */
const MANAGERS = {
  npm: ["npm", "install", "--no-audit", "--no-fund"],
  "npm, with ignore-scripts": ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"],
  pnpm: ["npx", "--yes", "pnpm@10", "install", "--ignore-workspace"],
  "yarn 1": ["npx", "--yes", "yarn@1", "install", "--non-interactive"],
  bun: ["npx", "--yes", "bun@1", "install"],
};

if (parts.length === 0 || parts.includes("managers")) {
  for (const [name, command] of Object.entries(MANAGERS)) {
    attempt(`${name}: installs, and a program is recorded by require and by import`, () => {
      const path = project(name.replaceAll(/\W+/g, "-"), {
        "package.json": JSON.stringify({ name: "fraud", private: true, dependencies: DEPENDENCIES }),
        "program.cjs": COMMONJS,
        "program.mjs": MODULE,
      });
      run(path, ...command);
      run(path, process.execPath, "program.cjs");
      run(path, process.execPath, "program.mjs");
    });
  }
}

if (parts.length === 0 || parts.includes("typescript")) {
  const path = project("typescript", {
    "package.json": JSON.stringify({ name: "fraud", private: true, dependencies: DEPENDENCIES }),
    "program.ts": `${imports((name, from) => `import { ${name} } from "${from}";`)}${PROGRAM}`,
  });
  run(path, "npm", "install", "--no-audit", "--no-fund", "--save-dev", "@types/node@20");
  for (const version of ["5.4", "5.5", "5.7", "5.9", "6.0"]) {
    const compiler = project(`typescript-${version}`, { "package.json": JSON.stringify({ private: true }) });
    run(compiler, "npm", "install", "--no-audit", "--no-fund", `typescript@~${version}.0`);
    for (const [module, moduleResolution] of [
      ["node16", "node16"],
      ["nodenext", "nodenext"],
      ["esnext", "bundler"],
    ]) {
      attempt(`TypeScript ${version}, ${moduleResolution}`, () => {
        const compilerOptions = {
          module,
          moduleResolution,
          target: "es2022",
          strict: true,
          noEmit: true,
          skipLibCheck: true,
        };
        writeFileSync(
          join(path, "tsconfig.json"),
          JSON.stringify({ compilerOptions: { ...compilerOptions, types: ["node"] }, files: ["program.ts"] }),
        );
        run(path, process.execPath, join(compiler, "node_modules/typescript/bin/tsc"), "-p", ".");
      });
    }
  }
}

rmSync(folder, { recursive: true, force: true });
process.exitCode = failures.length === 0 ? 0 : 1;
