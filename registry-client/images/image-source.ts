import type { RegistryClient } from "../client";
import type { Content, Descriptor } from "./manifest";

/** Source of an image. */
export interface ImageSource {
  /** For messages: a reference, or the path of an archive. */
  readonly name: string;
  /** The image's manifest or index. */
  root(signal?: AbortSignal): Promise<Content>;
  /** A manifest that the index refers to, digest checked. */
  manifest(descriptor: Descriptor, signal?: AbortSignal): Promise<Content>;
  /** The bytes of a config or layer from `start` on; from 0 on, size and digest are checked as they pass. */
  blob(descriptor: Descriptor, start: number, signal?: AbortSignal): AsyncIterable<Buffer>;
  /** Until when requests are retried after a 429. */
  waitUntil?(deadline: number): void;
  /** For a source in a registry: which, so that blobs can be mounted within it. */
  readonly location?: { readonly registry: string; readonly repository: string };
}

/** An image in a registry; `reference` is a tag or a digest. */
export class RegistrySource implements ImageSource {
  readonly name: string;
  readonly location: { readonly registry: string; readonly repository: string };

  constructor(
    private readonly client: RegistryClient,
    private readonly repository: string,
    private readonly reference: string,
  ) {
    this.name = `${client.registry}/${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
    this.location = { registry: client.registry, repository };
  }

  waitUntil(deadline: number): void {
    this.client.waitUntil(deadline);
  }

  root(signal?: AbortSignal): Promise<Content> {
    return this.client.manifest(this.repository, this.reference, signal ? { signal } : {});
  }

  manifest(descriptor: Descriptor, signal?: AbortSignal): Promise<Content> {
    return this.client.manifest(this.repository, descriptor.digest, signal ? { signal } : {});
  }

  blob(descriptor: Descriptor, start: number, signal?: AbortSignal): AsyncIterable<Buffer> {
    return this.client.blob(this.repository, descriptor, { start, ...(signal ? { signal } : {}) });
  }
}
