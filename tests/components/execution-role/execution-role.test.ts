import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ExecutionRole, type ExecutionRoleArgs } from "../../../components/execution-role";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { assertRefused } from "../refusals";

const COMPONENT = "sagemaker-private-registry:index:ExecutionRole";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const ACCOUNT = "123456789012";
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:credentials`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234`;
const ADOPTED = `arn:aws:iam::${ACCOUNT}:role/ml/hosting/inference`;

const recordRole = async (args: ExecutionRoleArgs, options: RecordOptions = {}): Promise<ResourceGraph> =>
  record(() => new ExecutionRole("r", args), options);
const statementsOf = (json: unknown): { Sid?: string; Resource: unknown }[] =>
  (JSON.parse(String(json)) as { Statement: { Sid?: string; Resource: unknown }[] }).Statement;

const refused = (args: ExecutionRoleArgs, problems: Record<string, RegExp>): Promise<void> =>
  assertRefused(() => new ExecutionRole("r", args), problems);

/** Runs with what would go to the log kept instead. */
async function withInfo<T>(run: () => Promise<T>): Promise<{ result: T; messages: string[] }> {
  const messages: string[] = [];
  const { info } = pulumi.log;
  const log = pulumi.log as { info: typeof info };
  log.info = async (message) => {
    messages.push(message);
    return Promise.resolve();
  };
  try {
    return { result: await run(), messages };
  } finally {
    log.info = info;
  }
}

describe("ExecutionRole", () => {
  it("makes a role that only SageMaker may assume, and only for this account and region", async () => {
    const { result: graph, messages } = await withInfo(async () => recordRole({}));
    const component = graph.only(COMPONENT, "r");
    const role = graph.only(ROLE, "r-role");
    assert.deepEqual(graph.childrenOf(component), [role, graph.only(POLICY, "r-policy")]);
    const { assumeRolePolicy, ...inputs } = role.inputs;
    assert.deepEqual(inputs, {
      description: "SageMaker assumes it for models whose images are in a private Docker registry",
    });
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "sagemaker.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:*` } },
        },
      ],
    });
    assert.deepEqual(messages, []);
  });

  it("allows exactly what it outputs as required", async () => {
    const graph = await recordRole({
      credentialsProviderArns: [pulumi.output(FUNCTION)],
      modelData: pulumi.output(["s3://models/fraud/model.tar.gz"]),
      modelDataKmsKeyArns: [KEY],
    });
    const policy = graph.only(POLICY);
    assert.equal(policy.inputs.role, graph.only(ROLE).outputs.name);
    assert.equal(policy.inputs.policy, graph.only(COMPONENT).outputs.requiredPolicyJson);
    assert.deepEqual(
      statementsOf(policy.inputs.policy).map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["ManageNetworkInterfaces", "*"],
        ["WriteLogs", `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/sagemaker/Endpoints/*`],
        ["PublishMetrics", "*"],
        ["InvokeCredentialsProviders", [FUNCTION]],
        ["ReadModelData", ["arn:aws:s3:::models/fraud/model.tar.gz"]],
        [undefined, "arn:aws:s3:::models"],
        ["DecryptModelData", [KEY]],
      ],
    );
  });

  it("names the models' subnets and the endpoints' log groups where they are given", async () => {
    const graph = await recordRole({
      subnetIds: pulumi.output(["subnet-a"]),
      endpointNames: [pulumi.output("fraud")],
    });
    const statements = new Map(
      statementsOf(graph.only(POLICY).inputs.policy).map(({ Sid, Resource }) => [Sid, Resource]),
    );
    assert.deepEqual(statements.get("CreateNetworkInterfaces"), [
      "arn:aws:ec2:eu-west-1:*:subnet/subnet-a",
      "arn:aws:ec2:eu-west-1:*:network-interface/*",
      "arn:aws:ec2:eu-west-1:*:security-group/*",
    ]);
    const group = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/sagemaker/Endpoints/fraud`;
    assert.deepEqual(statements.get("WriteLogs"), [group, `${group}:*`]);
    await refused(
      { subnetIds: ["vpc-1"], endpointNames: ["-fraud"] },
      { "subnetIds[0]": /"vpc-1"/, "endpointNames[0]": /"-fraud", .* 63 letters/ },
    );
  });

  it("outputs the role, and registers exactly its fields", async () => {
    const graph = await recordRole({});
    const role = graph.only(ROLE);
    const { requiredPolicyJson, ...outputs } = graph.only(COMPONENT).outputs;
    assert.deepEqual(outputs, { roleArn: role.outputs.arn, roleName: role.outputs.name });
    assert.equal(requiredPolicyJson, graph.only(POLICY).inputs.policy);
  });

  it("hands out the role's ARN only when every policy is attached", async () => {
    const graph = await record(() => {
      const { roleArn } = new ExecutionRole("r", {
        additionalPolicyJson: '{"Version":"2012-10-17","Statement":[]}',
        managedPolicyArns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      });
      new aws.sagemaker.Model("m", { executionRoleArn: roleArn });
    });
    const model = graph.only("aws:sagemaker/model:Model");
    assert.equal(model.inputs.executionRoleArn, graph.only(ROLE).outputs.arn);
    for (const policy of [...graph.ofType(POLICY), ...graph.ofType(ATTACHMENT)]) {
      assert.ok(graph.dependsOn(model, policy), policy.name);
    }
    assert.equal(graph.ofType(POLICY).length + graph.ofType(ATTACHMENT).length, 3);
  });

  it("attaches the user's own policies, under the names given", async () => {
    const additionalPolicyJson = '{"Version":"2012-10-17","Statement":[]}';
    const graph = await recordRole({
      additionalPolicyJson: pulumi.output(additionalPolicyJson),
      managedPolicyArns: { read: pulumi.output("arn:aws:iam::aws:policy/ReadOnlyAccess") },
    });
    const role = graph.only(ROLE).outputs.name;
    assert.deepEqual(graph.only(POLICY, "r-additional-policy").inputs, {
      role,
      policy: additionalPolicyJson,
    });
    assert.deepEqual(graph.only(ATTACHMENT, "r-managed-read").inputs, {
      role,
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
  });

  it("is tagged, bounded and kept in a path as it is told", async () => {
    const permissionsBoundaryArn = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    const graph = await recordRole({ tags: { team: "ml" }, permissionsBoundaryArn, rolePath: "/ml/" });
    const { tags, permissionsBoundary, path } = graph.only(ROLE).inputs;
    assert.deepEqual([tags, permissionsBoundary, path], [{ team: "ml" }, permissionsBoundaryArn, "/ml/"]);
  });

  it("is made of the partition and region it is deployed to", async () => {
    const account = { partition: "aws-cn", region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" };
    const graph = await recordRole(
      {
        modelData: ["s3://models/a"],
        modelDataKmsKeyArns: [`arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/1234`],
      },
      { account },
    );
    const documents = `${String(graph.only(ROLE).inputs.assumeRolePolicy)}${String(graph.only(POLICY).inputs.policy)}`;
    assert.ok(!documents.includes("arn:aws:") && !documents.includes("eu-west-1"));
    assert.ok(documents.includes("s3.cn-north-1.amazonaws.com.cn"));
    assert.ok(documents.includes(`arn:aws-cn:sagemaker:cn-north-1:${ACCOUNT}:*`));
  });

  describe("of a role that exists", () => {
    it("makes nothing, says what it must allow, and how far AmazonSageMakerFullAccess goes", async () => {
      const { result: graph, messages } = await withInfo(async () =>
        recordRole({
          roleArn: pulumi.output(ADOPTED),
          credentialsProviderArns: [FUNCTION],
          tags: { team: "ml" },
        }),
      );
      assert.deepEqual(
        graph.resources.map(({ type }) => type),
        [COMPONENT],
      );
      const { roleArn, roleName, requiredPolicyJson } = graph.only(COMPONENT).outputs;
      assert.deepEqual([roleArn, roleName], [ADOPTED, "inference"]);
      const made = await recordRole({ credentialsProviderArns: [FUNCTION] });
      assert.equal(requiredPolicyJson, made.only(COMPONENT).outputs.requiredPolicyJson);
      assert.equal(messages.length, 1);
      assert.match(
        messages[0] ?? "",
        /requiredPolicyJson.*AmazonSageMakerFullAccess.*SageMaker, Sagemaker, sagemaker/,
      );
    });

    it("takes no policies to attach", async () => {
      await refused(
        { roleArn: ADOPTED, additionalPolicyJson: '{"Statement":[]}', managedPolicyArns: { a: KEY } },
        { additionalPolicyJson: /roleArn/, managedPolicyArns: /roleArn/, "managedPolicyArns.a": /policy\/…/ },
      );
    });
  });

  it("refuses all that is malformed at once, before it registers anything", async () => {
    await refused(
      {
        roleArn: "inference",
        credentialsProviderArns: [FUNCTION, "credentials"],
        modelData: ["models/fraud"],
        modelDataKmsKeyArns: ["alias/models"],
        volumeKmsKeyArns: ["alias/volumes"],
        rollbackAlarmNames: [
          "a".repeat(255),
          "a".repeat(256),
          "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a",
        ],
        rolePath: "ml",
      },
      {
        roleArn: /IAM role's ARN/,
        "credentialsProviderArns[1]": /Lambda function's ARN/,
        "modelData[0]": /S3 URI.*bucketnamingrules/,
        "rollbackAlarmNames[1]": /alarm's name of 1 to 255 characters.*API_PutMetricAlarm/,
        "rollbackAlarmNames[2]": /and no ARN/,
        "modelDataKmsKeyArns[0]": /key\/…/,
        "volumeKmsKeyArns[0]": /key\/…/,
        rolePath: /begins and ends with a slash/,
      },
    );
    await refused(
      { additionalPolicyJson: "{}", managedPolicyArns: { "a b": "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
      {
        additionalPolicyJson: /IAM policy as JSON/,
        'managedPolicyArns["a b"]': /has a name that is "a b", but must be one of letters/,
      },
    );
    const many = Object.fromEntries(
      Array.from({ length: 21 }, (_item, index) => [`p${index}`, `arn:aws:iam::aws:policy/P${index}`]),
    );
    await refused({ managedPolicyArns: many }, { managedPolicyArns: /at most 20/ });
  });

  it("checks what only the deployment knows when it is known", async () => {
    await assert.rejects(recordRole({ modelData: [pulumi.output("models")] }), /modelData\[0\]: is "models"/);
    await assert.rejects(
      recordRole({ managedPolicyArns: { mine: pulumi.output("policy") } }),
      /managedPolicyArns\.mine: is "policy"/,
    );
  });

  it("refuses policies that are longer than IAM takes, and says what to do", async () => {
    const modelData = Array.from(
      { length: 100 },
      (_item, index) => `s3://models/${"k".repeat(60)}${index}.tar.gz`,
    );
    await assert.rejects(
      recordRole({ modelData }),
      /modelData.*characters long, but IAM takes at most 10240: name a prefix.*reference_iam-quotas/,
    );
    const Sid = "s".repeat(10_000);
    await assert.rejects(
      recordRole({ additionalPolicyJson: JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid }] }) }),
      /additionalPolicyJson.*characters long/,
    );
    await recordRole({ modelData: modelData.slice(0, 40) });
  });
});
