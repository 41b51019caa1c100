import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import { AsyncNotificationTopic, ContainerMode } from "../../../components/model-endpoint";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { record, type ResourceGraph } from "../../../testing";

const digest = `sha256:${"a".repeat(64)}`;
const image = `artifactory.bank.example/ml/fraud@${digest}`;
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc";
const topic = (name: string): string => `arn:aws:sns:eu-west-1:123456789012:${name}`;
const base: PrivateInferenceArgs = {
  registry: {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
    cidrBlocks: ["10.20.0.0/16"],
  },
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
};
const smallest: PrivateInferenceArgs = { ...base, image, instanceType: "ml.m5.large" };

const make = (args: PrivateInferenceArgs): Promise<ResourceGraph> =>
  record(() => void new PrivateInference("fraud", args));

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
}
/** What the models' role may do beside what every model needs, by the names of the statements. */
function allowed(graph: ResourceGraph): Record<string, unknown> {
  const { policy } = graph.only("aws:iam/rolePolicy:RolePolicy", "fraud-role-policy").inputs;
  const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
  const always = [
    "CreateNetworkInterfaces",
    "DescribeNetwork",
    "ManageNetworkInterfaces",
    "WriteLogs",
    "PublishMetrics",
    "InvokeCredentialsProviders",
  ];
  return Object.fromEntries(
    statements
      .filter(({ Sid }) => Sid !== undefined && !always.includes(Sid))
      .map(({ Sid = "", Resource }) => [Sid, Resource]),
  );
}
interface Rule {
  readonly prefixListIds?: readonly string[];
}
const reachesS3 = (graph: ResourceGraph): boolean => {
  const { egress } = graph.only("aws:ec2/securityGroup:SecurityGroup", "fraud-access-models").inputs;
  return (egress as Rule[]).some(({ prefixListIds = [] }) => prefixListIds.length > 0);
};

async function problems(args: object): Promise<[string[], string]> {
  let found: ArgumentsError | undefined;
  const graph = await record(() => {
    try {
      new PrivateInference("fraud", args);
    } catch (error) {
      if (!(error instanceof ArgumentsError)) throw error;
      found = error;
    }
  });
  assert.deepEqual(graph.resources, []);
  return [found?.problems.map(({ propertyPath }) => propertyPath) ?? [], found?.message ?? ""];
}

describe("the models' role of a PrivateInference", () => {
  it("may do nothing more where none of it is used, and S3 stays closed", async () => {
    const graph = await make(smallest);
    assert.deepEqual(allowed(graph), {});
    assert.equal(reachesS3(graph), false);
  });

  it("may read each model data source, and no more", async () => {
    const graph = await make({
      ...base,
      instanceType: "ml.m5.large",
      models: {
        m: {
          containers: [
            {
              image,
              modelDataSource: { s3Uri: pulumi.output("s3://models/llm/"), acceptEula: true },
              additionalModelDataSources: { draft: { s3Uri: "s3://models/draft.tar.gz" } },
            },
            { image, mode: ContainerMode.MultiModel, modelDataUrl: "s3://many/models/" },
          ],
        },
      },
    });
    assert.deepEqual(allowed(graph), {
      ReadModelData: [
        "arn:aws:s3:::models/llm/*",
        "arn:aws:s3:::models/draft.tar.gz",
        "arn:aws:s3:::many/models/*",
      ],
    });
    assert.equal(reachesS3(graph), true);
    const short = await make({ ...smallest, modelDataSource: { s3Uri: "s3://models/llm/" } });
    assert.deepEqual(allowed(short), { ReadModelData: ["arn:aws:s3:::models/llm/*"] });
  });

  it("may write captured data, encrypted, also where an image is published", async () => {
    const graph = await make({
      ...smallest,
      dataCapture: {
        destinationS3Uri: "s3://captured/fraud",
        initialSamplingPercentage: 10,
        kmsKeyArn: pulumi.output(KEY),
      },
    });
    assert.deepEqual(allowed(graph), {
      WriteInferenceOutputs: ["arn:aws:s3:::captured/fraud/*"],
      EncryptInferenceOutputs: [KEY],
    });
    assert.equal(reachesS3(graph), true);
  });

  it("may read the inputs of asynchronous requests, write answers and failures, and notify", async () => {
    const graph = await make({
      ...smallest,
      executionRole: { inferenceInputs: ["s3://incoming/requests/"] },
      asyncInference: {
        s3OutputPath: "s3://out/answers",
        s3FailurePath: "s3://out/failures/",
        successTopicArn: topic("answers"),
        errorTopicArn: pulumi.output(topic("failures")),
        includeInferenceResponseIn: [AsyncNotificationTopic.Success],
      },
    });
    assert.deepEqual(allowed(graph), {
      ReadInferenceInputs: ["arn:aws:s3:::incoming/requests/*"],
      WriteInferenceOutputs: ["arn:aws:s3:::out/answers/*", "arn:aws:s3:::out/failures/*"],
      PublishNotifications: [topic("answers"), topic("failures")],
    });
  });

  it("may write each variant's core dumps, and open sessions where a variant lets them be opened", async () => {
    const instanceType = "ml.m5.large";
    const graph = await make({
      ...base,
      image,
      variants: { a: { instanceType, coreDump: { destinationS3Uri: "s3://dumps" }, enableSsmAccess: false } },
      shadowVariants: {
        b: {
          instanceType,
          coreDump: { destinationS3Uri: "s3://dumps/b", kmsKeyArn: KEY },
          enableSsmAccess: true,
        },
      },
    });
    assert.deepEqual(allowed(graph), {
      WriteInferenceOutputs: ["arn:aws:s3:::dumps/*", "arn:aws:s3:::dumps/b/*"],
      EncryptInferenceOutputs: [KEY],
      OpenSessions: "*",
    });
    const closed = await make({ ...base, image, variants: { a: { instanceType, enableSsmAccess: false } } });
    assert.deepEqual(allowed(closed), {});
  });

  it("may use the key of the instances' volumes, and keys that executionRole names beside it", async () => {
    const OTHER = KEY.replace("abc", "def");
    const keys = { GrantVolumeKey: [KEY], DescribeVolumeKey: [KEY], UseVolumeKey: [KEY] };
    assert.deepEqual(allowed(await make({ ...smallest, kmsKeyArn: KEY })), keys);
    const both = await make({ ...smallest, kmsKeyArn: KEY, executionRole: { volumeKmsKeyArns: [OTHER] } });
    assert.deepEqual(allowed(both).UseVolumeKey, [KEY, OTHER]);
  });

  it("may do what executionRole names beside what the endpoint calls for, also where only the deployment knows it", async () => {
    const other = "arn:aws:kms:eu-west-1:123456789012:key/def";
    const beside = {
      inferenceOutputs: ["s3://captured/others"],
      inferenceOutputKmsKeyArns: pulumi.output([other]),
      notificationTopicArns: [pulumi.output(topic("own"))],
    };
    const graph = await make({
      ...smallest,
      dataCapture: {
        destinationS3Uri: "s3://captured/fraud",
        initialSamplingPercentage: 10,
        kmsKeyArn: KEY,
      },
      executionRole: beside,
    });
    assert.deepEqual(allowed(graph), {
      WriteInferenceOutputs: ["arn:aws:s3:::captured/fraud/*", "arn:aws:s3:::captured/others/*"],
      EncryptInferenceOutputs: [KEY, other],
      PublishNotifications: [topic("own")],
    });
  });

  it("may read what executionRole names of model data that is given by https, and the other data as well", async () => {
    const modelDataUrl = "https://s3.eu-west-1.amazonaws.com/models/fraud.tar.gz";
    const executionRole = { modelData: ["s3://models/fraud.tar.gz"] };
    for (const url of [modelDataUrl, pulumi.output(modelDataUrl)]) {
      const additionalModelDataSources = { draft: { s3Uri: "s3://models/draft.tar.gz" } };
      const graph = await make({
        ...base,
        instanceType: "ml.m5.large",
        models: { m: { containers: [{ image, modelDataUrl: url, additionalModelDataSources }] } },
        executionRole,
      });
      assert.deepEqual(allowed(graph), {
        ReadModelData: ["arn:aws:s3:::models/draft.tar.gz", "arn:aws:s3:::models/fraud.tar.gz"],
      });
      assert.equal(reachesS3(graph), true);
    }
  });

  it("may invoke the credentials functions that containers have of their own", async () => {
    const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
    const invoked = async (args: PrivateInferenceArgs) => {
      const graph = await make(args);
      const { policy } = graph.only("aws:iam/rolePolicy:RolePolicy", "fraud-role-policy").inputs;
      const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
      return statements.find(({ Sid }) => Sid === "InvokeCredentialsProviders")?.Resource;
    };
    const containers = [
      { image, containerHostname: "a" },
      { image, containerHostname: "b", credentialsProviderArn: functionArn("b") },
      { image, containerHostname: "c", credentialsProviderArn: pulumi.output(functionArn("c")) },
      { image, containerHostname: "d", credentialsProviderArn: pulumi.output<string | undefined>(undefined) },
    ];
    const models = { m: { containers } };
    const given = { credentialsProviderArn: functionArn("a"), cidrBlocks: ["10.20.0.0/16"] };
    assert.deepEqual(await invoked({ ...base, registry: given, models, instanceType: "ml.m5.large" }), [
      functionArn("a"),
      functionArn("b"),
      functionArn("c"),
    ]);
    const anonymous = { anonymous: true, cidrBlocks: ["10.20.0.0/16"] };
    assert.equal(await invoked({ ...smallest, registry: anonymous }), undefined);
  });

  it("must be told what asynchronous requests are about, unless it exists", async () => {
    const asyncInference = { s3OutputPath: "s3://out/answers" };
    const [paths, message] = await problems({ ...smallest, asyncInference });
    assert.deepEqual(paths, ["executionRole.inferenceInputs"]);
    assert.match(message, /is missing, but asynchronous requests name their input in S3/);
    await make({
      ...smallest,
      asyncInference,
      executionRole: { roleArn: "arn:aws:iam::123456789012:role/models" },
    });
  });

  it("names what is wrong by the property that the user gave", async () => {
    const [paths] = await problems({
      ...smallest,
      modelDataSource: { s3Uri: "models/llm" },
      dataCapture: { destinationS3Uri: "captured", initialSamplingPercentage: 10, kmsKeyArn: "key" },
    });
    // Each once, though the role is for them as well.
    assert.deepEqual(paths.sort(), [
      "dataCapture.destinationS3Uri",
      "dataCapture.kmsKeyArn",
      "modelDataSource.s3Uri",
    ]);
    const byHttps = await problems({ ...smallest, modelDataUrl: "https://s3.example.com/b/m.tar.gz" });
    assert.deepEqual(byHttps[0], ["executionRole.modelData"]);
    assert.deepEqual((await problems({ ...smallest, modelDataUrl: "https://host/m.zip" }))[0], [
      "modelDataUrl",
    ]);
    const [given] = await problems({ ...smallest, executionRole: { inferenceOutputs: ["captured"] } });
    assert.deepEqual(given, ["executionRole.inferenceOutputs[0]"]);
    const [beside] = await problems({
      ...smallest,
      dataCapture: { destinationS3Uri: "s3://captured", initialSamplingPercentage: 10 },
      executionRole: { inferenceOutputs: ["s3://fine", "others"], modelDataKmsKeyArns: ["key"] },
    });
    assert.deepEqual(beside.sort(), [
      "executionRole.inferenceOutputs[1]",
      "executionRole.modelDataKmsKeyArns[0]",
    ]);
  });
});
