import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planProgram } from "../../cli/program/plan-program";
import type { Report } from "../../cli/report/report";
import { temporaryFolder } from "../cli/test-images";

const root = join(__dirname, "..", "..");

const rehearseExample = async (
  example: string,
  references: { stack: string | undefined; path: string }[] = [],
  facts: readonly string[] = [],
): Promise<Report> => {
  const { report } = await planProgram({
    program: join(root, example),
    stack: undefined,
    config: {},
    references,
    facts,
    warn: () => undefined,
  });
  return report;
};

const idsOf = (report: Report, status: string): string[] =>
  report.requirements.filter((each) => each.status === status).map(({ id }) => id);

const typesOf = (report: Report): string[] => report.resources.map(({ type }) => type);

const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const MODEL = "aws:sagemaker/model:Model";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";

type Inputs = Readonly<Record<string, unknown>>;

const inputsOf = (report: Report, type: string): Inputs[] =>
  report.resources.filter((each) => each.type === type).map(({ inputs }) => inputs as Inputs);

/** The inputs of the only resource of a type. */
const onlyInputs = (report: Report, type: string): Inputs => {
  const [inputs, ...others] = inputsOf(report, type);
  assert.ok(inputs !== undefined && others.length === 0, `one ${type}`);
  return inputs;
};

/** The images of each model's containers, in order. */
const imagesOf = (report: Report): unknown[][] =>
  inputsOf(report, MODEL).map(({ containers, primaryContainer }) =>
    ((containers ?? [primaryContainer]) as Inputs[]).map(({ image }) => image),
  );

const variantsOf = (report: Report): Inputs[] =>
  onlyInputs(report, CONFIGURATION).productionVariants as Inputs[];

/** What each named statement of a role's policy is about. */
const policyOf = (report: Report, name: string): Map<string, unknown> => {
  const found = report.resources.find((each) => each.type === ROLE_POLICY && each.name === name);
  const { policy } = (found?.inputs ?? {}) as { policy?: string };
  const { Statement } = JSON.parse(policy ?? "{}") as { Statement: { Sid: string; Resource: unknown }[] };
  return new Map(Statement.map(({ Sid, Resource }) => [Sid, Resource]));
};

const textOf = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

/** What AWS's command line answers of the VPC in `rehearsal.json`, by the command. */
const answers = (): Readonly<Record<string, unknown>> => {
  const VpcId = "vpc-0123456789abcdef0";
  const [a, b] = ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"];
  const subnet = { VpcId, AvailableIpAddressCount: 200 };
  const everything = { RuleNumber: 100, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0" };
  return {
    vpcs: { Vpcs: [{ VpcId, CidrBlock: "10.0.0.0/16" }] },
    subnets: {
      Subnets: [
        { ...subnet, SubnetId: a, AvailabilityZone: "eu-west-1a", CidrBlock: "10.0.0.0/24" },
        { ...subnet, SubnetId: b, AvailabilityZone: "eu-west-1b", CidrBlock: "10.0.1.0/24" },
      ],
    },
    "route-tables": {
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId,
          Associations: [{ Main: true }],
          Routes: [
            { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" },
            { DestinationCidrBlock: "10.20.0.0/16", TransitGatewayId: "tgw-1" },
          ],
        },
      ],
    },
    "network-acls": {
      NetworkAcls: [
        {
          NetworkAclId: "acl-1",
          VpcId,
          Associations: [{ SubnetId: a }, { SubnetId: b }],
          Entries: [
            { ...everything, Egress: true },
            { ...everything, Egress: false },
          ],
        },
      ],
    },
    "security-groups": {
      SecurityGroups: [
        {
          GroupId: "sg-1",
          VpcId,
          IpPermissions: [
            { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] },
          ],
          IpPermissionsEgress: [],
        },
      ],
    },
    "vpc-endpoints": {
      VpcEndpoints: [
        {
          VpcEndpointId: "vpce-1",
          VpcId,
          ServiceName: "com.amazonaws.eu-west-1.lambda",
          VpcEndpointType: "Interface",
          State: "available",
          PrivateDnsEnabled: true,
          SubnetIds: [a, b],
          Groups: [{ GroupId: "sg-1" }],
          PolicyDocument: JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: "*",
                Action: "*",
                Resource: "arn:aws:lambda:eu-west-1:123456789012:*",
                Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
              },
            ],
          }),
        },
      ],
    },
  };
};

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

  it("existing-registry fails nothing, and makes nothing in the VPC but security groups", async () => {
    const report = await rehearseExample("examples/existing-registry");
    assert.deepEqual(idsOf(report, "failed"), []);
    assert.deepEqual(
      typesOf(report).filter((type) => /^aws:(ec2|vpc|route53|lb)\//.test(type) || type.startsWith("awsx:")),
      // Of the models, and of the network interfaces of the models and of the preflight function.
      Array<string>(3).fill("aws:ec2/securityGroup:SecurityGroup"),
    );
  });

  it("existing-registry: the facts that its README has AWS tell answer the requirements that it says they do", async () => {
    const readme = textOf("examples/existing-registry/README.md");
    const asked = /^for what in (.+); do$/m.exec(readme)?.[1]?.split(" ") ?? [];
    const told = answers();
    assert.deepEqual(Object.keys(told).sort(), [...asked].sort());
    const place = temporaryFolder();
    try {
      const file = join(place.folder, "facts.json");
      const hosts = { Hosts: { "artifactory.bank.example": ["10.20.0.5"] } };
      writeFileSync(file, JSON.stringify([...asked.map((command) => told[command]), hosts]));
      const before = idsOf(await rehearseExample("examples/existing-registry"), "unknown");
      const report = await rehearseExample("examples/existing-registry", [], [file]);
      assert.deepEqual(idsOf(report, "failed"), []);
      const rows = [...readme.matchAll(/^\| (`.+?) +\| (.+?) +\|$/gm)].map(([, ids = "", by = ""]) => ({
        ids: [...ids.matchAll(/`([\w-]+)`/g)].map(([, id = ""]) => id),
        by,
      }));
      assert.deepEqual(
        rows.flatMap(({ ids }) => ids).sort(),
        before.sort(),
        "the README names what is not known",
      );
      // The way of this VPC leads out of it, so that one stays.
      const answered = rows.filter(({ by }) => by.includes("describe-") && !by.includes("unless"));
      assert.deepEqual(
        answered.flatMap(({ ids }) => ids).sort(),
        before.filter((id) => idsOf(report, "passed").includes(id)).sort(),
      );
    } finally {
      place.remove();
    }
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
      ["aws:ec2", "aws:sagemaker", "aws:sagemaker", "aws:sagemaker", "aws:scheduler", "aws:cloudwatch"],
    );
  });

  it("canary-deployment shifts traffic of two variants by a canary, and makes the alarms that roll it back", async () => {
    const report = await rehearseExample("examples/canary-deployment");
    assert.deepEqual(idsOf(report, "failed"), []);
    const names = ["champion-errors", "champion-latency", "challenger-errors", "challenger-latency"].map(
      (each) => `fraud-rollback-${each}`,
    );
    assert.deepEqual(onlyInputs(report, ENDPOINT).deploymentConfig, {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: {
          type: "CANARY",
          canarySize: { type: "CAPACITY_PERCENT", value: 50 },
          waitIntervalInSeconds: 600,
        },
        terminationWaitInSeconds: 600,
      },
      autoRollbackConfiguration: { alarms: names.map((alarmName) => ({ alarmName })) },
    });
    const alarms = inputsOf(report, "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      alarms
        .filter(({ name }) => names.includes(String(name)))
        .map(({ name, metricName, dimensions, threshold }) => ({ name, metricName, dimensions, threshold })),
      ["champion", "challenger"].flatMap((variant) => {
        const dimensions = { EndpointName: "fraud", VariantName: variant };
        return [
          {
            name: `fraud-rollback-${variant}-errors`,
            metricName: "Invocation5XXErrors",
            dimensions,
            threshold: 0.05,
          },
          {
            name: `fraud-rollback-${variant}-latency`,
            metricName: "ModelLatency",
            dimensions,
            threshold: 500_000,
          },
        ];
      }),
    );
    assert.deepEqual(
      variantsOf(report).map(({ variantName, modelName, initialInstanceCount, initialVariantWeight }) => [
        variantName,
        /^fraud-([a-z]+)-/.exec(String(modelName))?.[1],
        initialInstanceCount,
        initialVariantWeight,
      ]),
      [
        ["challenger", "challenger", 2, 1],
        ["champion", "champion", 2, 9],
      ],
    );
    assert.equal(new Set(imagesOf(report).flat()).size, 2);
    assert.ok(
      inputsOf(report, ROLE_POLICY).some(({ policy }) =>
        names.every((name) => String(policy).includes(`:alarm:${name}`)),
      ),
    );
  });

  it("pipeline is one model of three containers, in order", async () => {
    const report = await rehearseExample("examples/pipeline");
    assert.deepEqual(idsOf(report, "failed"), []);
    const { containers, primaryContainer, inferenceExecutionConfig } = onlyInputs(report, MODEL);
    assert.deepEqual(
      (containers as Inputs[]).map(({ containerHostname, image }) => [
        containerHostname,
        String(image).split("@")[0],
      ]),
      ["features", "scores", "reasons"].map((each) => [each, `artifactory.bank.example/ml/fraud-${each}`]),
    );
    assert.deepEqual([primaryContainer, inferenceExecutionConfig], [undefined, undefined]);
    assert.equal(variantsOf(report).length, 1);
  });

  it("async answers in S3, tells topics, and scales to no instance by its backlog", async () => {
    const report = await rehearseExample("examples/async");
    assert.deepEqual(idsOf(report, "failed"), []);
    const topic = "arn:aws:sns:eu-west-1:123456789012:statements";
    assert.deepEqual(onlyInputs(report, CONFIGURATION).asyncInferenceConfig, {
      clientConfig: { maxConcurrentInvocationsPerInstance: 4 },
      outputConfig: {
        s3OutputPath: "s3://bank-inference/answers",
        s3FailurePath: "s3://bank-inference/failures",
        notificationConfig: { successTopic: `${topic}-answered`, errorTopic: `${topic}-failed` },
      },
    });
    const { minCapacity, maxCapacity } = onlyInputs(report, "aws:appautoscaling/target:Target");
    assert.deepEqual([minCapacity, maxCapacity], [0, 4]);
    const policies = inputsOf(report, "aws:appautoscaling/policy:Policy");
    const [tracking] = policies.flatMap(
      (each) => (each.targetTrackingScalingPolicyConfiguration as Inputs | undefined) ?? [],
    );
    assert.deepEqual(tracking, {
      customizedMetricSpecification: {
        namespace: "AWS/SageMaker",
        metricName: "ApproximateBacklogSizePerInstance",
        statistic: "Average",
        dimensions: [{ name: "EndpointName", value: report.outputs.endpointName }],
      },
      targetValue: 5,
      scaleInCooldown: 600,
      scaleOutCooldown: 300,
    });
    const fromZero = inputsOf(report, "aws:cloudwatch/metricAlarm:MetricAlarm").filter(
      ({ metricName }) => metricName === "HasBacklogWithoutCapacity",
    );
    assert.equal(fromZero.length, 1);
    assert.deepEqual(policies.map(({ policyType }) => policyType).sort(), [
      "StepScaling",
      "TargetTrackingScaling",
    ]);
    const role = policyOf(report, "statements-role-policy");
    assert.deepEqual(role.get("ReadInferenceInputs"), ["arn:aws:s3:::bank-inference/requests/*"]);
    assert.deepEqual(
      role.get("WriteInferenceOutputs"),
      ["answers", "failures"].map((each) => `arn:aws:s3:::bank-inference/${each}/*`),
    );
    assert.deepEqual(role.get("PublishNotifications"), [`${topic}-answered`, `${topic}-failed`]);
  });

  it("shadow has one production and one shadow variant, and captures what both are sent and answer", async () => {
    const report = await rehearseExample("examples/shadow");
    assert.deepEqual(idsOf(report, "failed"), []);
    const { productionVariants, shadowProductionVariants, dataCaptureConfig } = onlyInputs(
      report,
      CONFIGURATION,
    );
    for (const [name, variants] of [
      ["production", productionVariants],
      ["shadow", shadowProductionVariants],
    ] as [string, Inputs[]][]) {
      assert.deepEqual(
        variants.map(({ modelName, ...variant }) => ({
          ...variant,
          model: /^fraud-([a-z]+)-/.exec(String(modelName))?.[1],
        })),
        [
          {
            variantName: name,
            model: name,
            instanceType: "ml.m5.large",
            initialInstanceCount: 1,
            initialVariantWeight: 1,
          },
        ],
      );
    }
    assert.equal(new Set(imagesOf(report).flat()).size, 2);
    assert.deepEqual(dataCaptureConfig, {
      enableCapture: true,
      destinationS3Uri: "s3://bank-inference/captured",
      initialSamplingPercentage: 100,
      captureOptions: [{ captureMode: "Input" }, { captureMode: "Output" }],
      captureContentTypeHeader: { jsonContentTypes: ["application/json"] },
    });
    assert.deepEqual(policyOf(report, "fraud-role-policy").get("WriteInferenceOutputs"), [
      "arn:aws:s3:::bank-inference/captured/*",
    ]);
  });
});
