import { platformOf as platformOfInstance } from "../../../components/common/platform";
import { containers, registryOf, type Container, type RegistryAddress } from "../../../plan/models";
import { fields, list, text } from "../../../plan/values";
import { parseReference, type ImageReference } from "../../../registry-client";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { hostOf, type PlannedHost } from "../registry/planned-registry";
import {
  functionWithArn,
  functionWithName,
  isGap,
  type FunctionGap,
  type PlannedFunction,
} from "../lambda/planned-function";

/** One image that a plan's models pull, and all that the plan has to do with it. */
export interface PlannedPull {
  /** The first container that runs the image. */
  readonly container: Container;
  readonly address: RegistryAddress;
  /** The image as the program names it: by a digest, or by a tag that a preflight resolves. */
  readonly reference: ImageReference;
  /** What publishes the image; absent where it is in the registry already. */
  readonly publication: PlannedPublication | undefined;
  /** The registry, where the plan makes it. */
  readonly host: PlannedHost | undefined;
  /** The ARN of the function that answers with the credentials; absent for a registry that asks for none. */
  readonly credentialsProviderArn: string | undefined;
  /** That function, or why it cannot be run here; absent for a registry that asks for none. */
  readonly credentials: PlannedFunction | FunctionGap | undefined;
  /** The function that checks the pull, and what it is asked; absent where the plan has none. */
  readonly preflight: { readonly function: PlannedFunction; readonly event: object } | undefined;
  /** What the instances run, as `linux/amd64`. */
  readonly platform: string;
}

/** The publication of an image. */
export interface PlannedPublication {
  /** The call of the function. */
  readonly resource: RecordedResource;
  readonly function: PlannedFunction;
  readonly event: object;
  /** The archive as an object in S3; `undefined` where the plan does not put it there. */
  readonly object: RecordedResource | undefined;
}

/**
 * Every image that a plan's models pull, once for each platform that they run on; those of which only the deployment knows
 * the name are left out.
 */
export function planOfPulls(graph: ResourceGraph): readonly PlannedPull[] {
  const byImage = new Map<string, Container[]>();
  for (const container of containers(graph)) {
    const { image } = container;
    if (image !== undefined) byImage.set(image, [...(byImage.get(image) ?? []), container]);
  }
  const pulls: PlannedPull[] = [];
  for (const [container, ...alike] of byImage.values()) {
    if (container === undefined) continue;
    for (const platform of platformsOf(graph, [container, ...alike])) {
      const pull = planOfPull(graph, container, platform);
      if (pull !== undefined) pulls.push(pull);
    }
  }
  return pulls;
}

function planOfPull(graph: ResourceGraph, container: Container, platform: string): PlannedPull | undefined {
  const address = registryOf(container);
  if (address === undefined || container.reference === undefined) return undefined;
  const { credentialsProviderArn } = container;
  const asked = askedOfPreflight(graph, container, platform);
  const preflight = asked && functionWithArn(graph, asked.functionArn);
  return {
    container,
    address,
    reference: asked === undefined ? container.reference : parseReference(asked.image),
    publication: publicationOf(graph, container.reference),
    host: hostOf(graph, address),
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

interface Asked {
  readonly functionArn: string;
  readonly image: string;
  readonly event: object;
}

/**
 * What the plan asks of the preflight about a container's image on a platform; a tag has become a digest by the answer.
 */
function askedOfPreflight(
  graph: ResourceGraph,
  { image, reference }: Container,
  platform: string,
): Asked | undefined {
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

/** The texts of all secrets that the plan makes, by their ARNs, names and ids. */
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

/** The platforms of the instances that containers' models run on; that of the most types where the plan does not tell. */
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
