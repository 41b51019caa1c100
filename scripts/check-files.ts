// Checks what no other tool does: that no file names the host of a package registry.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A host in a lockfile, a script or a document breaks whoever works behind a mirror. Written apart, to pass itself. */
const REGISTRY_HOSTS = [
  ["registry", "npmjs", "org"],
  ["registry", "yarnpkg", "com"],
  ["pypi", "org"],
  ["pythonhosted", "org"],
  ["proxy", "golang", "org"],
  ["sum", "golang", "org"],
  ["deb", "debian", "org"],
  ["security", "debian", "org"],
  ["crates", "io"],
  ["repo", "maven", "apache", "org"],
  ["api", "nuget", "org"],
].map((labels) => labels.join("."));

const root = join(__dirname, "..");
const problems: string[] = [];
const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
});
const paths = listed.toString().split("\0");

for (const path of paths.filter((each) => each !== "" && existsSync(join(root, each)))) {
  const content = readFileSync(join(root, path), "utf8");
  for (const host of REGISTRY_HOSTS.filter((each) => content.includes(each))) {
    problems.push(`${path} names ${host}, but must leave registries to the client's configuration`);
  }
}

for (const problem of problems) console.error(problem);
console.log(
  `${paths.length - 1} files checked: ${problems.length === 0 ? "all is well" : `${problems.length} problems`}.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
