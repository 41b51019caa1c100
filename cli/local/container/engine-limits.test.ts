import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { Cleanup } from "../cleanup";
import { networkArguments, writeEnvironmentFile } from "./engine-limits";

describe("what a container engine is told", () => {
  it("gives the model's variables in a file for this user alone, and deletes it at the end", async () => {
    const cleanup = new Cleanup();
    const file = writeEnvironmentFile({ A: "x=y #z", EMPTY: "" }, cleanup);
    assert.equal(readFileSync(file, "utf8"), "A=x=y #z\nEMPTY=\n");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await cleanup.end();
    assert.throws(() => statSync(file), /ENOENT/);
  });

  it("refuses a value with a line break by its name, without the value", async () => {
    const cleanup = new Cleanup();
    try {
      assert.throws(
        () => writeEnvironmentFile({ KEY: "secret\nB=1" }, cleanup),
        (error: Error) =>
          /variable KEY has a line break/.test(error.message) && !/secret/.test(error.message),
      );
    } finally {
      await cleanup.end();
    }
  });

  it("makes a network without a way out, in each engine's own words", () => {
    assert(networkArguments("docker", "n").includes("com.docker.network.bridge.enable_ip_masquerade=false"));
    assert(networkArguments("podman", "n").includes("no_default_route=1"));
    assert.equal(networkArguments("podman", "n").at(-1), "n");
  });
});
