/** All checks, in the order in which a report lists them. */
export const CHECK_IDS = [
  "registry-name",
  "registry-address",
  "registry-connection",
  "registry-tls",
  "certificate-authority",
  "certificate-name",
  "certificate-expiry",
  "registry-api",
  "authentication-scheme",
  "authorization-server",
  "lambda-endpoint",
  "credentials-provider",
  "authentication",
  "manifest",
  "digest-pinned",
  "platform",
  "media-types",
  "image-labels",
  "blobs",
  "redirects",
  "rate-limit",
  "image-size",
  "endpoint-name",
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

/** Whether the text is the id of a check. */
export function isCheckId(text: string): text is CheckId {
  return CHECK_IDS.some((id) => id === text);
}
