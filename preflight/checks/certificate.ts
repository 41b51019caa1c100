import { checkServerIdentity, rootCertificates } from "node:tls";
import { describeAlert } from "../../registry-client";
import { type Check, good, inapplicable, type Outcome, problem, suspicion } from "../check";
import { shakeHands } from "../connect";
import type { Context } from "../context";
import { codeOf } from "../error-code";
import { REMEDY_OF_CLIENT_CERTIFICATE } from "../explain";

type Handshake = Awaited<ReturnType<typeof shakeHands>>;
type Certificate = Handshake["certificate"];

/** What the registry shows when a connection is made. */
export const handshakeOf = (context: Context): Promise<Handshake> =>
  shakeHands(context.route, context.endpoint);

const DAY_MS = 24 * 60 * 60 * 1000;
/** Public authorities renew a month before the end; who is later than this has forgotten. */
const WARNING_DAYS = 14;

export const registryTls: Check = {
  id: "registry-tls",
  title: "The registry speaks TLS",
  severity: "error",
  needs: ["registry-connection"],
  async run(context) {
    const { hostname, port } = context.endpoint;
    try {
      const { protocol } = await context.once(handshakeOf);
      return good(`${hostname}, port ${port}, speaks ${protocol}`);
    } catch (error) {
      const code = codeOf(error) ?? "closed";
      const alert = describeAlert(`${code} ${error instanceof Error ? error.message : ""}`);
      return problem(
        `${hostname}, port ${port}, takes the connection, but ${alert ?? reasonOf(code)} (${code})`,
        alert === undefined ? REMEDY_OF_TLS : `${REMEDY_OF_CLIENT_CERTIFICATE}. ${REMEDY_OF_TLS}`,
      );
    }
  },
};

const REMEDY_OF_TLS =
  "Have the registry, or a load balancer in front of it, answer on this port with TLS 1.2 or 1.3: SageMaker pulls over " +
  "https: only";

/** What a failed handshake amounts to, by the code of OpenSSL or of Node. */
function reasonOf(code: string): string {
  switch (code) {
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
    case "ERR_SSL_HTTP_REQUEST":
      return "answers without TLS, as a server of http: does";
    case "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION":
    case "ERR_SSL_UNSUPPORTED_PROTOCOL":
      return "knows neither TLS 1.2 nor 1.3";
    default:
      return "shakes no hands over TLS";
  }
}

const REMEDY_OF_AUTHORITY =
  "SageMaker takes no self-signed certificate and no private authority, and there is nowhere to give it one. Give the " +
  "registry a certificate of a public authority: in front of a load balancer a public certificate of ACM, elsewhere " +
  "one of Let's Encrypt or of a vendor. The name must be in a public zone to be validated; its address may stay in a " +
  "private zone";

const REMEDY_OF_CHAIN =
  "Where that is a public authority, have the server send the intermediate certificates after its own (the file that is " +
  "often called fullchain.pem): clients other than browsers do not fetch them. Where it is a private one:";

/** Whether the chain may lead to a public authority, and only lacks certificates in between. */
function isIncomplete(code: string): boolean {
  return code === "UNABLE_TO_VERIFY_LEAF_SIGNATURE" || code.startsWith("UNABLE_TO_GET_ISSUER_CERT");
}

export const certificateAuthority: Check = {
  id: "certificate-authority",
  title: "The registry's certificate comes from a public authority",
  severity: "error",
  needs: ["registry-tls"],
  async run(context) {
    const { distrust, certificate } = await context.once(handshakeOf);
    const chain = chainOf(certificate);
    const issuer = nameOf(certificate.issuer);
    if (distrust === undefined) {
      const trust = context.options.certificateAuthorities ? "is trusted here" : "Node.js ships as public";
      return good(`Issued by ${issuer}, up to ${nameOf(chain.at(-1)?.issuer)}, which ${trust}`);
    }
    if (!chain.every(isInTime)) {
      return inapplicable(
        "Cannot be determined where a certificate of the chain has expired: see certificate-expiry",
      );
    }
    return problem(
      describe(distrust, issuer, chain),
      isIncomplete(distrust) ? `${REMEDY_OF_CHAIN} ${REMEDY_OF_AUTHORITY}` : REMEDY_OF_AUTHORITY,
    );
  },
};

function describe(code: string, issuer: string, chain: readonly Certificate[]): string {
  const known = `the ${rootCertificates.length} public authorities that Node.js ${process.versions.node} ships`;
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return `The certificate is self-signed, by ${issuer} (${code})`;
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return `The certificate leads up to ${nameOf(chain.at(-1)?.subject)}, which is none of ${known} (${code})`;
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return (
        `The server sends its certificate alone, and its issuer, ${issuer}, is none of ${known}: the server lacks the ` +
        `intermediate certificates, or the authority is private (${code})`
      );
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return (
        `The server's certificates lead up to ${nameOf(chain.at(-1)?.issuer)}, which it does not send and which is none ` +
        `of ${known}: the server lacks an intermediate certificate, or the authority is private (${code})`
      );
    default:
      return `The certificate, issued by ${issuer}, is not trusted (${code})`;
  }
}

export const certificateName: Check = {
  id: "certificate-name",
  title: "The registry's certificate names it",
  severity: "error",
  needs: ["registry-tls"],
  async run(context) {
    const { certificate } = await context.once(handshakeOf);
    const { hostname } = context.endpoint;
    const names = (certificate.subjectaltname ?? "").replace(/\b(?:DNS|IP Address):/g, "") || "no name";
    if (checkServerIdentity(hostname, certificate) === undefined) return good(`It is for ${names}`);
    return problem(
      `The certificate is for ${names}, and not for ${hostname}`,
      `Use one of those names in the image reference, or have a certificate issued that names ${hostname}`,
    );
  },
};

export const certificateExpiry: Check = {
  id: "certificate-expiry",
  title: "The registry's certificate is valid, and for some time",
  severity: "error",
  needs: ["registry-tls"],
  async run(context): Promise<Outcome> {
    const { certificate, distrust } = await context.once(handshakeOf);
    const from = new Date(certificate.valid_from);
    const to = new Date(certificate.valid_to);
    const days = daysToExpiry(certificate);
    const remedy =
      "Renew it, and see to it that it is renewed by itself; ACM does so while the certificate is in use and its " +
      "validation record is in public DNS";
    if (from.getTime() > Date.now()) {
      return problem(`It is valid only from ${date(from)} on`, "Check the clocks, or wait until then");
    }
    if (to.getTime() <= Date.now()) return problem(`It has expired on ${date(to)}`, remedy);
    const issuer = chainOf(certificate)
      .slice(1)
      .find((each) => !isInTime(each));
    // An expired root does no harm where another chain leads to a trusted one.
    if (issuer && isExpiry(distrust)) {
      const isEarly = Date.parse(issuer.valid_from) > Date.now();
      const when = isEarly
        ? `is valid only from ${issuer.valid_from} on`
        : `has expired on ${issuer.valid_to}`;
      return problem(
        `The certificate of its issuer ${nameOf(issuer.subject)}, which the server sends with its own, ${when}`,
        "Have the server send the issuer's current certificates after its own (often a file named fullchain.pem)",
      );
    }
    const seen = `It expires on ${date(to)}, in ${days} ${days === 1 ? "day" : "days"}`;
    return days < WARNING_DAYS ? suspicion(seen, remedy) : good(seen);
  },
};

/** Whole days until a certificate expires; negative afterwards. */
export function daysToExpiry({ valid_to }: Pick<Certificate, "valid_to">): number {
  return Math.floor((Date.parse(valid_to) - Date.now()) / DAY_MS);
}

function isExpiry(code: string | undefined): boolean {
  return code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID";
}

function isInTime({ valid_from, valid_to }: Certificate): boolean {
  return Date.parse(valid_from) <= Date.now() && Date.parse(valid_to) > Date.now();
}

/** The certificate and its issuers, as far as they are known. */
function chainOf(certificate: Certificate): readonly Certificate[] {
  const chain: Certificate[] = [];
  let next: Certificate | undefined = certificate;
  while (next && !chain.includes(next)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function nameOf(name: Certificate["issuer"] | undefined): string {
  const [common, organization] = [name?.CN, name?.O].map((part) => (Array.isArray(part) ? part[0] : part));
  return JSON.stringify(common ?? organization ?? "an authority without a name");
}

function date(day: Date): string {
  return day.toISOString().slice(0, 10);
}
