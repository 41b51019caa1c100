import type { MockCallArgs } from "@pulumi/pulumi/runtime/mocks";
import { UNKNOWN_BLOCK } from "../network/cidr-blocks";
import { arn, digest, type RecordedAccount } from "./aws-outputs";
import { policyDocument } from "./policy-document";
import { PLACEHOLDER, unknownAnswer, vpcOfSubnet } from "./placeholders";

type Answer = Record<string, unknown>;
type Lookup = (inputs: Answer, account: RecordedAccount) => Answer;

/** Whether the answer to a lookup follows from its arguments alone. */
export function isComputed(token: string): boolean {
  return token === POLICY_DOCUMENT;
}

/** Responds to a lookup as AWS would in an account that contains everything requested. */
export function awsCall(args: MockCallArgs, account: RecordedAccount): Answer {
  const inputs = args.inputs as Answer;
  return {
    ...unknownAnswer(args.token, inputs, account),
    ...inputs,
    ...LOOKUPS[args.token]?.(inputs, account),
  };
}

/** The zone of a subnet that the program does not make: two subnets with different ids are in different zones. */
function zoneOf(subnetId: unknown, account: RecordedAccount): string {
  const letters = "abc";
  const text = String(subnetId);
  // The last character decides, so that subnet-a and subnet-b, or subnet-1 and subnet-2, differ.
  return `${account.region}${letters.charAt(text.charCodeAt(text.length - 1) % letters.length)}`;
}

/** The zones of a region that an account sees. Which name leads to which id differs by account. */
function zonesOf(region: string): { readonly name: string; readonly id: string }[] {
  const [area = "", direction = "", number = ""] = region.replace("us-gov", "usg").split("-");
  const directions = direction
    .replace(/north|south/, ([first = ""]) => first)
    .replace(/east|west/, ([first = ""]) => first);
  const prefix = `${area}${directions === "central" ? "c" : directions}${number}`;
  // An account sees two of the three zones of us-west-1.
  const numbers = region === "us-west-1" ? [1, 3] : [1, 2, 4];
  return numbers.map((each, index) => ({
    name: `${region}${"abc".charAt(index)}`,
    id: `${prefix}-az${each}`,
  }));
}

/** What the function that pulls images beforehand answers where nothing is in the way. */
function passedPreflight(event: unknown): Answer {
  const { image } = JSON.parse(String(event)) as { image?: unknown };
  const reference = String(image);
  const [, given] = reference.split("@");
  return {
    passed: true,
    image: reference,
    digest: given ?? `sha256:${digest(reference)}`,
    checks: [],
    summary: `${reference} can be pulled as AWS documents it.`,
    ms: 0,
  };
}

const POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument";

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  "aws:index/getPartition:getPartition": (_inputs, { partition, dnsSuffix }) => ({
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (_inputs, { region, dnsSuffix }) => ({
    id: region,
    region,
    name: region,
    endpoint: `ec2.${region}.${dnsSuffix}`,
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": (_inputs, { partition, accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partition}:iam::${accountId}:user/recorder`,
    userId: "AIDARECORDER",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_inputs, { region }) => ({
    names: zonesOf(region).map(({ name }) => name),
    zoneIds: zonesOf(region).map(({ id }) => id),
  }),
  [POLICY_DOCUMENT]: (inputs) => policyDocument(inputs),
  "aws:ec2/getSubnets:getSubnets": (inputs, { region }) => ({
    ids: ["a", "b", "c"].map(
      (letter) => `subnet-${PLACEHOLDER}-${digest(JSON.stringify(inputs)).slice(0, 8)}${letter}`,
    ),
    region,
  }),
  "aws:iam/getRole:getRole": ({ name }, { partition, accountId }) => ({
    arn: `arn:${partition}:iam::${accountId}:role/${String(name)}`,
    name,
    id: name,
  }),
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ({ secretId }) => ({
    arn: secretId,
    secretString: JSON.stringify({
      username: PLACEHOLDER,
      password: PLACEHOLDER,
      Username: PLACEHOLDER,
      Password: PLACEHOLDER,
    }),
  }),
  "aws:ec2/getVpc:getVpc": (inputs) => ({
    cidrBlock: UNKNOWN_BLOCK,
    cidrBlockAssociations: [
      { associationId: "vpc-cidr-assoc-1", cidrBlock: UNKNOWN_BLOCK, state: "associated" },
    ],
    enableDnsHostnames: true,
    enableDnsSupport: true,
    mainRouteTableId: `rtb-${digest(String(inputs.id)).slice(0, 17)}`,
  }),
  "aws:ec2/getSubnet:getSubnet": (inputs, account) => ({
    vpcId: inputs.vpcId ?? vpcOfSubnet(inputs.id),
    availabilityZone: zoneOf(inputs.id, account),
    // All of a /24 but the five addresses that AWS keeps.
    availableIpAddressCount: 251,
  }),
  "aws:ec2/getRouteTables:getRouteTables": (inputs) => ({
    ids: [`rtb-${digest(String(inputs.vpcId)).slice(0, 17)}`],
  }),
  "aws:ec2/getRouteTable:getRouteTable": (inputs) => ({
    id: inputs.routeTableId,
    routes: [],
    associations: [{ main: true, subnetId: "" }],
  }),
  "aws:ec2/getPrefixList:getPrefixList": (inputs) => {
    const id = `pl-${digest(String(inputs.name)).slice(0, 17)}`;
    return { id, prefixListId: id };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (inputs, account) => {
    const id = `pl-${digest(String(inputs.name)).slice(0, 17)}`;
    return {
      id,
      arn: arn(account, "ec2", `prefix-list/${id}`),
      entries: [{ cidr: UNKNOWN_BLOCK, description: "" }],
    };
  },
  "aws:ec2/getVpcEndpointService:getVpcEndpointService": (inputs, account) => {
    const filters = (inputs.filters ?? []) as { name: string; values: string[] }[];
    return {
      // A service has one of the requested names: the last is the one with the partition's own prefix.
      serviceName:
        inputs.serviceName ??
        (typeof inputs.service === "string"
          ? `com.amazonaws.${account.region}.${inputs.service}`
          : filters.find(({ name }) => name === "service-name")?.values.at(-1)),
      availabilityZones: [..."abcdef"].map((letter) => account.region + letter),
      vpcEndpointPolicySupported: true,
    };
  },
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": (inputs) => ({
    securityGroupIds: [`sg-${digest(String(inputs.id)).slice(0, 17)}`],
    privateDnsEnabled: true,
    vpcEndpointType: "Interface",
    state: "available",
    dnsEntries: [
      { dnsName: `${String(inputs.id ?? inputs.serviceName)}.vpce.amazonaws.com`, hostedZoneId: "ZVPCE" },
    ],
  }),
  "aws:route53/getZone:getZone": (inputs) => {
    const id = inputs.zoneId ?? `Z${digest(String(inputs.name)).slice(0, 19).toUpperCase()}`;
    return { id, zoneId: id, name: inputs.name ?? "example.com", nameServers: [] };
  },
  "aws:ecs/getService:getService": ({ serviceName }) => ({
    status: "INACTIVE",
    serviceName,
    taskDefinition: "",
  }),
  "aws:lambda/getInvocation:getInvocation": (inputs) => ({
    result: JSON.stringify(passedPreflight(inputs.input)),
  }),
  "aws:secretsmanager/getSecret:getSecret": (inputs, account) => ({
    arn: inputs.arn ?? arn(account, "secretsmanager", `secret:${String(inputs.name)}-abcdef`),
    kmsKeyId: "",
  }),
};
