import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rehearse } from "../rehearsal/rehearse";
import type { Report } from "../rehearsal/report";

const root = join(__dirname, "..");

const rehearseExample = async (
  example: string,
  references: { stack: string | undefined; path: string }[] = [],
): Promise<Report> => {
  const { report } = await rehearse({
    program: join(root, example),
    stack: undefined,
    config: {},
    references,
    warn: () => undefined,
  });
  return report;
};

const idsOf = (report: Report, status: string): string[] =>
  report.requirements.filter((each) => each.status === status).map(({ id }) => id);

const typesOf = (report: Report): string[] => report.resources.map(({ type }) => type);

describe("the examples", function () {
  this.timeout(120_000);

  it("quickstart meets every requirement", async () => {
    const report = await rehearseExample("examples/quickstart");
    assert.deepEqual([...idsOf(report, "failed"), ...idsOf(report, "unknown")], []);
    assert.deepEqual(Object.keys(report.outputs).sort(), [
      "endpointArn",
      "endpointName",
      "imageReferences",
      "registryHostname",
    ]);
    const types = typesOf(report);
    for (const type of ["aws:sagemaker/endpoint:Endpoint", "aws:ecs/service:Service", "awsx:ec2:Vpc"]) {
      assert.ok(types.includes(type), type);
    }
  });

  it("the project at the root is the quickstart", async () => {
    const [atRoot, quickstart] = [await rehearseExample("."), await rehearseExample("examples/quickstart")];
    assert.deepEqual(
      atRoot.resources.map(({ type, name }) => `${type} ${name}`).sort(),
      quickstart.resources.map(({ type, name }) => `${type} ${name}`).sort(),
    );
    assert.match(readFileSync(join(root, "Pulumi.yaml"), "utf8"), /^main: examples\/quickstart\/index\.ts$/m);
  });

  it("existing-registry fails nothing, and makes nothing in the VPC but a security group", async () => {
    const report = await rehearseExample("examples/existing-registry");
    assert.deepEqual(idsOf(report, "failed"), []);
    assert.deepEqual(
      typesOf(report).filter((type) => /^aws:(ec2|vpc|route53|lb)\//.test(type) || type.startsWith("awsx:")),
      ["aws:ec2/securityGroup:SecurityGroup"],
    );
  });

  it("existing-vpc fails nothing, and makes what it names", async () => {
    const report = await rehearseExample("examples/existing-vpc");
    assert.deepEqual(idsOf(report, "failed"), []);
    assert.deepEqual(
      report.resources
        .filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint")
        .map(({ name }) => name)
        .sort(),
      ["ecr-api", "ecr-dkr", "lambda", "logs", "s3", "secretsmanager"].map((each) => `fraud-network-${each}`),
    );
    assert.ok(!typesOf(report).includes("awsx:ec2:Vpc"));
  });

  it("two-stacks: the platform holds, and the model takes nothing from it but ids", async () => {
    const platform = await rehearseExample("examples/two-stacks/platform");
    assert.deepEqual(idsOf(platform, "failed"), []);
    const model = await rehearseExample("examples/two-stacks/model", [
      { stack: undefined, path: join(root, "examples/two-stacks/platform") },
    ]);
    assert.deepEqual([...idsOf(model, "failed"), ...idsOf(model, "unknown")], []);
    const own = model.resources.filter(({ type }) => type.startsWith("aws:"));
    assert.deepEqual(
      own.map(({ type }) => type.split("/")[0]),
      ["aws:sagemaker", "aws:sagemaker", "aws:sagemaker", "aws:scheduler", "aws:cloudwatch"],
    );
  });
});
