import { ENDPOINTS, type EndpointId } from "./questions";

/**
 * The names of a run's endpoints at AWS. They are known before there is any: an endpoint that failed, or whose creation was
 * interrupted, is in no state.
 * @param runId tells the run's endpoints from those of others in the account
 */
export const endpointNames = (runId: string): Readonly<Record<EndpointId, string>> =>
  Object.fromEntries(ENDPOINTS.map((id) => [id, `evidence-${id}-${runId}`])) as Record<EndpointId, string>;
