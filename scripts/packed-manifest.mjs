// Takes the scripts out of package.json while npm packs (`prepack`), and puts them back (`postpack`): whoever installs the
// package has no use for them, and npm would warn of an install script.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MANIFEST = "package.json";
const KEPT = join(tmpdir(), `packed-manifest-${encodeURIComponent(process.cwd())}.json`);
const [, , step] = process.argv;

if (step === "pack") {
  copyFileSync(MANIFEST, KEPT);
  const manifest = JSON.parse(readFileSync(MANIFEST, "utf8"));
  delete manifest.scripts;
  delete manifest.allowScripts;
  writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
} else if (step === "restore" && existsSync(KEPT)) {
  copyFileSync(KEPT, MANIFEST);
  rmSync(KEPT);
}
