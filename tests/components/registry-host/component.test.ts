import assert from "node:assert/strict";
import { RegistryHost } from "../../../components/registry-host";
import { record, type ResourceGraph } from "../../../testing";
import {
  KEY,
  COMPONENT,
  INGRESS,
  SERVICE,
  TASK,
  SECRET,
  VERSION,
  ROLE,
  ROLE_POLICY,
  LOG_GROUP,
  RECORD,
  closed,
  host,
  inputsOf,
  json,
  Consumer,
} from "./host";

describe("RegistryHost", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  it("takes the arguments of every component to all its resources", async () => {
    const tagged = await host({
      tags: { team: "ml" },
      kmsKeyArn: KEY,
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      rolePath: "/ml/",
      logRetentionInDays: 7,
    });
    const untagged =
      /^(random:|sagemaker-|aws:s3\/bucket[A-Z]|aws:iam\/rolePolicy:|aws:route53\/record:|aws:secretsmanager\/secretVersion:|aws:acm\/certificateValidation:|aws:appautoscaling\/policy:)/;
    for (const { type, name, inputs } of tagged.resources) {
      if (!untagged.test(type)) assert.deepEqual(inputs.tags, { team: "ml" }, `${type} ${name}`);
    }
    for (const { inputs } of tagged.ofType(ROLE)) {
      assert.deepEqual(
        [inputs.path, inputs.permissionsBoundary],
        ["/ml/", "arn:aws:iam::123456789012:policy/boundary"],
      );
    }
    for (const { inputs } of tagged.ofType(LOG_GROUP)) {
      assert.deepEqual([inputs.retentionInDays, inputs.kmsKeyId], [7, KEY]);
    }
    for (const { inputs } of tagged.ofType(SECRET)) assert.equal(inputs.kmsKeyId, KEY);
    assert.deepEqual(
      inputsOf(
        tagged,
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      ).rules,
      [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
          bucketKeyEnabled: true,
        },
      ],
    );
    for (const endpoint of ["pull", "push"]) {
      assert.match(
        String(inputsOf(tagged, TASK, `demo-${endpoint}`).containerDefinitions),
        /\\"keyid\\":\\"arn:aws:kms/,
      );
      for (const kind of ["task", "execution"]) {
        const { policy } = inputsOf(tagged, ROLE_POLICY, `demo-${endpoint}-${kind}`);
        const { Statement: statements } = json(policy) as { Statement: Record<string, unknown>[] };
        const used = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(KEY));
        assert.equal(used.length, 1);
        assert.match(JSON.stringify(used[0]?.Condition), /kms:ViaService.*kms:EncryptionContext/);
      }
    }
  });

  it("keeps every resource below itself, under its own name", () => {
    const component = graph.only(COMPONENT);
    for (const each of graph.resources.filter(({ urn }) => urn !== component.urn)) {
      assert.equal(each.parent, component.urn);
      assert.match(each.name, /^demo(-|$)/);
    }
  });

  it("registers as outputs exactly what it offers", () => {
    const { outputs } = graph.only(COMPONENT);
    const offered = Object.entries(graph.outputs).filter(([key]) => !key.startsWith("__") && key !== "urn");
    assert.deepEqual(outputs, Object.fromEntries(offered.map(([key, { value }]) => [key, value])));
    assert.equal(offered.length, 19);
    assert.deepEqual(
      [outputs.url, outputs.registryHostname, outputs.pushUrl],
      ["https://registry.ml.example.com", "registry.ml.example.com", "https://registry.ml.example.com:8443"],
    );
  });

  it("gives its URLs away only when the services answer, and resolve in the VPC", async () => {
    const waiting = await record(() => {
      const { url, registryHostname, pushUrl } = new RegistryHost("demo", closed);
      for (const [name, output] of Object.entries({ url, registryHostname, pushUrl })) {
        new Consumer(name, output);
      }
    });
    for (const [name, endpoint] of [
      ["url", "pull"],
      ["registryHostname", "pull"],
      ["pushUrl", "push"],
    ] as const) {
      const consumer = waiting.only("test:index:Consumer", name);
      assert.ok(waiting.dependsOn(consumer, waiting.only(SERVICE, `demo-${endpoint}`)), name);
      assert.ok(waiting.dependsOn(consumer, waiting.only(RECORD, "demo-record")), name);
      assert.ok(
        waiting.dependsOn(consumer, waiting.only(VERSION, `demo-${endpoint}-credentials-version`)),
        name,
      );
      assert.ok(waiting.dependsOn(consumer, waiting.only(INGRESS, `demo-${endpoint}-client-ingress`)), name);
    }
  });

  it("works in another partition", async () => {
    const china = await host(
      { image: undefined, internetEgress: true },
      { account: { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region: "cn-north-1" } },
    );
    const text = JSON.stringify(china.resources.map(({ inputs }) => inputs));
    assert.ok(text.includes("arn:aws-cn:ecs:cn-north-1:"));
    assert.ok(!text.includes("arn:aws:") && !text.includes("eu-west-1"));
  });
});
