import assert from "node:assert/strict";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const FUNCTION = "aws:lambda/function:Function";
const NAME = "fraud-detection-for-the-retail-bank-and-its-branches-everywhere";

const provider = (name: string): string => `
  import { CredentialsProvider } from "sagemaker-private-registry";
  new CredentialsProvider("${name}", {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
  });
`;

describeEngine("names", (createProject) => {
  it("that would be too long for a function are shortened, and are the same at every deployment", async () => {
    const project = await createProject({ program: provider(NAME) });
    assertSucceeded(await project.preview());
    assertSucceeded(await project.up());
    const lambda = (await project.state()).find(({ type }) => type === FUNCTION);
    const name = String(lambda?.outputs?.name);
    assert.match(name, /^fraud-detection-for-the-.*-function-[0-9a-f]{10}$/);
    assert.ok(name.length <= 64);
    assertNoChange(await project.preview());
    assertNoChange(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("that AmazonSageMakerFullAccess opens are refused at a preview, before anything is made", async () => {
    for (const options of [
      { program: provider("sagemaker-fraud") },
      {
        program: provider("fraud"),
        config: { "pulumi:autonaming": { pattern: "sagemaker-${name}-${hex(7)}" } },
      },
      { program: provider("fraud"), config: { "aws:defaultTags": { tags: { SageMaker: "true" } } } },
    ]) {
      const project = await createProject(options);
      const preview = await project.preview();
      assert.notEqual(preview.exitCode, 0);
      assert.match(preview.stdout + preview.stderr, /AmazonSageMakerFullAccess opens/);
      assert.deepEqual(preview.changes, []);
    }
  });
});
