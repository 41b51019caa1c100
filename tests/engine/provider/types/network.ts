import { ACCOUNT_ID, resourcesOf, type Account, type AwsResource } from "../account";
import { AwsError } from "../errors";
import { interfacesIn } from "../interfaces";
import type { AwsContext } from "../resource-type";
import { textOf, textsOf } from "../wire";
import { arnOf, type TypeTable } from "./common";

/** Types whose resources hold on to the groups and subnets that they name. */
const HOLDERS = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2/natGateway:NatGateway",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:ecs/service:Service",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

/** AWS lets a VPC go that has one. */
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
function refuseSameAddresses({ id, type, properties }: AwsResource, { account }: AwsContext): void {
  const { vpcId, cidrBlock } = properties;
  const isThere = resourcesOf(account, type).some(
    (other) =>
      other.id !== id && other.properties.vpcId === vpcId && other.properties.cidrBlock === cidrBlock,
  );
  if (isThere) {
    throw new AwsError(
      `creating EC2 Subnet: api error InvalidSubnet.Conflict: The CIDR '${textOf(cidrBlock)}' conflicts with another subnet`,
    );
  }
}

/** What AWS answers while something is in a group or subnet, or refers to it. */
function dependents({ type, id }: AwsResource, account: Account): string | undefined {
  const kind = type === "aws:ec2/subnet:Subnet" ? "subnet" : "resource";
  const [held] = interfacesIn(account, id).map(({ owner }) => `network interface of ${owner}`);
  const [holder] = HOLDERS.flatMap((each) => resourcesOf(account, each))
    .filter((each) => each.id !== id && each.properties.securityGroupId !== id)
    .filter(({ properties }) => JSON.stringify(properties).includes(`"${id}"`))
    .map((each) => `${each.type} ${each.id}`);
  const why = held ?? holder;
  return why === undefined
    ? undefined
    : `api error DependencyViolation: ${kind} ${id} has a dependent object (${why})`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
function refuseSameRule({ id, type, properties }: AwsResource, { account }: AwsContext): void {
  const { networkAclId, ruleNumber, egress } = properties;
  const isThere = resourcesOf(account, type).some(
    ({ id: other, properties: rule }) =>
      other !== id &&
      rule.networkAclId === networkAclId &&
      rule.ruleNumber === ruleNumber &&
      rule.egress === egress,
  );
  if (isThere) {
    throw new AwsError(
      `creating EC2 Network ACL Rule: api error NetworkAclEntryAlreadyExists: The network acl entry identified by ${String(ruleNumber)} already exists.`,
    );
  }
}

function membersOfVpc({ id }: AwsResource, account: Account): string | undefined {
  const [member] = account.resources.filter(
    ({ type, properties }) => properties.vpcId === id && type.startsWith("aws:ec2/") && type !== FLOW_LOG,
  );
  return member === undefined
    ? undefined
    : `api error DependencyViolation: The vpc '${id}' has dependencies (${member.type} ${member.id})`;
}

const rule = {
  isTagged: true,
  replaceOn: ["securityGroupId"],
  attributes: (_: unknown, context: Parameters<typeof arnOf>[2]) => ({
    id: `sgr-${context.random}`,
    securityGroupRuleId: `sgr-${context.random}`,
    arn: arnOf("ec2", `security-group-rule/sgr-${context.random}`, context),
  }),
};

export const networkTypes: TypeTable = {
  "aws:ec2/vpc:Vpc": {
    isTagged: true,
    replaceOn: ["cidrBlock", "instanceTenancy"],
    attributes: (_, context) => ({
      id: `vpc-${context.random}`,
      arn: arnOf("ec2", `vpc/vpc-${context.random}`, context),
      defaultSecurityGroupId: `sg-default${context.random}`,
      mainRouteTableId: `rtb-main${context.random}`,
    }),
    isInUse: membersOfVpc,
    deletionTimeoutInMinutes: 5,
  },
  "aws:ec2/subnet:Subnet": {
    isTagged: true,
    replaceOn: ["vpcId", "cidrBlock", "availabilityZone"],
    created: refuseSameAddresses,
    attributes: (_, context) => ({
      id: `subnet-${context.random}`,
      arn: arnOf("ec2", `subnet/subnet-${context.random}`, context),
      availabilityZoneId: `zone-${context.random}`,
    }),
    isInUse: dependents,
    deletionTimeoutInMinutes: 20,
  },
  "aws:ec2/routeTable:RouteTable": {
    isTagged: true,
    replaceOn: ["vpcId"],
    attributes: (_, context) => ({
      id: `rtb-${context.random}`,
      arn: arnOf("ec2", `route-table/rtb-${context.random}`, context),
    }),
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    replaceOn: ["subnetId"],
    attributes: (_, { random }) => ({ id: `rtbassoc-${random}` }),
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    autoName: { property: "name", maxLength: 255 },
    isTagged: true,
    replaceOn: ["name", "description", "vpcId"],
    keeps: ["ingress", "egress"],
    attributes: (_, context) => ({
      id: `sg-${context.random}`,
      arn: arnOf("ec2", `security-group/sg-${context.random}`, context),
      ownerId: ACCOUNT_ID,
    }),
    isInUse: dependents,
    deletionTimeoutInMinutes: 15,
  },
  // The VPC's own group, whose rules the provider takes over; its deletion changes nothing in AWS.
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    isTagged: true,
    replaceOn: ["vpcId"],
    attributes: (_, context) => ({
      id: `sg-default${context.random}`,
      arn: arnOf("ec2", `security-group/sg-default${context.random}`, context),
      ownerId: ACCOUNT_ID,
    }),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
  "aws:ec2/networkAcl:NetworkAcl": {
    isTagged: true,
    replaceOn: ["vpcId"],
    keeps: ["subnetIds", "ingress", "egress"],
    attributes: (_, context) => ({
      id: `acl-${context.random}`,
      arn: arnOf("ec2", `network-acl/acl-${context.random}`, context),
      ownerId: ACCOUNT_ID,
    }),
  },
  "aws:ec2/networkAclRule:NetworkAclRule": {
    replaceOn: "*",
    created: refuseSameRule,
    attributes: (_, { random }) => ({ id: `nacl-${random}` }),
  },
  [FLOW_LOG]: {
    isTagged: true,
    // Tags are all that changes.
    replaceOn: ["vpcId", "subnetId", "eniId", "trafficType", "logDestinationType", "logDestination"],
    keeps: ["logFormat", "logGroupName"],
    attributes: (_, context) => ({
      id: `fl-${context.random}`,
      arn: arnOf("ec2", `vpc-flow-log/fl-${context.random}`, context),
    }),
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    isTagged: true,
    replaceOn: ["vpcId", "serviceName", "vpcEndpointType"],
    keeps: ["policy"],
    attributes: ({ subnetIds }, context) => ({
      id: `vpce-${context.random}`,
      arn: arnOf("ec2", `vpc-endpoint/vpce-${context.random}`, context),
      dnsEntries: [
        { dnsName: `vpce-${context.random}.${context.region}.vpce.amazonaws.com`, hostedZoneId: "Z7HUB" },
      ],
      networkInterfaceIds: textsOf(subnetIds).map((subnet) => `eni-${context.random}-${subnet}`),
      prefixListId: `pl-${context.random}`,
      state: "available",
    }),
    changesWith: (changed) => (changed.includes("subnetIds") ? ["networkInterfaceIds"] : []),
  },
};
