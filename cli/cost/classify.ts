import { text } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { ecsService, lambdaFunction, sageMakerEndpoint } from "./compute";
import { FREE } from "./free";
import { byUse, monthly, type Charge, type Meter } from "./meter";
import { elasticIp, loadBalancer, natGateway, vpcEndpoint } from "./network";
import {
  certificate,
  ecsCluster,
  fixed,
  hostedZone,
  logGroup,
  logMetricFilter,
  metricAlarm,
  scalingPolicy,
} from "./services";

/** How the types that cost something are charged. */
const METERS: Readonly<Record<string, Meter>> = {
  "aws:sagemaker/endpoint:Endpoint": sageMakerEndpoint,
  "aws:ecs/service:Service": ecsService,
  "aws:ecs/cluster:Cluster": ecsCluster,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/eip:Eip": elasticIp,
  "aws:s3/bucket:Bucket": fixed("S3", ...byUse("s3.storage", "s3.put", "s3.get")),
  "aws:s3/bucketV2:BucketV2": fixed("S3", ...byUse("s3.storage", "s3.put", "s3.get")),
  "aws:secretsmanager/secret:Secret": fixed(
    "Secrets Manager",
    monthly("secret.month", 1, "secret"),
    ...byUse("secret.requests"),
  ),
  "aws:kms/key:Key": fixed("KMS", monthly("kms.month", 1, "key"), ...byUse("kms.requests")),
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:appautoscaling/policy:Policy": scalingPolicy,
  "aws:cloudwatch/dashboard:Dashboard": fixed("CloudWatch", monthly("dashboard.month", 1, "dashboard")),
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": logMetricFilter,
  "aws:route53/zone:Zone": hostedZone,
  "aws:acm/certificate:Certificate": certificate,
  "aws:ecr/repository:Repository": fixed("ECR", ...byUse("ecr.storage")),
  "aws:scheduler/schedule:Schedule": fixed("EventBridge Scheduler", ...byUse("schedule.invocations")),
};

/** What a resource costs: charges and what is not known of it; or that it costs nothing, and why. */
export type Classified =
  { readonly charges: readonly Charge[]; readonly unpriced: readonly string[] } | { readonly free: string };

/** What a resource costs; `undefined` for components, for providers and for what the plan only reads. */
export function classify(resource: RecordedResource, graph: ResourceGraph): Classified | undefined {
  const { type, custom, read } = resource;
  if (!custom || read || type.startsWith("pulumi:")) return undefined;
  const meter = METERS[type];
  if (meter !== undefined) {
    const { charges, unpriced = [] } = meter.of(resource, graph);
    return charges.length === 0 && unpriced.length === 0
      ? { free: "nothing of it is paid for in this form" }
      : { charges, unpriced };
  }
  const free = FREE[type] ?? (isLocal(type) ? "it is no resource of AWS" : undefined);
  return free === undefined
    ? { charges: [], unpriced: [`resources of type ${type} are not in the table`] }
    : { free };
}

/** The heading of the subtotal that a type's items belong to. */
export function kindOf(type: string): string {
  return METERS[type]?.kind ?? text(type.split(":")[2]) ?? type;
}

/** Whether a type's provider makes nothing outside of the stack. */
function isLocal(type: string): boolean {
  return ["random", "tls", "time", "std"].includes(type.split(":")[0] ?? "");
}
