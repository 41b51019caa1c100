import type { RegistryAddress } from "../../../plan/models";
import { backends, findRegistry } from "../../../plan/registry/index";
import { fields, list, text } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { configurationIn, type RegistryConfiguration } from "./registry-configuration";

/** A registry that the plan makes. */
export interface PlannedHost {
  /** Its host name, without a port. */
  readonly hostname: string;
  readonly doors: readonly PlannedDoor[];
}

/** A port of a registry, and the service behind it. */
export interface PlannedDoor {
  readonly port: number;
  /** The logical name of the task definition; absent where the plan has none. */
  readonly resource?: string;
  readonly configuration: RegistryConfiguration;
  /** The users with the bcrypt hashes of their passwords, as an htpasswd file has them; absent where there are none. */
  readonly htpasswd?: string;
  /** What else of the environment the registry's process is started with. */
  readonly environment: Readonly<Record<string, string>>;
}

const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];

/** The registry behind the plan's load balancer, with every door that runs CNCF distribution. */
export function hostOf(graph: ResourceGraph, address: RegistryAddress): PlannedHost | undefined {
  const location = findRegistry(graph, address);
  if (location.kind !== "load-balancer") return undefined;
  const { arn } = location.loadBalancer.outputs;
  const doors = LISTENERS.flatMap((type) => graph.ofType(type))
    .filter(({ inputs }) => inputs.loadBalancerArn === arn)
    .flatMap((listener) =>
      backends(graph, listener).flatMap(({ taskDefinition }) =>
        taskDefinition === undefined ? [] : doorOf(graph, Number(listener.inputs.port), taskDefinition),
      ),
    );
  return doors.some(({ port }) => port === address.port) ? { hostname: address.host, doors } : undefined;
}

function doorOf(
  graph: ResourceGraph,
  port: number,
  taskDefinition: RecordedResource,
): readonly PlannedDoor[] {
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

/** What a start script reads and takes away again: the registry's process does not see it. */
const CONFIGURATION_NAMES = ["CONFIGURATION", "HTPASSWD"];

/** Whether a text holds users with bcrypt hashes. */
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
 * The text of a secret that ECS puts into a variable, `<arn>:<key>:<stage>:<version>`.
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
