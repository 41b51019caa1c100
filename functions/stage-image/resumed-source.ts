import type { Content, Descriptor, ImageSource, RegistrySource } from "../../registry-client";
import type { S3Layout } from "./s3-layout";

/**
 * Image in a registry: the manifests that its index refers to are read from S3 where an earlier run has staged them, as
 * registries limit how many manifests are pulled.
 */
export class ResumedSource implements ImageSource {
  readonly name: string;
  readonly location: RegistrySource["location"];

  constructor(
    private readonly registry: RegistrySource,
    private readonly layout: Pick<S3Layout, "readManifest">,
  ) {
    this.name = registry.name;
    this.location = registry.location;
  }

  waitUntil(deadline: number): void {
    this.registry.waitUntil(deadline);
  }

  /** Always from the registry, so that whoever may not read the image there is told so. */
  root(signal?: AbortSignal): Promise<Content> {
    return this.registry.root(signal);
  }

  async manifest(descriptor: Descriptor, signal?: AbortSignal): Promise<Content> {
    return (
      (await this.layout.readManifest(descriptor.digest, signal)) ??
      this.registry.manifest(descriptor, signal)
    );
  }

  blob(descriptor: Descriptor, start: number, signal?: AbortSignal): AsyncIterable<Buffer> {
    return this.registry.blob(descriptor, start, signal);
  }
}
