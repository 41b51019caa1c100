import {
  codeOf,
  displayUrl,
  messageOf,
  RegistryError,
  TransportError,
  type TransportFailure,
} from "../errors";

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

/** Converts errors of Node.js and OpenSSL to {@link TransportError}; returns a {@link RegistryError} unchanged. */
export function toTransportError(error: unknown, request: { method: string; url: URL }): Error {
  if (error instanceof RegistryError) return error;
  const code = codeOf(error);
  const failure = failureOf(code);
  const said = messageOf(error);
  // OpenSSL's own text contains a memory address.
  const reason = describeAlert(`${code ?? ""} ${said}`) ?? openSslReason(said) ?? said;
  const explanation = code === undefined || reason.includes(code) ? "" : ` (${code})`;
  return new TransportError(
    `${request.method} ${displayUrl(request.url)}: ${describe(failure)}: ${reason}${explanation}`,
    failure,
    code,
    code !== undefined && TRANSIENT_CODES.has(code),
  );
}

const ALERTS: ReadonlyArray<[pattern: RegExp, meaning: string]> = [
  [/ALERT_CERTIFICATE_REQUIRED|alert certificate required/, "the server requires a client certificate"],
  // TLS 1.2 has no separate alert for it.
  [
    /ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE|NO_CERTIFICATE)|alert (?:handshake failure|bad certificate|no certificate)/,
    "the TLS handshake fails: the server requires a client certificate, or has no cipher in common",
  ],
  [/HPE_HEADER_OVERFLOW/, "the header is larger than 1 MiB"],
  [/HPE_UNEXPECTED_CONTENT_LENGTH/, "the response has two different Content-Length headers"],
];

/**
 * Explains a TLS alert or an HTTP parser error by the code or text of an error; `undefined` for other errors.
 * Source: RFC 8446, section 6.
 */
export function describeAlert(text: string): string | undefined {
  return ALERTS.find(([pattern]) => pattern.test(text))?.[1];
}

// The reason in OpenSSL's own text, `80DC…:error:0A000410:SSL routines:function:reason:file:line:`.
function openSslReason(text: string): string | undefined {
  return /[0-9A-F]{8,}:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/i.exec(text)?.[1];
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
    protocol: "the response is not HTTP",
  };
  return texts[failure];
}
