import assert from "node:assert/strict";
import { judge } from "../../policies";
import type { RecordedResource } from "../../testing";
import { planEvidence, type EvidencePlan } from "./plan";
import { ENDPOINTS, endpointsOf, QUESTIONS, readQuestions, UnknownQuestionError } from "./questions";
import type { EvidenceSettings } from "./settings";

const SETTINGS: EvidenceSettings = {
  domainName: "evidence.example.com",
  validationZoneId: "Z0123456789ABCDEFGHIJ",
  instanceType: "ml.m5.large",
  endpoints: ENDPOINTS,
  runId: "1a2b3c4d",
  image: {
    path: __filename,
    manifestDigest: `sha256:${"a".repeat(64)}`,
    indexDigest: `sha256:${"b".repeat(64)}`,
  },
};

describe("the program of the evidence kit", function () {
  this.timeout(60_000);
  let plan: EvidencePlan;
  before(async () => {
    plan = await planEvidence(SETTINGS, "eu-west-1");
  });

  const ofType = (type: string): readonly RecordedResource[] =>
    plan.graph.resources.filter((resource) => resource.type === type);
  const inputsOf = (type: string, name: string): Readonly<Record<string, unknown>> => {
    const found = ofType(type).find((resource) => resource.name === name);
    assert(
      found !== undefined,
      `${type} ${name}, not only ${ofType(type)
        .map((each) => each.name)
        .join(", ")}`,
    );
    return found.inputs;
  };

  it("meets every requirement that a plan can meet, and leaves open what the kit is to find out", () => {
    const open = judge(plan.graph).filter(({ status }) => status !== "passed" && status !== "not-applicable");
    assert.deepEqual(
      open.map(({ id, status, evidence }) => [
        id,
        status,
        evidence.filter((each) => each.status !== "passed").map(({ resource }) => resource?.name),
      ]),
      [["layer-redirects", "unknown", ["evidence-redirects-registry-pull"]]],
    );
  });

  it("makes an endpoint for each question, with credentials function and repository of its own", () => {
    assert.equal(ofType("aws:sagemaker/endpoint:Endpoint").length, ENDPOINTS.length);
    const functions = new Set<unknown>();
    const images = new Set<string>();
    for (const { inputs } of ofType("aws:sagemaker/model:Model")) {
      const { primaryContainer, containers } = inputs as {
        primaryContainer?: Container;
        containers?: Container[];
      };
      for (const container of containers ?? [primaryContainer]) {
        assert.equal(container?.imageConfig.repositoryAccessMode, "Vpc");
        functions.add(container.imageConfig.repositoryAuthConfig.repositoryCredentialsProviderArn);
        images.add(container.image.split("@")[0] ?? "");
      }
    }
    assert.equal(functions.size, ENDPOINTS.length);
    assert.deepEqual(
      [...images].sort(),
      ENDPOINTS.map((id) =>
        id === "redirects"
          ? "redirects.evidence.example.com/evidence/redirects"
          : `evidence.example.com/evidence/${id}`,
      ).sort(),
    );
  });

  it("asks each question by what alone it needs", () => {
    const model = (id: string) => inputsOf("aws:sagemaker/model:Model", `evidence-${id}-model`);
    const configuration = (id: string) =>
      inputsOf("aws:sagemaker/endpointConfiguration:EndpointConfiguration", `evidence-${id}-config`);
    assert.equal(model("isolation").enableNetworkIsolation, true);
    assert.equal((model("multi-model").primaryContainer as { mode: string }).mode, "MultiModel");
    assert.equal((model("pipeline").containers as unknown[]).length, 2);
    assert.ok(configuration("async").asyncInferenceConfig);
    for (const id of ["plain", "index", "redirects"]) {
      assert.equal(model(id).enableNetworkIsolation, undefined);
      assert.equal(configuration(id).asyncInferenceConfig, undefined);
    }
    const event = (name: string) =>
      JSON.parse(String(inputsOf("aws:lambda/invocation:Invocation", name).input)) as {
        source: { archive: { image: string } };
        mediaTypes: string;
      };
    assert.deepEqual(
      [event("evidence-registry-index-image")].map(({ source, mediaTypes }) => [
        source.archive.image,
        mediaTypes,
      ]),
      [[SETTINGS.image.indexDigest, "Preserve"]],
    );
    assert.deepEqual(
      [event("evidence-registry-plain-image")].map(({ source, mediaTypes }) => [
        source.archive.image,
        mediaTypes,
      ]),
      [[SETTINGS.image.manifestDigest, "DockerSchema2"]],
    );
  });

  it("redirects from one registry alone", () => {
    const redirects = (name: string): unknown => {
      const { containerDefinitions } = inputsOf("aws:ecs/taskDefinition:TaskDefinition", name);
      const [container] = JSON.parse(String(containerDefinitions)) as { environment: Variable[] }[];
      const { value } = container?.environment.find((each) => each.name === "CONFIGURATION") as Variable;
      return (JSON.parse(value) as { storage: { redirect: { disable: boolean } } }).storage.redirect.disable;
    };
    assert.equal(redirects("evidence-registry-pull"), true);
    assert.equal(redirects("evidence-redirects-registry-pull"), false);
  });

  it("lets load balancers write their logs into its bucket, before they are made, and nobody else", () => {
    const { policy } = inputsOf("aws:s3/bucketPolicy:BucketPolicy", "evidence-logs-policy");
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Effect: string; Principal: unknown; Action: string; Resource: string }[];
    };
    const [bucket] = ofType("aws:lb/loadBalancer:LoadBalancer").map(
      ({ inputs }) => (inputs as { accessLogs: { bucket: string } }).accessLogs.bucket,
    );
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(
      allowed.map(({ Principal, Action, Resource }) => [Principal, Action, Resource]),
      [
        [
          { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          "s3:PutObject",
          `arn:aws:s3:::${bucket}/AWSLogs/123456789012/*`,
        ],
      ],
    );
    for (const { inputs } of ofType("aws:lb/loadBalancer:LoadBalancer")) {
      assert.equal((inputs as { accessLogs: { enabled: boolean } }).accessLogs.enabled, true);
    }
  });

  it("has the load balancer tell what a request accepts, and forwards it in any case", () => {
    const rules = ofType("aws:lb/listenerRule:ListenerRule");
    assert.deepEqual(
      rules.map(({ inputs }) => (inputs as { priority: number }).priority).sort(),
      [1, 1, 2, 2, 3, 3],
    );
    for (const { inputs } of rules) {
      const { actions, conditions } = inputs as {
        actions: { type: string }[];
        conditions: { httpHeader: { httpHeaderName: string } }[];
      };
      assert.deepEqual(
        actions.map(({ type }) => type),
        ["forward"],
      );
      assert(conditions.every(({ httpHeader }) => httpHeader.httpHeaderName === "Accept"));
    }
  });

  it("goes with all that is in it", () => {
    for (const { name, inputs } of ofType("aws:s3/bucket:Bucket")) {
      assert.equal((inputs as { forceDestroy?: boolean }).forceDestroy, true, name);
    }
    assert(plan.graph.resources.every(({ name }) => name.startsWith("evidence")));
  });

  it("knows what it costs", () => {
    const unpriced = plan.estimate.unpriced.filter(({ reason }) => !reason.startsWith("Container Insights"));
    assert.deepEqual(unpriced, []);
    // Seven instances of 0.115, two registries and a closed VPC.
    assert(plan.hourly > 0.8 && plan.hourly < 2, String(plan.hourly));
  });

  it("leaves out what is not asked", async () => {
    const questions = readQuestions("tls,isolation");
    assert.deepEqual(endpointsOf(questions), ["plain", "isolation"]);
    const smaller = await planEvidence({ ...SETTINGS, endpoints: endpointsOf(questions) }, "eu-west-1");
    const names = smaller.graph.resources.map(({ name }) => name);
    assert.equal(names.filter((name) => /redirects|async-|index|pipeline|multi-model/.test(name)).length, 0);
    assert(names.includes("evidence-isolation-endpoint"));
    assert(smaller.hourly < plan.hourly);
  });

  it("adopts a VPC and makes none", async () => {
    const vpc = { vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-0a", "subnet-0b"] };
    const { graph } = await planEvidence({ ...SETTINGS, vpc, endpoints: ["plain"] }, "eu-west-1");
    const types = graph.resources.map(({ type }) => type);
    for (const type of ["aws:ec2/vpc:Vpc", "aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/subnet:Subnet"]) {
      assert(!types.includes(type), type);
    }
    const failed = judge(graph).filter(({ status }) => status === "failed");
    assert.deepEqual(
      failed.map(({ id, evidence }) => [id, evidence]),
      [],
    );
  });
});

describe("the list of questions", () => {
  it("is all of them by default, and always has the plain endpoint", () => {
    assert.deepEqual(readQuestions(undefined), QUESTIONS);
    assert.deepEqual(readQuestions("redirects, tls"), ["tls", "plain", "redirects"]);
  });

  it("takes no other names", () => {
    assert.throws(() => readQuestions("tls,serverless"), UnknownQuestionError);
    assert.throws(() => readQuestions(""), UnknownQuestionError);
  });
});

interface Container {
  readonly image: string;
  readonly imageConfig: {
    readonly repositoryAccessMode: string;
    readonly repositoryAuthConfig: { readonly repositoryCredentialsProviderArn: unknown };
  };
}

interface Variable {
  readonly name: string;
  readonly value: string;
}
