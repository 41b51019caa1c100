import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with this package's package.json: the code runs from source and from dist/. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
