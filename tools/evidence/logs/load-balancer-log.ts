/** A request that a load balancer was sent, as its access log tells it. */
export interface LoadBalancerRequest {
  /** When the answer was given, in milliseconds since 1970. */
  readonly time: number;
  /** `https`, `h2` and others. */
  readonly type: string;
  readonly status: number | undefined;
  readonly method: string;
  /** Port of the listener, as `443`. */
  readonly port: string;
  /** The path, without a query. */
  readonly path: string;
  readonly userAgent: string;
  /** Cipher and version of TLS, as `TLSv1.3`; absent where the client spoke no TLS. */
  readonly tlsCipher: string | undefined;
  readonly tlsProtocol: string | undefined;
  /** Priority of the rule that the request matched; `0` of the default. */
  readonly matchedRule: string | undefined;
  /** The line of the log, word for word. */
  readonly line: string;
}

/** Where the fields stand that are read. AWS adds fields only at the end. */
const FIELD = { type: 0, time: 1, status: 8, request: 12, userAgent: 13, cipher: 14, protocol: 15, rule: 20 };

/**
 * Reads a line of the access log of an Application Load Balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax
 * @returns nothing for a line that is none of such a log
 */
export function parseLoadBalancerLine(line: string): LoadBalancerRequest | undefined {
  const fields = splitFields(line);
  if (fields === undefined || fields.length <= FIELD.rule) return undefined;
  const field = (index: number): string | undefined => {
    const value = fields[index];
    return value === "-" ? undefined : value;
  };
  const time = Date.parse(field(FIELD.time) ?? "");
  const type = field(FIELD.type);
  if (Number.isNaN(time) || type === undefined) return undefined;
  // "- http://host:port- -" is written for a malformed request.
  const [method = "", url = ""] = (field(FIELD.request) ?? "").split(" ");
  const status = Number(field(FIELD.status));
  return {
    time,
    type,
    status: Number.isInteger(status) ? status : undefined,
    method: method === "-" ? "" : method,
    port: /^\w+:\/\/[^/]*:(\d+)/.exec(url)?.[1] ?? "",
    path: /^\w+:\/\/[^/]*(\/[^?]*)/.exec(url)?.[1] ?? "",
    userAgent: field(FIELD.userAgent) ?? "",
    tlsCipher: field(FIELD.cipher),
    tlsProtocol: field(FIELD.protocol),
    matchedRule: field(FIELD.rule),
    line,
  };
}

/** The fields of a line, without the quotes of those that have any; nothing where a quote is not closed. */
export function splitFields(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  // One field after the other, each with the space behind it.
  const pattern = /(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?: |$)/y;
  while (pattern.lastIndex < line.length) {
    const match = pattern.exec(line);
    if (match === null) return undefined;
    fields.push(match[1] === undefined ? (match[2] ?? "") : unescaped(match[1]));
  }
  return fields;
}

/** Quoted fields have quotes and what cannot be printed written as `\"` or `\x22`. */
function unescaped(text: string): string {
  return text.replace(
    /\\x([0-9A-Fa-f]{2})|\\(.)/g,
    (_all, hex: string | undefined, character: string | undefined) =>
      hex === undefined ? (character ?? "") : String.fromCharCode(parseInt(hex, 16)),
  );
}
