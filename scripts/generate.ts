// Writes every generated file: `npm run generate`. The tests that name this command fail where a file is not committed as
// it is written here.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const typescript = ["-r", join(__dirname, "register-typescript.cjs")];

/** What writes its files itself. Each runs in a process of its own: the Pulumi SDK has one deployment per process. */
const WRITERS = [
  [...typescript, "scripts/schema.ts"], // sdk/schema.json, components/common/forms.json
  ["scripts/build.mjs"], // dist/, with these forms: the programs below import the package from there.
  [...typescript, "scripts/reference.ts"], // docs/api/, docs/checks.md, docs/reports.md, docs/schemas/
  [...typescript, "scripts/urns.ts"], // tests/urns.json
  [...typescript, "scripts/permissions.ts"], // docs/permissions.md
  [...typescript, "scripts/plugin.ts"], // plugin/dist/
  [...typescript, "scripts/sdks.ts"], // sdk/<language>/, where the Pulumi CLI and the language's host are on PATH
];

/** The examples whose architecture is docs/<name>.svg. */
const PICTURES = ["quickstart", "existing-registry"];

for (const args of WRITERS) execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
for (const example of PICTURES) {
  const args = ["dist/cli/main.js", "graph", `examples/${example}`, "--format", "svg"];
  const picture = execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  writeFileSync(join(root, "docs", `${example}.svg`), picture);
  console.log(`docs/${example}.svg is written.`);
}
