import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
  randomBytes,
  sign,
} from "node:crypto";
import { isIPv4 } from "node:net";

/** A certificate with its private key, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface LeafOptions {
  /** Host names and IPv4 addresses. */
  readonly names: readonly string[];
  /** Two days ago by default. */
  readonly notBefore?: Date;
  /** 12 hours from now by default. */
  readonly notAfter?: Date;
}

/** A throw-away certificate authority, made with nothing but Node. Source: RFC 5280, RFC 5480, X.690 (DER). */
export class CertificateAuthority {
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private readonly name = `test authority ${randomBytes(4).toString("hex")}`;
  /** The authority's own certificate in PEM. */
  readonly certificate: string;

  /**
   * @param issuer the authority that this one is subordinate to; without one it is a root of its own
   * @param notAfter when its certificate expires; in 24 hours by default
   */
  constructor(issuer?: CertificateAuthority, notAfter = inHours(24)) {
    this.certificate = (issuer ?? this).make(this.name, this.keys.publicKey, inHours(-48), notAfter, [
      extension("2.5.29.19", sequence(der(0x01, Buffer.from([0xff]))), true),
      extension("2.5.29.15", der(0x03, Buffer.from([0x02, 0x04])), true),
    ]);
  }

  issue(options: LeafOptions): Certificate {
    return this.sign(options, generateKeyPairSync("ec", { namedCurve: "P-256" }), options.names[0] ?? "");
  }

  /** A certificate for names that is its own issuer. */
  selfSigned(options: LeafOptions): Certificate {
    return this.sign(options, this.keys, this.name);
  }

  private sign(
    { names, notBefore = inHours(-48), notAfter = inHours(12) }: LeafOptions,
    keys: KeyPairKeyObjectResult,
    subject: string,
  ): Certificate {
    const { publicKey, privateKey } = keys;
    const alternatives = names.map((name) =>
      isIPv4(name)
        ? der(0x87, Buffer.from(name.split(".").map(Number)))
        : der(0x82, Buffer.from(name, "latin1")),
    );
    const certificate = this.make(subject, publicKey, notBefore, notAfter, [
      extension("2.5.29.17", sequence(...alternatives), false),
    ]);
    return { certificate, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
  }

  private make(
    subject: string,
    publicKey: KeyObject,
    notBefore: Date,
    notAfter: Date,
    extensions: readonly Buffer[],
  ): string {
    const algorithm = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
    const unsigned = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))),
      der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
      algorithm,
      commonName(this.name),
      sequence(time(notBefore), time(notAfter)),
      commonName(subject),
      publicKey.export({ type: "spki", format: "der" }),
      der(0xa3, sequence(...extensions)),
    );
    const signature = sign("sha256", unsigned, this.keys.privateKey);
    const bytes = sequence(unsigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
    const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n");
    return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
  }
}

/** The bytes of a PEM certificate in base64, as JSON Web Signatures carry them ("x5c"). */
export function base64Of(certificate: string): string {
  return certificate.replace(/-----[A-Z ]+-----|\s/g, "");
}

/** A JSON Web Token signed with ES256, its certificate in "x5c". Source: RFC 7515, RFC 7518. */
export function signToken(claims: object, { certificate, key }: Certificate): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${encode({ typ: "JWT", alg: "ES256", x5c: [base64Of(certificate)] })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(content), {
    key: createPrivateKey(key),
    dsaEncoding: "ieee-p1363",
  });
  return `${content}.${signature.toString("base64url")}`;
}

function inHours(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000);
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const lengthBytes =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function sequence(...items: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(items));
}

function objectIdentifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectIdentifier("2.5.4.3"), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x17, Buffer.from(date.toISOString().replace(/^20|[-:T]|\.\d+/g, ""), "latin1"));
}

function extension(identifier: string, value: Buffer, isCritical: boolean): Buffer {
  return sequence(
    objectIdentifier(identifier),
    ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []),
    der(0x04, value),
  );
}
