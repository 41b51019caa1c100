import type { ResourceGraph } from "./graph";
import { answeredLookup } from "./network/vpc";
import { text } from "./values";

/** The name of a service of AWS in the Region and partition of an ARN, for example `lambda.eu-west-1.amazonaws.com`. */
export function serviceHost(graph: ResourceGraph, service: string, arn: string): string {
  const [, partition = "aws", , region = ""] = arn.split(":");
  const suffix = text(answeredLookup(graph, "aws:index/getPartition:getPartition", () => true)?.dnsSuffix);
  return `${service}.${region}.${suffix ?? (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com")}`;
}
