import assert from "node:assert/strict";
import { checks } from "../common";
import { password, username } from "./credential-checks";

describe("the checks of credentials", () => {
  it("take what HTTP Basic authentication can carry, and show no value", () => {
    assert.equal(username("robot$ml"), undefined);
    assert.equal(username("robot:ml"), "must contain no colon, which ends the user name");
    assert.equal(username(""), "must not be empty");
    assert.equal(password("a:b c%ü"), undefined);
    assert.equal(password(""), "must not be empty");
    for (const wrong of ["hunter2\n", "hunter2\u0000", "hunter2\u007f"]) {
      assert.match(password(wrong) ?? "", /^must contain no control characters/);
      assert.doesNotMatch(password(wrong) ?? "", /hunter2/);
      assert.match(username(wrong) ?? "", /^must contain no control characters/);
    }
    const key = JSON.stringify({ type: "service_account", private_key: "a\nb" }, null, 2);
    assert.equal(password(`${key}\n`), undefined);
    assert.match(username(key) ?? "", /^must contain no control characters/);
    for (const wrong of ["[\n1]", "1\n", "{\n"]) {
      assert.match(password(wrong) ?? "", /^must contain no control characters/);
    }
    assert.equal(checks.secretKey("user name"), undefined);
    assert.match(checks.secretKey("") ?? "", /must not be empty/);
  });
});
