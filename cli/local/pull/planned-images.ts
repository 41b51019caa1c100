import { platformOf as platformOfInstance } from "../../../components/common/platform";
import { containers, registryOf, type Container, type RegistryAddress } from "../../../plan/models";
import { fields, list, text } from "../../../plan/values";
import { parseReference, type ImageReference } from "../../../registry-client";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { plannedRegistryOf, type PlannedRegistry } from "../registry/planned-registry";
import {
  functionWithArn,
  functionWithName,
  isGap,
  type FunctionGap,
  type PlannedFunction,
} from "../lambda/planned-function";

/** One image that a plan's models pull, with the resources of the plan that take part. */
export interface PlannedPull {
  /** The first container that runs the image. */
  readonly container: Container;
  readonly address: RegistryAddress;
  /** The image reference in the program, with a digest, or a tag that a preflight resolves. */
  readonly reference: ImageReference;
  /** The publication of the image; absent where the registry has it already. */
  readonly publication: PlannedPublication | undefined;
  /** The registry; absent where the plan does not create it. */
  readonly host: PlannedRegistry | undefined;
  /** The ARN of the credentials function; absent for a registry without credentials. */
  readonly credentialsProviderArn: string | undefined;
  /** The credentials function, or why it cannot run here; absent for a registry without credentials. */
  readonly credentials: PlannedFunction | FunctionGap | undefined;
  /** The preflight function with its event; absent where the plan has none. */
  readonly preflight: { readonly function: PlannedFunction; readonly event: object } | undefined;
  /** The platform of the instances, for example `linux/amd64`. */
  readonly platform: string;
}

/** The publication of an image. */
export interface PlannedPublication {
  /** The call of the function. */
  readonly resource: RecordedResource;
  readonly function: PlannedFunction;
  readonly event: object;
  /** The archive as an object in S3; `undefined` where the plan does not upload it. */
  readonly object: RecordedResource | undefined;
}

/**
 * Every image that a plan's models pull, once for each platform; images with a reference that only the deployment knows
 * are skipped.
 */
export function plannedPulls(graph: ResourceGraph): readonly PlannedPull[] {
  const byImage = new Map<string, Container[]>();
  for (const container of containers(graph)) {
    const { image } = container;
    if (image !== undefined) byImage.set(image, [...(byImage.get(image) ?? []), container]);
  }
  const pulls: PlannedPull[] = [];
  for (const [container, ...alike] of byImage.values()) {
    if (container === undefined) continue;
    for (const platform of platformsOf(graph, [container, ...alike])) {
      const pull = plannedPull(graph, container, platform);
      if (pull !== undefined) pulls.push(pull);
    }
  }
  return pulls;
}

function plannedPull(graph: ResourceGraph, container: Container, platform: string): PlannedPull | undefined {
  const address = registryOf(container);
  if (address === undefined || container.reference === undefined) return undefined;
  const { credentialsProviderArn } = container;
  const asked = preflightRequest(graph, container, platform);
  const preflight = asked && functionWithArn(graph, asked.functionArn);
  return {
    container,
    address,
    reference: asked === undefined ? container.reference : parseReference(asked.image),
    publication: publicationOf(graph, container.reference),
    host: plannedRegistryOf(graph, address),
    credentialsProviderArn,
    credentials:
      credentialsProviderArn === undefined ? undefined : functionWithArn(graph, credentialsProviderArn),
    preflight:
      preflight === undefined || isGap(preflight)
        ? undefined
        : { function: preflight, event: asked?.event ?? {} },
    platform,
  };
}

/** The call whose made-up answer is the digest that the plan then has. */
function publicationOf(
  graph: ResourceGraph,
  { repository, digest }: ImageReference,
): PlannedPublication | undefined {
  for (const resource of graph.ofType("aws:lambda/invocation:Invocation")) {
    const event = json(resource.inputs.input);
    const destination = fields(fields(event["destination"])["registry"]);
    const isIt =
      fields(json(resource.outputs.result))["digest"] === digest && destination["repository"] === repository;
    const planned = isIt ? functionWithName(graph, resource.inputs.functionName) : undefined;
    if (planned === undefined) continue;
    const { bucket, key } = fields(fields(event["source"])["archive"]);
    const object = graph
      .ofType("aws:s3/bucketObjectv2:BucketObjectv2")
      .find(({ inputs, outputs }) => inputs.key === key && [inputs.bucket, outputs.bucket].includes(bucket));
    return { resource, function: planned, event, object };
  }
  return undefined;
}

interface PreflightRequest {
  readonly functionArn: string;
  readonly image: string;
  readonly event: object;
}

/**
 * The preflight's event in the plan for a container's image on a platform; the response replaces a tag by a digest.
 */
function preflightRequest(
  graph: ResourceGraph,
  { image, reference }: Container,
  platform: string,
): PreflightRequest | undefined {
  for (const { token, inputs, outputs } of graph.calls) {
    if (token !== "aws:lambda/getInvocation:getInvocation") continue;
    const event = json(inputs.input);
    const { image: asked } = event;
    const functionArn = text(inputs.functionName);
    if (typeof asked !== "string" || functionArn === undefined || event["platform"] !== platform) continue;
    const digest = fields(json(outputs.result))["digest"];
    const isResolved =
      digest !== undefined &&
      digest === reference?.digest &&
      parsed(asked)?.repository === reference?.repository;
    if (asked === image || isResolved) return { functionArn, image: asked, event };
  }
  return undefined;
}

/** The values of all secrets that the plan creates, by ARN, name and id. */
export function secretsOf(graph: ResourceGraph): ReadonlyMap<string, string> {
  return new Map(
    graph.ofType("aws:secretsmanager/secretVersion:SecretVersion").flatMap(({ inputs }) => {
      const { secretId, secretString } = inputs;
      if (typeof secretId !== "string" || typeof secretString !== "string") return [];
      const { arn, name } = graph.byId(secretId)?.outputs ?? {};
      return [secretId, arn, name].flatMap((id) =>
        typeof id === "string" ? [[id, secretString] as const] : [],
      );
    }),
  );
}

/** The platforms of the instances of containers' models; linux/amd64 where the plan does not contain them. */
function platformsOf(graph: ResourceGraph, of: readonly Container[]): readonly string[] {
  const platforms = of
    .flatMap(({ model }) => variantsOf(graph, model))
    .flatMap(({ instanceType }) => text(instanceType) ?? [])
    .map(platformOfInstance);
  return platforms.length === 0 ? ["linux/amd64"] : [...new Set(platforms)];
}

/** The variants that serve a model, the shadows after the others. */
export function variantsOf(
  graph: ResourceGraph,
  { resource }: Container["model"],
): readonly Readonly<Record<string, unknown>>[] {
  const configurations = graph.ofType("aws:sagemaker/endpointConfiguration:EndpointConfiguration");
  return ["productionVariants", "shadowProductionVariants"]
    .flatMap((property) => configurations.flatMap(({ inputs }) => list(inputs[property])))
    .filter(({ modelName }) => modelName === resource.outputs.name);
}

function parsed(image: string): ImageReference | undefined {
  try {
    return parseReference(image);
  } catch {
    return undefined;
  }
}

function json(value: unknown): Readonly<Record<string, unknown>> {
  try {
    return fields(typeof value === "string" ? (JSON.parse(value) as unknown) : undefined);
  } catch {
    return {};
  }
}
