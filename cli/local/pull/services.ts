import { fields } from "../../../plan/values";
import type { User } from "../embedded-registry/token-server";
import { dockerCredentials } from "../../commands/doctor/docker-credentials";
import { ActionFailure } from "./action-log";
import { tryFunction } from "../lambda/trial-run";
import type { AwsContents } from "../fake-aws";
import type { Functions } from "../lambda/functions";
import type { PullOptions } from "./pull-options";
import { secretsOf, type PlannedPull } from "./planned-images";
import { isGap, type FunctionGap, type PlannedFunction } from "../lambda/planned-function";
import type { RequestLog } from "../request-log";
import type { PulledRegistry } from "./pull-result";
import { startPullSetup, type PullSetup } from "./pull-setup";
import {
  generatedUser,
  replacementRegistry,
  withUploadService,
  withUser,
} from "../registry/replacement-registry-configuration";

/** The services of one pull: registry, AWS and functions. */
export interface PullServices {
  readonly setup: PullSetup;
  readonly registry: PulledRegistry;
  /** The path of the image's archive in the plan. */
  readonly archivePath: string | undefined;
  /** Files by `<bucket>/<key>`, as S3 has them. */
  readonly objects: Map<string, string>;
  /** The user of the registry; absent where the plan creates the registry. */
  readonly user: User | undefined;
  readonly region: string;
  /** The credentials function, or why it cannot run here; absent where the registry requires no credentials. */
  readonly credentials: PlannedFunction | FunctionGap | undefined;
}

/** Starts the registry, the fake AWS and the functions of a pull. */
export async function startServices(
  given: PlannedPull,
  options: PullOptions,
  log: RequestLog,
): Promise<PullServices> {
  const { graph, cleanup, environment, folders, overrides } = options;
  const isReal = options.registry === "real";
  const secrets = new Map(secretsOf(graph));
  const { planned, answered } = await tried(given, options, secrets);
  const { credentials } = planned;
  const user = await userOf(planned, options, secrets, answered);
  if (user !== undefined && isKeyed(credentials)) put(user, credentials, secrets);
  const objects = new Map<string, string>();
  const plannedHost =
    planned.host === undefined
      ? replacementRegistry(planned, user)
      : user === undefined
        ? planned.host
        : withUser(planned.host, user);
  const host = planned.publication === undefined ? withUploadService(plannedHost) : plannedHost;
  const setup = await startPullSetup({
    cleanup,
    log,
    environment,
    host: isReal ? undefined : host,
    regions: regionsOf(planned),
    folders,
    contents: (functions): AwsContents => ({
      secrets,
      unknownSecrets: new Set(),
      objects,
      invoke: (arn) => answerOf(planned, functions, user, arn),
    }),
    authority: overrides?.authority,
    publicAuthorities: overrides?.publicAuthorities,
  });
  const hostname = planned.address.registry;
  const changes = setup.host?.changes ?? [];
  const differences = [
    ...(changes.length > 0 ? [`It has ${changes.join(" and ")}`] : []),
    ...(planned.host === undefined && !isReal ? ["It replaces a registry outside the plan"] : []),
  ];
  return {
    setup,
    registry: {
      ...(setup.host?.registry ?? { kind: "real" }),
      hostname,
      ...(differences.length === 0 ? {} : { differences }),
    },
    archivePath: await pathIn(planned),
    objects,
    user,
    region: regionsOf(planned)[0] ?? DEFAULT_REGION,
    credentials,
  };
}

/** Determines whether the credentials function can run here, and the user that it returns. */
async function tried(
  planned: PlannedPull,
  options: PullOptions,
  secrets: ReadonlyMap<string, string>,
): Promise<{ readonly planned: PlannedPull; readonly answered: User | undefined }> {
  const { credentials } = planned;
  // The secret of a function that declares its keys is written here.
  if (credentials === undefined || isGap(credentials) || isKeyed(credentials)) {
    return { planned, answered: undefined };
  }
  const { gap, user } = await tryFunction(credentials, { ...options, regions: regionsOf(planned), secrets });
  return { planned: gap === undefined ? planned : { ...planned, credentials: gap }, answered: user };
}

/** Whether a function's environment declares the secret and keys that it reads, as this package's own function does. */
function isKeyed(found: PlannedPull["credentials"]): found is PlannedFunction {
  if (found === undefined || isGap(found)) return false;
  return ["SECRET_ARN", "USERNAME_KEY", "PASSWORD_KEY"].every((name) => name in found.environment);
}

const DEFAULT_REGION = "us-east-1";

async function pathIn({ publication }: PlannedPull): Promise<string | undefined> {
  const source: unknown = publication?.object?.inputs.source;
  const path: unknown = await (source as { path?: Promise<string> } | undefined)?.path;
  return typeof path === "string" ? path : undefined;
}

/** The regions in which the plan's functions call AWS. */
function regionsOf({
  publication,
  credentials,
  preflight,
  credentialsProviderArn,
}: PlannedPull): readonly string[] {
  const functions = [
    publication?.function,
    credentials !== undefined && isGap(credentials) ? undefined : credentials,
    preflight?.function,
  ].filter((each) => each !== undefined);
  const arns = [
    ...functions.flatMap(({ arn, environment }) => [arn, environment["SECRET_ARN"] ?? ""]),
    credentialsProviderArn ?? "",
  ];
  const regions = arns.flatMap((arn) => arn.split(":")[3] || []);
  return [...new Set(regions.length === 0 ? [DEFAULT_REGION] : regions)];
}

/**
 * The user of a registry outside the plan: from the plan's secret, from the command line, or a
 * generated one, also where the plan's function cannot run here; `undefined` where the plan has users, or the registry requires none.
 */
async function userOf(
  { host, address, reference, credentials, credentialsProviderArn }: PlannedPull,
  { registry, credentials: given, environment }: PullOptions,
  secrets: ReadonlyMap<string, string>,
  answered: User | undefined,
): Promise<User | undefined> {
  if (credentialsProviderArn === undefined || credentials === undefined) return undefined;
  if (host !== undefined && registry !== "real") return isGap(credentials) ? generatedUser() : undefined;
  const planned = answered ?? (isGap(credentials) ? undefined : inSecret(credentials, secrets));
  if (registry !== "real") return planned ?? generatedUser();
  const own =
    given ??
    planned ??
    (await dockerCredentials(`${address.registry}/${reference.repository}`, environment))?.credentials;
  if (own === undefined) return undefined;
  if ("identityToken" in own) {
    throw new ActionFailure(
      `Docker's configuration has an identity token for ${address.registry}, but SageMaker is handed a user and a password`,
      "Pass --username and --password-stdin",
    );
  }
  return own;
}

/** The user in the plan's own secret, as the function reads it. */
function inSecret({ environment }: PlannedFunction, secrets: ReadonlyMap<string, string>): User | undefined {
  const { SECRET_ARN = "", USERNAME_KEY = "", PASSWORD_KEY = "" } = environment;
  try {
    const secret = fields(JSON.parse(secrets.get(SECRET_ARN) ?? "null") as unknown);
    const { [USERNAME_KEY]: username, [PASSWORD_KEY]: password } = secret;
    return typeof username === "string" && typeof password === "string" ? { username, password } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a user to the secret that the function reads. */
function put(
  { username, password }: User,
  { environment }: PlannedFunction,
  secrets: Map<string, string>,
): void {
  const { SECRET_ARN = "", USERNAME_KEY = "username", PASSWORD_KEY = "password" } = environment;
  secrets.set(SECRET_ARN, JSON.stringify({ [USERNAME_KEY]: username, [PASSWORD_KEY]: password }));
}

/** The response of the Lambda API: from the plan's function, or mocked for a function outside the plan. */
function answerOf(
  { credentials, credentialsProviderArn }: PlannedPull,
  functions: Functions,
  user: User | undefined,
  arn: string,
): Promise<string> | undefined {
  if (arn !== credentialsProviderArn) return undefined;
  if (credentials !== undefined && !isGap(credentials)) return functions.invoke(credentials, {});
  if (user === undefined) return undefined;
  return Promise.resolve(
    JSON.stringify({ Credentials: { Username: user.username, Password: user.password } }),
  );
}
