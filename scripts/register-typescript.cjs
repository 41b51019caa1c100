// Lets Node load this repository's TypeScript: `node -r ./scripts/register-typescript.cjs <file>`.
//
// esbuild compiles all files at once and without type checks, to node_modules/.cache/typescript/. Each process reads them
// from there, so that a command that a test starts does not start a compiler. A compiled file ends with the digest of
// its source: a changed source is compiled again.
"use strict";

const { createHash } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname, join, relative, sep } = require("node:path");

const root = dirname(__dirname);
const cache = join(root, "node_modules", ".cache", "typescript");
const options = {
  format: "cjs",
  platform: "node",
  target: "node20.12",
  sourcemap: "inline",
  tsconfigRaw: { compilerOptions: { strict: true, target: "ES2022" } },
  logLevel: "silent",
};
const version = require("esbuild/package.json").version + JSON.stringify(options);

require.extensions[".ts"] = (module, file) => module._compile(compiled(file), file);
process.setSourceMapsEnabled(true);
// The mark of ts-node: a rehearsal that finds it does not register ts-node for its program.
process[Symbol.for("ts-node.register.instance")] = true;

function compiled(file) {
  const path = relative(root, file);
  const source = readFileSync(file, "utf8");
  if (path.startsWith("..") || path.split(sep).includes("node_modules")) return transform(file, source);
  const known = cached(path, source);
  if (known !== undefined) return known;
  compileAll();
  // A file with an error, which is reported here, or one in a folder that is not searched.
  return cached(path, source) ?? keep(path, source, transform(file, source));
}

function transform(file, source) {
  const { transformSync } = require("esbuild");
  return transformSync(source, { ...options, loader: "ts", sourcefile: file }).code;
}

/** Compiles every file that has changed, with one start of esbuild. */
function compileAll() {
  const { buildSync } = require("esbuild");
  const sources = new Map(sourcesIn(root).map((file) => [file, readFileSync(file, "utf8")]));
  const changed = [...sources].filter(([file, source]) => cached(relative(root, file), source) === undefined);
  try {
    const { outputFiles } = buildSync({
      ...options,
      absWorkingDir: root,
      entryPoints: changed.map(([file]) => file),
      outbase: root,
      outdir: root,
      outExtension: { ".js": ".ts" },
      write: false,
    });
    for (const { path, text } of outputFiles) keep(relative(root, path), sources.get(path), text);
  } catch {
    // One file cannot be compiled: the others are compiled one by one, when they are loaded.
  }
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["node_modules", "dist", "sdk", "sdks", ".git"].includes(entry.name) ? [] : sourcesIn(path);
    }
    return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

function cached(path, source) {
  try {
    const text = readFileSync(join(cache, `${path}.js`), "utf8");
    return text.endsWith(digest(source)) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Renamed into its place: other processes read it at the same time. */
function keep(path, source, text) {
  const file = join(cache, `${path}.js`);
  const code = text + digest(source);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, code);
  renameSync(`${file}.${process.pid}`, file);
  return code;
}

function digest(source) {
  return `// ${createHash("sha256").update(version).update(source).digest("hex")}\n`;
}
