import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ModelEndpoint } from "../../../components/model-endpoint";
import { zoneAdvice } from "../../../components/model-endpoint/instance-zones";
import { RegistryHost } from "../../../components/registry-host";
import { RegistryNetwork, type RegistryNetworkArgs } from "../../../components/registry-network";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { digest, newRegistry } from "../private-inference/recorded-inference";

const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";
const SUBNET = "aws:ec2/getSubnet:getSubnet";
const VPC = "awsx:ec2:Vpc";

/** Answers the lookup of an account's zones: ids by names. */
const account =
  (zones: Readonly<Record<string, string>>): RecordOptions["call"] =>
  ({ token }) =>
    token === ZONES ? { names: Object.keys(zones), zoneIds: Object.values(zones) } : undefined;
const SERVICE = "aws:ec2/getVpcEndpointService:getVpcEndpointService";
const unlucky = account({
  "us-east-1a": "use1-az3",
  "us-east-1b": "use1-az6",
  "us-east-1c": "use1-az1",
});

/** Records what is made, and what is warned of meanwhile. */
async function recordWarned(make: () => unknown, options: RecordOptions): Promise<[ResourceGraph, string]> {
  const { warn } = pulumi.log;
  const log = pulumi.log as { warn: typeof warn };
  const said: string[] = [];
  log.warn = (message) => {
    said.push(message);
    return Promise.resolve();
  };
  try {
    return [await record(make, options), said.join("\n")];
  } finally {
    log.warn = warn;
  }
}

describe("the zones of a new VPC", () => {
  const network = (args: RegistryNetworkArgs, options: RecordOptions): Promise<[ResourceGraph, string]> =>
    recordWarned(() => new RegistryNetwork("net", args), {
      config: { "aws:region": "us-east-1" },
      ...options,
    });
  const namesOf = (graph: ResourceGraph): unknown => graph.only(VPC).inputs.availabilityZoneNames;

  it("are the first that offer what is placed in them, by their ids", async () => {
    const [graph, warnings] = await network({}, { call: unlucky });
    assert.deepEqual(namesOf(graph), ["us-east-1b", "us-east-1c"]);
    assert.equal(warnings, "");
    const [lookup] = graph.calls.filter(({ token }) => token === ZONES);
    // Local and Wavelength zones, and those that are impaired, are none.
    assert.deepEqual(lookup?.inputs, {
      state: "available",
      filters: [{ name: "zone-type", values: ["availability-zone"] }],
    });
  });

  it("include others where there are no more, with a warning", async () => {
    const [graph, warnings] = await network({ availabilityZoneCount: 3 }, { call: unlucky });
    assert.deepEqual(namesOf(graph), ["us-east-1a", "us-east-1b", "us-east-1c"]);
    assert.match(warnings, /us-east-1a \(use1-az3\) has no Fargate for ARM64.*availabilityZoneNames/);
  });

  it("are those that the user names, in the user's order, with a warning of what they lack", async () => {
    const names = { availabilityZoneNames: ["us-east-1c", "us-east-1a"] };
    const [graph, warnings] = await network(names, { call: unlucky });
    assert.deepEqual(namesOf(graph), ["us-east-1c", "us-east-1a"]);
    assert.match(warnings, /us-east-1a \(use1-az3\) has no/);
    const [byId] = await network({ availabilityZoneIds: ["use1-az1", "use1-az6"] }, { call: unlucky });
    assert.deepEqual(namesOf(byId), ["us-east-1c", "us-east-1b"]);
  });

  it("must be there", async () => {
    const refused = (args: RegistryNetworkArgs, reason: RegExp): Promise<void> =>
      assert.rejects(network(args, { call: unlucky }), reason);
    await refused(
      { availabilityZoneNames: ["us-east-1a", "us-east-1z"] },
      /RegistryNetwork "net".*\n.*availabilityZoneNames: contains "us-east-1z", but the zones that this account has in the region are us-east-1a \(use1-az3\)/,
    );
    await refused(
      { availabilityZoneIds: ["use1-az1", "euw1-az1"] },
      /availabilityZoneIds: contains "euw1-az1", but the zones/,
    );
    await refused(
      { availabilityZoneCount: 4 },
      /availabilityZoneCount: is 4, but the zones that this account has/,
    );
  });

  it("are shown as known at deployment where a preview cannot look them up", async () => {
    const placeholders = [1, 2, 3].map((number) => `known-at-deployment-${number}`);
    const call: RecordOptions["call"] = ({ token }) => {
      if (token === ZONES) return { names: undefined };
      return token === SERVICE
        ? { serviceName: "a-service", availabilityZones: [...placeholders, "us-east-1a"] }
        : undefined;
    };
    const options = { call, preview: true };
    const [unknown] = await network({}, options);
    assert.deepEqual(namesOf(unknown), placeholders.slice(0, 2));
    const [byId] = await network({ availabilityZoneIds: ["use1-az1", "use1-az2", "use1-az4"] }, options);
    assert.deepEqual(namesOf(byId), placeholders);
    const [named] = await network({ availabilityZoneNames: ["us-east-1a", "us-east-1b"] }, options);
    assert.deepEqual(namesOf(named), ["us-east-1a", "us-east-1b"]);
  });
});

/** Answers the lookup of subnets: the ids of their zones by theirs. */
const subnets =
  (zoneIds: Readonly<Record<string, string>>): RecordOptions["call"] =>
  ({ token, inputs }) => {
    const { id } = inputs as { id: string };
    return token === SUBNET
      ? { id, vpcId: "vpc-1", availabilityZone: `name-of-${zoneIds[id]}`, availabilityZoneId: zoneIds[id] }
      : undefined;
  };

describe("the zones of a registry's tasks", () => {
  const host = (
    zoneIds: Readonly<Record<string, string>>,
    more: { readonly architecture?: "X86_64" | "ARM64" } = {},
  ): Promise<[ResourceGraph, string]> => {
    const { domainName, validationZoneId } = newRegistry;
    const args = { domainName, validationZoneId, endpointSecurityGroupId: "sg-1", ...more };
    return recordWarned(
      () => new RegistryHost("reg", { vpcId: "vpc-1", subnetIds: Object.keys(zoneIds), ...args }),
      { call: subnets(zoneIds) },
    );
  };

  it("are warned of where one of them cannot run a task", async () => {
    const [, warnings] = await host({ "subnet-a": "use1-az3", "subnet-b": "use1-az1" });
    assert.match(
      warnings,
      /tasks cannot run in each zone of subnetIds: name-of-use1-az3 \(use1-az3\) has no Fargate for ARM64.*set architecture to X86_64$/,
    );
    const [, ofFargate] = await host({ "subnet-a": "usw1-az2", "subnet-b": "usw1-az1" });
    assert.match(ofFargate, /usw1-az2\) has no Fargate \(.*availabilityZoneNames for a new VPC\)$/);
    const [, none] = await host(
      { "subnet-a": "use1-az3", "subnet-b": "use1-az1" },
      { architecture: "X86_64" },
    );
    assert.equal(none, "");
    const [, elsewhere] = await host({ "subnet-a": "euw1-az3", "subnet-b": "euw1-az1" });
    assert.equal(elsewhere, "");
  });

  it("are refused where none of them can", async () => {
    await assert.rejects(
      host({ "subnet-a": "usw1-az2", "subnet-b": "usw1-az4" }),
      /subnetIds: are in zones where the registry's tasks cannot run: .*usw1-az2\) has no Fargate/,
    );
  });
});

describe("the zones of models", () => {
  const warnings = async (
    zoneIds: Readonly<Record<string, string>>,
    instanceType: string,
  ): Promise<string> => {
    const args = {
      image: `registry.example.com/fraud@${digest}`,
      executionRoleArn: "arn:aws:iam::123456789012:role/r",
      subnetIds: Object.keys(zoneIds),
      securityGroupIds: ["sg-1"],
      instanceType,
    };
    const options = { call: subnets(zoneIds) };
    return (await recordWarned(() => new ModelEndpoint("fraud", args), options))[1];
  };

  it("are warned of where they do not offer the instance type", async () => {
    const zoneIds = { "subnet-a": "use1-az3", "subnet-b": "use1-az1" };
    assert.match(
      await warnings(zoneIds, "ml.m5.large"),
      /name-of-use1-az3 \(use1-az3\) has no ml\.m5 and newer instances.*instances of ml\.m5\.large in the other zones alone: give subnets in other zones/,
    );
    assert.equal(await warnings(zoneIds, "ml.t2.medium"), "");
    assert.equal(await warnings({ "subnet-a": "use1-az2", "subnet-b": "use1-az1" }, "ml.m5.large"), "");
    assert.equal(zoneAdvice([], ["ml.m5.large"]), undefined);
    assert.match(
      zoneAdvice([{ name: "us-east-1a", id: "use1-az3" }], ["ml.t2.medium", "ml.g5.xlarge"]) ?? "",
      /instances of ml\.g5\.xlarge in none of them/,
    );
  });
});

describe("the partition of a registry", () => {
  it("is warned of at a preview where arguments do not work in it as elsewhere", async () => {
    const warnings = async (region: string, more: object = {}): Promise<string> => {
      const { domainName, validationZoneId } = newRegistry;
      const place = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"], endpointSecurityGroupId: "sg-1" };
      const args = { ...place, domainName, validationZoneId, ...more };
      const options = { config: { "aws:region": region }, preview: true };
      return (await recordWarned(() => new RegistryHost("reg", args), options))[1];
    };
    assert.equal(await warnings("eu-west-1"), "");
    assert.match(await warnings("us-gov-west-1"), /^validationZoneId must name a public hosted zone/);
    const certificateArn = "arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/c";
    assert.equal(await warnings("us-gov-west-1", { validationZoneId: undefined, certificateArn }), "");
    assert.match(await warnings("cn-north-1"), /^image is pulled from public\.ecr\.aws/);
  });
});
