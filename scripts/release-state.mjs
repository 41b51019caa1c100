// Tells the release workflow whether this commit is to be released: `version=…` and `release=true|false`, one a line.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { name, version, repository } = JSON.parse(readFileSync("package.json", "utf8"));

/** Whether npm has this version already. */
function isPublished() {
  try {
    return execFileSync("npm", ["view", `${name}@${version}`, "version"], { encoding: "utf8" }).trim() !== "";
  } catch (error) {
    // npm does not know the name at all.
    if (String(error.stderr ?? "").includes("E404")) return false;
    throw error;
  }
}

const reasons = [];
// Provenance names the repository in package.json: they must be the same.
const own = `git+https://github.com/${process.env.GITHUB_REPOSITORY}.git`;
if (repository.url !== own) reasons.push(`package.json names ${repository.url}, but this is ${own}`);
// The first release turns the heading Unreleased into the version's; later ones are written by Changesets.
const changelog = readFileSync("CHANGELOG.md", "utf8");
if (!changelog.split("\n").some((line) => line.replaceAll(/[[\]]/g, "").startsWith(`## ${version}`)))
  reasons.push(`CHANGELOG.md has no section for ${version}`);
if (reasons.length === 0 && isPublished()) reasons.push(`${name} ${version} is published`);

for (const reason of reasons) console.error(`No release: ${reason}.`);
console.log(`version=${version}`);
console.log(`release=${reasons.length === 0}`);
