import assert from "node:assert/strict";
import { reasonIn } from "./registry-program";

describe("why a registry did not start", () => {
  it("is its own line, without the stack behind it", () => {
    assert.equal(
      reasonIn(
        "panic: invalid region provided: mx-central-1\n\ngoroutine 1 [running]:\nmain.main()\n\t/x.go:1\n",
      ),
      "invalid region provided: mx-central-1",
    );
    assert.equal(
      reasonIn(
        '{"level":"info"}\nconfiguration error: error parsing c.yml: no storage\nUsage:\n  registry\n',
      ),
      "error parsing c.yml: no storage",
    );
  });

  it("is the end of its log where it says no more", () => {
    assert.equal(reasonIn("  listen tcp: address already in use\n"), "listen tcp: address already in use");
    assert.equal(reasonIn(""), "");
    assert.equal(reasonIn("x".repeat(5_000)).length, 2_000);
  });
});
