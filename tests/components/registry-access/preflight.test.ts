import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import { RegistryAccess, type RegistryAccessArgs } from "../../../components/registry-access";
import { UNKNOWN_BLOCK } from "../../../plan/network/cidr-blocks";
import { record, type RecordedResource, type ResourceGraph } from "../../../testing";

const FUNCTION = "aws:lambda/function:Function";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:topic";

const base: RegistryAccessArgs = {
  registryHostname: "registry.example.com:8443",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  cidrBlocks: ["10.20.0.0/16"],
  securityGroupIds: ["sg-1"],
  credentialsProviderArn: FUNCTION_ARN,
};

const recordAccess = (args: Partial<RegistryAccessArgs> = {}): Promise<ResourceGraph> =>
  record(() => ({ ...new RegistryAccess("acme", { ...base, ...args }) }));

const preflight = (graph: ResourceGraph): RecordedResource => graph.only(FUNCTION, "acme-preflight");

const statements = (graph: ResourceGraph, policy: string): unknown[] => {
  const { inputs } = graph.only("aws:iam/rolePolicy:RolePolicy", policy);
  return (JSON.parse(inputs.policy as string) as { Statement: unknown[] }).Statement;
};

describe("RegistryAccess: the preflight", () => {
  it("stands in the models' subnets with all the models' groups, and is told of its one registry", async () => {
    const graph = await recordAccess();
    const { inputs, outputs } = preflight(graph);
    const models = graph.outputs.securityGroupIds?.value as string[];
    const interfaces = graph.only("aws:ec2/securityGroup:SecurityGroup", "acme-preflight-interfaces");
    assert.deepEqual(inputs.vpcConfig, {
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: [...models, interfaces.outputs.id],
    });
    assert.equal(models.length, 2);
    assert.equal(interfaces.inputs.vpcId, "vpc-1");
    assert.deepEqual((inputs.environment as { variables: unknown }).variables, {
      REGISTRY: "registry.example.com:8443",
      VPC_CIDR_BLOCKS: UNKNOWN_BLOCK,
      CREDENTIALS_PROVIDER_ARN: FUNCTION_ARN,
    });
    assert.equal(graph.outputs.preflightFunctionName?.value, outputs.name);
    assert.equal(graph.outputs.preflightFunctionArn?.value, outputs.arn);
  });

  it("may invoke that credentials function and describe this account's endpoints, and nothing else of that kind", async () => {
    const graph = await recordAccess();
    assert.deepEqual(statements(graph, "acme-preflight-policy").slice(1), [
      {
        Sid: "InvokeCredentialsProvider",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: FUNCTION_ARN,
      },
      {
        Sid: "DescribeEndpoints",
        Effect: "Allow",
        Action: "sagemaker:DescribeEndpoint",
        Resource: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/*",
      },
    ]);
  });

  it("asks the function made here, for the credentials of a secret", async () => {
    const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";
    const graph = await recordAccess({ credentialsProviderArn: undefined, credentialsSecretArn: secretArn });
    const { arn } = graph.only(FUNCTION, "acme-credentials-function").outputs;
    const { variables } = preflight(graph).inputs.environment as { variables: Record<string, unknown> };
    assert.equal(variables.CREDENTIALS_PROVIDER_ARN, arn);
    assert.ok(!JSON.stringify(variables).includes(secretArn));
  });

  it("asks nobody for credentials of an anonymous registry", async () => {
    const graph = await recordAccess({ credentialsProviderArn: undefined, anonymous: true });
    assert.deepEqual(preflight(graph).inputs.environment, {
      variables: { REGISTRY: "registry.example.com:8443", VPC_CIDR_BLOCKS: UNKNOWN_BLOCK },
    });
    assert.ok(!JSON.stringify(statements(graph, "acme-preflight-policy")).includes("lambda:InvokeFunction"));
  });

  it("compares the token server with authorizationServer, by blocks only where nothing else names its addresses", async () => {
    const settingOf = async (authorizationServer: object): Promise<unknown> => {
      const graph = await recordAccess({ authorizationServer });
      const { variables } = preflight(graph).inputs.environment as { variables: Record<string, string> };
      return JSON.parse(variables["AUTHORIZATION_SERVER"] ?? "null");
    };
    const cidrBlocks = ["10.9.0.0/16"];
    assert.deepEqual(await settingOf({ cidrBlocks, port: 8443 }), { port: 8443, cidrBlocks });
    assert.deepEqual(await settingOf({ cidrBlocks, prefixListIds: ["pl-0123456789abcdef0"] }), { port: 443 });
    assert.deepEqual(await settingOf({ internet: true }), { port: 443 });
  });

  it("is called when every rule that lets the models in is in force", async () => {
    const graph = await recordAccess({ securityGroupId: "sg-registry", admitModels: true });
    const rule = graph.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.ok(graph.dependsOn(preflight(graph), rule));
  });

  it("may be called by EventBridge Scheduler, for this account alone, through a role that may do nothing else", async () => {
    const graph = await recordAccess({ rolePath: "/ml/", tags: { team: "ml" } });
    const role = graph.only("aws:iam/role:Role", "acme-preflight-schedule-role");
    assert.deepEqual(JSON.parse(role.inputs.assumeRolePolicy as string), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    assert.deepEqual([role.inputs.path, role.inputs.tags], ["/ml/", { team: "ml" }]);
    assert.deepEqual(statements(graph, "acme-preflight-schedule-policy"), [
      {
        Sid: "InvokePreflight",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: preflight(graph).outputs.arn,
      },
    ]);
    assert.equal(graph.outputs.preflightScheduleRoleArn?.value, role.outputs.arn);
  });

  it("has an alarm on the days for which the certificate is still valid", async () => {
    const graph = await recordAccess({
      preflight: { minimumCertificateDays: 21, alarmTopicArns: [TOPIC_ARN] },
    });
    const { inputs } = graph.only(ALARM, "acme-certificate-expiry");
    assert.deepEqual(
      [inputs.namespace, inputs.metricName, inputs.dimensions],
      ["SageMakerPrivateRegistry", "CertificateDaysToExpiry", { Registry: "registry.example.com:8443" }],
    );
    assert.deepEqual(
      [inputs.statistic, inputs.comparisonOperator, inputs.threshold],
      ["Minimum", "LessThanThreshold", 21],
    );
    assert.deepEqual([inputs.alarmActions, inputs.okActions], [[TOPIC_ARN], [TOPIC_ARN]]);
    const { inputs: byDefault } = (await recordAccess()).only(ALARM, "acme-certificate-expiry");
    assert.equal(byDefault.threshold, 14);
  });

  it("is made without schedule, or not at all, where that is asked for", async () => {
    const unscheduled = await recordAccess({ preflight: { scheduled: false, reservedConcurrency: 2 } });
    assert.equal(preflight(unscheduled).inputs.reservedConcurrentExecutions, 2);
    assert.equal(unscheduled.outputs.preflightScheduleRoleArn?.value, undefined);
    assert.deepEqual(unscheduled.ofType(ALARM), []);
    const none = await recordAccess({ preflight: { enabled: false } });
    assert.deepEqual(none.ofType(FUNCTION), []);
    assert.deepEqual(none.ofType("aws:iam/role:Role"), []);
    for (const output of ["preflightFunctionName", "preflightFunctionArn", "preflightScheduleRoleArn"]) {
      assert.equal(none.outputs[output]?.value, undefined, output);
    }
  });

  describe("refuses", () => {
    const cases: [string, RegistryAccessArgs["preflight"], string[]][] = [
      [
        "settings of a function that is not made",
        { enabled: false, reservedConcurrency: 1, alarmTopicArns: [TOPIC_ARN] },
        ["preflight.alarmTopicArns", "preflight.reservedConcurrency"],
      ],
      [
        "settings of a schedule that is not made",
        { scheduled: false, minimumCertificateDays: 7, alarmTopicArns: [TOPIC_ARN] },
        ["preflight.alarmTopicArns", "preflight.minimumCertificateDays"],
      ],
      [
        "what is out of range or of another form",
        {
          minimumCertificateDays: 366,
          alarmTopicArns: ["topic"],
          architecture: "x86" as "x86_64",
          codeSigningConfigArn: "x",
          reservedConcurrency: 0,
        },
        [
          "preflight.alarmTopicArns[0]",
          "preflight.architecture",
          "preflight.codeSigningConfigArn",
          "preflight.minimumCertificateDays",
          "preflight.reservedConcurrency",
        ],
      ],
    ];
    for (const [what, settings, paths] of cases) {
      it(what, async () => {
        const graph = await record(() => {
          assert.throws(
            () => new RegistryAccess("acme", { ...base, preflight: settings }),
            (error) => {
              assert.ok(error instanceof ArgumentsError, String(error));
              assert.deepEqual(error.problems.map(({ propertyPath }) => propertyPath).sort(), paths);
              return true;
            },
          );
        });
        assert.deepEqual(graph.resources, []);
      });
    }
  });
});
