import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { judge, readFacts, withFacts } from "../../../policies";
import { record } from "../../../testing";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, pathIn, verdictOf } from "../../policies/verdicts";

const DIGEST = `sha256:${"f".repeat(64)}`;
const VPC = "vpc-1";
const subnets = (zones: readonly string[]) => ({
  Subnets: zones.map((zone, index) => ({
    SubnetId: `subnet-${index + 1}`,
    VpcId: VPC,
    AvailabilityZone: `eu-west-1${zone}`,
    CidrBlock: `10.0.${index + 1}.0/24`,
    State: "available",
    Tags: [{ Key: "Name", Value: `app-${index + 1}` }],
  })),
});
const vpc = {
  Vpcs: [
    {
      VpcId: VPC,
      CidrBlock: "10.0.0.0/16",
      CidrBlockAssociationSet: [
        { CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } },
        { AssociationId: "a-2", CidrBlock: "10.5.0.0/16", CidrBlockState: { State: "associated" } },
        { AssociationId: "a-3", CidrBlock: "10.6.0.0/16", CidrBlockState: { State: "disassociated" } },
      ],
    },
  ],
};
const main = (...routes: object[]) => ({
  RouteTables: [
    { RouteTableId: "rtb-main", VpcId: VPC, Associations: [{ Main: true }], Routes: routes },
    {
      RouteTableId: "rtb-public",
      VpcId: VPC,
      Associations: [{ Main: false, SubnetId: "subnet-public" }],
      Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }],
    },
  ],
});
const group = (id: string, out: object[], into: object[] = []) => ({
  SecurityGroups: [
    { GroupId: id, GroupName: `name-of-${id}`, VpcId: VPC, IpPermissions: into, IpPermissionsEgress: out },
  ],
});
const tcp = (more: object) => ({ IpProtocol: "tcp", FromPort: 443, ToPort: 443, ...more });
const everywhere = tcp({ IpRanges: [{ CidrIp: "0.0.0.0/0" }] });

/** A model in subnets and with a group that the program does not make. */
const adopted = (image = `registry.example.com/ml/fraud@${DIGEST}`): Changes => ({
  lambda: null,
  s3: null,
  fraud: {
    vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
    primaryContainer: {
      image,
      imageConfig: {
        repositoryAccessMode: "Vpc",
        repositoryAuthConfig: {
          repositoryCredentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:given",
        },
      },
    },
  },
});
const adopting = (rule: string, facts: readonly unknown[], image?: string, changes: Changes = {}) =>
  verdictOf(rule, () => closedVpc({ ...adopted(image), ...changes }), facts);

describe("what is known of what a program does not make", () => {
  it("subnets: how many addresses are free in them", async () => {
    const free = (...counts: number[]) => ({
      Subnets: subnets(["a", "b"]).Subnets.map((each, index) => ({
        ...each,
        AvailableIpAddressCount: counts[index],
      })),
    });
    const many = {
      configuration: { productionVariants: [{ modelName: "fraud-name", initialInstanceCount: 20 }] },
      fraud: { ...adopted().fraud, name: "fraud-name" },
    };
    const judged = (...counts: number[]) => adopting("free-addresses", [free(...counts)], undefined, many);
    assertVerdict(
      await judged(0, 1),
      "failed",
      /"app-1" and "app-2" have 1 free IP address, but 20 instances start/,
    );
    assertVerdict(await judged(20, 19), "unknown", /AWS's guide asks for 2 each/);
    assertVerdict(await judged(20, 20), "passed");
    assertVerdict(await adopting("free-addresses", []), "unknown");
    assertVerdict(await adopting("free-addresses", [subnets(["a", "b"])]), "unknown");
  });

  it("subnets: in which zones they lie", async () => {
    assertVerdict(await adopting("two-zones", []), "unknown");
    assertVerdict(await adopting("two-zones", [subnets(["a", "b"])]), "passed", /"app-1" in eu-west-1a/);
    assertVerdict(
      await adopting("two-zones", [subnets(["a", "a"])]),
      "failed",
      /all its subnets in eu-west-1a/,
    );
  });

  it("route tables, NAT gateways and groups: whether Lambda is reached", async () => {
    const nat = { NatGateways: [{ NatGatewayId: "nat-1", SubnetId: "subnet-public", State: "available" }] };
    const known = [subnets(["a", "b"]), vpc, nat];
    const toNat = { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" };
    assertVerdict(await adopting("lambda-reachable", []), "unknown");
    const open = await adopting("lambda-reachable", [...known, main(toNat), group("sg-1", [everywhere])]);
    assertVerdict(open, "passed");
    assert.match(pathIn(open), /group "name-of-sg-1" .* → NAT gateway "nat-1" → lambda\.eu-west-1/);
    assertVerdict(
      await adopting("lambda-reachable", [...known, main(toNat), group("sg-1", [])]),
      "failed",
      /no rule of group "name-of-sg-1" lets TCP 443 out/,
      "name-of-sg-1",
    );
    const gone = { ...toNat, State: "blackhole" };
    assertVerdict(
      await adopting("lambda-reachable", [...known, main(gone), group("sg-1", [everywhere])]),
      "failed",
      /drops what it routes to 0\.0\.0\.0\/0|neither an endpoint for Lambda nor a route/,
    );
  });

  it("endpoints: whether they admit the model, and answer by their name", async () => {
    const endpoint = (more: object = {}) => ({
      VpcEndpoints: [
        {
          VpcEndpointId: "vpce-1",
          VpcId: VPC,
          VpcEndpointType: "Interface",
          ServiceName: "com.amazonaws.eu-west-1.lambda",
          State: "available",
          SubnetIds: ["subnet-1", "subnet-2"],
          Groups: [{ GroupId: "sg-2" }],
          PrivateDnsEnabled: true,
          ...more,
        },
      ],
    });
    const dns = ["EnableDnsHostnames", "EnableDnsSupport"].map((key) => ({
      VpcId: VPC,
      [key]: { Value: true },
    }));
    const known = [subnets(["a", "b"]), vpc, group("sg-1", [everywhere]), ...dns];
    const admits = group("sg-2", [], [tcp({ UserIdGroupPairs: [{ GroupId: "sg-1" }] })]);
    assertVerdict(await adopting("lambda-reachable", [...known, admits, endpoint()]), "passed");
    assertVerdict(
      await adopting("lambda-reachable", [...known, group("sg-2", []), endpoint()]),
      "failed",
      /no rule of group "name-of-sg-2" lets TCP 443 in from the model "fraud" → add an ingress rule/,
    );
    assertVerdict(
      await adopting("lambda-reachable", [...known, main(), admits, endpoint({ PrivateDnsEnabled: false })]),
      "failed",
      /has no private DNS/,
      "vpce-1",
    );
    const deleted = [...known, main(), admits, endpoint({ State: "deleting" })];
    assertVerdict(await adopting("lambda-reachable", deleted), "failed", /neither an endpoint for Lambda/);
  });

  it("VPCs: their blocks, and whether they resolve private names", async () => {
    const attribute = (value: boolean) => [
      { VpcId: VPC, EnableDnsHostnames: { Value: value } },
      { VpcId: VPC, EnableDnsSupport: { Value: true } },
    ];
    const zone = { zone: { vpcs: [{ vpcId: VPC }] } };
    const of = async (facts: readonly unknown[]) =>
      (await adopting("registry-reachable", [subnets(["a", "b"]), vpc, ...facts], undefined, zone)).evidence
        .filter(({ seen }) => seen.includes("enableDnsHostnames"))
        .map(({ status }) => status);
    assert.deepEqual(await of([]), ["unknown"]);
    assert.deepEqual(await of(attribute(false)), ["failed"]);
    assert.deepEqual(await of(attribute(true)), []);
  });

  it("hosts and peering connections: where the registry is, and whether a route leads there", async () => {
    const host = { Hosts: { "artifactory.bank.example": ["10.20.0.5"] } };
    const peering = (status = "active") => ({
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: "pcx-1",
          RequesterVpcInfo: { VpcId: VPC, CidrBlock: "10.0.0.0/16" },
          AccepterVpcInfo: { VpcId: "vpc-theirs", CidrBlock: "10.20.0.0/16" },
          Status: { Code: status },
        },
      ],
    });
    const route = { DestinationCidrBlock: "10.20.0.0/16", VpcPeeringConnectionId: "pcx-1", State: "active" };
    const known = [subnets(["a", "b"]), vpc, main(route), group("sg-1", [everywhere]), host];
    const image = `artifactory.bank.example/ml/fraud@${DIGEST}`;
    assertVerdict(await adopting("registry-reachable", [], image), "unknown");
    const through = await adopting("registry-reachable", [...known, peering()], image);
    assertVerdict(through, "passed", /artifactory\.bank\.example leads to 10\.20\.0\.5/);
    assertVerdict(
      await adopting("registry-reachable", [...known, peering("deleted")], image),
      "unknown",
      /whether the VPC behind pcx-1/,
    );
    const elsewhere = { Hosts: { "artifactory.bank.example": ["10.30.0.5"] } };
    assertVerdict(
      await adopting("registry-reachable", [...known.slice(0, -1), elsewhere, peering()], image),
      "failed",
      /no route of subnet "app-1" leads to artifactory\.bank\.example/,
    );
  });

  it("prefix lists: which addresses a rule opens", async () => {
    const list = (cidr: string) => ({
      PrefixLists: [{ PrefixListId: "pl-1", PrefixListName: "on-premises", Cidrs: [cidr] }],
    });
    const known = [
      subnets(["a", "b"]),
      vpc,
      group("sg-1", [tcp({ PrefixListIds: [{ PrefixListId: "pl-1" }] })]),
      { Hosts: { "artifactory.bank.example": ["10.0.9.9"] } },
    ];
    const image = `artifactory.bank.example/ml/fraud@${DIGEST}`;
    const of = (facts: readonly unknown[]) => adopting("registry-reachable", [...known, ...facts], image);
    assertVerdict(await of([]), "unknown");
    assertVerdict(await of([list("10.0.8.0/21")]), "passed");
    assertVerdict(await of([list("10.99.0.0/16")]), "failed");
  });

  it("is no plan: what others opened is not held against the program, and the plan stays as it is", async () => {
    const open = group("sg-9", [], [everywhere]);
    assertVerdict(await adopting("nothing-open", [open]), "passed");
    const graph = await record(() => closedVpc());
    const { facts } = readFacts([open]);
    assert.equal(withFacts(graph, facts).resources.length, graph.resources.length + 1);
    assert.deepEqual(
      judge(withFacts(graph, facts)).map(({ status }) => status),
      judge(graph).map(({ status }) => status),
    );
  });

  it("takes what is read in the program as known where it is given", async () => {
    const program = () => {
      aws.ec2.Subnet.get("read", "subnet-1");
      closedVpc(adopted());
    };
    assertVerdict(await verdictOf("two-zones", program), "unknown");
    assertVerdict(await verdictOf("two-zones", program, [subnets(["a", "b"])]), "passed");
  });
});

describe("facts", () => {
  const problems = (...documents: unknown[]): string[] =>
    readFacts(documents).problems.map(({ path, reason }) => `${path} ${reason}`);

  it("come as answers of AWS, one after the other, in lists, or several in one object", () => {
    const together = { ...subnets(["a"]), ...vpc, ResponseMetadata: { HTTPStatusCode: 200 } };
    for (const documents of [[subnets(["a"]), vpc], [[subnets(["a"]), vpc]], [together]]) {
      assert.deepEqual(problems(...documents), []);
      const types = readFacts(documents).facts.resources.map(({ type }) => type);
      assert.ok(types.includes("aws:ec2/subnet:Subnet") && types.includes("aws:ec2/vpc:Vpc"));
    }
  });

  it("are read without what tells nothing of a pull", () => {
    const odd = {
      Subnets: [{ SubnetId: "subnet-6", VpcId: VPC, AvailabilityZone: "eu-west-1a", Ipv6Native: true }],
      VpcEndpoints: [{ VpcEndpointId: "vpce-l", VpcEndpointType: "Resource", VpcId: VPC }],
      NatGateways: [{ NatGatewayId: "nat-r", AvailabilityMode: "regional", VpcId: VPC }],
    };
    assert.deepEqual(problems(odd), []);
    assert.deepEqual(readFacts([odd]).facts.resources, []);
    assert.notDeepEqual(problems({ Subnets: [{ SubnetId: "subnet-6", VpcId: VPC }] }), []);
  });

  it("are refused with all that is wrong", () => {
    assert.match(problems([])[0] ?? "none", /none/);
    assert.match(problems({})[0] ?? "", /contains no known key; expected one of: Subnets, /);
    assert.match(problems("text")[0] ?? "", /contains no known key/);
    const all = problems({
      Subnets: [{ SubnetId: "subnet-1", VpcId: VPC }, 1],
      Vpcs: {},
      Instances: [],
      NextToken: "more",
      EnableDnsSupport: true,
      Hosts: { a: "10.0.0.1", b: [] },
    });
    for (const expected of [
      /^Subnets\[0\]\.AvailabilityZone is missing: give what `aws ec2 describe-subnets` prints/,
      /^Subnets\[0\]\.CidrBlock is missing/,
      /^Subnets\[1\]\.SubnetId is missing/,
      /^Vpcs is no list: give what `aws ec2 describe-vpcs` prints/,
      /^Instances is an unknown key; expected one of: /,
      /^NextToken this is a part of an answer only/,
      /^EnableDnsSupport give what `aws ec2 describe-vpc-attribute` prints/,
      /^Hosts\.a is no list of addresses/,
      /^Hosts\.b is no list of addresses/,
    ]) {
      assert.ok(
        all.some((each) => expected.test(each)),
        `${expected.source} in ${all.join("\n")}`,
      );
    }
    assert.deepEqual(readFacts([{ Instances: [] }, vpc]).facts.resources, []);
  });
});
