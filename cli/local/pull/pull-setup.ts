import { rootCertificates } from "node:tls";
import { CertificateAuthority, type Certificate } from "../embedded-registry/certificates";
import type { Cleanup } from "../cleanup";
import { awsNames, startAws, type AwsContents } from "../fake-aws";
import { Functions } from "../lambda/functions";
import { startRegistry, type RunningRegistry } from "../registry/start-registry";
import type { Route } from "../lambda/process-messages";
import type { PlannedRegistry } from "../registry/planned-registry";
import type { RequestLog } from "../request-log";
import { UPLOAD_PORT } from "../registry/replacement-registry-configuration";

/** Issues certificates, trusted or, in tests, untrusted. */
export interface Authority {
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  issue(options: { readonly names: readonly string[]; readonly notAfter?: Date }): Certificate;
}

/** What a pull runs with. */
export interface PullSetup {
  readonly cleanup: Cleanup;
  readonly log: RequestLog;
  readonly functions: Functions;
  /** The certificate authority of the upload listener and other servers outside the plan, in PEM. */
  readonly ownAuthority: string;
  /** The registry on this machine; absent where the user's registry is used. */
  readonly host: RunningRegistry | undefined;
  /** The authorities that a client of the registry trusts, in PEM. */
  readonly trusted: readonly string[];
}

/** The settings of a pull. */
export interface PullSetupOptions {
  readonly cleanup: Cleanup;
  readonly log: RequestLog;
  readonly environment: NodeJS.ProcessEnv;
  /** The registry to start; absent where the user's registry is used. */
  readonly host: PlannedRegistry | undefined;
  readonly regions: readonly string[];
  /** The base folders of relative paths to functions' code. */
  readonly folders: readonly string[];
  readonly contents: (functions: Functions) => AwsContents;
  /** The authority of the registry's certificate. Default: a temporary one. */
  readonly authority?: Authority | undefined;
  /** The authorities that the certificate of the user's registry may come from. Default: the public ones. */
  readonly publicAuthorities?: readonly string[] | undefined;
}

const CERTIFICATE_MS = 90 * 24 * 3_600_000;

/** Starts the registry and the fake AWS, and prepares functions that reach nothing else. */
export async function startPullSetup(options: PullSetupOptions): Promise<PullSetup> {
  const { cleanup, log, environment, regions, folders, contents } = options;
  const own = new CertificateAuthority();
  const authority = options.authority ?? own;
  // Long enough that the preflight does not warn of it.
  const notAfter = new Date(Date.now() + CERTIFICATE_MS);
  const issue = (names: readonly string[], port: number) =>
    (port === UPLOAD_PORT ? own : authority).issue({ names, notAfter });
  const host = options.host && (await startRegistry(options.host, { cleanup, log, environment, issue }));
  const routes: Route[] = [...(host?.routes ?? [])];
  const trusted = host === undefined ? [...(options.publicAuthorities ?? rootCertificates)] : [];
  const authorities = [own.certificate, ...(host === undefined ? trusted : [authority.certificate])];
  const reachElsewhere = host === undefined;
  const functions = new Functions({ cleanup, routes, authorities, reachElsewhere, folders, environment });
  const certificate = own.issue({ names: regions.flatMap(awsNames) });
  routes.push(...(await startAws(regions, certificate, contents(functions), cleanup)));
  return {
    cleanup,
    log,
    functions,
    ownAuthority: own.certificate,
    host,
    trusted: host === undefined ? trusted : [authority.certificate],
  };
}
