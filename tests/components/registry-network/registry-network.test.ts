import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import {
  InternetAccess,
  LambdaRouteKind,
  RegistryNetwork,
  type RegistryNetworkArgs,
} from "../../../components/registry-network";
import { UNKNOWN_BLOCK } from "../../../plan/network/cidr-blocks";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { TWO_BLOCKS } from "../vpc-lookups";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const COMPONENT = "sagemaker-private-registry:index:RegistryNetwork";

const recordNetwork = (args?: RegistryNetworkArgs, options?: RecordOptions): Promise<ResourceGraph> =>
  record(() => {
    const network = new RegistryNetwork("net", args);
    return { ...network };
  }, options);

const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

const adopted = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };

const made = (graph: ResourceGraph): string[] =>
  graph
    .childrenOf(graph.only(COMPONENT))
    .map(({ type, name }) => `${type.split(":").pop()} ${name}`)
    .sort();

describe("RegistryNetwork", () => {
  describe("with a new VPC", () => {
    it("is closed by default, with the endpoints that model and registry need", async () => {
      const graph = await recordNetwork({ tags: { team: "ml" } });
      assert.deepEqual(made(graph), [
        "DefaultSecurityGroup net-default",
        "SecurityGroup net-endpoints",
        "SecurityGroup net-lambda-endpoint",
        "Vpc net-vpc",
        "VpcEndpoint net-ecr-api",
        "VpcEndpoint net-ecr-dkr",
        "VpcEndpoint net-lambda",
        "VpcEndpoint net-logs",
        "VpcEndpoint net-s3",
        "VpcEndpoint net-secretsmanager",
      ]);
      assert.deepEqual(graph.only("awsx:ec2:Vpc").inputs, {
        cidrBlock: "10.0.0.0/16",
        availabilityZoneNames: ["eu-west-1a", "eu-west-1b"],
        enableDnsHostnames: true,
        enableDnsSupport: true,
        subnetStrategy: "Auto",
        subnetSpecs: [{ type: "Isolated" }],
        natGateways: { strategy: "None" },
        tags: { team: "ml" },
      });
      const vpcId = graph.outputs.vpcId?.value;
      const [group, others] = ["net-lambda-endpoint", "net-endpoints"].map((name) => graph.only(GROUP, name));
      assert.ok(group !== undefined && others !== undefined);
      for (const each of [group, others]) {
        assert.deepEqual(each.inputs, {
          description: "Interface endpoints: admits the groups that are let in by a rule of their own",
          vpcId,
          tags: { team: "ml" },
        });
      }
      for (const service of ["ecr-api", "ecr-dkr", "logs", "secretsmanager"]) {
        assert.deepEqual(graph.only(ENDPOINT, `net-${service}`).inputs.securityGroupIds, [others.outputs.id]);
      }
      assert.equal(graph.outputs.endpointSecurityGroupId?.value, others.outputs.id);
      assert.deepEqual(graph.only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs, {
        vpcId,
        ingress: [],
        egress: [],
        tags: { team: "ml" },
      });
      const { policy, ...inputs } = graph.only(ENDPOINT, "net-lambda").inputs;
      assert.equal(typeof policy, "string");
      assert.deepEqual(inputs, {
        vpcId,
        serviceName: "com.amazonaws.eu-west-1.lambda",
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: graph.only("awsx:ec2:Vpc").outputs.isolatedSubnetIds,
        securityGroupIds: [group.outputs.id],
        tags: { team: "ml" },
      });
      const s3 = graph.only(ENDPOINT, "net-s3");
      assert.equal(s3.inputs.vpcEndpointType, "Gateway");
      assert.equal(s3.inputs.serviceName, "com.amazonaws.eu-west-1.s3");
      assert.deepEqual(
        s3.inputs.routeTableIds,
        graph.ofType("aws:ec2/routeTable:RouteTable").map(({ outputs }) => outputs.id),
      );
      assert.equal(graph.outputs.s3PrefixListId?.value, s3.outputs.prefixListId);
      assert.equal(graph.outputs.lambdaHostname?.value, "lambda.eu-west-1.amazonaws.com");
      assert.equal(graph.outputs.lambdaRouteKind?.value, "Create");
      assert.equal(graph.outputs.lambdaEndpointSecurityGroupId?.value, group.outputs.id);
      assert.deepEqual(graph.outputs.vpcCidrBlocks?.value, ["10.0.0.0/16"]);
    });

    it("names services as the partition does", async () => {
      const account = { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region: "cn-north-1" };
      const graph = await recordNetwork({}, { account });
      assert.equal(
        graph.only(ENDPOINT, "net-lambda").inputs.serviceName,
        "cn.com.amazonaws.cn-north-1.lambda",
      );
      assert.equal(graph.outputs.lambdaHostname?.value, "lambda.cn-north-1.amazonaws.com.cn");
    });

    for (const [internetAccess, strategy] of [
      [InternetAccess.SingleNatGateway, "Single"],
      [InternetAccess.NatGatewayPerZone, "OnePerAz"],
    ] as const) {
      it(`has private subnets and no endpoints but Lambda and S3 with ${internetAccess}`, async () => {
        const graph = await recordNetwork({
          internetAccess,
          cidrBlock: "10.1.0.0/20",
          availabilityZoneNames: ["eu-west-1b", "eu-west-1c"],
        });
        const { inputs, outputs } = graph.only("awsx:ec2:Vpc");
        assert.deepEqual(inputs.natGateways, { strategy });
        assert.deepEqual(inputs.subnetSpecs, [{ type: "Public" }, { type: "Private" }]);
        assert.deepEqual(inputs.availabilityZoneNames, ["eu-west-1b", "eu-west-1c"]);
        assert.ok(!("numberOfAvailabilityZones" in inputs));
        assert.deepEqual(graph.outputs.subnetIds?.value, outputs.privateSubnetIds);
        assert.deepEqual(
          graph
            .ofType(ENDPOINT)
            .map(({ name }) => name)
            .sort(),
          ["net-lambda", "net-s3"],
        );
      });
    }

    it("makes exactly the endpoints that are switched on", async () => {
      const graph = await recordNetwork({
        s3Endpoint: false,
        interfaceEndpoints: { "ecr.api": false, "ecr.dkr": false, logs: false, sts: true },
        lambdaRoute: { kind: LambdaRouteKind.Provided },
      });
      assert.deepEqual(
        graph
          .ofType(ENDPOINT)
          .map(({ name, inputs }) => [name, inputs.serviceName, inputs.privateDnsEnabled]),
        [
          ["net-secretsmanager", "com.amazonaws.eu-west-1.secretsmanager", true],
          ["net-sts", "com.amazonaws.eu-west-1.sts", true],
        ],
      );
      for (const output of ["s3EndpointId", "s3PrefixListId", "lambdaEndpointId", "lambdaEndpointDnsName"]) {
        assert.equal(graph.outputs[output]?.value, undefined, output);
      }
    });

    it("admits others at its endpoints when asked", async () => {
      const graph = await recordNetwork({
        lambdaRoute: { admittedCidrBlocks: ["10.9.0.0/16", "fd00::/8"], admittedSecurityGroupIds: ["sg-1"] },
      });
      const callers = graph.only(GROUP, "net-other-callers");
      assert.deepEqual(callers.inputs.ingress, [
        {
          description: "HTTPS",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ["10.9.0.0/16"],
          ipv6CidrBlocks: ["fd00::/8"],
          securityGroups: ["sg-1"],
        },
      ]);
      assert.deepEqual(callers.inputs.egress, []);
      assert.deepEqual(graph.only(ENDPOINT, "net-lambda").inputs.securityGroupIds, [
        graph.only(GROUP, "net-lambda-endpoint").outputs.id,
        callers.outputs.id,
      ]);
      assert.deepEqual(graph.only(ENDPOINT, "net-logs").inputs.securityGroupIds, [
        graph.only(GROUP, "net-endpoints").outputs.id,
        callers.outputs.id,
      ]);
    });
  });

  describe("gives each endpoint a policy", () => {
    const policyOf = (graph: ResourceGraph, name: string): string =>
      String(graph.only(ENDPOINT, `net-${name}`).inputs.policy);

    it("of this account by default, also in another partition", async () => {
      const account = { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region: "cn-north-1" };
      const graph = await recordNetwork({}, { account });
      const endpoints = graph.ofType(ENDPOINT);
      assert.equal(endpoints.length, 6);
      for (const { name, inputs } of endpoints) {
        const { Statement } = JSON.parse(String(inputs.policy)) as { Statement: { Principal: string }[] };
        assert.ok(Statement.length > 0, name);
        assert.doesNotMatch(String(inputs.policy), /arn:aws:/, name);
        assert.match(String(inputs.policy), /"aws:PrincipalAccount":"123456789012"/, name);
      }
      assert.match(policyOf(graph, "s3"), /arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/);
    });

    it("that is the user's own where there is one, also Lambda's and S3's", async () => {
      const graph = await recordNetwork({
        lambdaRoute: { endpointPolicyJson: POLICY },
        s3EndpointPolicyJson: POLICY,
        interfaceEndpointPolicyJson: { logs: POLICY },
      });
      for (const name of ["lambda", "s3", "logs"]) assert.equal(policyOf(graph, name), POLICY);
      assert.notEqual(policyOf(graph, "ecr-api"), POLICY);
    });

    it("by which the buckets named are used, once the deployment knows them", async () => {
      const graph = await recordNetwork({ s3BucketNames: pulumi.output(["models"]) });
      assert.match(policyOf(graph, "s3"), /"arn:aws:s3:::models","arn:aws:s3:::models\/\*"/);
    });

    it("but where a service takes none", async () => {
      const call: RecordOptions["call"] = ({ token }) =>
        token.includes("getVpcEndpointService:")
          ? {
              serviceName: "a",
              availabilityZones: ["eu-west-1a", "eu-west-1b"],
              vpcEndpointPolicySupported: false,
            }
          : undefined;
      const network = {
        interfaceEndpoints: { transfer: true },
        interfaceEndpointPolicyJson: { logs: POLICY },
      };
      const graph = await recordNetwork(network, { call });
      assert.equal(graph.only(ENDPOINT, "net-transfer").inputs.policy, undefined);
      assert.equal(policyOf(graph, "logs"), POLICY);
    });
  });

  describe("with an adopted VPC", () => {
    it("puts an endpoint into one subnet of each zone, as EC2 refuses a second one", async () => {
      // subnet-a and subnet-d lie in one zone.
      const subnetIds = ["subnet-a", "subnet-b", "subnet-d"];
      const graph = await recordNetwork({
        ...adopted,
        subnetIds,
        lambdaRoute: { kind: LambdaRouteKind.Create },
      });
      assert.deepEqual(graph.only(ENDPOINT).inputs.subnetIds, ["subnet-a", "subnet-b"]);
      assert.deepEqual(graph.outputs.subnetIds?.value, subnetIds);
    });

    it("makes nothing unless asked", async () => {
      const graph = await recordNetwork(adopted);
      assert.deepEqual(made(graph), []);
      assert.equal(graph.outputs.vpcId?.value, "vpc-1");
      assert.deepEqual(graph.outputs.subnetIds?.value, ["subnet-a", "subnet-b"]);
      assert.deepEqual(graph.outputs.vpcCidrBlocks?.value, [UNKNOWN_BLOCK]);
      assert.equal(graph.outputs.lambdaRouteKind?.value, "Provided");
      assert.equal(graph.outputs.endpointSecurityGroupId?.value, undefined);
    });

    it("knows all CIDR blocks of the VPC", async () => {
      const graph = await recordNetwork(adopted, TWO_BLOCKS);
      assert.deepEqual(graph.outputs.vpcCidrBlocks?.value, ["10.0.0.0/16", "100.64.0.0/16"]);
    });

    it("makes an endpoint that admits the VPC's own addresses when asked for one", async () => {
      const graph = await recordNetwork({ ...adopted, lambdaRoute: { kind: LambdaRouteKind.Create } });
      assert.deepEqual(made(graph), [
        "SecurityGroup net-lambda-endpoint",
        "SecurityGroup net-other-callers",
        "VpcEndpoint net-lambda",
      ]);
      const [rule] = graph.only(GROUP, "net-other-callers").inputs.ingress as { cidrBlocks: string[] }[];
      assert.deepEqual(rule?.cidrBlocks, [UNKNOWN_BLOCK]);
      assert.equal(graph.only(ENDPOINT).inputs.privateDnsEnabled, true);
    });

    it("adopts an endpoint, and makes nothing", async () => {
      const graph = await recordNetwork({
        ...adopted,
        lambdaRoute: { kind: LambdaRouteKind.Adopt, endpointId: "vpce-1" },
      });
      assert.deepEqual(made(graph), []);
      assert.equal(graph.outputs.lambdaEndpointId?.value, "vpce-1");
      assert.match(String(graph.outputs.lambdaEndpointSecurityGroupId?.value), /^sg-/);
      assert.equal(graph.outputs.endpointSecurityGroupId?.value, undefined);
    });

    it("maps the name in a private zone of its own", async () => {
      const graph = await recordNetwork({ ...adopted, lambdaRoute: { kind: LambdaRouteKind.PrivateZone } });
      const endpoint = graph.only(ENDPOINT);
      const [entry] = endpoint.outputs.dnsEntries as { dnsName: string; hostedZoneId: string }[];
      assert.equal(endpoint.inputs.privateDnsEnabled, false);
      const zone = graph.only("aws:route53/zone:Zone");
      assert.equal(zone.inputs.name, "lambda.eu-west-1.amazonaws.com");
      assert.deepEqual(zone.inputs.vpcs, [{ vpcId: "vpc-1" }]);
      assert.deepEqual(graph.only("aws:route53/record:Record").inputs, {
        zoneId: zone.outputs.zoneId,
        name: "lambda.eu-west-1.amazonaws.com",
        type: "A",
        aliases: [{ name: entry?.dnsName, zoneId: entry?.hostedZoneId, evaluateTargetHealth: false }],
      });
    });

    it("leaves the name to another DNS, and says where to map it", async () => {
      const graph = await recordNetwork({ ...adopted, lambdaRoute: { kind: LambdaRouteKind.ExternalDns } });
      assert.equal(graph.only(ENDPOINT).inputs.privateDnsEnabled, false);
      assert.equal(graph.ofType("aws:route53/zone:Zone").length, 0);
      const [entry] = graph.only(ENDPOINT).outputs.dnsEntries as { dnsName: string }[];
      assert.equal(graph.outputs.lambdaEndpointDnsName?.value, entry?.dnsName);
    });

    it("gives S3 to the route tables that serve the subnets, or to those named", async () => {
      const call: RecordOptions["call"] = ({ token, inputs }) => {
        if (token === "aws:ec2/getRouteTables:getRouteTables") return { ids: ["rtb-main", "rtb-a", "rtb-z"] };
        if (token !== "aws:ec2/getRouteTable:getRouteTable") return undefined;
        const { routeTableId } = inputs as { routeTableId: string };
        const associations = {
          "rtb-main": [{ main: true, subnetId: "" }],
          "rtb-a": [{ main: false, subnetId: "subnet-a" }],
          "rtb-z": [{ main: false, subnetId: "subnet-z" }],
        }[routeTableId];
        return { routeTableId, associations };
      };
      const looked = await recordNetwork({ ...adopted, s3Endpoint: true }, { call });
      assert.deepEqual(looked.only(ENDPOINT).inputs.routeTableIds, ["rtb-a", "rtb-main"]);
      const named = await recordNetwork({ ...adopted, s3Endpoint: true, routeTableIds: ["rtb-9"] }, { call });
      assert.deepEqual(named.only(ENDPOINT).inputs.routeTableIds, ["rtb-9"]);
      assert.equal(named.calls.filter(({ token }) => token.includes("getRouteTable")).length, 0);
    });

    for (const [kind, fails] of [
      [LambdaRouteKind.Create, true],
      [LambdaRouteKind.PrivateZone, true],
      [LambdaRouteKind.ExternalDns, false],
      [LambdaRouteKind.Provided, false],
    ] as const) {
      it(`${fails ? "fails" : "does not mind"} with ${kind} where private DNS does not work in the VPC`, async () => {
        const recorded = recordNetwork(
          { ...adopted, lambdaRoute: { kind } },
          {
            call: ({ token, inputs }) =>
              token === "aws:ec2/getVpc:getVpc"
                ? {
                    ...(inputs as object),
                    cidrBlock: "10.0.0.0/16",
                    cidrBlockAssociations: [],
                    enableDnsSupport: true,
                    enableDnsHostnames: false,
                  }
                : undefined,
          },
        );
        if (fails)
          await assert.rejects(
            recorded,
            /\n {2}- vpcId: is vpc-1, .*: switch enableDnsHostnames on for the VPC$/,
          );
        else await recorded;
      });
    }

    it("fails where the subnets lie in one zone", async () => {
      await assert.rejects(
        recordNetwork(
          { ...adopted, lambdaRoute: { kind: LambdaRouteKind.Create } },
          {
            call: ({ token, inputs }) =>
              token.includes("getSubnet:")
                ? { ...(inputs as object), availabilityZone: "eu-west-1a" }
                : undefined,
          },
        ),
        /\n {2}- subnetIds: must be in at least two zones, but subnet-a, subnet-b are all in eu-west-1a/,
      );
    });
  });

  describe("places interface endpoints only in zones that the service offers", () => {
    /** Subnet a is in zone a, as b in b; the services are offered in the zones given. */
    const offeredIn = (...letters: string[]): RecordOptions => ({
      call: ({ token, inputs }) => {
        const { id } = inputs as { id?: string };
        if (token.includes("getSubnet:"))
          return { ...(inputs as object), availabilityZone: `eu-west-1${id?.slice(-1)}` };
        if (!token.includes("getVpcEndpointService:")) return undefined;
        return { serviceName: "a-service", availabilityZones: letters.map((letter) => `eu-west-1${letter}`) };
      },
    });
    const withRoute = { ...adopted, lambdaRoute: { kind: LambdaRouteKind.Create } };

    it("and leaves out the subnets in others", async () => {
      const graph = await recordNetwork(withRoute, offeredIn("b", "c"));
      assert.deepEqual(graph.only(ENDPOINT).inputs.subnetIds, ["subnet-b"]);
      assert.deepEqual(graph.only(COMPONENT).outputs.subnetIds, ["subnet-a", "subnet-b"]);
    });

    it("and fails where no subnet is in one, naming the zones", async () => {
      await assert.rejects(
        recordNetwork(withRoute, offeredIn("c", "d")),
        /\n {2}- subnetIds: the subnets are in eu-west-1a, eu-west-1b, where a-service has no endpoints: add one in eu-west-1c or eu-west-1d/,
      );
    });

    it("in a new VPC as well", async () => {
      const graph = await recordNetwork(
        { interfaceEndpoints: { "ecr.api": false, "ecr.dkr": false, logs: false } },
        {
          call: ({ token }) =>
            token.includes("getVpcEndpointService:")
              ? { serviceName: "a-service", availabilityZones: ["eu-west-1b"] }
              : undefined,
        },
      );
      const [first, second] = graph.only(COMPONENT).outputs.subnetIds as string[];
      assert.ok(first !== undefined && second !== undefined);
      for (const { inputs } of graph.ofType(ENDPOINT).filter(({ inputs }) => inputs.subnetIds !== undefined))
        assert.deepEqual(inputs.subnetIds, [second]);
    });
  });

  describe("refuses, before anything is registered,", () => {
    const cases: [string, RegistryNetworkArgs, RegExp][] = [
      ["subnets without a VPC", { subnetIds: ["subnet-a", "subnet-b"] }, /subnetIds: is given without vpcId/],
      ["a VPC without subnets", { vpcId: "vpc-1" }, /subnetIds: is missing/],
      ["one subnet", { vpcId: "vpc-1", subnetIds: ["subnet-a"] }, /has 1 item, but must have 2 to 16/],
      ["a malformed VPC id", { ...adopted, vpcId: "my-vpc" }, /vpcId: is "my-vpc"/],
      [
        "a new VPC's block in an adopted one",
        { ...adopted, cidrBlock: "10.0.0.0/16" },
        /cidrBlock: describes/,
      ],
      ["a malformed CIDR block", { cidrBlock: "10.0.0.0/33" }, /cidrBlock: is "10.0.0.0\/33"/],
      ["a block that is too small", { cidrBlock: "10.0.0.0/25" }, /from \/16 to \/24/],
      ["one zone", { availabilityZoneCount: 1 }, /availabilityZoneCount: is 1/],
      [
        "zones twice",
        { availabilityZoneCount: 2, availabilityZoneNames: ["a", "b"] },
        /availabilityZoneCount: cannot be combined with availabilityZoneNames: give one of them/,
      ],
      [
        "zones by name and id",
        { availabilityZoneNames: ["a", "b"], availabilityZoneIds: ["x", "y"] },
        /availabilityZoneNames: cannot be combined with availabilityZoneIds/,
      ],
      [
        "a zone twice",
        { availabilityZoneIds: ["euw1-az1", "euw1-az1"] },
        /availabilityZoneIds\[1\]: is the same as/,
      ],
      [
        "zones of an adopted VPC",
        { ...adopted, availabilityZoneIds: ["euw1-az1", "euw1-az2"] },
        /availabilityZoneIds: describes a new VPC/,
      ],
      ["Lambda's endpoint by service", { interfaceEndpoints: { lambda: true } }, /lambdaRoute's to make/],
      ["S3's endpoint by service", { interfaceEndpoints: { s3: true } }, /set s3Endpoint/],
      ["a full service name", { interfaceEndpoints: { "com.amazonaws/x": true } }, /as ecr.api for/],
      ["Adopt without an id", { ...adopted, lambdaRoute: { kind: "Adopt" } }, /`Adopt` needs the id/],
      ["an id without Adopt", { ...adopted, lambdaRoute: { endpointId: "vpce-1" } }, /only `Adopt` uses/],
      ["Adopt in a new VPC", { lambdaRoute: { kind: "Adopt", endpointId: "vpce-1" } }, /has no endpoint yet/],
      [
        "admission where nothing is made",
        { ...adopted, lambdaRoute: { admittedCidrBlocks: ["10.0.0.0/8"] } },
        /makes no endpoint/,
      ],
      [
        "a policy of Lambda's endpoint where none is made",
        { ...adopted, lambdaRoute: { endpointPolicyJson: POLICY } },
        /lambdaRoute\.endpointPolicyJson: is specified, but "Provided" makes no endpoint/,
      ],
      [
        "a policy of Lambda's endpoint that names nobody",
        { lambdaRoute: { endpointPolicyJson: POLICY.replace('"Principal":"*",', "") } },
        /lambdaRoute\.endpointPolicyJson: has a statement without a Principal/,
      ],
      [
        "a policy for S3 where there is no endpoint",
        { s3Endpoint: false, s3EndpointPolicyJson: POLICY },
        /s3EndpointPolicyJson: is specified, but no endpoint for S3 is made/,
      ],
      [
        "a policy for S3 that is none",
        { s3EndpointPolicyJson: "{}" },
        /s3EndpointPolicyJson: must be a policy/,
      ],
      [
        "buckets where there is no endpoint",
        { ...adopted, s3BucketNames: ["models"] },
        /s3BucketNames: is specified, but no endpoint for S3 is made/,
      ],
      [
        "buckets beside a policy that could name them",
        { s3EndpointPolicyJson: POLICY, s3BucketNames: ["models"] },
        /s3BucketNames: cannot be combined with s3EndpointPolicyJson/,
      ],
      ["a bucket by its URI", { s3BucketNames: ["s3://models"] }, /s3BucketNames\[0\]: is "s3:/],
      [
        "route tables that nobody needs",
        { ...adopted, routeTableIds: ["rtb-1"] },
        /no endpoint for S3 is made/,
      ],
      [
        "an unknown kind of route",
        { lambdaRoute: { kind: "Tunnel" as LambdaRouteKind } },
        /is "Tunnel", but must be one of/,
      ],
      ["an unknown way out", { internetAccess: "Yes" as InternetAccess }, /internetAccess: is "Yes"/],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const graph = await record(() => {
          assert.throws(
            () => new RegistryNetwork("net", args),
            (error) => {
              assert.ok(error instanceof ArgumentsError);
              assert.match(error.message, message);
              return true;
            },
          );
        });
        assert.deepEqual(graph.resources, []);
      });
    }

    it("all problems at once", () => {
      const args: RegistryNetworkArgs = {
        vpcId: "x",
        subnetIds: ["y"],
        cidrBlock: "z",
        tags: { "aws:x": "" },
      };
      assert.throws(
        () => new RegistryNetwork("net", args),
        (error: ArgumentsError) => error.problems.length >= 5,
      );
    });
  });
});
