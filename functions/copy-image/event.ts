import {
  type ImageReference,
  InvalidReferenceError,
  isDigest,
  parsePlatform,
  parseReference,
  type Platform,
  type ReferencePart,
} from "../../registry-client";
import type {
  ArchiveLocation,
  CopyDestination,
  CopyDestinations,
  CopyImageEvent,
  CopySources,
  EcrDestination,
  LayoutDestination,
  OneOf,
  RegistryDestination,
  RegistryImage,
  StagedLayout,
} from "../contract";
import {
  flag,
  matching,
  object,
  oneOf,
  optional,
  platform,
  type Reader,
  readEvent,
  reference,
  text,
} from "../shared/event-reader";
import type { CopySettings } from "./settings";

/** Image in a registry. */
export interface RegistryImageName {
  readonly registry: string;
  readonly repository: string;
  readonly digest: string;
}

/** A valid event. */
export interface CopyRequest {
  readonly source: OneOf<Omit<CopySources, "registry"> & { readonly registry: RegistryImageName }>;
  readonly destination: CopyDestination;
  readonly platform: Platform | undefined;
  readonly format: "docker" | "preserve";
  readonly recompressZstd: boolean;
}

/**
 * Reads an event.
 * @param settings limits the registries that are read, and the location that is written
 * @throws InvalidEventError naming every problem
 */
export function parseEvent(event: unknown, settings: CopySettings): CopyRequest {
  const { source, destination, mediaTypes, recompressZstd, ...rest } = readEvent(
    "copy-image",
    event,
    eventOf(settings),
  );
  return {
    source: "registry" in source ? { registry: nameOf(source.registry) } : source,
    destination,
    platform: rest.platform === undefined ? undefined : parsePlatform(rest.platform),
    format: mediaTypes === "DockerSchema2" ? "docker" : "preserve",
    recompressZstd: recompressZstd ?? false,
  };
}

const eventOf = (settings: CopySettings): Reader<CopyImageEvent> =>
  object<CopyImageEvent>({
    source: oneOf<CopySources>({
      registry: registryImageOf(settings),
      archive,
      layout: stagedLayout,
    }),
    destination: destinationOf(settings),
    platform: optional(platform),
    mediaTypes: optional(
      matching(
        (value): value is "DockerSchema2" | "Preserve" => value === "DockerSchema2" || value === "Preserve",
        "DockerSchema2 or Preserve",
      ),
    ),
    recompressZstd: optional(flag),
  });

/** An image by digest in one of the source registries. */
const registryImageOf = ({ sourceRegistries, destination }: CopySettings): Reader<RegistryImage> =>
  object<RegistryImage>({
    image: reference(({ registry, digest }) => {
      if (!Object.hasOwn(sourceRegistries, registry)) {
        const only = `is in ${registry}, but this function reads from ${Object.keys(sourceRegistries).join(", ") || "no registry"} only`;
        return "ecr" in destination
          ? only
          : `${only}: add ${registry} to the sourceRegistries of the ImagePublisher`;
      }
      return digest?.startsWith("sha256:") ? undefined : "must name the image by its digest, sha256:…";
    }),
  });

function nameOf({ image }: RegistryImage): RegistryImageName {
  const { registry, repository, digest = "" } = parseReference(image);
  return { registry, repository, digest };
}

const archiveLocation = object<ArchiveLocation>({
  bucket: text,
  key: text,
  versionId: optional(text),
  etag: optional(text),
  image: optional(text),
});

const archive: Reader<ArchiveLocation> = (value, path, problems) => {
  const location = archiveLocation(value, path, problems);
  if (location !== undefined && location.versionId === undefined && location.etag === undefined) {
    problems.push(`${path} requires versionId or etag, so that the object cannot change during the copy`);
  }
  return location;
};

const stagedLayout = object<StagedLayout>({
  bucket: text,
  prefix: text,
  digest: matching(
    (value): value is string => typeof value === "string" && isDigest(value),
    "a digest, sha256:…",
  ),
});

/** The kind of location that the function's deployment writes to. */
function destinationOf({ destination }: CopySettings): Reader<CopyDestination> {
  const kind = Object.keys(destination)[0] as keyof CopyDestinations;
  const any = oneOf<CopyDestinations>({
    registry: object<RegistryDestination>({ repository: part("repository"), tag: optional(part("tag")) }),
    layout: object<LayoutDestination>({
      bucket: "layout" in destination ? bucketOf(destination.layout.bucket) : text,
    }),
    ecr: object<EcrDestination>({ repository: ecrRepository }),
  });
  return (value, path, problems) => {
    const found = any(value, path, problems);
    if (found !== undefined && !(kind in found)) {
      problems.push(
        `${path} is ${Object.keys(found).join()}, but this function writes to ${kind} only: check the function's name`,
      );
    }
    return found;
  };
}

const bucketOf = (bucket: string): Reader<string> =>
  matching(
    (value): value is string => value === bucket,
    `${bucket}, the only bucket that this function writes to: provide the outputs of one ImagePublisher`,
  );

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const ECR_REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

const ecrRepository = matching(
  (value): value is string => typeof value === "string" && ECR_REPOSITORY.test(value),
  "the name of an ECR repository",
);

/** A repository or a tag, by the grammar of image references. */
function part(name: ReferencePart & keyof ImageReference): Reader<string> {
  return (value, path, problems) => {
    const known = text(value, path, problems);
    if (known === undefined) return undefined;
    try {
      const separator = name === "tag" ? "repository:" : "";
      if (parseReference(`registry.invalid/${separator}${known}`)[name] === known) return known;
      problems.push(`${path} is ${JSON.stringify(known)}, but must be a ${name} alone`);
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      problems.push(`${path} ${JSON.stringify(known)} is invalid: the ${error.part} ${error.reason}`);
    }
    return undefined;
  };
}
