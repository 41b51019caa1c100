/**
 * A client for Docker registries: image references, manifests, blobs, archives, streaming copy. Knows nothing of AWS
 * or Pulumi.
 */
export { isRefusedAddress } from "./addresses";
export type { ArchiveFiles } from "./archive-files";
export { type ArchiveOptions, type LocalArchive, openArchive, openLocalArchive } from "./archive";
export type { Action, Credentials, CredentialsSource, Scope } from "./authorization";
export { type Challenge, InvalidChallengeError, parseChallenges } from "./challenge";
export { chooseImage } from "./choose-image";
export type { BlobStart, BlobStartOptions } from "./blob-start";
export { type Ping, RegistryClient, type ServedContent } from "./client";
export type { Clock } from "./clock";
export type { ConnectionOptions } from "./connection";
export type { ZstdLayers } from "./convert";
export { copyImage } from "./copy";
export type { BlobEvent, CopyDestination, CopyOptions, CopyResult, ImageStore } from "./copy-options";
export type { CopyForm } from "./copy-plan";
export { checkDigest, type ExpectedContent, isDigest, sha256, verified } from "./digest";
export type { BlobOptions, CallOptions } from "./download";
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
export { Limit } from "./limit";
export type { TransportOptions } from "./http";
export type { RequestEvent, Timeouts } from "./http-request";
export { isConfigOfImage, isGeneralConfig, isImageConfig, readConfig } from "./image-config";
export { type ImageSource, RegistrySource } from "./image-source";
export { compressionOf, isForeign, type LayerCompression } from "./layers";
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
} from "./manifest";
export { choosePlatform, formatPlatform, parsePlatform } from "./platform";
export { OciLayoutSource } from "./oci-layout";
export { type CopyProgress, describeProgress, NO_PROGRESS } from "./progress";
export { printable, printableJson, printableLines, printableValues } from "./printable";
export { proxyAuthorization, proxyFor, proxyHint, type ProxyEnvironment } from "./proxy";
export { FileSource, type RangeSource } from "./range-source";
export type { RateLimit } from "./rate-limit";
export { redactLongSecrets } from "./redact";
export {
  formatReference,
  type ImageReference,
  InvalidReferenceError,
  parseReference,
  type ReferencePart,
  registryHost,
} from "./reference";
export type { RetryPolicy } from "./retry";
export { USER_AGENT } from "./user-agent";
export { describeAlert } from "./transport-errors";
export type { UploadBlob, UploadOptions, UploadOutcome } from "./upload";
