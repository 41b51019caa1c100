// README, "Every deployment checks the pull first".
import assert from "node:assert/strict";
import { image, operationsOf, told } from "./endpoint-program";
import type { Project } from "./engine";
import type { Settings } from "./provider/settings";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const REPOSITORY = "registry.example.com/ml/fraud";
const PROGRAM = `
  import * as pulumi from "@pulumi/pulumi";
  import { PrivateInference } from "sagemaker-private-registry";
  const { imageReferences } = new PrivateInference("fraud", {
    image: new pulumi.Config().require("image"),
    registry: {
      credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pull-AbCdEf",
      cidrBlocks: ["10.20.0.0/16"],
    },
    network: {
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
    },
    instanceType: "ml.m5.large",
  });
  export { imageReferences };
`;

/** What the preflight answers: one check, and the digest that a tag has now. */
const answering = (status: "passed" | "warned" | "failed", digit: string): Settings => ({
  functionAnswers: [
    {
      function: "preflight",
      result: {
        passed: status !== "failed",
        digest: `sha256:${digit.repeat(64)}`,
        checks: [{ id: "certificate-authority", status }],
        summary: `${REPOSITORY}: 1 check ${status}.`,
      },
    },
  ],
});

const MODEL = /fraud-(model|config|endpoint)$/;
const ofTheEndpoint = (operations: readonly string[]): string[] =>
  operations.filter((each) => MODEL.test(each));

describeEngine("a preflight", (createProject) => {
  let project: Project;
  before(async () => {
    project = await createProject({ program: PROGRAM, config: { image: image("a") } });
  });

  it("that fails ends the first deployment before any model exists, and the next one goes on", async () => {
    project.setSettings(answering("failed", "a"));
    assertSucceeded(await project.preview());
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(told(failed, "error").join("\n"), /1 check failed/);
    assert.deepEqual(ofTheEndpoint(operationsOf(failed)), []);
    project.setSettings(answering("passed", "a"));
    assertSucceeded(await project.up());
    assertNoChange(await project.up());
  });

  it("that fails is only warned of at a preview, and ends the update with the endpoint as it was", async () => {
    project.setSettings(answering("failed", "b"));
    project.setConfig({ image: image("b") });
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.match(told(preview, "warning").join("\n"), /1 check failed/);
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.deepEqual(ofTheEndpoint(operationsOf(failed)), []);
  });

  it("that merely suspects warns, and the deployment goes on", async () => {
    project.setSettings(answering("warned", "b"));
    const up = await project.up();
    assertSucceeded(up);
    assert.match(told(up, "warning").join("\n"), /1 check warned/);
    assert.ok(operationsOf(up).includes("update fraud-endpoint"));
  });

  it("of a tag deploys the digest that it has, and a preview shows a tag that has moved", async () => {
    project.setSettings(answering("passed", "b"));
    project.setConfig({ image: `${REPOSITORY}:live` });
    assertNoChange(await project.up());
    project.setSettings(answering("passed", "c"));
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.ok(preview.changes.some(({ name }) => name === "fraud-model"));
    assertSucceeded(await project.up());
    assert.deepEqual(await project.outputs(), { imageReferences: { model: [image("c")] } });

    // The schedule and its alarms alone.
    for (const preflight of ["intervalInMinutes: 120", "scheduled: false"]) {
      project.setProgram(PROGRAM.replace("instanceType:", `preflight: { ${preflight} }, instanceType:`));
      const rescheduled = await project.up();
      assertSucceeded(rescheduled);
      assert.notEqual(rescheduled.operations.length, 0);
      assert.deepEqual(ofTheEndpoint(operationsOf(rescheduled)), []);
    }
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});
