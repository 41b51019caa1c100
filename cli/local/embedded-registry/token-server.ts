import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { type Certificate, signToken } from "./certificates";

/** A user of the tests' registries. */
export interface User {
  readonly username: string;
  readonly password: string;
}

export const ISSUER = "token server of the tests";
export const SERVICE = "registry of the tests";

export interface TokenRequest {
  readonly method: string;
  readonly scopes: readonly string[];
  readonly service: string | null;
}

/**
 * A token server over TLS for one user. Source: https://distribution.github.io/distribution/spec/auth/jwt/
 */
export class TokenServer {
  readonly requests: TokenRequest[] = [];
  /** Seconds that a token is good for. */
  expiresIn = 300;
  /** The name of the member that holds the token. */
  member: "token" | "access_token" = "token";
  private readonly server: https.Server;

  private constructor(
    private readonly certificate: Certificate,
    private readonly user: User,
  ) {
    this.server = https.createServer(
      { cert: certificate.certificate, key: certificate.key },
      (request, response) => {
        const url = new URL(request.url ?? "/", "https://localhost");
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          const form = new URLSearchParams(Buffer.concat(chunks).toString());
          const { status, body } = this.answer(request.method ?? "", url.searchParams, form, request.headers);
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        });
      },
    );
  }

  static async start(certificate: Certificate, user: User): Promise<TokenServer> {
    const server = new TokenServer(certificate, user);
    await new Promise<void>((resolve) => server.server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get realm(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(
    method: string,
    query: URLSearchParams,
    form: URLSearchParams,
    headers: { readonly authorization?: string },
  ): { status: number; body: object } {
    const parameters = method === "POST" ? form : query;
    const scopes = parameters.getAll("scope").flatMap((scope) => scope.split(" "));
    this.requests.push({ method, scopes, service: parameters.get("service") });
    const basic = Buffer.from(`${this.user.username}:${this.user.password}`).toString("base64");
    const isKnown =
      method === "POST"
        ? form.get("grant_type") === "refresh_token" && form.get("refresh_token") === this.user.password
        : headers.authorization === `Basic ${basic}`;
    if (!isKnown) return { status: 401, body: { errors: [{ code: "UNAUTHORIZED" }] } };
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: ISSUER,
      sub: this.user.username,
      aud: SERVICE,
      iat: now - 5,
      nbf: now - 5,
      exp: now + this.expiresIn,
      jti: randomUUID(),
      access: scopes.map((scope) => {
        const match = /^repository:(.+):([a-z,]+)$/.exec(scope);
        return { type: "repository", name: match?.[1] ?? "", actions: match?.[2]?.split(",") ?? [] };
      }),
    };
    return {
      status: 200,
      body: { [this.member]: signToken(claims, this.certificate), expires_in: this.expiresIn },
    };
  }
}

/** Whether an `Authorization` header carries a token that is still good, for an action in a repository. */
export function grants(authorization: string | undefined, repository: string, action: string): boolean {
  const claims: unknown = JSON.parse(
    Buffer.from(
      /^Bearer [^.]+\.([^.]+)\./.exec(authorization ?? "")?.[1] ?? "bnVsbA",
      "base64url",
    ).toString(),
  );
  const { exp, access } = (claims ?? {}) as {
    exp?: number;
    access?: Array<{ name: string; actions: string[] }>;
  };
  if (exp === undefined || exp * 1000 < Date.now()) return false;
  return (
    repository === "" ||
    (access ?? []).some(({ name, actions }) => name === repository && actions.includes(action))
  );
}
