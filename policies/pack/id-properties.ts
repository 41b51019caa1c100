/** What a property refers to: an output of a resource of one of these types. */
export interface Link {
  readonly types: readonly string[];
  readonly output: string;
}

const link = (output: string, ...types: string[]): Link => ({ output, types });
const both = (name: string, path: string): string[] => [`aws:lb/${path}:${name}`, `aws:alb/${path}:${name}`];

const GROUP = link(
  "id",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
);
const SUBNET = link("id", "aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet");
const ROUTE_TABLE = link(
  "id",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
);
const ROLE_ARN = link("arn", "aws:iam/role:Role");
const CERTIFICATE = link("arn", "aws:acm/certificate:Certificate");

/** The outputs that properties take, by the last name in their path. */
const LINKS: Readonly<Record<string, Link>> = {
  vpcId: link("id", "aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"),
  peerVpcId: link("id", "aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"),
  subnetId: SUBNET,
  subnetIds: SUBNET,
  subnets: SUBNET,
  securityGroupId: GROUP,
  securityGroupIds: GROUP,
  securityGroups: GROUP,
  vpcSecurityGroupIds: GROUP,
  referencedSecurityGroupId: GROUP,
  sourceSecurityGroupId: GROUP,
  routeTableId: ROUTE_TABLE,
  routeTableIds: ROUTE_TABLE,
  gatewayId: link("id", "aws:ec2/internetGateway:InternetGateway"),
  internetGatewayId: link("id", "aws:ec2/internetGateway:InternetGateway"),
  natGatewayId: link("id", "aws:ec2/natGateway:NatGateway"),
  vpcEndpointId: link("id", "aws:ec2/vpcEndpoint:VpcEndpoint"),
  transitGatewayId: link("id", "aws:ec2transitgateway/transitGateway:TransitGateway"),
  transitGatewayAttachmentId: link("id", "aws:ec2transitgateway/vpcAttachment:VpcAttachment"),
  vpcPeeringConnectionId: link("id", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"),
  networkAclId: link("id", "aws:ec2/networkAcl:NetworkAcl"),
  loadBalancerArn: link("arn", ...both("LoadBalancer", "loadBalancer")),
  listenerArn: link("arn", ...both("Listener", "listener")),
  targetGroupArn: link("arn", ...both("TargetGroup", "targetGroup")),
  certificateArn: CERTIFICATE,
  taskDefinition: link("arn", "aws:ecs/taskDefinition:TaskDefinition"),
  executionRoleArn: ROLE_ARN,
  taskRoleArn: ROLE_ARN,
  policyArn: link("arn", "aws:iam/policy:Policy"),
  permissionsBoundary: link("arn", "aws:iam/policy:Policy"),
  repositoryCredentialsProviderArn: link("arn", "aws:lambda/function:Function"),
  modelName: link("name", "aws:sagemaker/model:Model"),
  secretArn: link("arn", "aws:secretsmanager/secret:Secret"),
  bucket: link("id", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
};

/** Properties that mean something else in some types, by type and path. */
const SPECIAL: Readonly<Record<string, Link>> = {
  "aws:iam/rolePolicy:RolePolicy role": link("name", "aws:iam/role:Role"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment role": link("name", "aws:iam/role:Role"),
  "aws:lambda/function:Function role": ROLE_ARN,
  "aws:route53/record:Record zoneId": link("id", "aws:route53/zone:Zone"),
  "aws:route53/record:Record aliases.zoneId": link("zoneId", ...both("LoadBalancer", "loadBalancer")),
  "aws:route53/record:Record aliases.name": link("dnsName", ...both("LoadBalancer", "loadBalancer")),
  "aws:route53/zoneAssociation:ZoneAssociation zoneId": link("id", "aws:route53/zone:Zone"),
};

/**
 * What a property refers to, if only one thing is possible.
 * @param path the property's path without indexes, for example `vpcConfig.subnets`
 */
export function linkOf(type: string, path: string): Link | undefined {
  return SPECIAL[`${type} ${path}`] ?? LINKS[path.split(".").pop() ?? ""];
}
