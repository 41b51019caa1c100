import assert from "node:assert/strict";
import { UsageError } from "../../cli/usage-error";
import { readCommand } from "./options";
import { readSettings, SettingsError } from "./settings";
import { QUESTIONS } from "./questions";

const COMMON = { config: {}, version: "0.1.0" };

describe("the command line of the evidence kit", () => {
  it("does everything by default, and asks first", () => {
    const command = readCommand("run", COMMON);
    assert.deepEqual(
      [command.part, command.keep, command.yes, command.json, command.stack],
      ["all", false, false, false, "evidence"],
    );
    assert.deepEqual(command.questions, QUESTIONS);
  });

  it("does a part, with no option of another", () => {
    assert.equal(readCommand("run", { ...COMMON, collectOnly: true }).part, "collect");
    assert.equal(readCommand("run", { ...COMMON, destroyOnly: true }).part, "destroy");
    for (const values of [
      { collectOnly: true, destroyOnly: true },
      { collectOnly: true, questions: "tls" },
      { destroyOnly: true, keep: true },
      { questions: "serverless" },
    ]) {
      assert.throws(() => readCommand("run", { ...COMMON, ...values }), UsageError);
    }
  });
});

describe("the configuration of the evidence kit", () => {
  const given = { domainName: "evidence.example.com", validationZoneId: "Z0123456789ABCDEFGHIJ" };

  it("makes a VPC by default, on an instance type of its own choice", () => {
    assert.deepEqual(readSettings(given), { ...given, instanceType: "ml.m5.large" });
  });

  it("takes the subnets of a VPC with commas, or as JSON", () => {
    for (const subnetIds of ["subnet-0a,subnet-0b", '["subnet-0a", "subnet-0b"]']) {
      const { vpc } = readSettings({ ...given, vpcId: "vpc-0", subnetIds });
      assert.deepEqual(vpc, { vpcId: "vpc-0", subnetIds: ["subnet-0a", "subnet-0b"] });
    }
  });

  it("names all that is missing", () => {
    assert.throws(
      () => readSettings({ vpcId: "vpc-0" }),
      (error: unknown) =>
        error instanceof SettingsError &&
        ["domainName", "validationZoneId", "subnetIds"].every((key) => error.message.includes(key)),
    );
  });
});
