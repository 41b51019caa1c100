import assert from "node:assert/strict";
import { hasLocalStorage, keyAdvice, volumeProblem } from "./instance-storage";

describe("local storage", () => {
  it("is told from the instance type", () => {
    for (const type of [
      "ml.m5d.large",
      "ml.m5dn.large",
      "ml.c6gd.large",
      "ml.g4dn.xlarge",
      "ml.g5.xlarge",
      "ml.p4d.24xlarge",
      "ml.p4de.24xlarge",
      "ml.p5en.48xlarge",
      "ml.trn1.2xlarge",
      "ml.dl1.24xlarge",
      "ml.g7.2xlarge",
      "ml.p6e-gb200.36xlarge",
    ]) {
      assert.equal(hasLocalStorage(type), true, type);
    }
    for (const type of [
      "ml.m5.large",
      "ml.c7g.large",
      "ml.inf2.xlarge",
      "ml.p3.2xlarge",
      "ml.g5g.xlarge",
      "ml.t2.medium",
    ]) {
      assert.equal(hasLocalStorage(type), false, type);
    }
  });

  it("refuses a volume's size where SageMaker's SDK gives none, and nowhere else", () => {
    for (const type of [
      "ml.m5d.large",
      "ml.g4dn.xlarge",
      "ml.g5.xlarge",
      "ml.g6e.xlarge",
      "ml.p5en.48xlarge",
      "ml.trn1.2xlarge",
      "ml.trn2.48xlarge",
      "ml.g7e.2xlarge",
      "ml.p6-b200.48xlarge",
    ]) {
      assert.match(
        volumeProblem(type) ?? "",
        /has local storage in place of a volume.*host-instance-storage/,
      );
      assert.equal(hasLocalStorage(type), true, type);
    }
    for (const type of ["ml.m5.large", "ml.c7g.large", "ml.inf2.xlarge", "ml.p3.2xlarge", "m5d"]) {
      assert.equal(volumeProblem(type), undefined);
    }
  });

  it("is named to those who give a key, which does not encrypt it", () => {
    assert.equal(keyAdvice(["ml.m5.large", "ml.p3.2xlarge"]), undefined);
    assert.equal(keyAdvice([]), undefined);
    assert.match(
      keyAdvice(["ml.m5.large", "ml.g5.xlarge", "ml.m5d.large", "ml.g5.xlarge"]) ?? "",
      /does not encrypt the local storage of ml.g5.xlarge, ml.m5d.large, which.*API_CreateEndpointConfig/,
    );
  });
});
