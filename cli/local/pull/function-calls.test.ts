import assert from "node:assert/strict";
import { throughProxy } from "./function-calls";

describe("what a pull says of a proxy", () => {
  it("is that SageMaker does not use it, and nothing where none is in between", () => {
    const environment = {
      HTTPS_PROXY: "http://user:secret@proxy.example:3128",
      NO_PROXY: "registry.internal.example",
    };
    assert.match(
      throughProxy("artifactory.bank.example", environment),
      /this machine's proxy proxy\.example:3128; SageMaker uses none: this is not SageMaker's pull$/,
    );
    assert.doesNotMatch(throughProxy("artifactory.bank.example:8443", environment), /secret/);
    assert.equal(throughProxy("registry.internal.example", environment), "");
    assert.equal(throughProxy("artifactory.bank.example", {}), "");
  });
});
