import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { ResourceGraph } from "../../../testing";
import { GROUP, INGRESS, EGRESS, LISTENER, host, inputsOf } from "./host";

describe("RegistryHost: network", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  const id = (suffix: string): unknown => graph.only(GROUP, `demo-${suffix}`).outputs.id;
  const rules = (type: string, of: ResourceGraph = graph): Record<string, unknown> =>
    Object.fromEntries(
      of
        .ofType(type)
        .map(({ name, inputs: { securityGroupId, fromPort, toPort, ipProtocol, description, ...peer } }) => {
          assert.equal(fromPort, toPort);
          assert.equal(ipProtocol, "tcp");
          assert.ok(description);
          return [name, { of: securityGroupId, port: fromPort, ...peer }];
        }),
    );

  it("admits at each port exactly the group of those who may use it", () => {
    assert.deepEqual(rules(INGRESS), {
      "demo-pull-client-ingress": {
        of: id("load-balancer"),
        port: 443,
        referencedSecurityGroupId: id("pull-client"),
      },
      "demo-push-client-ingress": {
        of: id("load-balancer"),
        port: 8443,
        referencedSecurityGroupId: id("push-client"),
      },
      "demo-load-balancer-tasks-ingress": {
        of: id("tasks"),
        port: 5000,
        referencedSecurityGroupId: id("load-balancer"),
      },
      "demo-endpoints-from-tasks": {
        of: "sg-endpoints",
        port: 443,
        referencedSecurityGroupId: id("tasks"),
      },
    });
  });

  it("lets everything out only to where it has to go", () => {
    assert.deepEqual(rules(EGRESS), {
      "demo-pull-client-egress": {
        of: id("pull-client"),
        port: 443,
        referencedSecurityGroupId: id("load-balancer"),
      },
      "demo-push-client-egress": {
        of: id("push-client"),
        port: 8443,
        referencedSecurityGroupId: id("load-balancer"),
      },
      "demo-load-balancer-tasks-egress": {
        of: id("load-balancer"),
        port: 5000,
        referencedSecurityGroupId: id("tasks"),
      },
      "demo-tasks-endpoints": { of: id("tasks"), port: 443, referencedSecurityGroupId: "sg-endpoints" },
      "demo-tasks-s3": { of: id("tasks"), port: 443, prefixListId: "pl-s3" },
    });
  });

  it("gives no group rules of its own beside these", () => {
    for (const { inputs } of graph.ofType(GROUP)) {
      assert.equal(inputs.vpcId, "vpc-1");
      assert.deepEqual([inputs.ingress, inputs.egress], [undefined, undefined]);
    }
  });

  it("admits the groups and networks that are named, each under its name", async () => {
    const named = await host({
      pushPort: 5443,
      pullSecurityGroupIds: { models: pulumi.output("sg-models") },
      pushSecurityGroupIds: { builds: "sg-builds" },
      pullCidrBlocks: { office: "10.1.0.0/16" },
      pushCidrBlocks: { ci: "10.2.0.0/16" },
    });
    const ingress = rules(INGRESS, named);
    const of = id("load-balancer");
    assert.deepEqual(ingress["demo-pull-group-models"], {
      of,
      port: 443,
      referencedSecurityGroupId: "sg-models",
    });
    assert.deepEqual(ingress["demo-push-group-builds"], {
      of,
      port: 5443,
      referencedSecurityGroupId: "sg-builds",
    });
    assert.deepEqual(ingress["demo-pull-block-office"], { of, port: 443, cidrIpv4: "10.1.0.0/16" });
    assert.deepEqual(ingress["demo-push-block-ci"], { of, port: 5443, cidrIpv4: "10.2.0.0/16" });
    assert.equal(inputsOf(named, LISTENER, "demo-push").port, 5443);
    assert.equal(named.outputs.pushUrl?.value, "https://registry.ml.example.com:5443");
  });

  it("reaches the internet only where asked to, and then needs no other way", async () => {
    const open = await host({ internetEgress: true, endpointSecurityGroupId: undefined, image: undefined });
    const egress = rules(EGRESS, open);
    assert.deepEqual(egress["demo-tasks-internet"], { of: id("tasks"), port: 443, cidrIpv4: "0.0.0.0/0" });
    assert.deepEqual(
      Object.keys(egress).filter((name) => name.startsWith("demo-tasks")),
      ["demo-tasks-internet"],
    );
    assert.match(String(open.outputs.image?.value), /^public\.ecr\.aws\/docker\/library\/registry@sha256:/);
  });

  it("reaches named networks instead of the endpoints' group, and touches no group that is not its own", async () => {
    const blocks = await host({
      endpointSecurityGroupId: undefined,
      egressCidrBlocks: { endpoints: "10.0.8.0/24" },
      image: `harbor.example.com/registry@sha256:${"b".repeat(64)}`,
    });
    assert.deepEqual(rules(EGRESS, blocks)["demo-tasks-block-endpoints"], {
      of: id("tasks"),
      port: 443,
      cidrIpv4: "10.0.8.0/24",
    });
    for (const { inputs } of blocks.ofType(INGRESS)) assert.ok(blocks.byId(inputs.securityGroupId));
  });

  it("looks the prefix list of S3 up where none is given", async () => {
    const looked = await host({ s3PrefixListId: pulumi.output<string | undefined>(undefined) });
    const call = looked.calls.find(
      ({ token }) => token === "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    );
    assert.equal(call?.inputs.name, "com.amazonaws.eu-west-1.s3");
    assert.match(String(inputsOf(looked, EGRESS, "demo-tasks-s3").prefixListId), /^pl-[0-9a-f]{17}$/);
    assert.ok(!graph.calls.some(({ token }) => token.includes("getManagedPrefixList")));
  });
});
