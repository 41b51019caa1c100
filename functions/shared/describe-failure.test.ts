import assert from "node:assert/strict";
import { describeFailure } from "./describe-failure";

describe("describeFailure", () => {
  it("passes on what AWS and the operating system say", () => {
    const denied = Object.assign(new Error("User is not authorized"), {
      name: "AccessDeniedException",
      $fault: "client",
    });
    assert.equal(describeFailure(denied), "AccessDeniedException: User is not authorized.");
    const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });
    assert.equal(describeFailure(refused), "Error: connect ECONNREFUSED 10.0.0.1:443.");
  });

  it("reduces others to their name", () => {
    assert.equal(describeFailure(new SyntaxError(`"hunter2" is not valid JSON`)), "SyntaxError.");
    assert.equal(describeFailure(Object.assign(new Error("hunter2"), { code: 7 })), "Error.");
    assert.equal(describeFailure("hunter2"), "Unknown failure.");
  });
});
