import { abortable } from "../transport/abort";
import { formatEntry, redacted } from "../transport/response-error";
import { type Challenge, parseChallenges } from "./challenge";
import { redactSecrets } from "../text/redact";
import { AuthenticationError, displayUrl, messageOf } from "../errors";
import { isText, parseFailure } from "../transport/error-body";
import type { HttpRequest } from "../transport/http-request";
import type { HttpResponse } from "../transport/http-response";
import { RequestedScopes } from "./requested-scopes";

/** User and password, or an identity token (OAuth 2 refresh token) from Docker's config.json. */
export type Credentials =
  { readonly username: string; readonly password: string } | { readonly identityToken: string };

/** Credentials, or a function that fetches them at the first challenge; `undefined` is anonymous. */
export type CredentialsSource = Credentials | (() => Promise<Credentials | undefined>) | undefined;

/** Actions of a token's scope. */
export type Action = "pull" | "push";

/** Access to one repository, as in the scope `repository:<name>:pull,push`. */
export interface Scope {
  readonly repository: string;
  readonly actions: readonly Action[];
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

type Send = (request: HttpRequest) => Promise<HttpResponse>;

const TOKEN_RESPONSE_LIMIT = 1024 * 1024;
// The shortest lifetime that a client may assume, and a margin so that no token expires during a request.
const DEFAULT_EXPIRY_SECONDS = 60;
const EXPIRY_MARGIN_MS = 5_000;
const CLIENT_ID = "sagemaker-private-registry";

/**
 * Answers one registry's challenges: Basic, or Bearer with tokens from the token server that the registry names,
 * cached per scope until they expire. One token is requested at a time for one scope. Where a registry offers both,
 * as Artifactory does, and its token server returns no token for the credentials, they are sent to the registry itself.
 *
 * Source: RFC 7617 (Basic), RFC 6750 (Bearer), https://distribution.github.io/distribution/spec/auth/token/ and
 * https://distribution.github.io/distribution/spec/auth/oauth/
 */
export class Authorizer {
  private challenge: Challenge | undefined;
  // What the registry offered in addition to Bearer.
  private basicChallenge: Challenge | undefined;
  private tokenRefused = false;
  private readonly tokens = new Map<string, Promise<Token>>();
  // Values of `Authorization` that the registry refused before they expired.
  private readonly refused = new Set<string>();
  private readonly requested = new RequestedScopes();
  private credentials: Promise<Credentials | undefined> | undefined;
  private readonly secrets = new Set<string>();

  constructor(
    private readonly registry: string,
    private readonly source: CredentialsSource,
    private readonly send: Send,
  ) {}

  /** Whether there are credentials to answer a challenge with. */
  get hasCredentials(): boolean {
    return this.source !== undefined;
  }

  /** The value of `Authorization` for a request in these scopes; `undefined` before the first challenge. */
  async header(scopes: readonly Scope[], signal?: AbortSignal): Promise<string | undefined> {
    if (this.challenge?.scheme === "basic") return abortable(this.basic(), signal);
    if (this.challenge?.scheme !== "bearer") return undefined;
    try {
      return `Bearer ${(await this.token(scopes, signal)).value}`;
    } catch (error) {
      const instead = error instanceof AuthenticationError ? await this.basicInstead() : undefined;
      if (instead === undefined) throw error;
      return instead;
    }
  }

  /**
   * Records the challenge of a 401. Returns whether a retry makes sense: not when fresh credentials were refused for the
   * same scheme. Throws {@link AuthenticationError} when no known scheme is offered.
   */
  learn(field: string | undefined, sent: string | undefined, scopes: readonly Scope[]): boolean {
    const challenges = parseChallenges(field ?? "");
    const bearer = challenges.find(
      ({ scheme, parameters }) => scheme === "bearer" && parameters.has("realm"),
    );
    this.basicChallenge = challenges.find(({ scheme }) => scheme === "basic");
    const challenge = (this.tokenRefused ? this.basicChallenge : undefined) ?? bearer ?? this.basicChallenge;
    if (!challenge) {
      const offered = challenges.map(({ scheme }) => scheme).join(", ") || "nothing";
      throw new AuthenticationError(
        `${this.registry} requires authentication, but offers ${offered}; supported are Bearer and Basic`,
        401,
      );
    }
    this.challenge = challenge;
    const key = keyOf(scopes);
    const scope = challenge.parameters.get("scope");
    if (scope !== undefined) this.requested.add(key, scope);
    if (sent === undefined) return challenge.scheme === "bearer" || this.hasCredentials;
    // The token was revoked, or has expired on the registry's clock: a new one may be accepted.
    if (!sent.startsWith("Basic ")) this.refused.add(sent);
    return challenge.scheme === "bearer" || !sent.startsWith("Basic ");
  }

  /**
   * A server's text without the credentials and tokens of this authorizer. A text that contains a secret so short that
   * it may be part of a word is replaced completely: stars within words would reveal it.
   */
  redact(text: string): string {
    return redactSecrets(text, this.secrets);
  }

  private async basic(): Promise<string | undefined> {
    const credentials = await this.resolveCredentials();
    if (credentials === undefined) return undefined;
    if ("identityToken" in credentials) {
      throw new AuthenticationError(
        `${this.registry} requires a user and a password, but only an identity token was provided`,
        undefined,
      );
    }
    const encoded = Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
    this.secrets.add(encoded);
    return `Basic ${encoded}`;
  }

  // Only where the registry offered it.
  private async basicInstead(): Promise<string | undefined> {
    const credentials = await this.resolveCredentials();
    if (!this.basicChallenge || !credentials || "identityToken" in credentials) return undefined;
    this.tokenRefused = true;
    this.challenge = this.basicChallenge;
    return this.basic();
  }

  private resolveCredentials(): Promise<Credentials | undefined> {
    this.credentials ??= (async () => {
      const credentials = typeof this.source === "function" ? await this.source() : this.source;
      const secret =
        credentials && ("password" in credentials ? credentials.password : credentials.identityToken);
      if (secret) this.secrets.add(secret);
      return credentials;
    })().catch((error: unknown) => {
      // The next request fetches them again.
      this.credentials = undefined;
      throw error;
    });
    return this.credentials;
  }

  // Several requests wait for one token: a signal ends the wait of its own request only.
  private async token(scopes: readonly Scope[], signal: AbortSignal | undefined): Promise<Token> {
    const key = keyOf(scopes);
    const known = this.tokens.get(key);
    if (known) {
      const token = await abortable(known, signal);
      if (token.expiresAt > Date.now() && !this.refused.has(`Bearer ${token.value}`)) return token;
      // Several requests may find that they need another one at once: the first replaces it.
      if (this.tokens.get(key) !== known) return this.token(scopes, signal);
    }
    const fetched = this.fetchToken(scopes);
    this.tokens.set(key, fetched);
    fetched.catch(() => this.tokens.get(key) === fetched && this.tokens.delete(key));
    return abortable(fetched, signal);
  }

  private async fetchToken(scopes: readonly Scope[]): Promise<Token> {
    const parameters = this.challenge?.parameters ?? new Map<string, string>();
    const url = this.tokenServer(parameters.get("realm") ?? "");
    const own = scopes.map(({ repository, actions }) => `repository:${repository}:${actions.join(",")}`);
    const scope = [...new Set([...own, ...this.requested.of(keyOf(scopes))])];
    const response = await this.send({
      ...tokenRequest(url, parameters.get("service"), scope, await this.resolveCredentials(), (secret) =>
        this.secrets.add(secret),
      ),
      foreign: url.host !== this.registry,
    });
    const receivedAt = Date.now();
    const where = `The token server ${displayUrl(url)} of ${this.registry}`;
    const body = await response.decoded(TOKEN_RESPONSE_LIMIT, isText, where);
    if (response.status !== 200) throw this.refusal(response, body, where);
    const { value, expiresInSeconds } = readToken(body, where);
    this.secrets.add(value);
    const life = expiresInSeconds * 1000;
    return { value, expiresAt: receivedAt + life - Math.min(EXPIRY_MARGIN_MS, life / 10) };
  }

  // A redirect to another origin is not followed: the credentials would be sent there.
  private refusal(response: HttpResponse, body: Buffer, where: string): AuthenticationError {
    const { status } = response;
    const location = response.header("location");
    const base = response.request.url;
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, base.href)) {
      const target = displayUrl(new URL(location, base));
      return new AuthenticationError(
        `${where} redirects to ${target}, where no credentials are sent; configure that URL as the registry's realm`,
        status,
      );
    }
    const kind = status === 401 || status === 403 ? "refused the credentials" : "failed";
    const { errors, texts, page } = redacted(parseFailure(body.toString("utf8")), {
      redact: (text) => this.redact(text),
    });
    const said = [...errors.map(formatEntry), ...texts, ...(page === undefined ? [] : [page])].join(", ");
    return new AuthenticationError(`${where} ${kind}: status ${status}${said ? `: ${said}` : ""}`, status);
  }

  private tokenServer(realm: string): URL {
    if (!URL.canParse(realm)) {
      throw new AuthenticationError(`${this.registry} names a token server that is not a URL`, 401);
    }
    const url = new URL(realm);
    if (url.protocol === "https:") return url;
    throw new AuthenticationError(
      `${this.registry} names the token server ${displayUrl(url)}, without TLS, where no credentials are sent; ` +
        "set the registry's external URL to https://",
      401,
    );
  }
}

function keyOf(scopes: readonly Scope[]): string {
  return scopes.map(({ repository, actions }) => `${repository}:${actions.join(",")}`).join(" ");
}

function tokenRequest(
  realm: URL,
  service: string | undefined,
  scopes: readonly string[],
  credentials: Credentials | undefined,
  addSecret: (secret: string) => void,
): HttpRequest {
  if (credentials && "identityToken" in credentials) {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: credentials.identityToken,
      client_id: CLIENT_ID,
      ...(service === undefined ? {} : { service }),
      ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
    });
    const body = Buffer.from(form.toString());
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    };
    return { method: "POST", url: realm, headers, body };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  if (!credentials) return { method: "GET", url };
  url.searchParams.set("account", credentials.username);
  const encoded = Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
  addSecret(encoded);
  return { method: "GET", url, headers: { authorization: `Basic ${encoded}` } };
}

function readToken(body: Buffer, where: string): { value: string; expiresInSeconds: number } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new AuthenticationError(
      `${where} returned no JSON: ${error instanceof SyntaxError ? "syntax error" : messageOf(error)}`,
      200,
    );
  }
  if (typeof parsed !== "object" || parsed === null) {
    throw new AuthenticationError(`${where} returned no JSON object`, 200);
  }
  const value = [
    "token" in parsed ? parsed.token : undefined,
    "access_token" in parsed ? parsed.access_token : undefined,
  ].find((candidate) => typeof candidate === "string" && candidate !== "");
  if (typeof value !== "string") {
    throw new AuthenticationError(`${where} returned no "token" or "access_token"`, 200);
  }
  // RFC 6750, section 2.1, allows fewer still; anything else does not fit into a header.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new AuthenticationError(
      `${where} returned a token with characters that a header cannot contain`,
      200,
    );
  }
  const expiry = "expires_in" in parsed ? parsed.expires_in : undefined;
  return {
    value,
    expiresInSeconds: typeof expiry === "number" && expiry > 0 ? expiry : DEFAULT_EXPIRY_SECONDS,
  };
}
