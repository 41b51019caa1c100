import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import type { RegistryAddress } from "../models";
import { json, list, text, texts } from "../values";
import { backends, listenerAt } from "./listeners";
import { findRegistry } from "./registry-location";

/** A container of an ECS task. */
export interface TaskContainer {
  readonly image: string;
  /** Its command, entry point and environment, in which a registry's configuration stands. */
  readonly settings: readonly string[];
}

/** The containers of an ECS task definition. */
export function taskContainers(taskDefinition: RecordedResource | undefined): readonly TaskContainer[] {
  return list(json(taskDefinition?.inputs.containerDefinitions)).map((each) => ({
    image: text(each.image) ?? "",
    settings: [
      ...texts(each.entryPoint),
      ...texts(each.command),
      ...list(each.environment).flatMap(({ name, value }) => [`${text(name) ?? ""}=${text(value) ?? ""}`]),
    ],
  }));
}

/** What a plan tells of a registry that it makes itself, or that the world knows. */
export interface RegistrySoftware {
  /** The software that answers, where it is known to speak the Docker Registry HTTP API V2. */
  readonly speaksV2?: string;
  /** Whether pulls need credentials. */
  readonly authentication?: boolean;
  /** The host that issues bearer tokens, where pulls need one. */
  readonly authorizationHost?: string;
  /** Whether blobs are answered with a redirect to S3. */
  readonly redirectsToS3?: boolean;
  /** Whether the world reaches it: its blobs then come from the internet too, and its certificate is a public one. */
  readonly isPublic?: boolean;
  /** The resource that tells. */
  readonly declaredBy?: RecordedResource;
}

const PUBLIC_REGISTRIES: Readonly<Record<string, RegistrySoftware>> = {
  "docker.io": { speaksV2: "Docker Hub", authorizationHost: "auth.docker.io", isPublic: true },
  "ghcr.io": { speaksV2: "GitHub's registry", authorizationHost: "ghcr.io", isPublic: true },
  "quay.io": { speaksV2: "Quay", authorizationHost: "quay.io", isPublic: true },
  "registry.gitlab.com": { speaksV2: "GitLab's registry", authorizationHost: "gitlab.com", isPublic: true },
};

const REGISTRY_IMAGE =
  /(^|\/)(distribution|registry|docker-registry|harbor-registry|registry-photon|nexus3|zot(-linux-\w+)?(-minimal)?|artifactory-\w+|gitlab-container-registry)([:@]|$)/;

/** What a plan tells of a registry. */
export function registrySoftware(graph: ResourceGraph, address: RegistryAddress): RegistrySoftware {
  const known = PUBLIC_REGISTRIES[address.registry];
  if (known !== undefined) return known;
  return cached(graph, `traits of ${address.registry}`, () => ofPlan(graph, address));
}

function ofPlan(graph: ResourceGraph, address: RegistryAddress): RegistrySoftware {
  const location = findRegistry(graph, address);
  if (location.kind !== "load-balancer") return {};
  const listener = listenerAt(graph, location.loadBalancer, address.port);
  if (listener === undefined) return {};
  for (const { taskDefinition } of backends(graph, listener, address.host)) {
    for (const { image, settings } of taskContainers(taskDefinition)) {
      const configuration = settings.map((each) => distribution(each)).find((each) => each !== undefined);
      if (configuration === undefined && !REGISTRY_IMAGE.test(image)) continue;
      return {
        speaksV2: configuration === undefined ? image : `CNCF distribution, image ${image}`,
        ...configuration,
        declaredBy: taskDefinition,
      };
    }
  }
  return {};
}

/** Reads what matters here from a configuration of CNCF distribution, in YAML or JSON. */
function distribution(setting: string): Omit<RegistrySoftware, "speaksV2" | "toldBy"> | undefined {
  const is = (pattern: string) =>
    new RegExp(pattern.replaceAll(":", `["']?\\s*:\\s*\\{?\\s*["']?`)).test(setting);
  if (!is("version:0\\.1") || !is("\\bstorage:")) return undefined;
  const token = is("\\bauth:token:");
  const realm = /\brealm["']?\s*:\s*["']?https?:\/\/([^/"'\s:]+)/.exec(setting)?.[1];
  return {
    authentication: is("\\bauth:"),
    ...(token && realm !== undefined ? { authorizationHost: realm } : {}),
    // A registry on the file system, or in memory, has nowhere to redirect to.
    redirectsToS3: is("\\bs3:") && !is("\\bredirect:disable:true"),
  };
}
