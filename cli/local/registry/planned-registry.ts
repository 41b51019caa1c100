import type { RegistryAddress } from "../../../plan/models";
import { backends, findRegistry } from "../../../plan/registry/index";
import { fields, list, text } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { configurationIn, type RegistryConfiguration } from "./registry-configuration";

/** A registry that the plan creates. */
export interface PlannedRegistry {
  /** Its host name, without a port. */
  readonly hostname: string;
  readonly services: readonly PlannedService[];
}

/** A service of a registry, with its port. */
export interface PlannedService {
  readonly port: number;
  /** The logical name of the task definition; absent where the plan has none. */
  readonly resource?: string;
  readonly configuration: RegistryConfiguration;
  /** The users with bcrypt hashes of their passwords, in htpasswd format; absent where there are none. */
  readonly htpasswd?: string;
  /** The other environment variables of the registry's process. */
  readonly environment: Readonly<Record<string, string>>;
}

const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];

/** The registry behind the plan's load balancer, with every service that runs CNCF distribution. */
export function plannedRegistryOf(
  graph: ResourceGraph,
  address: RegistryAddress,
): PlannedRegistry | undefined {
  const location = findRegistry(graph, address);
  if (location.kind !== "load-balancer") return undefined;
  const { arn } = location.loadBalancer.outputs;
  const services = LISTENERS.flatMap((type) => graph.ofType(type))
    .filter(({ inputs }) => inputs.loadBalancerArn === arn)
    .flatMap((listener) =>
      backends(graph, listener).flatMap(({ taskDefinition }) =>
        taskDefinition === undefined ? [] : serviceOf(graph, Number(listener.inputs.port), taskDefinition),
      ),
    );
  return services.some(({ port }) => port === address.port)
    ? { hostname: address.host, services }
    : undefined;
}

function serviceOf(
  graph: ResourceGraph,
  port: number,
  taskDefinition: RecordedResource,
): readonly PlannedService[] {
  for (const container of containersOf(taskDefinition)) {
    const variables = list(container["environment"]).map(({ name, value }) => [
      text(name) ?? "",
      text(value) ?? "",
    ]);
    const held = list(container["secrets"]).map(({ name, valueFrom }) => [
      text(name) ?? "",
      secretOf(graph, text(valueFrom) ?? "") ?? "",
    ]);
    const environment = Object.fromEntries([...variables, ...held]) as Record<string, string>;
    const configuration = Object.values(environment)
      .map(configurationIn)
      .find((found) => found !== undefined);
    if (configuration === undefined) continue;
    const htpasswd = Object.values(environment).find(isHtpasswd);
    const rest = Object.entries(environment).filter(
      ([name, value]) => value !== "" && value !== htpasswd && !CONFIGURATION_NAMES.includes(name),
    );
    return [
      {
        port,
        resource: taskDefinition.name,
        configuration,
        ...(htpasswd === undefined ? {} : { htpasswd }),
        environment: Object.fromEntries(rest.filter(([, value]) => configurationIn(value) === undefined)),
      },
    ];
  }
  return [];
}

/** Variables that the start script reads and unsets. */
const CONFIGURATION_NAMES = ["CONFIGURATION", "HTPASSWD"];

/** Whether a text is a htpasswd file with bcrypt hashes. */
function isHtpasswd(value: string): boolean {
  return /^[^:\s]+:\$2[aby]\$\d\d\$/.test(value);
}

function containersOf({ inputs }: RecordedResource): readonly Readonly<Record<string, unknown>>[] {
  try {
    return list(JSON.parse(text(inputs.containerDefinitions) ?? "[]"));
  } catch {
    return [];
  }
}

/**
 * The value of a secret that ECS passes in a variable, `<arn>:<key>:<stage>:<version>`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
function secretOf(graph: ResourceGraph, reference: string): string | undefined {
  const parts = reference.split(":");
  const [arn, key, version] = [parts.slice(0, 7).join(":"), parts[7] ?? "", parts[9]];
  const versions = graph
    .ofType("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ inputs }) => inputs.secretId === arn);
  const found = versions.find(({ outputs }) => outputs.versionId === version) ?? versions.at(-1);
  const whole = text(found?.inputs.secretString);
  if (key === "" || whole === undefined) return whole;
  try {
    return text(fields(JSON.parse(whole) as unknown)[key]);
  } catch {
    return undefined;
  }
}
