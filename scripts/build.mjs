// Compiles the package to dist/ and bundles every folder of functions/ to dist/lambda/<name>/index.js.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { lambdaBundle } from "./lambda-bundle.mjs";
import { billOfMaterials, bundledPackages, licenceList } from "./licences.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const functions = readdirSync(join(root, "functions"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, "functions", entry.name, "handler.ts")))
  .map((entry) => entry.name);

const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
// The bundles come first: they do not need the compiler.
const bundles = await Promise.all(
  functions.map((name) =>
    build({
      ...lambdaBundle(root, name, join(dist, "lambda", name, "index.js")),
      absWorkingDir: root,
      metafile: true,
    }),
  ),
);
execFileSync(
  process.execPath,
  [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")],
  { stdio: "inherit" },
);
// The comments stay in the declarations, where editors read them.
const compiled = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".js") && !file.startsWith("lambda"),
);
await Promise.all(
  compiled.map(async (file) => {
    const path = join(dist, file);
    const { code } = await transform(readFileSync(path, "utf8"), { legalComments: "none", target: "node20" });
    writeFileSync(path, code);
  }),
);

const readJson = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));
const bundled = bundledPackages(
  root,
  bundles.map(({ metafile }) => metafile),
);
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licenceList(bundled));
const bill = billOfMaterials(readJson("package.json"), bundled, readJson("package-lock.json").packages);
writeFileSync(join(dist, "sbom.cdx.json"), `${JSON.stringify(bill, null, 2)}\n`);
