import { type Challenge, InvalidChallengeError, type Ping, TransportError } from "../../registry-client";
import { isInBlocks } from "../addresses";
import { type Check, good, inapplicable, type Outcome, problem, ProblemError, suspicion } from "../check";
import { addressesOf, endpointOf, proxyOf } from "../connect";
import type { Context } from "../context";
import { explain, REMEDY_OF_CLIENT_CERTIFICATE, remedyOf, remedyOfStatus } from "../explain";

const CERTIFICATE = ["certificate-authority", "certificate-name", "certificate-expiry"] as const;

const pingOf = (context: Context): Promise<Ping> => context.client.ping({ signal: context.signal });

export const registryApi: Check = {
  id: "registry-api",
  title: "The registry speaks the Registry HTTP API V2",
  severity: "error",
  needs: CERTIFICATE,
  async run(context) {
    const { status, apiVersion, redirectedTo, page } = await context.once(pingOf);
    const said = apiVersion === undefined ? "" : `, ${apiVersion.slice(0, 50)}`;
    const led = redirectedTo === undefined ? "" : ` led to ${redirectedTo}, which`;
    const shown = page ? ` with the page ${JSON.stringify(page)}` : page === "" ? " with an HTML page" : "";
    const seen = `GET https://${context.host}/v2/${led} returned ${status}${shown}${said}`;
    if (/SSL certificate/i.test(page ?? "")) {
      return problem(`${seen}: it requires a client certificate`, REMEDY_OF_CLIENT_CERTIFICATE);
    }
    if (status === 200 || status === 401) {
      // A web server can serve the files of a registry, and list its folders.
      return page === undefined
        ? good(seen)
        : suspicion(
            `${seen}, which no registry does`,
            remedyOfPage(redirectedTo ?? `https://${context.host}/v2/`),
          );
    }
    if (redirectedTo !== undefined) {
      return problem(`${seen}; a registry answers 200 or 401`, remedyOfPage(redirectedTo));
    }
    return problem(`${seen}; a registry answers 200 or 401`, remedyOfAnswer(status, context.host));
  },
};

function remedyOfPage(url: string): string {
  return (
    "Use the registry's own name in the image reference, and have the proxy in front of it forward /v2/ without a login " +
    `page: SageMaker does not log in at ${new URL(url).host}`
  );
}

function remedyOfAnswer(status: number, host: string): string {
  if (status === 429 || status >= 500) return remedyOfStatus(status, host);
  if (status === 403) {
    return (
      `${host}, or a proxy in front of it, refuses requests from this network: look for a list of the addresses that it admits, ` +
      "and for a firewall's rules"
    );
  }
  return (
    "Check that this is the registry's own name and port: Artifactory, Nexus and GitLab may serve each registry at a name " +
    "or port of its own, and a proxy in front must pass on /v2/"
  );
}

/** The registry's authentication scheme. */
type Scheme =
  | { readonly name: "none" }
  | { readonly name: "basic" }
  | { readonly name: "bearer"; readonly realm: string; readonly service: string | undefined };

/** As the client chooses, Bearer before Basic. */
async function schemeOf(context: Context): Promise<Scheme> {
  const { status, challenges } = await context.once(pingOf);
  if (status !== 401) return { name: "none" };
  const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.has("realm"));
  const realm = bearer?.parameters.get("realm");
  if (realm !== undefined) return { name: "bearer", realm, service: bearer?.parameters.get("service") };
  if (challenges.some(({ scheme }) => scheme === "basic")) return { name: "basic" };
  throw new ProblemError(
    `The registry requires authentication by ${offered(challenges)}`,
    "SageMaker knows Basic and Bearer (a token server): configure one of them",
  );
}

function offered(challenges: readonly Challenge[]): string {
  return challenges.map(({ scheme }) => scheme.slice(0, 30)).join(", ") || "nothing that it names";
}

export const authenticationScheme: Check = {
  id: "authentication-scheme",
  title: "The registry asks for authentication in a way that SageMaker knows",
  severity: "error",
  needs: ["registry-api"],
  async run(context) {
    const scheme = await context.once(schemeOf);
    const hasCredentials = context.options.getCredentials !== undefined;
    if (scheme.name === "none") {
      return good(
        hasCredentials
          ? "It asks for none, so the credentials that there are go unused"
          : "It asks for none: anyone who reaches it may pull",
      );
    }
    if (scheme.name === "basic") {
      return hasCredentials
        ? good("Basic: user and password with each request")
        : problem(
            "It requires a user and a password (Basic), but no credentials are configured",
            context.options.credentialsOrigin?.remedy ??
              "Give the secret with the credentials, or a credentials function",
          );
    }
    const { realm, service } = scheme;
    if (!URL.canParse(realm) || new URL(realm).protocol !== "https:") {
      return problem(
        `Bearer, with tokens of ${display(realm)}, which is no https: URL`,
        "Configure the registry's token realm with https:, at its public name; behind a load balancer it may take " +
          "http: from a missing X-Forwarded-Proto",
      );
    }
    const of = service === undefined ? "" : ` for ${JSON.stringify(service.slice(0, 100))}`;
    const anonymous = hasCredentials ? "" : "; without credentials only an anonymous token can be requested";
    return good(`Bearer: tokens of ${display(realm)}${of}${anonymous}`);
  },
};

export const authorizationServer: Check = {
  id: "authorization-server",
  title: "The authorization server of the registry is reached",
  severity: "error",
  needs: ["authentication-scheme"],
  async run(context) {
    const scheme = await context.once(schemeOf);
    if (scheme.name !== "bearer") {
      return inapplicable(scheme.name === "basic" ? "Basic needs none" : "No authentication is required");
    }
    const url = new URL(scheme.realm);
    if (url.host === context.host) {
      const seen = `It is the registry itself, at ${display(scheme.realm)}`;
      return context.options.authorizationServer === undefined
        ? good(seen)
        : suspicion(
            `${seen}, but authorizationServer configures another one`,
            "Remove authorizationServer, or set the registry's token realm to that server",
          );
    }
    const seen = `It is on another host than the registry, ${url.host}`;
    try {
      const client = context.clientOf(url.host, undefined, { guarded: true });
      const { status } = await client.ping({ signal: context.signal });
      return await compared(
        `${seen}, and is reached over TLS with a trusted certificate (it returned ${status})`,
        url,
        context,
      );
    } catch (error) {
      // It need not answer as a registry does.
      if (error instanceof InvalidChallengeError) {
        return compared(`${seen}, and is reached over TLS with a trusted certificate`, url, context);
      }
      return unreached(error, url, context);
    }
  },
};

/** What was observed of an authorization server, compared with the one that the deployment is configured for. */
async function compared(seen: string, url: URL, context: Context): Promise<Outcome> {
  const configured = context.options.authorizationServer;
  if (configured === undefined) return good(seen);
  const { hostname, port } = endpointOf(url);
  const remedy =
    "Correct authorizationServer: the models' security groups allow connections to what it names, and not to this server";
  if (configured.port !== port) {
    const other = `it listens on port ${port}, but authorizationServer.port is ${configured.port}`;
    return suspicion(`${seen}; ${other}`, remedy);
  }
  const { cidrBlocks = [] } = configured;
  if (cidrBlocks.length === 0 || proxyOf(context.route, { hostname, port })) return good(seen);
  const addresses = await addressesOf(context.route, hostname).catch(() => []);
  const outside = addresses.find((address) => !isInBlocks(address, cidrBlocks));
  if (outside === undefined) return good(seen);
  const blocks = cidrBlocks.slice(0, 10).join(", ");
  return suspicion(
    `${seen}; its address ${outside} is in none of authorizationServer.cidrBlocks (${blocks})`,
    remedy,
  );
}

function unreached(error: unknown, url: URL, context: Context): Outcome {
  const outcome = explain(error, context);
  const failure = error instanceof TransportError ? error.failure : undefined;
  if (failure === "certificate" || failure === "tls") {
    return {
      ...outcome,
      remedy:
        `SageMaker gets its token from ${url.host}, and trusts no private authority there either: give it a certificate ` +
        "of a public authority that names it, with the intermediate certificates, for TLS 1.2 or 1.3",
    };
  }
  if (failure === "name-resolution" || failure === "proxy") {
    return { ...outcome, remedy: remedyOf(failure, url.host) };
  }
  if (failure === "redirect") return { ...outcome, remedy: "Configure the token realm's address" };
  return {
    ...outcome,
    remedy:
      `SageMaker gets its token from ${url.host}: configure authorizationServer, so that the model's security groups allow ` +
      `connections to it on port ${endpointOf(url).port}, and give the model's subnets a route to it, as to the registry`,
  };
}

/** A URL's origin and path, or the beginning of what is none. */
function display(text: string): string {
  if (!URL.canParse(text)) return JSON.stringify(text.slice(0, 100));
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
