import { parseCredentialsLine, type CredentialsCall } from "./logs/credentials-log";
import { parseLoadBalancerLine, type LoadBalancerRequest } from "./logs/load-balancer-log";
import { parseRegistryLine, type RegistryRequest } from "./logs/registry-log";
import { repositoryOf, type EndpointId } from "./questions";

/** What came of the one request that an endpoint was sent. */
export interface Invocation {
  readonly answered: boolean;
  /** The answer, or why there was none. */
  readonly detail: string;
}

/** What is known of one endpoint. */
export interface EndpointEvidence {
  /** Its name at AWS; absent where it was never made. */
  readonly name?: string;
  /** As SageMaker tells it, `InService` or `Failed`; absent where it is not there. */
  readonly status?: string;
  readonly failureReason?: string;
  /** When endpoint and model were made, in milliseconds since 1970. */
  readonly createdAt?: number;
  readonly modelCreatedAt?: number;
  /** What the deployment said of it where something failed. */
  readonly errors: readonly string[];
  /** Absent where there was nothing to be asked. */
  readonly invocation?: Invocation;
}

/** What a run has collected: lines of logs, word for word, and what SageMaker says of the endpoints. */
export interface Collected {
  readonly endpoints: Readonly<Partial<Record<EndpointId, EndpointEvidence>>>;
  /** The logs of the services that images are pulled from. */
  readonly registryLines: readonly string[];
  readonly loadBalancerLines: readonly string[];
  /** The logs of the credentials functions, by the endpoints that they are for. */
  readonly credentialsLines: Readonly<Partial<Record<EndpointId, readonly string[]>>>;
}

const byTime = (one: { readonly time: number }, other: { readonly time: number }): number =>
  one.time - other.time;

/** The requests of an endpoint's pulls, in order. */
export function pullsOf({ registryLines }: Collected, id: EndpointId): readonly RegistryRequest[] {
  return registryLines
    .flatMap((line) => parseRegistryLine(line) ?? [])
    .filter(({ repository }) => repository === repositoryOf(id))
    .sort(byTime);
}

/** The requests that tell no repository: whether there is a registry, and who asks it. */
export function pingsOf({ registryLines }: Collected): readonly RegistryRequest[] {
  return registryLines
    .flatMap((line) => parseRegistryLine(line) ?? [])
    .filter(({ kind }) => kind === "ping")
    .sort(byTime);
}

/** What the load balancers tell of the pulls: pushes come in by another port. */
export function balancedPulls({ loadBalancerLines }: Collected): readonly LoadBalancerRequest[] {
  return loadBalancerLines
    .flatMap((line) => parseLoadBalancerLine(line) ?? [])
    .filter(({ path, port }) => port === "443" && path.startsWith("/v2/"))
    .sort(byTime);
}

/** The times that an endpoint's credentials function was asked. */
export function askedFor({ credentialsLines }: Collected, id: EndpointId): readonly CredentialsCall[] {
  return (credentialsLines[id] ?? []).flatMap((line) => parseCredentialsLine(line) ?? []).sort(byTime);
}
