import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { RegistryAccess, type RegistryAccessArgs } from "../../../components/registry-access";
import { UNKNOWN_BLOCK } from "../../../plan/network/cidr-blocks";
import { record, type ResourceGraph } from "../../../testing";
import { TWO_BLOCKS } from "../vpc-lookups";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const COMPONENT = "sagemaker-private-registry:index:RegistryAccess";

const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";

const place = {
  registryHostname: "registry.example.com",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
};
const base: RegistryAccessArgs = {
  ...place,
  cidrBlocks: ["10.20.0.0/16"],
  credentialsProviderArn: FUNCTION_ARN,
};

const recordAccess = (args: RegistryAccessArgs): Promise<ResourceGraph> =>
  record(() => ({ ...new RegistryAccess("acme", args) }));

interface Rule {
  readonly description: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks?: string[];
  readonly ipv6CidrBlocks?: string[];
  readonly prefixListIds?: string[];
  readonly securityGroups?: string[];
}
const egressOf = (graph: ResourceGraph): Rule[] => graph.only(GROUP, "acme-models").inputs.egress as Rule[];

describe("RegistryAccess", () => {
  it("leads to Lambda, and judges addresses, by the blocks that the VPC has now", async () => {
    const graph = await record(() => void new RegistryAccess("acme", base), TWO_BLOCKS);
    assert.deepEqual(egressOf(graph).at(-1)?.cidrBlocks, ["10.0.0.0/16", "100.64.0.0/16"]);
    const { environment } = graph.only("aws:lambda/function:Function").inputs;
    const { variables } = environment as { variables: Record<string, string> };
    assert.equal(variables["VPC_CIDR_BLOCKS"], "10.0.0.0/16,100.64.0.0/16");
  });

  it("gives the models a group with exactly the egress that the pull takes", async () => {
    const graph = await recordAccess({ ...base, tags: { team: "ml" } });
    assert.deepEqual(graph.only(GROUP, "acme-models").inputs, {
      description: "SageMaker models that pull from a private registry",
      vpcId: "vpc-1",
      ingress: [],
      egress: [
        {
          description: "Registry registry.example.com",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ["10.20.0.0/16"],
          ipv6CidrBlocks: [],
          prefixListIds: [],
          securityGroups: [],
        },
        {
          description: "Lambda API, for credentials of the registry",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          // Where an interface endpoint of the VPC listens.
          cidrBlocks: [UNKNOWN_BLOCK],
          ipv6CidrBlocks: [],
          prefixListIds: [],
          securityGroups: [],
        },
      ],
      tags: { team: "ml" },
    });
    const group = graph.only(GROUP, "acme-models").outputs.id;
    assert.deepEqual(
      graph
        .childrenOf(graph.only(COMPONENT))
        .map(({ name }) => name)
        .sort(),
      [
        "acme-certificate-expiry",
        "acme-models",
        "acme-preflight",
        "acme-preflight-interfaces",
        "acme-preflight-interfaces-policy",
        "acme-preflight-logs",
        "acme-preflight-policy",
        "acme-preflight-role",
        "acme-preflight-schedule-policy",
        "acme-preflight-schedule-role",
      ],
    );
    assert.deepEqual(graph.outputs.securityGroupIds?.value, [group]);
    assert.equal(graph.outputs.modelSecurityGroupId?.value, group);
    assert.equal(graph.outputs.credentialsProviderArn?.value, FUNCTION_ARN);
    assert.equal(graph.outputs.credentialsSecretArn?.value, undefined);
    assert.equal(graph.outputs.lambdaRouteKind?.value, "Provided");
    assert.deepEqual(graph.outputs.subnetIds?.value, ["subnet-a", "subnet-b"]);
  });

  it("leads to the registry's port, groups, prefix lists and IPv6 blocks", async () => {
    const graph = await recordAccess({
      ...base,
      registryHostname: "registry.example.com:8443",
      securityGroupId: "sg-registry",
      prefixListIds: pulumi.output(["pl-1"]),
      cidrBlocks: ["10.0.0.0/8", "fd00::/8"],
    });
    const [rule] = egressOf(graph);
    assert.equal(rule?.fromPort, 8443);
    assert.equal(rule?.toPort, 8443);
    assert.deepEqual(rule?.cidrBlocks, ["10.0.0.0/8"]);
    assert.deepEqual(rule?.ipv6CidrBlocks, ["fd00::/8"]);
    assert.deepEqual(rule?.prefixListIds, ["pl-1"]);
    assert.deepEqual(rule?.securityGroups, ["sg-registry"]);
    assert.deepEqual(graph.ofType(INGRESS_RULE), []);
  });

  it("describes the rule in as many characters as EC2 takes", async () => {
    const label = "r".repeat(63);
    const hostname = `${label}.${label}.${label}.${"r".repeat(55)}.com:8443`;
    const [rule] = egressOf(await recordAccess({ ...base, registryHostname: hostname }));
    assert.equal(rule?.description, `Registry ${hostname}`.slice(0, 255));
    assert.equal(rule.description.length, 255);
  });

  it("leads everywhere only for a registry on the internet", async () => {
    const graph = await recordAccess({ ...place, internet: true, anonymous: true });
    assert.deepEqual(
      egressOf(graph).map(({ cidrBlocks, ipv6CidrBlocks }) => [cidrBlocks, ipv6CidrBlocks]),
      [[["0.0.0.0/0"], ["::/0"]]],
    );
  });

  it("carries the groups that the registry admits, and needs no rule for them", async () => {
    const graph = await recordAccess({
      ...place,
      credentialsProviderArn: FUNCTION_ARN,
      clientSecurityGroupIds: ["sg-client"],
      securityGroupIds: [pulumi.output("sg-own")],
      lambdaAccess: { kind: "Create", securityGroupId: "sg-endpoints", admitModels: true },
    });
    const { id } = graph.only(GROUP, "acme-models").outputs;
    assert.deepEqual(graph.outputs.securityGroupIds?.value, [id, "sg-client", "sg-own"]);
    assert.deepEqual(
      egressOf(graph).map(({ description, securityGroups }) => [description, securityGroups]),
      [["Lambda API, for credentials of the registry", ["sg-endpoints"]]],
    );
    assert.equal(graph.outputs.lambdaRouteKind?.value, "Create");
  });

  it("adds its group to others' groups only where asked", async () => {
    const graph = await recordAccess({
      ...base,
      registryHostname: "registry.example.com:8443",
      securityGroupId: "sg-registry",
      admitModels: true,
      lambdaAccess: { securityGroupId: "sg-endpoints", admitModels: true },
      authorizationServer: { securityGroupId: "sg-auth", admitModels: true, port: 9443 },
      tags: { team: "ml" },
    });
    const { id } = graph.only(GROUP, "acme-models").outputs;
    assert.deepEqual(
      Object.fromEntries(graph.ofType(INGRESS_RULE).map(({ name, inputs }) => [name, inputs])),
      Object.fromEntries(
        (
          [
            ["acme-registry-admits-models", "sg-registry", 8443],
            ["acme-authorization-server-admits-models", "sg-auth", 9443],
            ["acme-lambda-admits-models", "sg-endpoints", 443],
          ] as const
        ).map(([name, securityGroupId, port]) => [
          name,
          {
            description: "SageMaker models that pull from the private registry",
            securityGroupId,
            referencedSecurityGroupId: id,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            tags: { team: "ml" },
          },
        ]),
      ),
    );
    assert.deepEqual(
      egressOf(graph).map(({ description, fromPort, securityGroups }) => [
        description,
        fromPort,
        securityGroups,
      ]),
      [
        ["Registry registry.example.com:8443", 8443, ["sg-registry"]],
        ["Authorization server", 9443, ["sg-auth"]],
        ["Lambda API, for credentials of the registry", 443, ["sg-endpoints"]],
      ],
    );
  });

  it("hands its groups out only once the rules that admit them exist", async () => {
    const graph = await record(() => {
      const access = new RegistryAccess("acme", {
        ...base,
        securityGroupId: "sg-registry",
        admitModels: true,
      });
      new pulumi.ComponentResource("test:index:User", "user", { groups: access.securityGroupIds });
    });
    const user = graph.only("test:index:User");
    assert.ok(graph.dependsOn(user, graph.only(INGRESS_RULE)));
  });

  it("leads to S3 when given its prefix list", async () => {
    const graph = await recordAccess({ ...base, s3PrefixListId: "pl-s3" });
    assert.deepEqual(egressOf(graph).at(-1), {
      description: "S3, for layers and model data",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListIds: ["pl-s3"],
    });
  });

  it("makes no rule of a list that is known to be empty, and refuses one that turns out to be the only place", async () => {
    const { cidrBlocks: _, ...unlocated } = base;
    const graph = await recordAccess({
      ...unlocated,
      clientSecurityGroupIds: ["sg-clients"],
      cidrBlocks: [],
      lambdaAccess: { prefixListIds: [] },
    });
    assert.deepEqual(
      egressOf(graph).map(({ description }) => description),
      ["Lambda API, for credentials of the registry"],
    );
    const [lambda] = egressOf(graph);
    assert.deepEqual(lambda?.cidrBlocks, [UNKNOWN_BLOCK]);
    await assert.rejects(
      recordAccess({ ...unlocated, cidrBlocks: pulumi.output<string[]>([]) }),
      /cidrBlocks: has 0 items, but must have at least 1: no other place is given/,
    );
    await recordAccess({ ...base, prefixListIds: pulumi.output<string[]>([]) });
  });

  it("needs neither function nor way to Lambda for an anonymous registry", async () => {
    const graph = await recordAccess({ ...place, cidrBlocks: ["10.20.0.0/16"], anonymous: true });
    assert.equal(graph.outputs.credentialsProviderArn?.value, undefined);
    assert.equal(graph.outputs.lambdaRouteKind?.value, undefined);
    assert.equal(egressOf(graph).length, 1);
  });

  it("makes the function over a secret that exists", async () => {
    const graph = await recordAccess({
      ...place,
      cidrBlocks: ["10.20.0.0/16"],
      credentialsSecretArn: SECRET_ARN,
      usernameKey: "user",
      passwordKey: "token",
      credentialsFunction: { reservedConcurrency: 5 },
    });
    const lambda = graph.only("aws:lambda/function:Function", "acme-credentials-function");
    assert.equal(graph.outputs.credentialsProviderArn?.value, lambda.outputs.arn);
    assert.equal(graph.outputs.credentialsSecretArn?.value, SECRET_ARN);
    assert.equal(lambda.inputs.reservedConcurrentExecutions, 5);
    assert.ok(JSON.stringify(lambda.inputs.environment).includes("token"));
  });

  it("makes secret and function from credentials, which stay secret", async () => {
    const graph = await recordAccess({
      ...place,
      cidrBlocks: ["10.20.0.0/16"],
      credentials: { username: "puller", password: "hunter2" },
    });
    const version = graph.only("aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(version.secretPaths, ["secretString"]);
    const elsewhere = graph.resources.filter((resource) => resource !== version);
    assert.ok(!JSON.stringify(elsewhere.map(({ inputs, outputs }) => [inputs, outputs])).includes("hunter2"));
  });

  it("fails at deployment where the groups become too many", async () => {
    await assert.rejects(
      record(() => {
        const access = new RegistryAccess("acme", {
          ...base,
          clientSecurityGroupIds: pulumi.output(["sg-1", "sg-2", "sg-3"]),
          securityGroupIds: pulumi.output(["sg-4", "sg-5"]),
        });
        return { groups: access.securityGroupIds };
      }),
      /\n {2}- securityGroupIds: makes 6 groups .* at most 4 /,
    );
  });

  describe("refuses, before anything is registered,", () => {
    const { credentialsProviderArn: _, ...unauthenticated } = base;
    const { cidrBlocks: __, ...unlocated } = base;
    const cases: [string, RegistryAccessArgs, RegExp][] = [
      ["no word on authentication", unauthenticated, /none is given, but exactly one of/],
      [
        "two ways of authentication",
        { ...base, anonymous: true },
        /credentialsProviderArn and anonymous are given/,
      ],
      ["no location", unlocated, /cidrBlocks: is missing: say where the registry listens/],
      [
        "a malformed CIDR block",
        { ...base, cidrBlocks: ["10.20.0.1/16"] },
        /cidrBlocks\[0\]: .*write 10.20.0.0\/16/,
      ],
      ["one subnet", { ...base, subnetIds: ["subnet-a"] }, /subnetIds: has 1 item, but must have 2 to 16/],
      [
        "a URL for a host name",
        { ...base, registryHostname: "https://registry.example.com" },
        /registryHostname: is .*leave out https/,
      ],
      [
        "an address for a host name",
        { ...base, registryHostname: "10.0.0.1:5000" },
        /registryHostname: is "10.0.0.1:5000"/,
      ],
      [
        "a port that is none",
        { ...base, registryHostname: "registry.example.com:99999" },
        /registryHostname: is/,
      ],
      [
        "a function's name for its ARN",
        { ...base, credentialsProviderArn: "f" },
        /credentialsProviderArn: is "f"/,
      ],
      [
        "admission without a group",
        { ...base, admitModels: true },
        /admitModels: is true, but there is no group/,
      ],
      [
        "four further groups",
        { ...base, securityGroupIds: ["1", "2", "3", "4"].map((n) => `sg-${n}`) },
        /has 4 items, but must have 0 to 3: SageMaker allows 5 groups/,
      ],
      [
        "a key without a secret",
        { ...base, passwordKey: "token" },
        /passwordKey: describes a secret that exists/,
      ],
      [
        "settings of no function",
        { ...base, credentialsFunction: {} },
        /credentialsFunction: is about the credentials function made here/,
      ],
      [
        "a way to Lambda for nobody",
        { ...unauthenticated, anonymous: true, lambdaAccess: {} },
        /lambdaAccess: is given, but/,
      ],
      ["a location of no block", { ...unlocated, cidrBlocks: [] }, /cidrBlocks: is empty: say where/],
      [
        "a location of no list, beside another empty one",
        { ...unlocated, prefixListIds: [], internet: false },
        /prefixListIds: is empty: say where/,
      ],
      [
        "two kinds of credentials, once",
        {
          ...unauthenticated,
          credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
          credentials: { username: "u", password: "p" },
        },
        /has 1 problem in its arguments:\n.*credentialsSecretArn and credentials are given, but exactly one/,
      ],
      [
        "an authorization server of an empty list",
        { ...base, authorizationServer: { clientSecurityGroupIds: [] } },
        /authorizationServer.clientSecurityGroupIds: is empty/,
      ],
      [
        "an authorization server nowhere",
        { ...base, authorizationServer: { port: 443 } },
        /authorizationServer.cidrBlocks: is missing/,
      ],
      [
        "a port out of range",
        { ...base, authorizationServer: { internet: true, port: 0 } },
        /authorizationServer.port: is 0/,
      ],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const graph = await record(() => {
          assert.throws(
            () => new RegistryAccess("acme", args),
            (error) => error instanceof pulumi.InputPropertiesError && message.test(error.message),
          );
        });
        assert.deepEqual(graph.resources, []);
      });
    }
  });
});
