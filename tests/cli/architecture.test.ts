import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { join } from "node:path";
import { PrivateInference } from "../../components";
import { judge } from "../../policies";
import { runProgram } from "../../cli/program/run-program";
import { findProject } from "../../cli/program/project";
import { planProgram } from "../../cli/program/plan-program";
import { type Architecture, type ArchitectureEdge } from "../../cli/graph/architecture";
import { architectureOf } from "../../cli/graph/build-architecture";
import { record, ResourceGraph, type RecordedResource } from "../../testing";
import { closedVpc, type Changes } from "../programs/closed-vpc";

const root = join(__dirname, "..", "..");
const planned = async (program: string): Promise<ResourceGraph> =>
  runProgram(findProject(join(root, program), { stack: undefined, config: {} }), {});
const ofClosedVpc = async (changes: Changes = {}): Promise<Architecture> =>
  architectureOf(await record(() => closedVpc(changes)));

const node = ({ nodes }: Architecture, id: string) => {
  const found = nodes.find((each) => each.id === id);
  assert(found !== undefined, `no node ${id}; there are: ${nodes.map((each) => each.id).join(", ")}`);
  return found;
};
const edges = ({ edges: all }: Architecture, kind: ArchitectureEdge["kind"]): string[] =>
  all
    .filter((edge) => edge.kind === kind)
    .map(
      ({ from, to, label, status }) => `${from} -> ${to}: ${label}${status === "open" ? "" : ` (${status})`}`,
    );

/** Every type of which each resource must be in the picture. */
const DRAWN = [
  "aws:acm/certificate:Certificate",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpc:Vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecr/repository:Repository",
  "aws:ecs/service:Service",
  "aws:lambda/function:Function",
  "aws:lb/listener:Listener",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:route53/zone:Zone",
  "aws:s3/bucket:Bucket",
  "aws:sagemaker/endpoint:Endpoint",
  "aws:sagemaker/model:Model",
  "aws:secretsmanager/secret:Secret",
];

/** What the security groups of a plan let through between two sets of groups: asked of the inputs alone. */
function groupsLetThrough(
  graph: ResourceGraph,
  from: readonly string[],
  to: readonly string[],
  port: number,
): boolean {
  const rules = graph.resources.flatMap(({ type, inputs, outputs }) => {
    const peers = (rule: Record<string, unknown>) => [
      ...((rule.securityGroups as string[] | undefined) ?? []),
      ...(rule.referencedSecurityGroupId === undefined ? [] : [rule.referencedSecurityGroupId as string]),
    ];
    const rule = (direction: string, group: unknown, each: Record<string, unknown>) =>
      peers(each).map((peer) => ({ direction, group, peer, from: each.fromPort, to: each.toPort }));
    if (type === "aws:ec2/securityGroup:SecurityGroup") {
      return ["ingress", "egress"].flatMap((direction) =>
        ((inputs[direction] as Record<string, unknown>[] | undefined) ?? []).flatMap((each) =>
          rule(direction, outputs.id, each),
        ),
      );
    }
    if (/securityGroup(In|E)gressRule:/.test(type)) {
      return rule(type.includes("Ingress") ? "ingress" : "egress", inputs.securityGroupId, inputs);
    }
    return [];
  });
  const isOpen = (direction: string, own: readonly string[], others: readonly string[]) =>
    rules.some(
      (each) =>
        each.direction === direction &&
        own.includes(each.group as string) &&
        others.includes(each.peer) &&
        (each.from as number) <= port &&
        port <= (each.to as number),
    );
  return isOpen("egress", from, to) && isOpen("ingress", to, from);
}

describe("the architecture of the quickstart", function () {
  this.timeout(120_000);

  let graph: ResourceGraph;
  let architecture: Architecture;

  before(async () => {
    graph = await planned("examples/quickstart");
    architecture = architectureOf(graph);
  });

  it("holds every resource that is drawn, once, and nothing else of the plan but the role and the schedule", () => {
    const expected = graph.resources.filter(({ type }) => DRAWN.includes(type)).map(({ urn }) => urn);
    const drawn = architecture.nodes.flatMap(({ urn, kind }) =>
      urn === undefined || kind === "role" || kind === "schedule" ? [] : [urn],
    );
    assert.deepEqual([...drawn].sort(), [...expected].sort());
    assert(expected.length > 25);
  });

  it("has unique ids, parents before children, and edges between its nodes", () => {
    const ids = architecture.nodes.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    architecture.nodes.forEach(({ parent }, index) => {
      if (parent !== undefined) assert(ids.slice(0, index).includes(parent), parent);
    });
    assert.deepEqual(
      architecture.edges.filter(({ from, to }) => !ids.includes(from) || !ids.includes(to)),
      [],
    );
    const edgeIds = architecture.edges.map(({ id }) => id);
    assert.equal(new Set(edgeIds).size, edgeIds.length);
  });

  it("has exactly the ways that the security groups open", () => {
    const groupsOf: Readonly<Record<string, (resource: RecordedResource) => unknown>> = {
      model: ({ inputs }) => (inputs.vpcConfig as Record<string, unknown> | undefined)?.securityGroupIds,
      function: ({ inputs }) => (inputs.vpcConfig as Record<string, unknown> | undefined)?.securityGroupIds,
      service: ({ inputs }) => (inputs.networkConfiguration as Record<string, unknown>).securityGroups,
      listener: ({ inputs }) => graph.byId(inputs.loadBalancerArn)?.inputs.securityGroups,
      "interface-endpoint": ({ inputs }) => inputs.securityGroupIds,
    };
    const members = architecture.nodes.flatMap(({ id, kind, urn, parent }) => {
      const resource = graph.byUrn(urn ?? "");
      const groups = resource === undefined ? undefined : groupsOf[kind]?.(resource);
      const port = kind === "service" ? 5000 : kind === "listener" ? Number(resource?.inputs.port) : 443;
      return Array.isArray(groups) ? [{ id, kind, parent, groups: groups as string[], port }] : [];
    });
    const targets = members.filter(({ kind }) => !["model", "function"].includes(kind));
    const expected = members.flatMap((from) =>
      targets
        .filter((to) => to.id !== from.id && groupsLetThrough(graph, from.groups, to.groups, to.port))
        // A load balancer has one group for both listeners; which service a listener leads to, its target group says.
        .filter((to) => from.kind !== "listener" || from.id.split("-").pop() === to.id.split("-").pop())
        .map((to) => `${from.id} -> ${to.id}: ${to.port}`),
    );
    const groups = new Map(
      architecture.nodes
        .filter(({ kind }) => kind === "services" || kind === "interface-endpoints")
        .map(({ id }) => [
          id,
          architecture.nodes.filter(({ parent }) => parent === id).map((each) => each.id),
        ]),
    );
    const within = new Set(targets.map(({ id }) => id));
    const drawn = architecture.edges
      .filter(({ kind, status }) => kind === "network" && status === "open")
      .flatMap(({ from, to, label }) =>
        (groups.get(from) ?? [from]).flatMap((source) =>
          (groups.get(to) ?? [to])
            .filter((target) => within.has(target))
            .map((target) => `${source} -> ${target}: ${label}`),
        ),
      );
    assert.deepEqual([...drawn].sort(), [...new Set(expected)].sort());
    assert(drawn.includes("model/demo-model -> listener/demo-registry-pull: 443"));
    assert(!drawn.some((each) => each.startsWith("model/") && each.includes("8443")));
    assert(drawn.includes("function/demo-publisher-function -> listener/demo-registry-push: 8443"));
  });

  it("tells who invokes and reads what", () => {
    const access = edges(architecture, "access");
    for (const expected of [
      "model/demo-model -> role/demo-role-role: runs as",
      "role/demo-role-role -> function/demo-access-credentials-function: invokes",
      "function/demo-access-credentials-function -> secret/demo-registry-pull-credentials: reads",
      "function/demo-publisher-function -> secret/demo-registry-push-credentials: reads",
      "function/demo-publisher-function -> bucket/demo-publisher-archives: reads",
      "service/demo-registry-pull -> bucket/demo-registry-images: reads",
      "service/demo-registry-push -> bucket/demo-registry-images: reads, writes",
      "deployment/pulumi up -> function/demo-publisher-function: invokes",
    ]) {
      assert(access.includes(expected), `${expected}; there are:\n${access.join("\n")}`);
    }
    assert(!access.some((each) => each.startsWith("role/") && each.includes("secret/")));
  });

  it("is the same in every run", async () => {
    assert.deepEqual(architectureOf(await planned("examples/quickstart")), architecture);
  });

  it("puts everything where it lies", () => {
    const tier = "subnets/demo-network-vpc/isolated";
    assert.equal(node(architecture, "model/demo-model").parent, tier);
    assert.equal(node(architecture, "load-balancer/demo-registry").parent, tier);
    assert.equal(node(architecture, tier).parent, "vpc/demo-network-vpc");
    assert.equal(node(architecture, "gateway-endpoint/demo-network-s3").parent, "vpc/demo-network-vpc");
    assert.equal(node(architecture, "function/demo-access-credentials-function").parent, "region/eu-west-1");
    assert.deepEqual(node(architecture, "endpoint/demo-endpoint").details, ["AllTraffic: 1 × ml.m5.large"]);
    assert.match(node(architecture, "service/demo-registry-pull").details.join(), /2 to \d+ tasks/);
  });
});

describe("the architecture of the other examples", function () {
  this.timeout(120_000);

  it("existing-registry: what exists is marked, and what is not known is said to be so", async () => {
    const architecture = architectureOf(await planned("examples/existing-registry"));
    const registry = node(architecture, "registry/artifactory.bank.example");
    assert.deepEqual(
      [registry.exists, registry.parent, registry.details],
      [true, undefined, ["10.20.0.0/16"]],
    );
    assert(node(architecture, "vpc/vpc-0123456789abcdef0").exists);
    assert.equal(architecture.nodes.filter(({ kind }) => kind === "subnet").length, 2);
    const ways = edges(architecture, "network");
    assert(ways.includes("model/fraud-model -> registry/artifactory.bank.example: 443 (unknown)"));
    const secret = architecture.nodes.find(({ kind }) => kind === "secret");
    assert.deepEqual([secret?.label, secret?.exists], ["artifactory", true]);
  });

  it("existing-vpc: whether endpoints' routes reach subnets that exist is not known", async () => {
    const architecture = architectureOf(await planned("examples/existing-vpc"));
    const unknown = architecture.edges.filter(({ status }) => status === "unknown");
    assert(unknown.length > 0);
    assert(unknown.every(({ to }) => to === "gateway-endpoint/fraud-network-s3"));
    assert(unknown.every(({ reason }) => reason?.includes("route tables")));
    assert(
      edges(architecture, "network").some(
        (each) => each.startsWith("addresses/") && each.includes("-> interface-endpoints/"),
      ),
    );
  });

  it("two-stacks: one picture of both, and of the platform alone", async () => {
    const { graph } = await planProgram({
      program: join(root, "examples/two-stacks/model"),
      stack: undefined,
      config: {},
      references: [{ stack: undefined, path: join(root, "examples/two-stacks/platform") }],
      warn: () => undefined,
    });
    const both = edges(architectureOf(graph), "network");
    assert(both.includes("model/fraud-model -> listener/ml-registry-pull: 443"));
    const platform = edges(architectureOf(await planned("examples/two-stacks/platform")), "network");
    assert(platform.includes("security-group/ml-registry-push-client -> listener/ml-registry-push: 8443"));
    assert(!platform.some((each) => each.startsWith("model/")));
  });
});

describe("the architecture of a plan", function () {
  this.timeout(60_000);

  it("shows the ways that are needed and closed, with what is missing", async () => {
    const architecture = await ofClosedVpc({ "model-registry-ingress": null });
    const blocked = architecture.edges.filter(({ status }) => status === "blocked");
    assert.deepEqual(
      blocked.map(({ from, to }) => [from, to]),
      [["model/fraud", "listener/https"]],
    );
    assert.match(blocked[0]?.reason ?? "", /add an ingress rule for TCP 443 from group "model-group"/);
    assert.deepEqual(
      (await ofClosedVpc()).edges.filter(({ status }) => status !== "open"),
      [],
    );
  });

  it("shows a closed way to the tasks, a missing listener, and a role that may not invoke the function", async () => {
    const tasks = await ofClosedVpc({ "registry-task-ingress": null });
    assert(edges(tasks, "network").includes("listener/https -> service/service: 5000 (blocked)"));
    const port = await ofClosedVpc({ https: { port: 8443 } });
    assert(edges(port, "network").includes("model/fraud -> load-balancer/balancer: 443 (blocked)"));
    const role = await ofClosedVpc({ "execution-invoke": null });
    assert(
      edges(role, "access").includes(
        "role/execution-role -> function/credentials-function: invokes (blocked)",
      ),
    );
    const lambda = await ofClosedVpc({ "model-endpoint-egress": null });
    assert(edges(lambda, "network").includes("model/fraud -> interface-endpoint/lambda: 443 (blocked)"));
  });

  it("shows a registry elsewhere as the requirement finds it: no route leads out of a closed VPC", async () => {
    const graph = await record(
      () =>
        new PrivateInference("fraud", {
          image: `artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}`,
          registry: { anonymous: true, cidrBlocks: ["10.20.0.0/16"] },
          instanceType: "ml.m5.large",
        }),
    );
    const verdict = judge(graph).find(({ id }) => id === "registry-reachable");
    const ways = architectureOf(graph).edges.filter(({ to }) => to === "registry/artifactory.bank.example");
    assert.equal(verdict?.status, "failed");
    const ofModel = ways.filter(({ from }) => from.startsWith("model/"));
    assert.deepEqual(
      ofModel.map(({ status }) => status),
      ["blocked"],
    );
    assert.match(ofModel[0]?.reason ?? "", /no route of subnet/);
  });

  it("shows the way to the internet through a NAT gateway, and registries there", async () => {
    const hub = await ofClosedVpc({
      "nat-route": {},
      "model-group": { egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] },
      fraud: { primaryContainer: { image: `ml/fraud@sha256:${"a".repeat(64)}` } },
    });
    const ways = edges(hub, "network");
    assert(ways.includes("model/fraud -> registry/docker.io: 443"), ways.join("\n"));
    assert(ways.includes("model/fraud -> nat-gateway/nat: 443"));
    assert(ways.some((each) => each.startsWith("nat-gateway/nat -> internet/Internet")));
    assert.equal(node(hub, "subnets/vpc/private").caption, "Private subnets");
  });

  it("shows who else is admitted: other groups, addresses, and everyone", async () => {
    const ingress = [
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0", "192.168.0.0/16"] },
      { protocol: "tcp", fromPort: 0, toPort: 65535, securityGroups: ["sg-elsewhere"] },
    ];
    const ways = edges(await ofClosedVpc({ "registry-group": { ingress } }), "network");
    for (const from of ["internet/Internet", "addresses/192.168.0.0/16"]) {
      assert(ways.includes(`${from} -> listener/https: 443`), ways.join("\n"));
    }
    assert(ways.includes("security-group/sg-elsewhere -> listener/https: 443 (unknown)"));
  });

  it("draws several models, endpoints and registries, and tells resources of one name apart", async () => {
    const architecture = architectureOf(
      await record(() => {
        closedVpc();
        const parent = new pulumi.ComponentResource("test:index:Team", "team");
        const image = `other.example.com/ml/other@sha256:${"b".repeat(64)}`;
        const vpcConfig = { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
        const model = (name: string, options: pulumi.ResourceOptions) =>
          new aws.sagemaker.Model(
            name,
            { executionRoleArn: "arn:aws:iam::1:role/theirs", primaryContainer: { image }, vpcConfig },
            options,
          );
        const second = model("fraud", { parent });
        const configuration = new aws.sagemaker.EndpointConfiguration("both", {
          productionVariants: [
            {
              variantName: "b",
              modelName: second.name,
              instanceType: "ml.g5.xlarge",
              initialInstanceCount: 2,
            },
          ],
        });
        for (const name of ["one", "two"]) {
          new aws.sagemaker.Endpoint(name, { endpointConfigName: configuration.name });
        }
      }),
    );
    const models = architecture.nodes.filter(({ kind }) => kind === "model");
    assert.equal(models.length, 2);
    assert.equal(new Set(models.map(({ id }) => id)).size, 2);
    assert.equal(architecture.nodes.filter(({ kind }) => kind === "endpoint").length, 2);
    assert(node(architecture, "registry/other.example.com").exists);
    assert(node(architecture, "role/arn:aws:iam::1:role/theirs").exists);
    assert(node(architecture, "vpc/not-known").exists);
    assert.equal(node(architecture, "subnet/subnet-1").parent, "subnets/not-known/not-known");
  });

  it("shows no secret, neither long ones in any text nor short ones in what is marked", async () => {
    const text = JSON.stringify(
      await ofClosedVpc({
        certificate: { domainName: pulumi.secret("hidden.example.com") },
        configuration: {
          productionVariants: pulumi.secret([
            { modelName: "m", instanceType: "ml.x", initialInstanceCount: 7 },
          ]),
        },
      }),
    );
    assert(!text.includes("hidden.example.com"));
    assert(!text.includes("ml.x"));
    assert(text.includes("[secret]"));
  });

  it("draws nothing for a plan of nothing", () => {
    assert.deepEqual(architectureOf(new ResourceGraph([])), { nodes: [], edges: [] });
  });
});
