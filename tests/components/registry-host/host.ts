import * as pulumi from "@pulumi/pulumi";
import { RegistryHost, type RegistryHostArgs } from "../../../components/registry-host";
import { record, type RecordedResource, type RecordOptions, type ResourceGraph } from "../../../testing";

export const IMAGE = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@sha256:${"a".repeat(64)}`;
export const KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
export const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/c";

export const COMPONENT = "sagemaker-private-registry:index:RegistryHost";
export const BUCKET = "aws:s3/bucket:Bucket";
export const GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
export const SERVICE = "aws:ecs/service:Service";
export const TASK = "aws:ecs/taskDefinition:TaskDefinition";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const CLUSTER = "aws:ecs/cluster:Cluster";
export const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const LISTENER = "aws:lb/listener:Listener";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
export const RECORD = "aws:route53/record:Record";
export const ZONE = "aws:route53/zone:Zone";
export const PASSWORD = "random:index/randomPassword:RandomPassword";

/** A registry in a closed VPC. */
export const closed: RegistryHostArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  domainName: "registry.ml.example.com",
  validationZoneId: "Z0123456789ABCDEFGHIJ",
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
  image: IMAGE,
};

/** Records a registry in a closed VPC, with other arguments where some are given. */
export function host(args: Partial<RegistryHostArgs> = {}, options?: RecordOptions): Promise<ResourceGraph> {
  return record(() => ({ ...new RegistryHost("demo", { ...closed, ...args }) }), options);
}

/** The value of a JSON document among a resource's inputs. */
export const json = (text: unknown): unknown => JSON.parse(String(text));

/** The inputs of the one resource of a type, or of a type and name. */
export const inputsOf = (graph: ResourceGraph, type: string, name?: string): RecordedResource["inputs"] =>
  graph.only(type, name).inputs;

/** A resource that takes an output, as other components do. */
export class Consumer extends pulumi.CustomResource {
  constructor(name: string, value: pulumi.Input<string>) {
    super("test:index:Consumer", name, { value });
  }
}
