import { endpointName, REDIRECTING_REGISTRY, REGISTRY } from "./program";
import { ENDPOINTS, type EndpointId } from "./questions";

/** A resource in a stack's state, as `pulumi stack export` writes it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The log groups and endpoints in the account. Where a deployment failed, some are absent. */
export interface DeployedResources {
  readonly region: string | undefined;
  /** Names of the log groups of the services that images are pulled from. */
  readonly registryLogGroups: readonly string[];
  /** Names of the log groups of the credentials functions. */
  readonly credentialsLogGroups: Readonly<Partial<Record<EndpointId, string>>>;
  /** Name of the bucket with the load balancers' logs. */
  readonly bucket: string | undefined;
  /** Names of the registries' ECS clusters. */
  readonly clusters: readonly string[];
  /** Names of endpoints and models at AWS. An endpoint that failed is in no state: its name is known all the same. */
  readonly endpoints: Readonly<Partial<Record<EndpointId, string>>>;
  readonly models: Readonly<Partial<Record<EndpointId, string>>>;
}

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const CLUSTER = "aws:ecs/cluster:Cluster";
const MODEL = "aws:sagemaker/model:Model";
const BUCKET = "aws:s3/bucket:Bucket";

/**
 * Finds the deployed resources in a stack's state: outputs of a program that failed are not there.
 * @param names the endpoints' names, where the stack has any
 */
export function deployedResources(
  resources: readonly StateResource[],
  names: Readonly<Partial<Record<EndpointId, string>>> = {},
): DeployedResources {
  const find = (type: string, name: string): StateResource | undefined =>
    resources.find((resource) => resource.type === type && logicalName(resource.urn) === name);
  const idOf = (type: string, name: string): string | undefined => {
    const id = find(type, name)?.id;
    return id === "" ? undefined : id;
  };
  const byEndpoint = (nameOf: (id: EndpointId) => string | undefined) =>
    Object.fromEntries(
      ENDPOINTS.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [[id, name]];
      }),
    );
  const registries = [REGISTRY, REDIRECTING_REGISTRY];
  return {
    region: resources.flatMap(({ type, outputs }) =>
      type === LOG_GROUP ? (regionOf(outputs?.arn) ?? []) : [],
    )[0],
    registryLogGroups: registries.flatMap((name) => idOf(LOG_GROUP, `${name}-pull-logs`) ?? []),
    credentialsLogGroups: byEndpoint((id) =>
      registries
        .map((name) => idOf(LOG_GROUP, `${name}-${id}-credentials-logs`))
        .find((group) => group !== undefined),
    ),
    bucket: idOf(BUCKET, "evidence-logs"),
    clusters: registries.flatMap((name) => find(CLUSTER, name)?.outputs?.name ?? []).map(String),
    endpoints: byEndpoint((id) => idOf(ENDPOINT, `${endpointName(id)}-endpoint`) ?? names[id]),
    models: byEndpoint((id) => idOf(MODEL, `${endpointName(id)}-model`)),
  };
}

/** The name that a program gave a resource: the end of its URN. */
export const logicalName = (urn: string): string => urn.split("::").slice(3).join("::");

/** The endpoint that a resource is a part of alone; nothing where several need it. */
export function endpointOf(urn: string): EndpointId | undefined {
  const name = logicalName(urn);
  // `evidence-redirects-registry` begins as the parts of the endpoint `redirects` do.
  const owners = (id: EndpointId): readonly string[] =>
    isPartOf(name, REDIRECTING_REGISTRY)
      ? [`${REDIRECTING_REGISTRY}-${id}`]
      : [endpointName(id), `${REGISTRY}-${id}`];
  return ENDPOINTS.find((id) => owners(id).some((owner) => isPartOf(name, owner)));
}

const isPartOf = (name: string, owner: string): boolean => name === owner || name.startsWith(`${owner}-`);

function regionOf(arn: unknown): string | undefined {
  return typeof arn === "string" ? arn.split(":")[3] : undefined;
}
