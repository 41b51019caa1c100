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
import { setScene, type Scene } from "./environment";
import { inventedUser, standInHost, withBackDoor, withUser } from "../registry/replacement-registry";

/** Who takes part in one pull. */
export interface Cast {
  readonly scene: Scene;
  readonly registry: PulledRegistry;
  /** The path of the image's archive as the plan has it. */
  readonly archivePath: string | undefined;
  /** Files by `<bucket>/<key>`, as S3 has them. */
  readonly objects: Map<string, string>;
  /** The user of the registry, where the plan does not make it. */
  readonly user: User | undefined;
  readonly region: string;
  /** The function that answers with the credentials, or why it cannot be run here; absent where none is asked. */
  readonly credentials: PlannedFunction | FunctionGap | undefined;
}

/** Gets the registry, the stand-ins for AWS and the functions of a pull ready. */
export async function cast(given: PlannedPull, options: PullOptions, log: RequestLog): Promise<Cast> {
  const { graph, lifetime, environment, folders, overrides } = options;
  const isReal = options.registry === "real";
  const secrets = new Map(secretsOf(graph));
  const { planned, answered } = await tried(given, options, secrets);
  const { credentials } = planned;
  const user = await userOf(planned, options, secrets, answered);
  if (user !== undefined && isKeyed(credentials)) put(user, credentials, secrets);
  const objects = new Map<string, string>();
  const plannedHost =
    planned.host === undefined
      ? standInHost(planned, user)
      : user === undefined
        ? planned.host
        : withUser(planned.host, user);
  const host = planned.publication === undefined ? withBackDoor(plannedHost) : plannedHost;
  const scene = await setScene({
    lifetime,
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
  const changes = scene.host?.changes ?? [];
  const differences = [
    ...(changes.length > 0 ? [`It has ${changes.join(" and ")}`] : []),
    ...(planned.host === undefined && !isReal
      ? ["It stands in for a registry that the plan does not make"]
      : []),
  ];
  return {
    scene,
    registry: {
      ...(scene.host?.registry ?? { kind: "real" }),
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

/** A pull, once it is known whether its credentials function can be run here, and the user that it answers with. */
async function tried(
  planned: PlannedPull,
  options: PullOptions,
  secrets: ReadonlyMap<string, string>,
): Promise<{ readonly planned: PlannedPull; readonly answered: User | undefined }> {
  const { credentials } = planned;
  // The secret of a function that tells its keys is put here.
  if (credentials === undefined || isGap(credentials) || isKeyed(credentials)) {
    return { planned, answered: undefined };
  }
  const { gap, user } = await tryFunction(credentials, { ...options, regions: regionsOf(planned), secrets });
  return { planned: gap === undefined ? planned : { ...planned, credentials: gap }, answered: user };
}

/** Whether a function says in its environment which keys of which secret it reads, as this package's own does. */
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
 * The user of a registry that the plan does not make: of the plan's own secret, the one that the user gave, or an
 * invented one, also where the plan's own function cannot be run here; `undefined` where the plan's users will do, or the registry asks for none.
 */
async function userOf(
  { host, address, reference, credentials, credentialsProviderArn }: PlannedPull,
  { registry, credentials: given, environment }: PullOptions,
  secrets: ReadonlyMap<string, string>,
  answered: User | undefined,
): Promise<User | undefined> {
  if (credentialsProviderArn === undefined || credentials === undefined) return undefined;
  if (host !== undefined && registry !== "real") return isGap(credentials) ? inventedUser() : undefined;
  const planned = answered ?? (isGap(credentials) ? undefined : inSecret(credentials, secrets));
  if (registry !== "real") return planned ?? inventedUser();
  const own =
    given ??
    planned ??
    (await dockerCredentials(`${address.registry}/${reference.repository}`, environment))?.credentials;
  if (own === undefined) return undefined;
  if ("identityToken" in own) {
    throw new ActionFailure(
      `Docker's configuration has an identity token for ${address.registry}, but SageMaker is handed a user and a password`,
      "Give --username and --password-stdin",
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

/** Puts a user where the function reads it. */
function put(
  { username, password }: User,
  { environment }: PlannedFunction,
  secrets: Map<string, string>,
): void {
  const { SECRET_ARN = "", USERNAME_KEY = "username", PASSWORD_KEY = "password" } = environment;
  secrets.set(SECRET_ARN, JSON.stringify({ [USERNAME_KEY]: username, [PASSWORD_KEY]: password }));
}

/** Answers a call of the Lambda API: of the plan's function, or in place of one that is the user's own. */
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
