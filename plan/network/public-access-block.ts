import { failed, unknown, type Evidence } from "../evidence";
import type { ResourceGraph } from "../graph";
import { regionOf } from "../regions";
import type { Truth } from "../truth";
import type { SubnetOnPath } from "./packet-path";

const OPTIONS = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
const EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion";

/**
 * Checks whether VPC Block Public Access blocks the internet gateways of a Region for NAT gateways as well; `undefined` where it
 * does not.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function checkPublicAccessBlock(
  graph: ResourceGraph,
  { subnet }: SubnetOnPath,
  target: string,
): { readonly answer: Truth; readonly evidence: Evidence } | undefined {
  const region = subnet === undefined ? undefined : regionOf(graph, subnet);
  const block = graph
    .ofType(OPTIONS)
    .find(
      (each) =>
        each.inputs.internetGatewayBlockMode === "block-bidirectional" &&
        (region === undefined || regionOf(graph, each) === region),
    );
  if (block === undefined) return undefined;
  if (graph.ofType(EXCLUSION).length > 0) {
    const what = `whether VPC Block Public Access, which has exclusions, blocks ${target}`;
    return { answer: "unknown", evidence: unknown(block, what) };
  }
  return {
    answer: "no",
    evidence: failed(
      block,
      "blocks every internet gateway of the Region in both directions (VPC Block Public Access)",
      "set internetGatewayBlockMode to block-ingress, or exclude the VPC",
    ),
  };
}
