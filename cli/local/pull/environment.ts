import { rootCertificates } from "node:tls";
import { CertificateAuthority, type Certificate } from "../embedded-registry/certificates";
import type { Lifetime } from "../cleanup";
import { awsNames, startAws, type AwsContents } from "../fake-aws";
import { Functions } from "../lambda/functions";
import { startHost, type RunningHost } from "../registry/start-registry";
import type { Route } from "../lambda/process-messages";
import type { PlannedHost } from "../registry/planned-registry";
import type { RequestLog } from "../request-log";
import { BACK_DOOR_PORT } from "../registry/replacement-registry";

/** Makes certificates that are trusted in a rehearsal, or not, for tests. */
export interface Authority {
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  issue(options: { readonly names: readonly string[]; readonly notAfter?: Date }): Certificate;
}

/** What a pull is played among. */
export interface Scene {
  readonly lifetime: Lifetime;
  readonly log: RequestLog;
  readonly functions: Functions;
  /** The certificate authority of what is no part of the plan, as the door for stand-ins, in PEM. */
  readonly ownAuthority: string;
  /** The registry on this machine; absent where the user's own is used. */
  readonly host: RunningHost | undefined;
  /** The authorities that a client of the registry trusts, in PEM. */
  readonly trusted: readonly string[];
}

/** What a scene is made of. */
export interface SceneOptions {
  readonly lifetime: Lifetime;
  readonly log: RequestLog;
  readonly environment: NodeJS.ProcessEnv;
  /** The registry to start; absent where the user's own is used. */
  readonly host: PlannedHost | undefined;
  readonly regions: readonly string[];
  /** Where relative paths of functions' code begin. */
  readonly folders: readonly string[];
  readonly contents: (functions: Functions) => AwsContents;
  /** In place of a throw-away authority for the registry's certificate. */
  readonly authority?: Authority | undefined;
  /** The authorities that the user's own registry may have its certificate from; the public ones by default. */
  readonly publicAuthorities?: readonly string[] | undefined;
}

const CERTIFICATE_MS = 90 * 24 * 3_600_000;

/** Starts the registry and the stand-ins for AWS, and gets ready to run functions that know nothing else. */
export async function setScene(options: SceneOptions): Promise<Scene> {
  const { lifetime, log, environment, regions, folders, contents } = options;
  const own = new CertificateAuthority();
  const authority = options.authority ?? own;
  // Long enough that the preflight does not warn of it.
  const notAfter = new Date(Date.now() + CERTIFICATE_MS);
  const issue = (names: readonly string[], port: number) =>
    (port === BACK_DOOR_PORT ? own : authority).issue({ names, notAfter });
  const host = options.host && (await startHost(options.host, { lifetime, log, environment, issue }));
  const routes: Route[] = [...(host?.routes ?? [])];
  const trusted = host === undefined ? [...(options.publicAuthorities ?? rootCertificates)] : [];
  const authorities = [own.certificate, ...(host === undefined ? trusted : [authority.certificate])];
  const reachElsewhere = host === undefined;
  const functions = new Functions({ lifetime, routes, authorities, reachElsewhere, folders, environment });
  const certificate = own.issue({ names: regions.flatMap(awsNames) });
  routes.push(...(await startAws(regions, certificate, contents(functions), lifetime)));
  return {
    lifetime,
    log,
    functions,
    ownAuthority: own.certificate,
    host,
    trusted: host === undefined ? trusted : [authority.certificate],
  };
}
