import type { Architecture } from "./architecture";
import type { ResourceGraph } from "../../testing";
import { withoutSecrets } from "../report/report";
import { Draft } from "./model/architecture-builder";
import { addHosting } from "./model/sagemaker";
import { lifted } from "./model/shared-edges";
import { addNetwork } from "./model/connections";
import { addPermissions } from "./model/permissions";
import { Places } from "./model/locations";
import { addRegistries } from "./model/load-balancers";
import { addServices } from "./model/aws-services";

/** Reads the architecture out of a plan. No secret of the plan is in there. */
export function architectureOf(graph: ResourceGraph): Architecture {
  const draft = new Draft();
  const places = new Places(graph, draft);
  const interfaces = [
    ...addHosting(graph, draft, places),
    ...addRegistries(graph, draft, places),
    // Last, as only those endpoints are drawn that lie where something of the plan does.
    ...addServices(graph, draft, places),
  ];
  addNetwork(graph, draft, places, interfaces);
  addPermissions(graph, draft, places);
  return withoutSecrets(lifted(draft.architecture()), graph);
}
