// What each component makes and looks up, and the IAM actions of the lookups.
import { LOOKUPS } from "../components/common";
import { actionsOf } from "./permissions-actions";

/** What a component's deployer needs permissions for. */
export interface ComponentPermissions {
  /** The components that it makes. */
  readonly components: readonly string[];
  /** The types of the resources that it makes itself. */
  readonly resources: readonly string[];
  /** The tokens of the lookups and invocations that it performs itself. */
  readonly calls: readonly string[];
  /** Actions that no type and no lookup shows, by the case in which they are needed. */
  readonly when: Readonly<Record<string, readonly string[]>>;
}

/** The actions of lookups and invocations, by token; none where the provider asks no service. */
export const CALLS: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudcontrol/getResource:getResource": actionsOf(
    "sagemaker",
    "cloudformation:GetResource DescribeEndpoint ListTags",
  ),
  "aws:ecs/getService:getService": ["ecs:DescribeServices"],
  ...Object.fromEntries(Object.values(LOOKUPS).map(({ token, actions }) => [token, actions])),
  "aws:lambda/getInvocation:getInvocation": ["lambda:InvokeFunction"],
};

const PLACEMENT = [
  "aws:index/getCallerIdentity:getCallerIdentity",
  "aws:index/getPartition:getPartition",
  "aws:index/getRegion:getRegion",
];
const SUBNET = "aws:ec2/getSubnet:getSubnet";
const VPC = "aws:ec2/getVpc:getVpc";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FUNCTION = [
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lambda/function:Function",
];
const BUCKET = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
];
const SECRET = ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"];
const SCALING = ["aws:appautoscaling/policy:Policy", "aws:appautoscaling/target:Target"];
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const INVOCATION = "aws:lambda/invocation:Invocation";

/** The permissions by component. */
export const COMPONENTS: Readonly<Record<string, ComponentPermissions>> = {
  CredentialsProvider: {
    components: [],
    resources: [...FUNCTION, ...SECRET, ALARM, GROUP],
    calls: [...PLACEMENT, SUBNET],
    when: {},
  },
  ExecutionRole: {
    components: [],
    resources: [
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    ],
    calls: PLACEMENT,
    when: {},
  },
  ImagePublisher: {
    components: [],
    resources: [...FUNCTION, ...BUCKET, "aws:s3/bucketLogging:BucketLogging", GROUP, INGRESS_RULE],
    calls: [...PLACEMENT, SUBNET],
    when: {},
  },
  ModelEndpoint: {
    components: [],
    resources: [
      ...SCALING,
      "aws:appautoscaling/scheduledAction:ScheduledAction",
      "aws:cloudwatch/dashboard:Dashboard",
      ALARM,
      GROUP,
      "aws:sagemaker/endpoint:Endpoint",
      "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
      "aws:sagemaker/model:Model",
      "aws:scheduler/schedule:Schedule",
    ],
    calls: [
      ...PLACEMENT,
      SUBNET,
      "aws:cloudcontrol/getResource:getResource",
      "aws:lambda/getInvocation:getInvocation",
    ],
    when: {
      "with `scaling`": actionsOf(
        "sagemaker",
        "DescribeEndpoint DescribeEndpointConfig UpdateEndpointWeightsAndCapacities",
      ),
      "with the account's first `scaling` of an endpoint": ["iam:CreateServiceLinkedRole"],
    },
  },
  PrivateInference: {
    components: [
      "ExecutionRole",
      "ImagePublisher",
      "ModelEndpoint",
      "PublishedImage",
      "RegistryAccess",
      "RegistryHost",
      "RegistryNetwork",
    ],
    resources: [],
    calls: [...PLACEMENT, "aws:ec2/getManagedPrefixList:getManagedPrefixList"],
    when: {},
  },
  PublishedImage: {
    components: [],
    resources: [INVOCATION, "aws:s3/bucketObjectv2:BucketObjectv2"],
    calls: [],
    when: {},
  },
  RegistryAccess: {
    components: ["CredentialsProvider"],
    resources: [...FUNCTION, GROUP, INGRESS_RULE, ALARM],
    calls: [...PLACEMENT, SUBNET, VPC],
    when: {},
  },
  RegistryHost: {
    components: [],
    resources: [
      ...FUNCTION,
      ...BUCKET,
      ...SECRET,
      ...SCALING,
      "aws:acm/certificate:Certificate",
      "aws:acm/certificateValidation:CertificateValidation",
      ALARM,
      GROUP,
      "aws:ecr/repository:Repository",
      "aws:ecs/cluster:Cluster",
      "aws:ecs/service:Service",
      "aws:ecs/taskDefinition:TaskDefinition",
      INVOCATION,
      "aws:lb/listener:Listener",
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:lb/targetGroup:TargetGroup",
      "aws:route53/record:Record",
      "aws:route53/zone:Zone",
      "aws:s3/bucketLogging:BucketLogging",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      INGRESS_RULE,
      "random:index/randomBytes:RandomBytes",
      "random:index/randomPassword:RandomPassword",
    ],
    calls: [
      ...PLACEMENT,
      SUBNET,
      VPC,
      "aws:ec2/getManagedPrefixList:getManagedPrefixList",
      "aws:ecs/getService:getService",
    ],
    when: {
      "with the account's first load balancer, ECS cluster or scaling of ECS": [
        "iam:CreateServiceLinkedRole",
      ],
    },
  },
  RegistryNetwork: {
    components: [],
    resources: [
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "aws:ec2/eip:Eip",
      "aws:ec2/internetGateway:InternetGateway",
      "aws:ec2/natGateway:NatGateway",
      "aws:ec2/route:Route",
      "aws:ec2/routeTable:RouteTable",
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      GROUP,
      "aws:ec2/subnet:Subnet",
      "aws:ec2/vpc:Vpc",
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      "aws:route53/record:Record",
      "aws:route53/zone:Zone",
    ],
    calls: [
      ...PLACEMENT,
      "aws:ec2/getRouteTable:getRouteTable",
      "aws:ec2/getRouteTables:getRouteTables",
      SUBNET,
      VPC,
      "aws:ec2/getVpcEndpoint:getVpcEndpoint",
      "aws:ec2/getVpcEndpointService:getVpcEndpointService",
      "aws:index/getAvailabilityZones:getAvailabilityZones",
    ],
    // All its parts have a tag with their name.
    when: { "with a new VPC": actionsOf("ec2", "CreateTags DeleteTags") },
  },
};
