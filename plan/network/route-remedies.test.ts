import assert from "node:assert/strict";
import { factResource } from "../facts/fact";
import { ResourceGraph, type RecordedResource } from "../graph";
import { addRoute } from "./route-remedies";

const made = (type: string, name: string, parent?: RecordedResource): RecordedResource => ({
  ...factResource(type, name, {}),
  urn: `urn:${type}::${name}`,
  parent: parent?.urn,
});

describe("the remedy for a missing route", () => {
  const inference = made("sagemaker-private-registry:index:PrivateInference", "fraud");
  const network = made("sagemaker-private-registry:index:RegistryNetwork", "fraud-network", inference);
  const vpc = made("awsx:ec2:Vpc", "fraud-network-vpc", network);
  const closed = made("aws:ec2/subnet:Subnet", "closed", vpc);
  const alone = made("sagemaker-private-registry:index:RegistryNetwork", "shared");
  const shared = made("aws:ec2/subnet:Subnet", "shared-1", alone);
  const own = made("aws:ec2/subnet:Subnet", "own");
  const graph = new ResourceGraph([inference, network, vpc, closed, alone, shared, own]);
  const remedy = (subnet: RecordedResource | undefined): string =>
    addRoute(graph, subnet, "10.20.0.0/16", ["10.20.0.0/16"]);

  it("is a route in a VPC of the user's own, and never a NAT gateway for private addresses", () => {
    for (const subnet of [own, undefined]) {
      assert.match(remedy(subnet), /^route 10\.20\.0\.0\/16 of that subnet to a transit gateway/);
      assert.doesNotMatch(remedy(subnet), /NAT/);
    }
  });

  it("is another VPC where a component creates this one", () => {
    assert.match(
      remedy(closed),
      /^pass network\.vpcId and network\.subnetIds of a VPC .* "fraud" creates it$/,
    );
    assert.match(remedy(shared), /^use the subnets of a VPC .* "shared" creates it$/);
  });
});
