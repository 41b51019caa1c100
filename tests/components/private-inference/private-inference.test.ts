import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError, FunctionArchitecture } from "../../../components/common";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { UNKNOWN_BLOCK } from "../../../plan/network/cidr-blocks";
import { record, type RecordedResource, type ResourceGraph } from "../../../testing";
import { credentialsSecretArn, digest, existing, newRegistry } from "./recorded-inference";

const MODEL = "aws:sagemaker/model:Model";
const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const FUNCTION = "aws:lambda/function:Function";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const PREFIX = "sagemaker-private-registry:index:";

const made: PrivateInferenceArgs = {
  image: `registry.ml.example.com/ml/fraud@${digest}`,
  newRegistry,
  instanceType: "ml.m5.large",
};

const CREDENTIALS = "fraud-access-credentials-function";
const PREFLIGHT = "fraud-access-preflight";

const recordInference = (args: PrivateInferenceArgs): Promise<ResourceGraph> =>
  record(() => ({ ...new PrivateInference("fraud", args) }));

const typesOf = (resources: readonly RecordedResource[]): string[] =>
  resources.map(({ type }) => type).sort();

interface Rule {
  readonly description: string;
  readonly cidrBlocks?: string[];
  readonly prefixListIds?: string[];
  readonly securityGroups?: string[];
}
const admitted = (graph: ResourceGraph): string[] =>
  graph.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ name }) => name);
const egressOf = (graph: ResourceGraph): Rule[] =>
  graph.only(GROUP, "fraud-access-models").inputs.egress as Rule[];

describe("PrivateInference", () => {
  describe("over a registry that exists", () => {
    it("makes access, role and endpoint, and nothing in the VPC but the groups of models and interfaces", async () => {
      const graph = await recordInference(existing);
      assert.deepEqual(
        typesOf(graph.resources),
        [
          // Of the credentials function, the preflight function and the schedule; the models' own.
          ...Array<string>(2).fill("aws:cloudwatch/logGroup:LogGroup"),
          ...Array<string>(3).fill("aws:cloudwatch/metricAlarm:MetricAlarm"),
          ...Array<string>(4).fill("aws:iam/role:Role"),
          "aws:scheduler/schedule:Schedule",
          ...Array<string>(3).fill(GROUP),
          FUNCTION,
          ...graph.ofType("aws:iam/rolePolicy:RolePolicy").map(({ type }) => type),
          FUNCTION,
          ENDPOINT,
          CONFIGURATION,
          MODEL,
          ...["CredentialsProvider", "ExecutionRole", "ModelEndpoint", "PrivateInference"].map(
            (c) => PREFIX + c,
          ),
          ...["RegistryAccess", "RegistryNetwork"].map((c) => PREFIX + c),
        ].sort(),
      );
      const lambda = graph.only(FUNCTION, CREDENTIALS);
      const model = graph.only(MODEL);
      assert.deepEqual(model.inputs.primaryContainer, {
        image: existing.image,
        imageConfig: {
          repositoryAccessMode: "Vpc",
          repositoryAuthConfig: { repositoryCredentialsProviderArn: lambda.outputs.arn },
        },
      });
      assert.deepEqual(model.inputs.vpcConfig, {
        subnets: ["subnet-a", "subnet-b"],
        securityGroupIds: ["fraud-access-models", "fraud-interfaces"].map(
          (name) => graph.only(GROUP, name).outputs.id,
        ),
      });
      assert.deepEqual(
        egressOf(graph).map(({ description, cidrBlocks }) => [description, cidrBlocks]),
        [
          ["Registry artifactory.bank.example", ["10.20.0.0/16"]],
          ["Lambda API, for credentials of the registry", [UNKNOWN_BLOCK]],
        ],
      );
      assert.equal(graph.outputs.endpointName?.value, graph.only(ENDPOINT).outputs.name);
      assert.equal(graph.outputs.registryHostname?.value, "artifactory.bank.example");
      assert.equal(graph.outputs.pushUrl?.value, undefined);
      assert.equal(graph.outputs.credentialsProviderArn?.value, lambda.outputs.arn);
    });

    it("lets the endpoint's own buckets pass the endpoint for S3, also those of other accounts", async () => {
      const policyOf = async (args: Partial<PrivateInferenceArgs>): Promise<string> => {
        const { network: _, ...rest } = existing;
        const graph = await recordInference({ ...rest, ...args });
        return String(graph.only("aws:ec2/vpcEndpoint:VpcEndpoint", "fraud-network-s3").inputs.policy);
      };
      assert.doesNotMatch(await policyOf({}), /UseNamedBuckets/);
      const known = await policyOf({
        modelDataUrl: "s3://models-of-others/fraud/model.tar.gz",
        dataCapture: {
          initialSamplingPercentage: 1,
          destinationS3Uri: "s3://captured",
          captureModes: ["Input"],
        },
        network: { s3BucketNames: ["more"] },
      });
      for (const bucket of ["models-of-others", "captured", "more"]) {
        assert.ok(known.includes(`"arn:aws:s3:::${bucket}","arn:aws:s3:::${bucket}/*"`), bucket);
      }
      const late = await policyOf({
        modelDataUrl: pulumi.output("s3://models-of-others/fraud/model.tar.gz"),
      });
      assert.match(late, /"arn:aws:s3:::models-of-others\/\*"/);
      const s3EndpointPolicyJson =
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
      const own = await policyOf({
        modelDataUrl: "s3://models-of-others/fraud/model.tar.gz",
        network: { s3EndpointPolicyJson: s3EndpointPolicyJson },
      });
      assert.equal(own, s3EndpointPolicyJson);
    });

    it("lets the role invoke that function alone, and the model wait for it", async () => {
      const graph = await recordInference(existing);
      const role = graph.byOutput("aws:iam/role:Role", "arn", graph.only(MODEL).inputs.executionRoleArn);
      assert.ok(role);
      const policies = graph
        .ofType("aws:iam/rolePolicy:RolePolicy")
        .filter(({ inputs }) => inputs.role === role.outputs.name || inputs.role === role.outputs.id);
      const statements = policies.flatMap(
        ({ inputs }) =>
          (JSON.parse(inputs.policy as string) as { Statement: Record<string, unknown>[] }).Statement,
      );
      const invoke = statements.filter(({ Action }) => JSON.stringify(Action).includes("lambda:"));
      assert.equal(invoke.length, 1);
      assert.deepEqual([invoke[0]?.Action, invoke[0]?.Resource].flat(), [
        "lambda:InvokeFunction",
        graph.only(FUNCTION, CREDENTIALS).outputs.arn,
      ]);
      for (const policy of policies) assert.ok(graph.dependsOn(graph.only(MODEL), policy));
    });

    it("makes a closed VPC with the route to Lambda where no network is given", async () => {
      const graph = await recordInference({ ...existing, network: undefined });
      const group = graph.only(GROUP, "fraud-network-lambda-endpoint").outputs.id;
      assert.deepEqual(
        egressOf(graph).map(({ securityGroups }) => securityGroups),
        [[], [group]],
      );
      const rule = graph.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      assert.equal(rule.name, "fraud-access-lambda-admits-models");
      assert.equal(rule.inputs.securityGroupId, group);
      for (const endpoint of graph.ofType(VPC_ENDPOINT)) {
        assert.ok(graph.dependsOn(graph.only(MODEL), endpoint), endpoint.name);
      }
    });

    it("leads to the internet only from a VPC with a way there and no endpoint for Lambda", async () => {
      const graph = await recordInference({
        ...existing,
        network: { internetAccess: "SingleNatGateway", lambdaRoute: { kind: "Provided" } },
      });
      assert.deepEqual(egressOf(graph)[1]?.cidrBlocks, ["0.0.0.0/0"]);
    });

    it("adds its rule to an adopted endpoint's group only where asked", async () => {
      const network = { ...existing.network, lambdaRoute: { kind: "Adopt" as const, endpointId: "vpce-1" } };
      const quiet = await recordInference({ ...existing, network });
      assert.deepEqual(quiet.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), []);
      assert.match(String(egressOf(quiet)[1]?.securityGroups), /^sg-/);
      const asked = await recordInference({ ...existing, network, lambdaAccess: { admitModels: true } });
      const rule = asked.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      assert.deepEqual([rule.inputs.securityGroupId], egressOf(asked)[1]?.securityGroups);
    });

    it("takes a function and a role that exist in place of its own", async () => {
      const credentialsProviderArn = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
      const roleArn = "arn:aws:iam::123456789012:role/models";
      const graph = await recordInference({
        ...existing,
        registry: { credentialsProviderArn, cidrBlocks: ["10.20.0.0/16"] },
        executionRole: { roleArn },
      });
      assert.deepEqual(
        graph.ofType(FUNCTION).map(({ name }) => name),
        [PREFLIGHT],
      );
      assert.deepEqual(
        graph.ofType("aws:iam/role:Role").map(({ name }) => name),
        [`${PREFLIGHT}-role`, `${PREFLIGHT}-schedule-role`],
      );
      assert.equal(graph.only(MODEL).inputs.executionRoleArn, roleArn);
      assert.ok(JSON.stringify(graph.only(MODEL).inputs).includes(credentialsProviderArn));
    });

    it("needs no function, and no route to Lambda, for an anonymous registry", async () => {
      const graph = await recordInference({
        ...existing,
        registry: { anonymous: true, cidrBlocks: ["10.20.0.0/16"] },
        network: undefined,
      });
      assert.deepEqual(
        graph.ofType(FUNCTION).map(({ name }) => name),
        [PREFLIGHT],
      );
      assert.ok(!graph.ofType(VPC_ENDPOINT).some(({ name }) => name.includes("lambda")));
      assert.equal(egressOf(graph).length, 1);
      assert.deepEqual((graph.only(MODEL).inputs.primaryContainer as { imageConfig: unknown }).imageConfig, {
        repositoryAccessMode: "Vpc",
      });
    });

    it("opens the way to S3, and the objects, where the models have data there", async () => {
      const modelDataUrl = "s3://models/fraud/model.tar.gz";
      const adopted = await recordInference({ ...existing, modelDataUrl });
      assert.match(String(egressOf(adopted).at(-1)?.prefixListIds), /^pl-/);
      const own = await recordInference({ ...existing, modelDataUrl, network: undefined });
      assert.deepEqual(egressOf(own).at(-1)?.prefixListIds, [
        own.only(VPC_ENDPOINT, "fraud-network-s3").outputs.prefixListId,
      ]);
      const policies = own.ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => inputs.policy);
      assert.ok(policies.join().includes("arn:aws:s3:::models/fraud/model.tar.gz"));
      const none = await recordInference({ ...existing, modelDataUrl, s3Access: false });
      assert.equal(egressOf(none).length, 2);
    });

    it("takes the registry's name from an image that only the deployment knows", async () => {
      const graph = await recordInference({ ...existing, image: pulumi.output(existing.image as string) });
      assert.equal(graph.outputs.registryHostname?.value, "artifactory.bank.example");
    });
  });

  describe("over a new registry", () => {
    it("makes it in a closed VPC, and lets the models carry the group that it admits", async () => {
      const graph = await recordInference(made);
      const host = graph.only(`${PREFIX}RegistryHost`);
      const [endpoints, lambda] = ["endpoints", "lambda-endpoint"].map((suffix) =>
        graph.only(GROUP, `fraud-network-${suffix}`),
      );
      const groups = graph.outputs.securityGroupIds?.value as string[];
      assert.deepEqual(groups, [
        graph.only(GROUP, "fraud-access-models").outputs.id,
        host.outputs.pullClientSecurityGroupId,
      ]);
      assert.ok(!groups.includes(host.outputs.pushClientSecurityGroupId as string));
      // Models reach the endpoint for Lambda alone, and tasks the others.
      const admittedBy = (group: RecordedResource | undefined): unknown[] =>
        graph
          .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
          .filter(({ inputs }) => inputs.securityGroupId === group?.outputs.id)
          .map(({ inputs }) => inputs.referencedSecurityGroupId);
      assert.deepEqual(admittedBy(lambda), [groups[0]]);
      assert.deepEqual(admittedBy(endpoints), [host.outputs.tasksSecurityGroupId]);
      assert.equal(
        graph.outputs.credentialsProviderArn?.value,
        graph.only(FUNCTION, CREDENTIALS).outputs.arn,
      );
      assert.equal(graph.outputs.pushUrl?.value, "https://registry.ml.example.com:8443");
      assert.equal(graph.outputs.registryHostname?.value, "registry.ml.example.com");
      assert.ok(
        JSON.stringify(graph.only(FUNCTION, CREDENTIALS).inputs.environment).includes(
          host.outputs.pullCredentialsSecretArn as string,
        ),
      );
    });

    it("has the model wait until the registry serves images", async () => {
      const graph = await recordInference(made);
      const model = graph.only(MODEL);
      const services = graph.ofType("aws:ecs/service:Service");
      assert.equal(services.length, 2);
      for (const service of services) assert.ok(graph.dependsOn(model, service), service.name);
      for (const record of graph.ofType("aws:route53/record:Record")) {
        assert.ok(graph.dependsOn(model, record), record.name);
      }
      for (const endpoint of graph.ofType(VPC_ENDPOINT)) {
        for (const service of services) assert.ok(graph.dependsOn(service, endpoint), endpoint.name);
      }
    });

    it("has its tasks use the endpoints that are asked for in an adopted VPC", async () => {
      const graph = await recordInference({
        ...made,
        network: {
          ...existing.network,
          lambdaRoute: { kind: "Create" },
          interfaceEndpoints: { "ecr.api": true, "ecr.dkr": true, logs: true, secretsmanager: true },
        },
      });
      const endpoints = graph.only(GROUP, "fraud-network-endpoints").outputs.id;
      const tasks = graph.only(`${PREFIX}RegistryHost`).outputs.tasksSecurityGroupId;
      const rules = graph.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      assert.ok(
        rules.some(
          ({ inputs }) => inputs.securityGroupId === endpoints && inputs.referencedSecurityGroupId === tasks,
        ),
      );
    });

    it("opens S3 to the models where the registry sends them there for layers", async () => {
      const plain = await recordInference(made);
      assert.ok(!egressOf(plain).some(({ description }) => description.startsWith("S3")));
      const redirects = await recordInference({
        ...made,
        newRegistry: { ...newRegistry, blobRedirects: true },
      });
      assert.ok(egressOf(redirects).some(({ description }) => description.startsWith("S3")));
    });

    it("reaches AWS's services over NAT gateways where the VPC has them", async () => {
      const graph = await recordInference({
        ...made,
        newRegistry: { domainName: "registry.ml.example.com", validationZoneId: "Z0123456789" },
        network: { internetAccess: "NatGatewayPerZone" },
      });
      const open = graph
        .ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        .filter(({ inputs }) => inputs.cidrIpv4 === "0.0.0.0/0");
      assert.equal(open.length, 1);
      assert.match(String(open[0]?.name), /^fraud-registry-tasks/);
      assert.ok(!admitted(graph).includes("fraud-registry-endpoints-from-tasks"));
    });

    it("is let into the endpoints that are made beside NAT gateways, to which their services' names lead", async () => {
      const graph = await recordInference({
        ...made,
        network: { internetAccess: "SingleNatGateway", interfaceEndpoints: { secretsmanager: true } },
      });
      assert.ok(admitted(graph).includes("fraud-registry-endpoints-from-tasks"));
    });
  });

  describe("with an image to publish", () => {
    const { image: _, ...rest } = made;
    const publish = { archive: new pulumi.asset.FileAsset("fraud.tar"), repository: "ml/fraud" };
    const published: PrivateInferenceArgs = { ...rest, publish };
    const answer = { digest, mediaType: "application/vnd.docker.distribution.manifest.v2+json", size: 7 };
    const recordPublished = (args: PrivateInferenceArgs): Promise<ResourceGraph> =>
      record(() => ({ ...new PrivateInference("fraud", args) }), {
        outputs: ({ type }) =>
          type === "aws:lambda/invocation:Invocation" ? { result: JSON.stringify(answer) } : undefined,
      });
    const invocation = (graph: ResourceGraph): RecordedResource =>
      graph.only("aws:lambda/invocation:Invocation", "fraud-image-publish");

    it("names functions, roles and buckets so that AWS takes them, up to the longest name of its own", async () => {
      const graph = await record(() => void new PrivateInference("a".repeat(28), published), {
        outputs: ({ type }) =>
          type === "aws:lambda/invocation:Invocation" ? { result: JSON.stringify(answer) } : undefined,
      });
      // Pulumi adds 8 characters; Lambda and IAM take 64, S3 63.
      const longest = { [FUNCTION]: 56, "aws:iam/role:Role": 56, "aws:s3/bucket:Bucket": 55 };
      for (const [type, length] of Object.entries(longest)) {
        assert.ok(graph.ofType(type).length >= 2, type);
        for (const { name, inputs } of graph.ofType(type)) {
          assert.ok(name.length <= length || "namePrefix" in inputs || "bucketPrefix" in inputs, name);
        }
      }
    });

    it("describes groups and rules in characters that EC2 takes", async () => {
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
      const allowed = /^[a-zA-Z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/;
      const graphs = [await recordInference(existing), await recordPublished(published)];
      const rules = graphs.flatMap(({ resources }) =>
        resources.flatMap(({ type, inputs }) =>
          type === GROUP
            ? [inputs, ...((inputs.ingress ?? []) as Rule[]), ...((inputs.egress ?? []) as Rule[])]
            : type.startsWith("aws:vpc/securityGroup")
              ? [inputs]
              : [],
        ),
      );
      assert.ok(rules.length > 20);
      for (const { description } of rules) assert.match(String(description), allowed);
    });

    it("delivers it into the new registry, and serves it by its digest", async () => {
      const graph = await recordPublished(published);
      const model = graph.only(MODEL);
      assert.equal(
        (model.inputs.primaryContainer as { image: string }).image,
        `registry.ml.example.com/ml/fraud@${digest}`,
      );
      for (const service of graph.ofType("aws:ecs/service:Service")) {
        assert.ok(graph.dependsOn(invocation(graph), service), service.name);
      }
      assert.ok(graph.dependsOn(model, invocation(graph)));
    });

    it("sends it from a function that carries the group for pushes and reaches S3 and the endpoints alone", async () => {
      const graph = await recordPublished(published);
      const host = graph.only(`${PREFIX}RegistryHost`);
      const publisher = graph.only(`${PREFIX}ImagePublisher`);
      const lambda = graph.only(FUNCTION, "fraud-publisher-function");
      assert.deepEqual((lambda.inputs.vpcConfig as { securityGroupIds: string[] }).securityGroupIds, [
        publisher.outputs.securityGroupId,
        host.outputs.pushClientSecurityGroupId,
        graph.only(GROUP, "fraud-publisher-function-interfaces").outputs.id,
      ]);
      assert.ok(!egressOf(graph).some(({ description }) => description.startsWith("S3")));
    });

    for (const [instanceType, platform] of [
      ["ml.m5.large", "linux/amd64"],
      ["ml.m7g.large", "linux/arm64"],
    ] as const) {
      it(`takes ${platform} out of the archive for ${instanceType}`, async () => {
        const graph = await recordPublished({ ...published, instanceType });
        assert.ok(String(invocation(graph).inputs.input).includes(platform));
      });
    }

    it("takes the platform that is given", async () => {
      const graph = await recordPublished({ ...published, publish: { ...publish, platform: "linux/arm64" } });
      assert.ok(String(invocation(graph).inputs.input).includes("linux/arm64"));
    });

    it("runs the functions of publisher and credentials as asked", async () => {
      const codeSigningConfigArn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1";
      const asked = { codeSigningConfigArn, reservedConcurrency: 2 };
      const graph = await recordPublished({
        ...published,
        newRegistry: { ...newRegistry, credentialsFunction: asked },
        publish: { ...publish, memoryInMb: 4096, ...asked },
      });
      const shown = (name: string) => {
        const { inputs } = graph.only(FUNCTION, name);
        const { codeSigningConfigArn: signing, reservedConcurrentExecutions, memorySize } = inputs;
        return { signing, reservedConcurrentExecutions, memorySize };
      };
      const signed = { signing: codeSigningConfigArn, reservedConcurrentExecutions: 2 };
      assert.deepEqual(shown("fraud-publisher-function"), { ...signed, memorySize: 4096 });
      assert.deepEqual(shown(CREDENTIALS), { ...signed, memorySize: shown(CREDENTIALS).memorySize });
    });

    describe("of another registry", () => {
      const source = `ghcr.io/acme/fraud@${digest}`;
      const stagingFunction = "fraud-publisher-staging";
      const staged = (more: object = {}): PrivateInferenceArgs => ({
        ...rest,
        publish: { source, repository: "ml/fraud", ...more },
      });

      it("is brought by a function outside the VPC, without credentials, and stays as it is", async () => {
        const graph = await record(() => ({ ...new PrivateInference("fraud", staged()) }));
        const staging = graph.only(FUNCTION, stagingFunction);
        assert.equal(staging.inputs.vpcConfig, undefined);
        assert.ok(JSON.stringify(staging.inputs.environment).includes("ghcr.io"));
        assert.ok(!JSON.stringify(staging.inputs.environment).includes("secretsmanager"));
        const invocations = graph.ofType("aws:lambda/invocation:Invocation");
        const called = invocations.filter(({ inputs }) => inputs.functionName === staging.outputs.name);
        assert.equal(called.length, 1);
        assert.ok(!JSON.stringify(called[0]?.inputs.input).includes("platform"));
        assert.deepEqual(graph.outputs.imageReferences?.value, {
          model: [`registry.ml.example.com/ml/fraud@${digest}`],
        });
        for (const invocation of invocations) assert.ok(graph.dependsOn(graph.only(MODEL), invocation));
      });

      it("is read with the credentials that are named for its registry, by a function run as asked", async () => {
        const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ghcr-AbCdEf";
        const graph = await record(
          () =>
            void new PrivateInference(
              "fraud",
              staged({
                source: pulumi.output(source),
                sourceRegistries: { "ghcr.io": { credentialsSecretArn: secretArn } },
                stagingFunction: { reservedConcurrency: 1 },
              }),
            ),
        );
        const staging = graph.only(FUNCTION, stagingFunction);
        assert.ok(JSON.stringify(staging.inputs.environment).includes(secretArn));
        assert.equal(staging.inputs.reservedConcurrentExecutions, 1);
      });

      it("has every function run on the processors asked for", async () => {
        const on = { architecture: FunctionArchitecture.X8664 };
        const publish = { functionArchitecture: FunctionArchitecture.X8664, stagingFunction: on };
        const graph = await record(
          () =>
            void new PrivateInference("fraud", {
              ...staged(publish),
              newRegistry: {
                ...newRegistry,
                credentialsFunction: on,
                image: undefined,
                imageMirrorFunction: on,
              },
              preflight: on,
            }),
        );
        const architectures = graph.ofType(FUNCTION).map(({ name, inputs }) => [name, inputs.architectures]);
        assert.deepEqual(Object.fromEntries(architectures), {
          [CREDENTIALS]: ["x86_64"],
          [PREFLIGHT]: ["x86_64"],
          "fraud-publisher-function": ["x86_64"],
          [stagingFunction]: ["x86_64"],
          "fraud-registry-image-copy": ["x86_64"],
        });
      });

      it("needs no such function where an archive is published", async () => {
        assert.ok(
          !(await recordPublished(published)).ofType(FUNCTION).some(({ name }) => name === stagingFunction),
        );
      });
    });
  });

  describe("refuses, before anything is registered,", () => {
    const cases: [string, PrivateInferenceArgs, RegExp[]][] = [
      [
        "neither registry",
        { ...existing, registry: undefined },
        [/registry: is missing, and so is newRegistry/],
      ],
      [
        "both registries",
        { ...existing, newRegistry: made.newRegistry },
        [/registry: cannot be combined with newRegistry/],
      ],
      [
        "an image of another registry",
        { ...made, image: existing.image },
        [/image: is in artifactory.bank.example, but the new registry is/],
      ],
      [
        "images of two registries",
        {
          ...existing,
          image: undefined,
          models: {
            pair: {
              containers: [
                { image: `a.example.com/x@${digest}`, containerHostname: "a" },
                { image: `b.example.com/x@${digest}`, containerHostname: "b" },
              ],
            },
          },
        },
        [/models.pair.containers\[1\].image: is in b.example.com, but all images must be in one registry/],
      ],
      [
        "a tag that no preflight pins",
        { ...existing, image: "artifactory.bank.example/ml/fraud:1", preflight: { enabled: false } },
        [/image: .*digest/],
      ],
      [
        "settings of a preflight that is not made, each once",
        {
          ...existing,
          preflight: {
            enabled: false,
            severities: { redirects: "error" },
            intervalInMinutes: 5,
            minimumCertificateDays: 7,
          },
        },
        [
          /has 3 problems/,
          /preflight.severities: is about the preflight, but preflight.enabled is false/,
          /preflight.intervalInMinutes: /,
          /preflight.minimumCertificateDays: /,
        ],
      ],
      [
        "settings of a schedule that is not made",
        {
          ...existing,
          preflight: {
            scheduled: false,
            intervalInMinutes: 5,
            alarmTopicArns: [],
            minimumCertificateDays: 7,
          },
        },
        [/has 3 problems/, /preflight.intervalInMinutes: .*preflight.scheduled is false/],
      ],
      [
        "a check that there is not, and numbers out of range, each once",
        {
          ...existing,
          preflight: { severities: { redirect: "off" }, intervalInMinutes: 4, minimumCertificateDays: 0 },
        },
        [
          /has 3 problems/,
          /preflight.severities.redirect: is an unknown check; did you mean "redirects"\?/,
          /preflight.intervalInMinutes: is 4, but must be a whole number from 5 to 1440 minutes/,
          /preflight.minimumCertificateDays: is 0/,
        ],
      ],
      ["a wrong instance type", { ...existing, instanceType: "m5.large" }, [/instanceType: is "m5.large"/]],
      [
        "one subnet",
        { ...existing, network: { vpcId: "vpc-1", subnetIds: ["subnet-a"] } },
        [/network.subnetIds: has 1 item/],
      ],
      [
        "a malformed block",
        { ...existing, registry: { credentialsSecretArn, cidrBlocks: ["10.20.0.0"] } },
        [/registry.cidrBlocks\[0\]/],
      ],
      [
        "six groups",
        { ...existing, securityGroupIds: ["a", "b", "c", "d", "e", "f"].map((id) => `sg-${id}`) },
        [/securityGroupIds: has 6 items/],
      ],
      [
        "a wrong role",
        { ...existing, executionRole: { roleArn: "models" } },
        [/executionRole.roleArn: is "models"/],
      ],
      [
        "a registry of no domain",
        { ...made, newRegistry: { ...newRegistry, domainName: "registry" } },
        [/newRegistry.domainName/],
      ],
      [
        "model data by https without its S3 URI",
        { ...existing, modelDataUrl: "https://s3.example.com/b/m.tar.gz" },
        [/executionRole.modelData: is missing/],
      ],
      [
        "a way to Lambda for an anonymous registry",
        { ...existing, registry: { anonymous: true, internet: true }, lambdaAccess: {} },
        [/lambdaAccess: is given/],
      ],
      [
        "a closed VPC without the endpoints that a new registry needs",
        { ...made, network: { interfaceEndpoints: { logs: false }, s3Endpoint: false } },
        [/network.interfaceEndpoints\["logs"\]: is false/, /network.s3Endpoint: is false/],
      ],
      [
        "publishing from an adopted VPC without a way to Secrets Manager",
        {
          newRegistry: { ...newRegistry, egressCidrBlocks: { endpoints: "10.0.0.0/16" } },
          publish: { archive: new pulumi.asset.FileAsset("a.tar"), repository: "ml/demo" },
          network: existing.network,
          instanceType: "ml.m5.large",
        },
        [/newRegistry.endpointSecurityGroupId: is missing/],
      ],
      [
        "an image of a registry that is not told",
        {
          ...made,
          image: undefined,
          publish: { source: pulumi.output(`ghcr.io/a/b@${digest}`), repository: "ml/fraud" },
        },
        [/publish.sourceRegistries: is missing/],
      ],
      [
        "what is about another registry beside an archive",
        {
          ...made,
          image: undefined,
          publish: {
            archive: new pulumi.asset.FileAsset("a.tar"),
            repository: "ml/fraud",
            sourceRegistries: { "ghcr.io": {} },
          },
        },
        [/publish.sourceRegistries: is about an image of another registry/],
      ],
      [
        "functions that are asked for in a way that AWS does not take, or that are not made",
        {
          ...made,
          image: undefined,
          newRegistry: { ...newRegistry, credentialsFunction: { reservedConcurrency: 0 } },
          publish: {
            archive: new pulumi.asset.FileAsset("a.tar"),
            repository: "ml/fraud",
            memoryInMb: 1,
            codeSigningConfigArn: "signed",
            stagingMemoryInMb: 1024,
          },
        },
        [
          /has 4 problems/,
          /newRegistry.credentialsFunction.reservedConcurrency: is 0/,
          /publish.memoryInMb: is 1/,
          /publish.codeSigningConfigArn: is "signed"/,
          /publish.stagingMemoryInMb: /,
        ],
      ],
      [
        "two images at once, and half of what names the credentials",
        {
          ...made,
          image: undefined,
          publish: {
            archive: new pulumi.asset.FileAsset("a.tar"),
            source: "ghcr.io/a/b:1",
            repository: "ml/fraud",
            sourceRegistries: { "ghcr.io": { usernameKey: "u" } },
          },
        },
        [
          /publish.sourceRegistries\["ghcr.io"\].usernameKey: /,
          /publish.source: .*digest/,
          /publish.archive: /,
        ],
      ],
      [
        "an image beside one to publish",
        { ...made, publish: { archive: new pulumi.asset.FileAsset("a.tar"), repository: "ml/fraud" } },
        [/image: cannot be combined with publish/],
      ],
      [
        "publishing into a registry that exists, in a repository of no name",
        {
          ...existing,
          image: undefined,
          publish: { archive: new pulumi.asset.FileAsset("a.tar"), repository: "ML" },
        },
        [/publish: delivers into a new registry/, /publish.repository: /],
      ],
      ["a name that leaves no room", { ...existing, endpointName: "e".repeat(64) }, [/endpointName/]],
      [
        "everything at once, each by the name it was given under and only once",
        {
          image: "artifactory.bank.example/ml/Fraud",
          registry: { credentialsSecretArn: "x", cidrBlocks: ["10.0.0.0/99"] },
          network: { vpcId: "vpc", subnetIds: ["subnet-a"] },
          instanceType: "large",
          rolePath: "ml",
        },
        [
          /image: /,
          /registry.credentialsSecretArn: /,
          /registry.cidrBlocks\[0\]: /,
          /network.vpcId: /,
          /network.subnetIds: /,
          /instanceType: /,
          /^[^]*rolePath: (?![^]*rolePath: )/,
        ],
      ],
    ];
    for (const [what, args, messages] of cases) {
      it(what, async () => {
        const graph = await record(() => {
          assert.throws(
            () => new PrivateInference("fraud", args),
            (error) => {
              assert.ok(error instanceof ArgumentsError, String(error));
              for (const message of messages) assert.match(error.message, message);
              return true;
            },
          );
        });
        assert.deepEqual(graph.resources, []);
      });
    }

    // SageMaker takes names of 63 characters: the component's, `-endpoint` and what Pulumi adds.
    it("a name of the component that its children's names would outgrow, and none that fits", async () => {
      await record(() => void new PrivateInference("f".repeat(46), existing));
      for (const length of [47, 60]) {
        const graph = await record(() => {
          assert.throws(
            () => new PrivateInference("f".repeat(length), existing),
            (error) =>
              error instanceof ArgumentsError &&
              error.problems.some(({ propertyPath }) => propertyPath === "name"),
          );
        });
        assert.deepEqual(graph.resources, []);
      }
    });
  });
});
