import assert from "node:assert/strict";
import type { LookupFunction } from "node:net";
import {
  type CheckId,
  type CheckResult,
  preflight,
  type PreflightOptions,
  type PreflightReport,
} from "../../preflight";
import { copyImage, type ImageSource } from "../../registry-client";
import {
  EmbeddedRegistry,
  type EmbeddedRegistryOptions,
} from "../../cli/local/embedded-registry/embedded-registry";
import { TestImage } from "../registry-client/images";
import { authority, certificate, clientOf, USER } from "../registry-client/registries";
import { TokenServer } from "../../cli/local/embedded-registry/token-server";

/** Whatever a report must not hold. */
const SECRETS = [
  USER.password,
  Buffer.from(`${USER.username}:${USER.password}`).toString("base64"),
  "Signature",
];

/** Names that lead to this machine. */
export const lookup: LookupFunction = (hostname, options, callback) => {
  if (/^(?:registry|localhost)/.test(hostname)) {
    if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
    else callback(null, "127.0.0.1", 4);
    return;
  }
  callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" }), "", 4);
};

export const TRUST: Partial<PreflightOptions> = {
  certificateAuthorities: [authority.certificate],
  allowLoopbackRedirects: true,
  lookup,
};

/** Checks an image, and that the report holds no secret. */
export async function checked(
  image: string,
  options: Partial<PreflightOptions> = {},
): Promise<PreflightReport> {
  const report = await preflight({ image, ...TRUST, ...options });
  const text = JSON.stringify(report);
  for (const secret of SECRETS) assert(!text.includes(secret), `the report holds ${secret}: ${text}`);
  assert.equal(
    report.passed,
    report.digest !== undefined && report.checks.every(({ status }) => status !== "failed"),
  );
  return report;
}

/** One check of a report. */
export function check(report: PreflightReport, id: CheckId): CheckResult {
  const found = report.checks.find((each) => each.id === id);
  assert(found, `no check ${id}`);
  return found;
}

/** The ids of the checks with a status. */
export function ids(report: PreflightReport, status: CheckResult["status"]): readonly CheckId[] {
  return report.checks.flatMap((each) => (each.status === status ? [each.id] : []));
}

/** Registries that are stopped together. */
export class Scene {
  private readonly toStop: Array<() => Promise<void>> = [];

  async registry(
    options: Partial<EmbeddedRegistryOptions> & {
      readonly image?: ImageSource;
      readonly form?: "docker" | "preserve";
    } = {},
  ): Promise<EmbeddedRegistry> {
    const { image = new TestImage(), form = "docker", ...rest } = options;
    const registry = await EmbeddedRegistry.start({ certificate, ...rest });
    this.toStop.push(() => registry.stop());
    const client = clientOf(registry.host, { ca: authority.certificate, credentials: USER });
    if (rest.certificate === undefined) {
      await copyImage(image, { client, repository: "ml/fraud", tag: "1" }, { format: form });
    }
    client.close();
    registry.requests.length = 0;
    return registry;
  }

  async tokenServer(): Promise<TokenServer> {
    const server = await TokenServer.start(certificate, USER);
    this.toStop.push(() => server.stop());
    return server;
  }

  onStop(stop: () => Promise<void>): void {
    this.toStop.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.toStop.splice(0).reverse()) await stop();
  }
}
