import { truthOf, type Truth } from "../truth";
import { isFact } from "../facts/fact";
import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { regionOf } from "../regions";
import { text } from "../values";
import { resourceOf, findVpc } from "./vpc";

const PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
const ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter";

/** A peering connection, seen from one of its VPCs. */
export interface Peering {
  readonly connection: RecordedResource;
  readonly peerVpcId: string;
  /** Whether the owner of the other VPC has accepted it. */
  readonly accepted: Truth;
  /** Whether its VPCs are in one Region, so that security groups may refer to each other. */
  readonly inOneRegion: boolean;
}

/** A peering connection, seen from a VPC, if the plan tells. */
export function peeringOf(
  graph: ResourceGraph,
  connectionId: string,
  vpcId: string | undefined,
): Peering | undefined {
  const connection = resourceOf(graph, connectionId, PEERING);
  const ends = [text(connection?.inputs.vpcId), text(connection?.inputs.peerVpcId)];
  const peerVpcId = ends.includes(vpcId) ? ends.find((each) => each !== vpcId) : undefined;
  if (connection === undefined || peerVpcId === undefined) return undefined;
  const [own, peerRegion] = [regionOf(graph, connection), text(connection.inputs.peerRegion)];
  return {
    connection,
    peerVpcId,
    accepted: isAccepted(graph, connection),
    inOneRegion: peerRegion === undefined || own === undefined || peerRegion === own,
  };
}

/** The accepted peering connection between two VPCs, if the plan has one. */
export function peeringBetween(
  graph: ResourceGraph,
  vpcId: string | undefined,
  other: string | undefined,
): Peering | undefined {
  if (vpcId === undefined || other === undefined) return undefined;
  return cached(graph, `peering of ${vpcId} and ${other}`, () =>
    [...graph.withInput(PEERING, "vpcId", vpcId), ...graph.withInput(PEERING, "peerVpcId", vpcId)]
      .flatMap(({ outputs }) => peeringOf(graph, text(outputs.id) ?? "", vpcId) ?? [])
      .find(({ peerVpcId, accepted }) => peerVpcId === other && accepted !== "no"),
  );
}

/** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html */
function isAccepted(graph: ResourceGraph, connection: RecordedResource): Truth {
  const { inputs, outputs } = connection;
  if (outputs.acceptStatus !== undefined) return truthOf(outputs.acceptStatus === "active");
  if (inputs.autoAccept === true || isFact(connection)) return "yes";
  const accepters = graph.withInput(ACCEPTER, "vpcPeeringConnectionId", outputs.id);
  if (accepters.some((each) => each.inputs.autoAccept === true)) return "yes";
  // Whoever has the other VPC may accept it.
  const hasBoth = [inputs.vpcId, inputs.peerVpcId].every((id) => findVpc(graph, id) !== undefined);
  return hasBoth && accepters.length === 0 ? "no" : "unknown";
}
