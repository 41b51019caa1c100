import type { Content, Descriptor, ImageSource } from "../../registry-client";
import type { S3Layout } from "./s3-layout";

/**
 * Image whose manifests are read from S3 where an earlier run has staged them: registries limit how many manifests are
 * pulled.
 */
export class ResumedSource implements ImageSource {
  readonly name: string;
  readonly location: ImageSource["location"];

  constructor(
    private readonly source: ImageSource,
    private readonly layout: Pick<S3Layout, "readManifest">,
  ) {
    this.name = source.name;
    this.location = source.location;
  }

  waitUntil(deadline: number): void {
    this.source.waitUntil?.(deadline);
  }

  /** Always from the source, so that missing permissions are reported. */
  root(signal?: AbortSignal): Promise<Content> {
    return this.source.root(signal);
  }

  async manifest(descriptor: Descriptor, signal?: AbortSignal): Promise<Content> {
    return (
      (await this.layout.readManifest(descriptor.digest, signal)) ?? this.source.manifest(descriptor, signal)
    );
  }

  blob(descriptor: Descriptor, start: number, signal?: AbortSignal): AsyncIterable<Buffer> {
    return this.source.blob(descriptor, start, signal);
  }
}
