import { isIP } from "node:net";
import type { AddressKind } from "../addresses";
import { kindOf } from "../addresses";
import { type Check, good, inapplicable, problem, suspicion } from "../check";
import { TransportError } from "../../registry-client";
import { addressesOf, openSocket, ProxyError, proxyOf } from "../connect";
import type { Context } from "../context";
import { codeOf } from "../error-code";
import { REMEDY_OF_SILENCE, remedyOf } from "../explain";

const registryAddresses = (context: Context) => addressesOf(context.route, context.endpoint.hostname);

/** Whose the proxy is, so that nobody takes it for a part of SageMaker's connection. */
const OWN_PROXY = "HTTPS_PROXY of this machine configures that proxy; SageMaker does not use it";

export const registryName: Check = {
  id: "registry-name",
  title: "The registry's name is known to DNS",
  severity: "error",
  needs: [],
  async run(context) {
    const { hostname } = context.endpoint;
    const proxy = proxyOf(context.route, context.endpoint);
    if (proxy) return inapplicable(`The proxy ${proxy.host} resolves ${hostname}. ${OWN_PROXY}`);
    try {
      const addresses = await context.once(registryAddresses);
      if (isIP(hostname) !== 0) return good(`${hostname} is an address itself`);
      return good(`${hostname} is ${addresses.join(", ")}`);
    } catch (error) {
      const code = codeOf(error);
      const seen =
        code === "ENOTFOUND"
          ? `DNS knows no address of ${hostname}`
          : `DNS gave no answer about ${hostname} (${code ?? "no reason"})`;
      return problem(
        seen,
        `${remedyOf("name-resolution", hostname)}. A private zone hides what public DNS says of the names within it`,
      );
    }
  },
};

const KINDS: Readonly<Record<AddressKind, string>> = {
  vpc: "in the VPC",
  private: "in a private network",
  public: "on the internet",
  local: "on this machine or its link",
};

export const registryAddress: Check = {
  id: "registry-address",
  title: "The registry's address is one that the model's VPC reaches",
  severity: "error",
  needs: ["registry-name"],
  async run(context) {
    const proxy = proxyOf(context.route, context.endpoint);
    if (proxy) return inapplicable(`The registry is reached through the proxy ${proxy.host}. ${OWN_PROXY}`);
    const { vpcCidrBlocks } = context.options;
    const addresses = await context.once(registryAddresses);
    const kinds = new Map(addresses.map((address) => [address, kindOf(address, vpcCidrBlocks ?? [])]));
    const found = new Set(kinds.values());
    const seen = [...kinds].map(([address, kind]) => `${address} is ${KINDS[kind]}`).join(", ");
    if (found.has("local") && !context.options.allowLoopbackRedirects) {
      return problem(seen, "Give the registry's name the address that others reach it at");
    }
    if (found.size > 1) {
      return suspicion(seen, "Which one is taken is chance: let the name have addresses of one kind");
    }
    if (vpcCidrBlocks === undefined || found.has("vpc")) return good(seen);
    if (found.has("public") && context.reference.registry === "docker.io") {
      return good(`${seen}: AWS documents Docker Hub for a VPC with a route to the internet`);
    }
    return suspicion(
      `${seen}, and not in the VPC (${vpcCidrBlocks.join(", ")}). AWS asks for a registry that is reachable from ` +
        "the model's VPC, and is silent about where else it may be",
      found.has("public")
        ? "Where the registry has a private address too, let the VPC's DNS give that one: the image then does not " +
            "leave the network. Otherwise set this check to off"
        : "Where this works (see the other checks), and the route is meant to stay, set this check to off",
    );
  },
};

export const registryConnection: Check = {
  id: "registry-connection",
  title: "The registry's port takes connections",
  severity: "error",
  needs: ["registry-name"],
  async run({ route, endpoint }) {
    const where = `${endpoint.hostname}, port ${endpoint.port}`;
    const proxy = proxyOf(route, endpoint);
    try {
      const socket = await openSocket(route, endpoint);
      const address = socket.remoteAddress ?? endpoint.hostname;
      socket.destroy();
      return good(
        proxy
          ? `The proxy ${proxy.host} connected to ${where}. ${OWN_PROXY}`
          : `Connected to ${where}, at ${address}`,
      );
    } catch (error) {
      const code = codeOf(error);
      if (proxy) {
        const reason = error instanceof ProxyError || error instanceof TransportError ? error.message : code;
        return problem(
          `No connection to ${where} through the proxy ${proxy.host}${reason ? ` (${reason})` : ""}. ${OWN_PROXY}`,
          remedyOf("proxy", where),
        );
      }
      if (code === "ECONNREFUSED") {
        return problem(
          `${where} refuses connections`,
          "Check that the registry is up, and that this is its port: the address answers, but nobody listens there",
        );
      }
      if (code === "ETIMEDOUT") {
        return problem(`${where} gave no answer within ${route.timeoutMs} ms`, REMEDY_OF_SILENCE);
      }
      return problem(`No connection to ${where} (${code ?? "no reason"})`, REMEDY_OF_SILENCE);
    }
  },
};
