import * as awsx from "@pulumi/awsx";
import assert from "node:assert/strict";
import { record } from "./record";
import type { ResourceGraph } from "../graph";

const expand = (args: awsx.ec2.VpcArgs): Promise<ResourceGraph> =>
  record(() => {
    const vpc = new awsx.ec2.Vpc("v", args);
    return { isolated: vpc.isolatedSubnetIds, private: vpc.privateSubnetIds, public: vpc.publicSubnetIds };
  });

const names = (graph: ResourceGraph, type: string): string[] => graph.ofType(type).map(({ name }) => name);
const ids = (graph: ResourceGraph, type: string): unknown[] =>
  graph.ofType(type).map(({ outputs }) => outputs.id);

describe("a VPC of awsx", () => {
  it("has public and private subnets in three zones, and a NAT gateway with an address in each, unless told otherwise", async () => {
    const graph = await expand({});
    assert.equal(graph.ofType("aws:ec2/subnet:Subnet").length, 6);
    assert.deepEqual(names(graph, "aws:ec2/natGateway:NatGateway"), ["v-1", "v-2", "v-3"]);
    assert.deepEqual(
      graph.ofType("aws:ec2/natGateway:NatGateway").map(({ inputs }) => inputs.allocationId),
      ids(graph, "aws:ec2/eip:Eip"),
    );
    const route = graph.only("aws:ec2/route:Route", "v-private-2");
    assert.equal(route.inputs.natGatewayId, graph.only("aws:ec2/natGateway:NatGateway", "v-2").outputs.id);
    assert.equal(
      graph.only("aws:ec2/route:Route", "v-public-2").inputs.gatewayId,
      graph.only("aws:ec2/internetGateway:InternetGateway").outputs.id,
    );
    // AWS gives a VPC no host names unless asked.
    assert.equal(graph.only("aws:ec2/vpc:Vpc").inputs.enableDnsHostnames, undefined);
  });

  it("has one NAT gateway for all, or the given addresses, or none", async () => {
    const single = await expand({ natGateways: { strategy: "Single" }, numberOfAvailabilityZones: 2 });
    const [nat] = ids(single, "aws:ec2/natGateway:NatGateway");
    assert.deepEqual(
      ["v-private-1", "v-private-2"].map(
        (name) => single.only("aws:ec2/route:Route", name).inputs.natGatewayId,
      ),
      [nat, nat],
    );
    const given = await expand({
      natGateways: { strategy: "Single", elasticIpAllocationIds: ["eipalloc-1"] },
      enableDnsHostnames: true,
    });
    assert.equal(given.only("aws:ec2/natGateway:NatGateway").inputs.allocationId, "eipalloc-1");
    assert.deepEqual(names(given, "aws:ec2/eip:Eip"), []);
    assert.equal(given.only("aws:ec2/vpc:Vpc").inputs.enableDnsHostnames, true);
    const none = await expand({ natGateways: { strategy: "None" } });
    assert.ok(!names(none, "aws:ec2/route:Route").some((name) => name.includes("private")));
  });

  it("has the subnets that it is asked for, with their names and blocks", async () => {
    const graph = await expand({
      availabilityZoneNames: ["eu-west-1a", "eu-west-1c"],
      natGateways: { strategy: "None" },
      subnetSpecs: [
        { type: "Isolated", name: "models", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] },
        { type: "Isolated", name: "registry", cidrBlocks: ["10.0.2.0/24", "10.0.3.0/24"] },
        { type: "Unused" },
      ],
    });
    assert.deepEqual(
      graph
        .ofType("aws:ec2/subnet:Subnet")
        .map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.cidrBlock]),
      [
        ["v-models-1", "eu-west-1a", "10.0.0.0/24"],
        ["v-registry-1", "eu-west-1a", "10.0.2.0/24"],
        ["v-models-2", "eu-west-1c", "10.0.1.0/24"],
        ["v-registry-2", "eu-west-1c", "10.0.3.0/24"],
      ],
    );
    assert.deepEqual(graph.outputs.isolated?.value, ids(graph, "aws:ec2/subnet:Subnet"));
  });

  it("has endpoints as they are given, or filled in where that is asked for", async () => {
    const specs = {
      natGateways: { strategy: "None" as const },
      numberOfAvailabilityZones: 2,
      subnetSpecs: [{ type: "Isolated" as const }],
      vpcEndpointSpecs: [
        { serviceName: "com.amazonaws.eu-west-1.s3" },
        { serviceName: "com.amazonaws.eu-west-1.lambda", vpcEndpointType: "Interface" },
      ],
    };
    const endpoint = (graph: ResourceGraph, service: string) =>
      graph.only("aws:ec2/vpcEndpoint:VpcEndpoint", `com.amazonaws.eu-west-1.${service}`).inputs;
    const legacy = await expand(specs);
    assert.equal(endpoint(legacy, "s3").routeTableIds, undefined);
    assert.equal(endpoint(legacy, "lambda").privateDnsEnabled, undefined);
    const auto = await expand({ ...specs, vpcEndpointStrategy: "Auto" });
    assert.deepEqual(endpoint(auto, "s3").routeTableIds, ids(auto, "aws:ec2/routeTable:RouteTable"));
    const { subnetIds, privateDnsEnabled, securityGroupIds } = endpoint(auto, "lambda");
    assert.deepEqual(subnetIds, ids(auto, "aws:ec2/subnet:Subnet"));
    assert.equal(privateDnsEnabled, true);
    assert.deepEqual(securityGroupIds, ids(auto, "aws:ec2/securityGroup:SecurityGroup"));
    assert.deepEqual(auto.only("aws:ec2/securityGroupRule:SecurityGroupRule").inputs.cidrBlocks, [
      "10.0.0.0/16",
    ]);
    assert.equal(auto.only("aws:ec2/vpc:Vpc").inputs.enableDnsHostnames, true);
  });

  it("has as many free addresses as awsx's shares, masks and sizes leave, with each strategy", async () => {
    const free = async (args: Partial<awsx.ec2.VpcArgs>): Promise<unknown> =>
      (await expand({ cidrBlock: "10.0.0.0/16", numberOfAvailabilityZones: 3, ...args })).only(
        "aws:ec2/subnet:Subnet",
        "v-private-1",
      ).outputs.availableIpAddressCount;
    const isPrivate = { type: "Private" as const };
    const both = [{ type: "Public" as const }, isPrivate];
    assert.equal(await free({ subnetStrategy: "Auto", subnetSpecs: [isPrivate] }), 2 ** 14 - 5);
    assert.equal(await free({ subnetStrategy: "Auto", subnetSpecs: both }), 2 ** 13 - 5);
    assert.equal(
      await free({ subnetStrategy: "Auto", subnetSpecs: both, availabilityZoneCidrMask: 20 }),
      2 ** 11 - 5,
    );
    assert.equal(await free({ subnetSpecs: [{ ...isPrivate, cidrMask: 28 }] }), 11);
    assert.equal(await free({ subnetSpecs: [{ ...isPrivate, size: 16 }] }), 11);
    assert.equal(await free({ subnetStrategy: "Legacy", subnetSpecs: both }), 2 ** 13 - 5);
    assert.equal(await free({ subnetSpecs: both, cidrBlock: "10.0.0.0/24" }), 2 ** 5 - 5);
    assert.equal(await free({ subnetSpecs: [isPrivate], cidrBlock: "10.0.0.0/24" }), 2 ** 6 - 5);
    assert.equal(await free({ cidrBlock: "10.0.0.0/24" }), 2 ** 5 - 5);
    assert.equal(await free({}), 2 ** 13 - 5);
    const isolated = await expand({ subnetSpecs: [{ type: "Isolated" }] });
    assert.equal(
      isolated.only("aws:ec2/subnet:Subnet", "v-isolated-1").outputs.availableIpAddressCount,
      2 ** 8 - 5,
    );
  });

  it("is the default VPC of the Region, with public subnets alone", async () => {
    const graph = await record(() => {
      const vpc = new awsx.ec2.DefaultVpc("d");
      return { public: vpc.publicSubnetIds, private: vpc.privateSubnetIds };
    });
    assert.equal(graph.only("aws:ec2/vpc:Vpc").inputs.cidrBlock, "172.31.0.0/16");
    assert.deepEqual(graph.outputs.public?.value, ids(graph, "aws:ec2/subnet:Subnet"));
    assert.equal(graph.ofType("aws:ec2/subnet:Subnet").length, 3);
    assert.deepEqual(graph.outputs.private?.value, []);
    assert.equal(graph.ofType("aws:ec2/natGateway:NatGateway").length, 0);
  });
});
