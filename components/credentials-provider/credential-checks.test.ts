import assert from "node:assert/strict";
import { checks } from "../common";
import { password, username } from "./credential-checks";

describe("the checks of credentials", () => {
  it("take what HTTP Basic authentication can carry, and show no value", () => {
    assert.equal(username("robot$ml"), undefined);
    assert.equal(username("robot:ml"), "must hold no colon, which ends the user name");
    assert.equal(username(""), "must not be empty");
    assert.equal(password("a:b c%ü"), undefined);
    assert.equal(password(""), "must not be empty");
    for (const wrong of ["hunter2\n", "hunter2\u0000", "hunter2\u007f"]) {
      assert.match(password(wrong) ?? "", /^must hold no control characters/);
      assert.doesNotMatch(password(wrong) ?? "", /hunter2/);
      assert.match(username(wrong) ?? "", /^must hold no control characters/);
    }
    assert.equal(checks.secretKey("user name"), undefined);
    assert.match(checks.secretKey("") ?? "", /must not be empty/);
  });
});
