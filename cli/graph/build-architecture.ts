import type { Architecture } from "./architecture";
import type { ResourceGraph } from "../../testing";
import { withoutSecrets } from "../report/report";
import { ArchitectureBuilder } from "./model/architecture-builder";
import { addSageMaker } from "./model/sagemaker";
import { mergeSharedEdges } from "./model/shared-edges";
import { addConnections } from "./model/connections";
import { addPermissions } from "./model/permissions";
import { Locations } from "./model/locations";
import { addLoadBalancers } from "./model/load-balancers";
import { addAwsServices } from "./model/aws-services";

/** Creates the architecture of a plan, without its secrets. */
export function architectureOf(graph: ResourceGraph): Architecture {
  const builder = new ArchitectureBuilder();
  const locations = new Locations(graph, builder);
  const interfaces = [
    ...addSageMaker(graph, builder, locations),
    ...addLoadBalancers(graph, builder, locations),
    // Last, as only those endpoints are drawn that lie where something of the plan does.
    ...addAwsServices(graph, builder, locations),
  ];
  addConnections(graph, builder, locations, interfaces);
  addPermissions(graph, builder, locations);
  return withoutSecrets(mergeSharedEdges(builder.architecture()), graph);
}
