import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { USER_AGENT } from "./user-agent";

describe("USER_AGENT", () => {
  it("is the package's name and version", () => {
    const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
    const { name, version } = JSON.parse(text) as { name: string; version: string };
    assert.equal(USER_AGENT, `${name}/${version}`);
  });
});
