import { checks, type Check } from "../common";
import { registryHostname } from "./image-checks";

/** Where images are pushed to. */
export interface PushAddress {
  /** The name in URLs: `host[:port]`, without the port where that is 443. */
  readonly host: string;
  /** The name alone. */
  readonly hostname: string;
  readonly port: number;
}

/** A check that a text is the URL of a registry: https, a host, and nothing but a port behind it. */
export const pushUrl: Check<string> = (value) => {
  const allowed = "a registry's URL without a path, as https://registry.example.com:8443";
  if (value.includes("@")) return "must hold no user and no password: they belong into the secret";
  if (!URL.canParse(value)) return checks.mismatch(value, allowed);
  const { protocol, pathname, search, hash, host } = new URL(value);
  if (protocol !== "https:") return checks.mismatch(value, allowed, "SageMaker pulls by https only");
  const isBare = pathname === "/" && search === "" && hash === "";
  return isBare && registryHostname(host) === undefined ? undefined : checks.mismatch(value, allowed);
};

/** Takes a checked URL apart. */
export function parsePushUrl(url: string): PushAddress {
  const { host, hostname, port } = new URL(url);
  return { host, hostname, port: port === "" ? 443 : Number(port) };
}
