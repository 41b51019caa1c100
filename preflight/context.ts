import { setMaxListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import {
  type Credentials,
  type ImageReference,
  parseReference,
  type Platform,
  RegistryClient,
  registryHost,
  redactLongSecrets,
  type RequestEvent,
} from "../registry-client";
import type { Capability } from "./capabilities";
import type { Severity } from "./severity";
import type { CheckId } from "./check-ids";
import { defaultLookup, type Endpoint, endpointOf, type Route } from "./connect";

/** Where credentials come from when it is no credentials function, as on a laptop. */
export interface CredentialsOrigin {
  /** What gives them, as `the command line`. */
  readonly name: string;
  /** What to do where they are refused or there are none, as a sentence without its full stop. */
  readonly remedy: string;
}

/** The authorization server that the deployment is configured for: the models' security groups allow connections to it. */
export interface AuthorizationServerLocation {
  /** TCP port. */
  readonly port: number;
  /** CIDR blocks of its addresses; absent where a security group or prefix list identifies it. */
  readonly cidrBlocks?: readonly string[];
}

/** What is looked at, and how. */
export interface PreflightOptions {
  /** The image reference. */
  readonly image: string;
  /** What the image has to run on; `linux/amd64` by default. */
  readonly platform?: Platform;
  /** Gets the credentials for the registry; anonymous when not given. May throw `ProblemError`. */
  readonly getCredentials?: () => Promise<Credentials | undefined>;
  /** Where the credentials come from, for the report; a credentials function and its secret unless told otherwise. */
  readonly credentialsOrigin?: CredentialsOrigin;
  /** What a problem counts as, by the check's id, in place of what the check says. */
  readonly severities?: Readonly<Partial<Record<CheckId, Severity>>>;
  /** What the image's labels must say that its containers can do; nothing by default. */
  readonly capabilities?: readonly Capability[];
  /** The CIDR blocks of the model's VPC. Where they are told, a registry at another address is warned of. */
  readonly vpcCidrBlocks?: readonly string[];
  /** The storage of an instance in GB (2^30 bytes), to hold the image's size against. */
  readonly volumeSizeInGb?: number;
  /** The seconds that an instance has until its container must be healthy, to hold the image's size against. */
  readonly startupTimeoutSeconds?: number;
  /** The authorization server of the deployment, to compare the registry's with; by default none is configured. */
  readonly authorizationServer?: AuthorizationServerLocation;
  /** For everything, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number;
  /** For each connection, in milliseconds; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /** Where `HTTPS_PROXY` and `NO_PROXY` are read; by default there is no proxy, as SageMaker uses none. */
  readonly environment?: Route["environment"];
  /** The certificate authorities that are trusted, in PEM; by default the public ones that Node ships, and only they. */
  readonly certificateAuthorities?: readonly string[];
  /** How names are resolved; the system's resolver by default. */
  readonly lookup?: Route["lookup"];
  /** Lets servers point to loopback addresses, for registries on this machine; `false` by default. */
  readonly allowLoopbackRedirects?: boolean;
}

const DEFAULT_PLATFORM: Platform = { os: "linux", architecture: "amd64" };
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 15_000;
/** One more attempt tells an accident from a fault, and keeps the time short. */
const RETRY = { attempts: 2, baseMs: 200, maximumMs: 2_000 };

/** What the checks of one run share: what is asked, the ways there, and what was found out so far. */
export class Context {
  readonly reference: ImageReference;
  readonly platform: Platform;
  /** Where the registry answers. */
  readonly endpoint: Endpoint;
  /** The registry's `host[:port]`, as URLs show it. */
  readonly host: string;
  readonly route: Route;
  readonly client: RegistryClient;
  /** The client's requests and their responses. */
  readonly requests: RequestEvent[] = [];
  /** Ends what still runs when the time is over. */
  readonly signal: AbortSignal;
  private readonly known = new Map<unknown, Promise<unknown>>();
  private readonly secrets = new Set<string>();
  private readonly clients: RegistryClient[] = [];

  /** Throws `InvalidReferenceError` when the image is no reference. */
  constructor(readonly options: PreflightOptions) {
    this.reference = parseReference(options.image);
    this.platform = options.platform ?? DEFAULT_PLATFORM;
    const url = new URL(`https://${registryHost(this.reference)}/`);
    this.host = url.host;
    this.endpoint = endpointOf(url);
    this.route = {
      lookup: options.lookup ?? defaultLookup,
      environment: options.environment ?? {},
      timeoutMs: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      certificateAuthorities: options.certificateAuthorities ?? rootCertificates,
    };
    this.signal = AbortSignal.timeout(this.timeoutMs);
    // Every check listens, and every request for a blob.
    setMaxListeners(0, this.signal);
    this.client = this.clientOf(
      this.reference.registry,
      options.getCredentials === undefined ? undefined : () => this.once(credentialsOf),
    );
  }

  get timeoutMs(): number {
    return this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  /** A client of a registry, or of another server of its; closed with the context. */
  clientOf(
    registry: string,
    credentials?: () => Promise<Credentials | undefined>,
    { guarded = false } = {},
  ): RegistryClient {
    const { lookup, environment, timeoutMs, certificateAuthorities } = this.route;
    const client = new RegistryClient({
      registry,
      ...(credentials ? { credentials } : {}),
      ca: certificateAuthorities,
      environment,
      lookup,
      allowLoopbackRedirects: this.options.allowLoopbackRedirects ?? false,
      guarded,
      timeouts: { connectMs: timeoutMs, headersMs: ANSWER_TIMEOUT_MS, idleMs: ANSWER_TIMEOUT_MS },
      retry: RETRY,
      onRequest: (event) => this.requests.push(event),
    });
    this.clients.push(client);
    return client;
  }

  /** Finds something out, once in this run, whoever asks. */
  once<T>(find: (context: Context) => Promise<T>): Promise<T> {
    const known = this.known.get(find);
    if (known) return known as Promise<T>;
    const found = find(this);
    // Those who ask are told; it may be that nobody asks again.
    found.catch(() => undefined);
    this.known.set(find, found);
    return found;
  }

  /** What `find` has found; `undefined` when it was not requested, it failed, or it is still under way. */
  found<T>(find: (context: Context) => Promise<T>): Promise<T | undefined> {
    const known = this.known.get(find) as Promise<T> | undefined;
    // What still runs when the time is over is not waited for.
    return Promise.race([known?.catch(() => undefined), setImmediate(undefined)]);
  }

  /** Keeps texts out of the report. */
  hide(...secrets: readonly string[]): void {
    for (const secret of secrets) if (secret !== "") this.secrets.add(secret);
  }

  /** The text without anything that is hidden. */
  redact(text: string): string {
    return redactLongSecrets(text, this.secrets);
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}

/** The credentials, hidden from the report from now on. */
export async function credentialsOf(context: Context): Promise<Credentials | undefined> {
  const credentials = await context.options.getCredentials?.();
  if (credentials && "password" in credentials) {
    const { username, password } = credentials;
    context.hide(password, Buffer.from(`${username}:${password}`).toString("base64"));
  } else if (credentials) context.hide(credentials.identityToken);
  return credentials;
}
