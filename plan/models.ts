import { parseReference, registryHost, type ImageReference } from "../registry-client/reference";
import type { RecordedResource, ResourceGraph } from "./graph";
import { subnetBlocks, vpcIdOf } from "./network/vpc";
import type { Source } from "./network/paths";
import { fields, list, text, texts } from "./values";

/** One container of a model. */
export interface Container {
  readonly model: Model;
  /** The property that holds it, as `primaryContainer` or `containers[1]`. */
  readonly path: string;
  /** The image as the plan has it; `undefined` where only the deployment knows it. */
  readonly image: string | undefined;
  /** The image's parts; `undefined` where it is not known or malformed. */
  readonly reference: ImageReference | undefined;
  readonly accessMode: string | undefined;
  readonly credentialsProviderArn: string | undefined;
}

/** A SageMaker model, and where its instances' interfaces lie. */
export interface Model {
  readonly resource: RecordedResource;
  readonly roleArn: string | undefined;
  readonly containers: readonly Container[];
  readonly source: Source;
}

/** A registry that containers are pulled from, as a name and a port. */
export interface RegistryAddress {
  /** The name in image references, `host[:port]`. */
  readonly registry: string;
  /** The host that answers, which differs for Docker Hub. */
  readonly host: string;
  readonly port: number;
}

/** Every model of a plan. */
export function models(graph: ResourceGraph): readonly Model[] {
  return graph.ofType("aws:sagemaker/model:Model").map((resource) => {
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

/** Every container of a plan. */
export function containers(graph: ResourceGraph): readonly Container[] {
  return models(graph).flatMap((model) => model.containers);
}

/** The registry that a container is pulled from; `undefined` where the image is not known. */
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
export function at({ model, path }: Container): string {
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
  return models(graph).flatMap((model) => {
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
