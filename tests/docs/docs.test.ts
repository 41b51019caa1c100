// The pages in docs/ that are held against the code.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CredentialsProvider } from "../../components/credentials-provider";
import { ExecutionRole } from "../../components/execution-role";
import { ImagePublisher, PublishedImage } from "../../components/image-publisher";
import { ModelEndpoint } from "../../components/model-endpoint";
import { PrivateInference } from "../../components/private-inference";
import { RegistryAccess } from "../../components/registry-access";
import { RegistryHost } from "../../components/registry-host";
import { InternetAccess, LambdaRouteKind, RegistryNetwork } from "../../components/registry-network";
import { CALLS, COMPONENTS } from "../../scripts/permissions-components";
import { committedPage, currentPage, deployerActions } from "../../scripts/permissions";
import { RESOURCES } from "../../scripts/permissions-resources";
import { record, type ResourceGraph } from "../../testing";
import { kindsOfModels, shadowTest } from "../components/model-endpoint/every-argument";
import { base } from "../components/model-endpoint/recorded-endpoint";

const PREFIX = "sagemaker-private-registry:index:";
const DIGEST = `sha256:${"a".repeat(64)}`;
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";
const CODE_SIGNING = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const place = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };
const common = { tags: { team: "ml" }, kmsKeyArn: KEY, permissionsBoundaryArn: BOUNDARY };
const functionSettings = {
  vpc: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-1"] },
  codeSigningConfigArn: CODE_SIGNING,
  reservedConcurrency: 1,
};
const credentials = { username: "u", password: pulumi.secret("not-a-password") };
const newRegistry = { domainName: "registry.ml.example.com", validationZoneId: "Z0123456789" };
const busy = { metric: "CPUUtilization", threshold: 80 } as const;
const archive = new pulumi.asset.StringAsset("archive");

interface Properties {
  readonly inputProperties?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly enum?: readonly { readonly value: string }[];
}
const schema = JSON.parse(readFileSync(join(__dirname, "../../sdk/schema.json"), "utf8")) as Readonly<
  Record<"resources" | "types", Readonly<Record<string, Properties>>>
>;

/** Programs by component, each of that component alone, which together use every optional part of it. */
const PROGRAMS: Readonly<Record<string, readonly (() => unknown)[]>> = {
  CredentialsProvider: [
    () => new CredentialsProvider("p", { ...common, credentials, function: functionSettings }),
    () => new CredentialsProvider("p", { credentialsSecretArn: SECRET }),
  ],
  ExecutionRole: [
    () =>
      new ExecutionRole("r", {
        permissionsBoundaryArn: BOUNDARY,
        credentialsProviderArns: ["arn:aws:lambda:eu-west-1:123456789012:function:credentials"],
        modelData: ["s3://models/fraud/"],
        managedPolicyArns: { more: "arn:aws:iam::123456789012:policy/more" },
        additionalPolicyJson: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
  ],
  ImagePublisher: [
    () =>
      new ImagePublisher("images", {
        ...common,
        ...place,
        pushUrl: "https://registry.example.com:8443",
        pushCredentialsSecretArn: SECRET,
        pushClientSecurityGroupIds: ["sg-push"],
        endpointSecurityGroupId: "sg-endpoints",
        s3PrefixListId: "pl-s3",
        sourceRegistries: { "ghcr.io": { credentialsSecretArn: SECRET } },
        stagingFunction: functionSettings,
        bucketLogsBucketName: "access-logs",
      }),
  ],
  ModelEndpoint: [
    () => new ModelEndpoint("fraud", kindsOfModels),
    () => new ModelEndpoint("fraud", shadowTest),
    () =>
      new ModelEndpoint("fraud", {
        ...base,
        endpointName: "fraud",
        tags: common.tags,
        preflightFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:preflight",
        preflightScheduleRoleArn: "arn:aws:iam::123456789012:role/schedule",
        scaling: {
          maxCapacity: 4,
          targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 60 } },
          stepScaling: {
            busy: { alarm: busy, stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }] },
          },
          scheduledActions: { night: { schedule: "cron(0 22 * * ? *)", maxCapacity: 1 } },
        },
        monitoring: { alarms: { busy }, dashboard: {} },
      }),
  ],
  PrivateInference: [
    () =>
      new PrivateInference("new", {
        ...common,
        newRegistry,
        publish: { archive, repository: "ml/fraud" },
        instanceType: "ml.m5.large",
      }),
    () =>
      new PrivateInference("adopted", {
        newRegistry: { ...newRegistry, endpointSecurityGroupId: "sg-endpoints" },
        network: place,
        publish: { archive, repository: "ml/fraud" },
        instanceType: "ml.m5.large",
      }),
    () =>
      new PrivateInference("existing", {
        image: `registry.example.com/ml/fraud@${DIGEST}`,
        registry: { credentialsSecretArn: SECRET, cidrBlocks: ["10.20.0.0/16"] },
        network: place,
        instanceType: "ml.m5.large",
      }),
  ],
  PublishedImage: [
    () =>
      new PublishedImage("fraud", {
        functionName: "images",
        bucketName: "archives",
        registryHostname: "registry.example.com",
        archive,
        repository: "ml/fraud",
        tags: { team: "ml" },
      }),
    () =>
      new PublishedImage("fraud", {
        functionName: "images",
        stagingFunctionName: "staging",
        bucketName: "archives",
        registryHostname: "registry.example.com",
        source: `ghcr.io/ml/fraud:1.0@${DIGEST}`,
        repository: "ml/fraud",
      }),
  ],
  RegistryAccess: [
    () =>
      new RegistryAccess("acme", {
        ...common,
        ...place,
        registryHostname: "registry.example.com",
        clientSecurityGroupIds: ["sg-pull"],
        credentials,
        credentialsFunction: functionSettings,
        lambdaAccess: { securityGroupId: "sg-lambda", admitModels: true },
        s3PrefixListId: "pl-s3",
      }),
    () =>
      new RegistryAccess("open", {
        ...place,
        registryHostname: "registry.example.com",
        internet: true,
        anonymous: true,
      }),
  ],
  RegistryHost: [
    () =>
      new RegistryHost("demo", {
        ...common,
        ...place,
        ...newRegistry,
        endpointSecurityGroupId: "sg-endpoints",
        egressCidrBlocks: { endpoints: "10.0.0.0/24" },
        pullCidrBlocks: { office: "10.1.0.0/16" },
        bucketLogsBucketName: "logs",
        loadBalancerLogsBucketName: "logs",
        imageMirrorFunction: functionSettings,
        onDelete: "Delete",
      }),
  ],
  RegistryNetwork: [
    () =>
      new RegistryNetwork("new", {
        tags: common.tags,
        internetAccess: InternetAccess.NatGatewayPerZone,
        lambdaRoute: { kind: LambdaRouteKind.PrivateZone },
        interfaceEndpoints: { "sagemaker.runtime": true },
      }),
    () => new RegistryNetwork("adopted", { ...place, s3Endpoint: true }),
    () =>
      new RegistryNetwork("endpoint", {
        ...place,
        lambdaRoute: { kind: LambdaRouteKind.Adopt, endpointId: "vpce-0123456789abcdef0" },
      }),
    () => new RegistryNetwork("route", { ...place, lambdaRoute: { kind: LambdaRouteKind.Create } }),
  ],
};

/** What the programs of one component made and asked for. */
interface Seen {
  /** Types of resources that a provider makes, by the component that is nearest above them. */
  readonly resources: Map<string, Set<string>>;
  /** Types of the components themselves, by the nearest component above them. */
  readonly components: Map<string, Set<string>>;
  readonly calls: Set<string>;
  /** Types of resources with an input of a kind, by the case that the page calls it. */
  readonly cases: Map<string, Set<string>>;
}

/** Inputs that ask for actions of their own, wherever in a resource they stand, by the case that the page calls it. */
const CASES: Readonly<Record<string, RegExp>> = {
  "with tags": /^tags$/,
  "with a KMS key": /^kmsKey(Arn|Id)?$/,
  "with `permissionsBoundaryArn`": /^permissionsBoundary$/,
  "with `codeSigningConfigArn`": /^codeSigningConfigArn$/,
  "with `reservedConcurrency`": /^reservedConcurrentExecutions$/,
  "in a VPC": /^vpcConfig$/,
  "with private DNS": /^privateDnsEnabled$/,
  "deleted with what it holds": /^forceDestroy$/,
  "passes a role": /^(executionRoleArn|taskRoleArn|roleArn|role)$/,
};

/** The types that cases are about, where others have inputs of the same name. */
const TYPES_OF_CASES: Readonly<Record<string, string>> = { "in a VPC": "aws:lambda/function:Function" };

/** The names of all inputs with a value, nested ones included. */
function namesOf(inputs: unknown): string[] {
  if (Array.isArray(inputs)) return inputs.flatMap(namesOf);
  if (inputs === null || typeof inputs !== "object") return [];
  return Object.entries(inputs).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [name, ...namesOf(value)],
  );
}

function note(seen: Map<string, Set<string>>, component: string, what: string): void {
  seen.set(component, (seen.get(component) ?? new Set()).add(what));
}

function look(graph: ResourceGraph, seen: Seen): void {
  for (const { token } of graph.calls) seen.calls.add(token);
  for (const { urn, type, custom, inputs } of graph.resources) {
    const above = (urn.split("::")[2] ?? "").split("$").slice(0, -1);
    const component = above
      .filter((each) => each.startsWith(PREFIX))
      .pop()
      ?.slice(PREFIX.length);
    if (component === undefined) continue;
    if (!custom) {
      if (type.startsWith(PREFIX)) note(seen.components, component, type.slice(PREFIX.length));
      continue;
    }
    note(seen.resources, component, type);
    for (const [which, pattern] of Object.entries(CASES)) {
      if ((TYPES_OF_CASES[which] ?? type) !== type) continue;
      if (namesOf(inputs).some((name) => pattern.test(name))) note(seen.cases, which, type);
    }
  }
}

const sorted = (names: Iterable<string> = []): string[] => [...new Set(names)].sort();

describe("docs/permissions.md", function () {
  this.timeout(120_000);
  const seenBy = new Map<string, Seen>();

  before(async () => {
    for (const [component, programs] of Object.entries(PROGRAMS)) {
      const seen: Seen = { resources: new Map(), components: new Map(), calls: new Set(), cases: new Map() };
      for (const program of programs) look(await record(async () => void (await program())), seen);
      seenBy.set(component, seen);
    }
  });

  for (const [component, entry] of Object.entries(COMPONENTS)) {
    it(`has exactly what ${component} makes and asks for`, () => {
      const seen = seenBy.get(component);
      assert.deepEqual(sorted(seen?.resources.get(component)), sorted(entry.resources));
      assert.deepEqual(sorted(seen?.components.get(component)), sorted(entry.components));
      const all = (name: string): string[] => {
        const { calls, components } = COMPONENTS[name] ?? assert.fail(`no entry for ${name}`);
        return [...calls, ...components.flatMap(all)];
      };
      // A lookup does not tell who made it: those of the components within are held against theirs on their own.
      const within = entry.components.flatMap(all);
      assert.deepEqual(
        sorted([...(seen?.calls ?? [])].filter((token) => !within.includes(token))),
        sorted(entry.calls.filter((token) => !within.includes(token))),
      );
    });
  }

  it("has an entry for every component of the package", () => {
    assert.deepEqual(
      sorted(Object.keys(schema.resources).map((token) => token.slice(PREFIX.length))),
      sorted(Object.keys(COMPONENTS)),
    );
  });

  it("has actions for every type and every lookup, and none that nothing makes", () => {
    const entries = Object.values(COMPONENTS);
    assert.deepEqual(sorted(entries.flatMap(({ resources }) => resources)), sorted(Object.keys(RESOURCES)));
    assert.deepEqual(sorted(entries.flatMap(({ calls }) => calls)), sorted(Object.keys(CALLS)));
    for (const [type, { create, read }] of Object.entries(RESOURCES)) {
      assert.equal(create.length + read.length > 0, type.startsWith("aws:"), type);
    }
  });

  it("has the cases of every type: tags, keys, roles that are passed, and others", () => {
    /** What a type has the input for, and needs no action of the deployer's, with the reason. */
    const NEEDLESS: Readonly<Record<string, readonly string[]>> = {
      // The key is used when the endpoint is made, and its entry has the actions.
      "with a KMS key": ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"],
      // These name the role that they belong to.
      "passes a role": ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    };
    /** What takes the actions without an input that would show it, with the reason. */
    const UNSEEN: Readonly<Record<string, readonly string[]>> = {
      // Of a new VPC, whose parts the recorder makes up without tags.
      "with tags": [
        "eip:Eip",
        "internetGateway:InternetGateway",
        "natGateway:NatGateway",
        "routeTable:RouteTable",
        "subnet:Subnet",
        "vpc:Vpc",
      ].map((type) => `aws:ec2/${type}`),
      "with a KMS key": [
        "aws:sagemaker/endpoint:Endpoint",
        // The key is the secret's, or the bucket's.
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:s3/bucketObjectv2:BucketObjectv2",
      ],
    };
    for (const which of Object.keys(CASES)) {
      const found = [...seenBy.values()].flatMap(({ cases }) => [...(cases.get(which) ?? [])]);
      const written = Object.entries(RESOURCES).filter(([, entry]) =>
        which === "passes a role" ? entry.passRoleTo.length > 0 : entry.when[which] !== undefined,
      );
      assert.deepEqual(
        sorted(written.map(([type]) => type)),
        sorted([
          ...found.filter((type) => !(NEEDLESS[which] ?? []).includes(type)),
          ...(UNSEEN[which] ?? []),
        ]),
        which,
      );
    }
  });

  it("has every resource and lookup of the components' source, used in the programs here or not", () => {
    const root = join(__dirname, "../../components");
    const source = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
      .map((path) => readFileSync(join(root, path), "utf8"))
      .join("\n");
    const made = [...source.matchAll(/new (aws|random)\.(?:(\w+)\.)?(\w+)\(/g)].map(
      ([, provider = "", module = "index", type = ""]) =>
        `${provider}:${module}/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    );
    const asked = [...source.matchAll(/\baws\s*(?:\.(\w+)\s*)?\.(get\w+?)(?:Output)?\(/g)].map(
      ([, module = "index", name = ""]) => `aws:${module}/${name}:${name}`,
    );
    assert.deepEqual(
      made.filter((type) => !(type in RESOURCES)),
      [],
    );
    assert.ok(new Set(made).size > 35, "the pattern has lost the constructors");
    assert.deepEqual(sorted(asked), sorted(Object.keys(CALLS)));
  });

  it("has what AWS documents of calls that need more than their own action", () => {
    const { create: balancer = [] } = RESOURCES["aws:lb/loadBalancer:LoadBalancer"] ?? {};
    const { create: targetGroup = [] } = RESOURCES["aws:lb/targetGroup:TargetGroup"] ?? {};
    const { when = {} } = RESOURCES["aws:lambda/function:Function"] ?? {};
    const { when: ofScaling } = deployerActions("ModelEndpoint");
    const documented: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html": [
        [...balancer, ...targetGroup],
        ["AccountAttributes", "Addresses", "InternetGateways", "SecurityGroups", "Subnets", "Vpcs"].map(
          (what) => `ec2:Describe${what}`,
        ),
      ],
      "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html": [
        when["with tags"] ?? [],
        ["lambda:ListTags"],
      ],
      // The permissions of the read handler in the schema of AWS::SageMaker::Endpoint, which Cloud Control calls.
      "https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/security.html": [
        CALLS["aws:cloudcontrol/getResource:getResource"] ?? [],
        ["cloudformation:GetResource", "sagemaker:DescribeEndpoint", "sagemaker:ListTags"],
      ],
      "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html": [
        [
          ...deployerActions("ModelEndpoint").always,
          ...(ofScaling["with `scaling`"] ?? []),
          ...(ofScaling["with the account's first `scaling` of an endpoint"] ?? []),
        ],
        [
          "sagemaker:DescribeEndpoint",
          "sagemaker:DescribeEndpointConfig",
          "sagemaker:UpdateEndpointWeightsAndCapacities",
          "iam:CreateServiceLinkedRole",
          "cloudwatch:PutMetricAlarm",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:DeleteAlarms",
        ],
      ],
      "https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html": [
        RESOURCES["aws:sagemaker/endpoint:Endpoint"]?.when["with a KMS key"] ?? [],
        ["kms:CreateGrant"],
      ],
    };
    for (const [page, [written, needed]] of Object.entries(documented)) {
      assert.deepEqual(
        needed.filter((action) => !written.includes(action)),
        [],
        page,
      );
    }
  });

  it("names actions as IAM writes them", () => {
    const actions = Object.keys(COMPONENTS).flatMap((name) => {
      const { always, when } = deployerActions(name);
      return [...always, ...Object.values(when).flat()];
    });
    assert.deepEqual(
      actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(action)),
      [],
    );
  });

  it("is what the tables say", async () => {
    assert.equal(committedPage(), await currentPage(), "run `npm run generate`");
  });
});

/** A name of the schema, as `ModelEndpoint.models` or `HostedModel.containers`: a component or type, and what it has. */
function isInSchema(name: string): boolean {
  const [owner = "", property, ...more] = name.split(".");
  if (more.length > 0) return false;
  const found = schema.resources[PREFIX + owner] ?? schema.types[PREFIX + owner];
  if (found === undefined || property === undefined) return found !== undefined;
  return property in { ...found.inputProperties, ...found.properties };
}

describe("docs/comparison.md", () => {
  const page = readFileSync(join(__dirname, "../../docs/comparison.md"), "utf8");
  const cellsOf = (line: string): string[] =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const section = page.slice(page.indexOf("## Row by row"), page.indexOf("## What to use a peer for"));
  const [head = [], , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cellsOf);

  it("answers for every peer in every row", () => {
    assert.equal(head[1], "This package");
    assert.ok(rows.length > 30);
    for (const row of rows) {
      assert.equal(row.length, head.length, row[0]);
      assert.deepEqual(
        row.filter((cell) => cell === ""),
        [],
        row[0],
      );
      assert.match(row[1] ?? "", /^(yes|part|no)\b/, row[0]);
    }
  });

  it("names what does it wherever this package says yes, and the schema has every name", () => {
    for (const [feature, ours = ""] of rows) {
      const names = [...ours.matchAll(/`([A-Z]\w+(?:\.\w+)*)`/g)].map(([, name = ""]) => name);
      const schemaNames = names.filter((name) => name !== "Vpc");
      if (/^(yes|part)\b/.test(ours)) assert.ok(schemaNames.length > 0, `${feature} names nothing`);
      assert.deepEqual(
        schemaNames.filter((name) => !isInSchema(name)),
        [],
        feature,
      );
    }
  });

  it("would be wrong with a name that the schema lacks", () => {
    assert.deepEqual(["ModelEndpoint", "ModelEndpoint.image", "ProductionVariant.model"].map(isInSchema), [
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      ["Endpoint", "ModelEndpoint.serverless", "ProductionVariant.model.name"].map(isInSchema),
      [false, false, false],
    );
  });
});
