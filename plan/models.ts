import type { VpcLocation } from "./network/network-locations";
import { parseReference, registryHost, type ImageReference } from "../registry-client/images/reference";
import type { RecordedResource, ResourceGraph } from "./graph";
import { cached } from "./cache";
import { subnetBlocks, vpcIdOf } from "./network/vpc";

import { fields, list, text, texts } from "./values";

/** One container of a model. */
export interface Container {
  readonly model: Model;
  /** The property that holds it, for example `primaryContainer` or `containers[1]`. */
  readonly path: string;
  /** The image as the plan has it; `undefined` where only the deployment knows it. */
  readonly image: string | undefined;
  /** The image's parts; `undefined` where it is unknown or malformed. */
  readonly reference: ImageReference | undefined;
  readonly accessMode: string | undefined;
  readonly credentialsProviderArn: string | undefined;
}

/** A SageMaker model, and where its instances' interfaces lie. */
export interface Model {
  readonly resource: RecordedResource;
  readonly roleArn: string | undefined;
  readonly containers: readonly Container[];
  readonly source: VpcLocation;
}

/** A registry that containers are pulled from, as a name and a port. */
export interface RegistryAddress {
  /** The name in image references, `host[:port]`. */
  readonly registry: string;
  /** The host that answers, which differs for Docker Hub. */
  readonly host: string;
  readonly port: number;
}

const MODELS = ["aws:sagemaker/model:Model", "aws-native:sagemaker:Model"];

/** Every model of a plan. */
export function models(graph: ResourceGraph): readonly Model[] {
  return cached(graph, "models", () => everyModel(graph));
}

/** Whether a container is pulled by SageMaker itself from Amazon ECR, as it does without a private registry. */
function isEcrContainer({ accessMode, reference }: Container): boolean {
  return accessMode !== "Vpc" && reference !== undefined && isEcr(registryHost(reference));
}

/** Whether a host is Amazon ECR's. */
export function isEcr(host: string): boolean {
  return /^[0-9]{12}\.dkr[.-]ecr(-fips)?\./.test(host);
}

/** The models of a plan that pull from a private registry, or are meant to: all but those that pull from Amazon ECR alone. */
export function privateModels(graph: ResourceGraph): readonly Model[] {
  return models(graph).filter(({ containers: all }) => all.length === 0 || !all.every(isEcrContainer));
}

function everyModel(graph: ResourceGraph): readonly Model[] {
  return MODELS.flatMap((type) => graph.ofType(type)).map((resource) => {
    const { inputs } = resource;
    const vpcConfig = fields(inputs.vpcConfig);
    const place = { subnetIds: texts(vpcConfig.subnets), groupIds: texts(vpcConfig.securityGroupIds) };
    const containers: Container[] = [];
    const model: Model = {
      resource,
      roleArn: text(inputs.executionRoleArn),
      containers,
      source: {
        title: `the model "${resource.name}"`,
        resource,
        ...place,
        vpcId: vpcIdOf(graph, place),
        blocks: subnetBlocks(graph, place.subnetIds),
      },
    };
    const primary = fields(inputs.primaryContainer);
    if (Object.keys(primary).length > 0) containers.push(container(model, "primaryContainer", primary));
    list(inputs.containers).forEach((each, index) =>
      containers.push(container(model, `containers[${index}]`, each)),
    );
    return model;
  });
}

/** Whether a model names subnets and security groups of which the plan does not tell, as those of a component. */
export function hasUnknownLocation({ resource: { inputs } }: Model): boolean {
  const vpcConfig = fields(inputs.vpcConfig);
  return (
    Object.keys(vpcConfig).length > 0 &&
    (vpcConfig.subnets === undefined || vpcConfig.securityGroupIds === undefined)
  );
}

/** Every container of a plan. */
export function containers(graph: ResourceGraph): readonly Container[] {
  return privateModels(graph).flatMap((model) => model.containers);
}

/** The ARNs of the credentials functions of a model's containers. */
export function providersOf({ containers: all }: Model): readonly string[] {
  return [...new Set(all.flatMap(({ credentialsProviderArn: arn }) => (arn === undefined ? [] : [arn])))];
}

/** The function with an ARN, which may end in a version or an alias, if the plan makes it. */
export function functionByArn(graph: ResourceGraph, arn: string): RecordedResource | undefined {
  return graph.byOutput("aws:lambda/function:Function", "arn", arn.split(":").slice(0, 7).join(":"));
}

/** The registry that a container is pulled from; `undefined` where the image is unknown. */
export function registryOf({ reference }: Container): RegistryAddress | undefined {
  if (reference === undefined) return undefined;
  const address = registryHost(reference);
  const port = /:(\d+)$/.exec(address)?.[1];
  return {
    registry: reference.registry,
    host: port === undefined ? address : address.slice(0, -port.length - 1),
    port: port === undefined ? 443 : Number(port),
  };
}

/** How messages name a container of a model with several. */
export function containerSuffix({ model, path }: Container): string {
  return model.containers.length === 1 ? "" : ` (${path})`;
}

/** A model and a registry that it pulls from: what most rules are about. */
export interface Pull {
  readonly model: Model;
  readonly registry: RegistryAddress;
  /** The containers pulled from there. */
  readonly containers: readonly Container[];
}

/** Which models pull from which registries. */
export function pulls(graph: ResourceGraph): readonly Pull[] {
  return cached(graph, "pulls", () => pullsOf(graph));
}

function pullsOf(graph: ResourceGraph): readonly Pull[] {
  return privateModels(graph).flatMap((model) => {
    const byRegistry = new Map<string, Pull>();
    for (const each of model.containers) {
      const registry = registryOf(each);
      if (registry === undefined) continue;
      const known = byRegistry.get(registry.registry);
      byRegistry.set(registry.registry, {
        model,
        registry,
        containers: [...(known?.containers ?? []), each],
      });
    }
    return [...byRegistry.values()];
  });
}

function container(model: Model, path: string, value: Readonly<Record<string, unknown>>): Container {
  const image = text(value.image);
  const imageConfig = fields(value.imageConfig);
  return {
    model,
    path,
    image,
    reference: image === undefined ? undefined : parsed(image),
    accessMode: text(imageConfig.repositoryAccessMode),
    credentialsProviderArn: text(fields(imageConfig.repositoryAuthConfig).repositoryCredentialsProviderArn),
  };
}

function parsed(image: string): ImageReference | undefined {
  try {
    return parseReference(image);
  } catch {
    return undefined;
  }
}
