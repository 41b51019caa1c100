/**
 * A client for Docker registries: image references, manifests, blobs, archives, streaming copy. Knows nothing of AWS
 * or Pulumi.
 */
export { isRefusedAddress } from "./transport/addresses";
export type { ArchiveFiles } from "./archives/archive-files";
export { type ArchiveOptions, type LocalArchive, openArchive, openLocalArchive } from "./archives/archive";
export type { Action, Credentials, CredentialsSource, Scope } from "./authentication/authorizer";
export { type Challenge, InvalidChallengeError, parseChallenges } from "./authentication/challenge";
export { chooseImage } from "./images/choose-image";
export type { BlobStart, BlobStartOptions } from "./blobs/blob-start";
export { type Ping, RegistryClient, type ServedContent } from "./client";
export type { Clock } from "./transport/clock";
export type { ConnectionOptions } from "./connection";
export type { ZstdLayers } from "./images/convert-manifest";
export { copyImage } from "./copy/copy-image";
export type { BlobEvent, CopyDestination, CopyOptions, CopyResult, ImageStore } from "./copy/copy-options";
export type { CopyForm } from "./copy/copy-plan";
export { checkDigest, type ExpectedContent, isDigest, sha256, verified } from "./blobs/digest";
export type { BlobOptions, CallOptions } from "./blobs/download";
export {
  ArchiveError,
  AuthenticationError,
  ContentError,
  DeadlineError,
  type ErrorEntry,
  RateLimitError,
  RegistryError,
  ResponseError,
  TransportError,
  type TransportFailure,
  UnsupportedImageError,
} from "./errors";
export { Limit } from "./transport/limit";
export type { TransportOptions } from "./transport/http-transport";
export type { RequestEvent, Timeouts } from "./transport/http-request";
export { isConfigOfImage, isGeneralConfig, isImageConfig, readConfig } from "./images/image-config";
export { type ImageSource, RegistrySource } from "./images/image-source";
export { compressionOf, isForeign, type LayerCompression } from "./images/layers";
export {
  type Content,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  isPlatform,
  MANIFEST_LIMIT,
  MediaType,
  parseManifest,
  type Platform,
  platformOf,
} from "./images/manifest";
export { choosePlatform, formatPlatform, parsePlatform } from "./images/platform";
export { OciLayoutSource } from "./archives/oci-layout";
export { type CopyProgress, describeProgress, NO_PROGRESS } from "./copy/progress";
export { printable, printableJson, printableLines, printableValues } from "./text/printable";
export { proxyAuthorization, proxyFor, proxyHint, type ProxyEnvironment } from "./transport/proxy";
export { FileSource, type RangeSource } from "./archives/range-source";
export type { RateLimit } from "./transport/rate-limit";
export { redactLongSecrets } from "./text/redact";
export {
  formatReference,
  type ImageReference,
  InvalidReferenceError,
  parseReference,
  type ReferencePart,
  registryHost,
} from "./images/reference";
export type { RetryPolicy } from "./transport/retry";
export { USER_AGENT } from "./transport/user-agent";
export { describeAlert } from "./transport/transport-errors";
export type { UploadBlob, UploadOptions, UploadOutcome } from "./blobs/upload";
