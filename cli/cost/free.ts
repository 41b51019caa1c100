const NETWORK = "a VPC, its subnets, route tables and rules cost nothing";
const IAM = "IAM costs nothing";
const PART_OF = (what: string) => `it is a part of ${what}, which carries the cost`;

/** Types of resources that cost nothing themselves, with the reason. */
export const FREE: Readonly<Record<string, string>> = {
  ...all(NETWORK, [
    "aws:ec2/vpc:Vpc",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/routeTable:RouteTable",
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:ec2/route:Route",
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:ec2/networkAcl:NetworkAcl",
    "aws:ec2/networkAclRule:NetworkAclRule",
    "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    "aws:ec2/managedPrefixList:ManagedPrefixList",
    "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  ]),
  ...all(PART_OF("the endpoint"), [
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "aws:ec2/vpcEndpointPrivateDns:VpcEndpointPrivateDns",
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
    "aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation",
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  ]),
  "aws:ec2/eipAssociation:EipAssociation": PART_OF("the address"),
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection":
    "a peering connection costs nothing but what goes through it",
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter":
    "a peering connection costs nothing but what goes through it",
  ...all(IAM, [
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/policy:Policy",
    "aws:iam/policyAttachment:PolicyAttachment",
  ]),
  ...all("public certificates of ACM cost nothing", ["aws:acm/certificateValidation:CertificateValidation"]),
  ...all(PART_OF("the service"), ["aws:ecs/taskDefinition:TaskDefinition"]),
  ...all("application autoscaling costs nothing but what it starts", ["aws:appautoscaling/target:Target"]),
  ...all(PART_OF("the load balancer"), [
    "aws:lb/listener:Listener",
    "aws:lb/listenerRule:ListenerRule",
    "aws:lb/listenerCertificate:ListenerCertificate",
    "aws:lb/targetGroup:TargetGroup",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    "aws:alb/listener:Listener",
    "aws:alb/targetGroup:TargetGroup",
  ]),
  ...all(PART_OF("the zone"), ["aws:route53/record:Record", "aws:route53/zoneAssociation:ZoneAssociation"]),
  ...all(PART_OF("the bucket"), [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
  ]),
  ...all(PART_OF("the endpoint that serves it"), [
    "aws:sagemaker/model:Model",
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
  ]),
  ...all(PART_OF("the secret"), [
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:secretsmanager/secretRotation:SecretRotation",
  ]),
  ...all(PART_OF("the key"), ["aws:kms/alias:Alias", "aws:kms/keyPolicy:KeyPolicy"]),
  ...all(PART_OF("the function"), [
    "aws:lambda/alias:Alias",
    "aws:lambda/codeSigningConfig:CodeSigningConfig",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    "aws:lambda/invocation:Invocation",
    "aws:lambda/permission:Permission",
  ]),
  ...all(PART_OF("the repository"), [
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
  ]),
  ...all(PART_OF("the log group"), ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"]),
  ...all("rules on the account's own event bus cost nothing", [
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
  ]),
  "aws:scheduler/scheduleGroup:ScheduleGroup": PART_OF("its schedules"),
};

function all(reason: string, types: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(types.map((type) => [type, reason]));
}
