export { ImagePublisher } from "./image-publisher";
export type { ImagePublisherArgs } from "./args";
export { ManifestMediaTypes } from "./manifest-media-types";
export { PublishedImage } from "./published-image";
export type { ImageToPublish, PublishedImageArgs } from "./published-image-args";
export type { SourceRegistry } from "./source-registry";
