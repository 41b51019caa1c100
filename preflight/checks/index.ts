import type { Check } from "../check";
import { authenticationScheme, authorizationServer, registryApi } from "./api";
import { blobs, redirects } from "./blobs";
import { certificateAuthority, certificateExpiry, certificateName, registryTls } from "./certificate";
import { authentication, credentialsProvider } from "./credentials";
import { digestPinned, manifest, mediaTypes, platform } from "./image";
import { imageLabels } from "./labels";
import { imageSize, rateLimit } from "./limits";
import { registryAddress, registryConnection, registryName } from "./network";

/** Every check that can be made wherever one stands. */
export const CHECKS: readonly Check[] = [
  registryName,
  registryAddress,
  registryConnection,
  registryTls,
  certificateAuthority,
  certificateName,
  certificateExpiry,
  registryApi,
  authenticationScheme,
  authorizationServer,
  credentialsProvider,
  authentication,
  manifest,
  digestPinned,
  platform,
  mediaTypes,
  imageLabels,
  blobs,
  redirects,
  rateLimit,
  imageSize,
];
