import { isFact } from "../facts/fact";
import type { RecordedResource, ResourceGraph } from "../graph";
import { text, texts } from "../values";
import { resourceOf, vpcIdOfOne } from "./vpc";

const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

/** A gateway to which no route of a VPC may lead, and why. */
export interface MisplacedGateway {
  readonly resource: RecordedResource;
  readonly because: string;
  readonly remedy: string;
}

/**
 * Whether a gateway that the plan makes is none of a VPC: AWS refuses a route to it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function misplacedGateway(
  graph: ResourceGraph,
  id: string,
  vpcId: string | undefined,
): MisplacedGateway | undefined {
  const gateway = resourceOf(graph, id, INTERNET_GATEWAY);
  if (gateway !== undefined && !isFact(gateway)) return ofInternetGateway(graph, gateway, vpcId);
  const nat = resourceOf(graph, id, NAT_GATEWAY);
  const own = nat === undefined ? undefined : vpcIdOfOne(graph, text(nat.inputs.subnetId) ?? "");
  if (nat === undefined || own === undefined || vpcId === undefined || own === vpcId) return undefined;
  return {
    resource: nat,
    because: `is a NAT gateway of the VPC ${own}, and not of ${vpcId}`,
    remedy: "route to a NAT gateway of the subnet's own VPC",
  };
}

function ofInternetGateway(
  graph: ResourceGraph,
  gateway: RecordedResource,
  vpcId: string | undefined,
): MisplacedGateway | undefined {
  const attached = [
    ...texts(gateway.inputs.vpcId),
    ...graph
      .withInput(ATTACHMENT, "internetGatewayId", gateway.outputs.id)
      .flatMap(({ inputs }) => texts(inputs.vpcId)),
  ];
  if (attached.length > 0 && (vpcId === undefined || attached.includes(vpcId))) return undefined;
  return {
    resource: gateway,
    because:
      attached.length === 0
        ? "is an internet gateway that is attached to no VPC"
        : `is an internet gateway of the VPC ${attached.join(", ")}, and not of ${vpcId ?? ""}`,
    remedy: `attach an internet gateway to ${vpcId ?? "the VPC"}`,
  };
}
