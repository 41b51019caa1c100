export { ImagePublisher, type ImagePublisherArgs } from "./image-publisher";
export { ManifestMediaTypes } from "./manifest-media-types";
export { PublishedImage, type ImageToPublish, type PublishedImageArgs } from "./published-image";
export type { SourceRegistry } from "./source-registry";
