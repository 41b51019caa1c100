import {
  codeOf,
  displayUrl,
  messageOf,
  RegistryError,
  TransportError,
  type TransportFailure,
} from "./errors";

const CERTIFICATE_CODE =
  /^(?:CERT_|ERROR_IN_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

/** Node's and OpenSSL's errors as a {@link TransportError}; those of this room are passed through. */
export function toTransportError(error: unknown, request: { method: string; url: URL }): Error {
  if (error instanceof RegistryError) return error;
  const code = codeOf(error);
  const failure = failureOf(code);
  const explanation = code === undefined || messageOf(error).includes(code) ? "" : ` (${code})`;
  return new TransportError(
    `${request.method} ${displayUrl(request.url)}: ${describe(failure)}: ${messageOf(error)}${explanation}`,
    failure,
    code,
    code !== undefined && TRANSIENT_CODES.has(code),
  );
}

function failureOf(code: string | undefined): TransportFailure {
  if (code === undefined) return "connection";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name-resolution";
  if (CERTIFICATE_CODE.test(code)) return "certificate";
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) return "tls";
  if (code.startsWith("HPE_")) return "protocol";
  return code === "ETIMEDOUT" ? "timeout" : "connection";
}

function describe(failure: TransportFailure): string {
  const texts: Record<TransportFailure, string> = {
    "name-resolution": "the host name cannot be resolved",
    connection: "the connection failed",
    certificate: "the certificate is not trusted",
    tls: "no TLS connection",
    timeout: "timed out",
    proxy: "the proxy refused",
    redirect: "refused",
    protocol: "the answer is not HTTP",
  };
  return texts[failure];
}
