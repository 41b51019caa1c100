import { checkArguments, checkInputs, checks, closedCommon, input, Validation, type Part } from "../common";
import type { CredentialsProviderArgs } from "../credentials-provider";
import { validate as validateCredentialsProvider } from "../credentials-provider/credentials-provider";
import { LambdaRouteKind } from "../registry-network";
import { HTTPS, MAX_SECURITY_GROUPS } from "./limits";
import { requirePlace, validateLocation, type NetworkLocation } from "./network-location";
import { validatePreflight } from "./preflight-checks";
import type { AuthorizationServer, LambdaAccess, RegistryAccessArgs } from "./args";

/** The arguments of a RegistryAccess once they are checked. */
export type Plan = ReturnType<typeof validate>;

const AUTHENTICATION = [
  "credentialsSecretArn",
  "credentials",
  "credentialsProviderArn",
  "anonymous",
] as const;

/** Checks the arguments, and returns them as they are to be used. */
export function validate(name: string, given: RegistryAccessArgs, part?: Part) {
  const validation = new Validation(`RegistryAccess "${name}"`, part);
  const args = validation.form("RegistryAccess", given);
  validateAuthentication(validation, args);
  requirePlace(
    validation,
    args,
    "",
    "say where the registry listens, with cidrBlocks, prefixListIds, securityGroupId, clientSecurityGroupIds or internet",
  );
  const providerArgs = credentialsProviderArgs(args);
  const credentialsProvider =
    providerArgs &&
    validation.part(
      validateCredentialsProvider,
      credentialsProviderName(name),
      providerArgs,
      CREDENTIALS_PROVIDER_PATHS,
    );
  const server = args.authorizationServer;
  if (server !== undefined) {
    requirePlace(validation, server, "authorizationServer.", "say where the authorization server listens");
  }
  const common = closedCommon(validation, args);
  const registry = validateLocation(validation, args);
  const others: Omit<RegistryAccessArgs, keyof NetworkLocation> = args;
  const { lambdaAccess: lambda, ...checked } = checkArguments(validation, others, {
    registryHostname: input.required(checks.registryHostname),
    vpcId: input.required(checks.vpcId),
    subnetIds: input.requiredList({
      min: 2,
      max: 16,
      item: checks.subnetId,
      remedy: "SageMaker wants at least two, in different zones",
    }),
    authorizationServer: (_, __, authorizationServer) =>
      authorizationServer && validateAuthorizationServer(validation, authorizationServer),
    lambdaAccess: (_, __, access = {}, { anonymous }) =>
      anonymous === true ? undefined : validateLambdaAccess(validation, access),
    s3PrefixListId: input.optionalOutput(checks.prefixListId),
    securityGroupIds: input.list({
      max: MAX_SECURITY_GROUPS - 1,
      item: checks.securityGroupId,
      remedy: `SageMaker allows ${MAX_SECURITY_GROUPS + 1} groups: of them one is the models' own, and one that of their network interfaces`,
    }),
    credentialsProviderArn: input.optional(checks.functionArn),
    preflight: (_, __, settings) => validatePreflight(validation, name, settings),
    anonymous: input.usedBy(validateAuthentication),
    credentialsSecretArn: input.usedBy(credentialsProviderArgs),
    credentialsKmsKeyArn: input.usedBy(credentialsProviderArgs),
    usernameKey: input.usedBy(credentialsProviderArgs),
    passwordKey: input.usedBy(credentialsProviderArgs),
    credentials: input.usedBy(credentialsProviderArgs),
    credentialsFunction: input.usedBy(credentialsProviderArgs),
    alarmTopicArns: input.usedBy(credentialsProviderArgs),
  });
  validation.throwIfInvalid();
  return {
    ...checked,
    common,
    tags: common.tags,
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
    credentialsProvider,
    registry,
    lambda,
  };
}

function validateAuthorizationServer(validation: Validation, server: AuthorizationServer) {
  const location = validateLocation(validation, server, "authorizationServer.");
  const others: Omit<AuthorizationServer, keyof NetworkLocation> = server;
  const { port } = checkInputs(validation, "authorizationServer", others, {
    port: input.withDefault(HTTPS, checks.integer(1, 65535)),
  });
  return { location, port };
}

function validateLambdaAccess(validation: Validation, access: LambdaAccess) {
  const others: Omit<LambdaAccess, keyof NetworkLocation> = access;
  const { kind } = checkInputs(validation, "lambdaAccess", others, {
    kind: input.withDefault(
      LambdaRouteKind.Provided,
      checks.oneOf<LambdaRouteKind>(Object.values(LambdaRouteKind)),
    ),
  });
  return { kind, location: validateLocation(validation, access, "lambdaAccess.", { isRequired: false }) };
}

/** The logical name of the credentials provider. */
export const credentialsProviderName = (name: string): string => `${name}-credentials`;

/** The arguments of the credentials function, where one is to be made. */
function credentialsProviderArgs(args: RegistryAccessArgs): CredentialsProviderArgs | undefined {
  // Of two ways to know the clients only the choice is reported.
  if ((args.credentialsSecretArn === undefined) === (args.credentials === undefined)) return undefined;
  const { tags, kmsKeyArn, permissionsBoundaryArn, rolePath, logRetentionInDays } = args;
  return {
    tags,
    kmsKeyArn,
    permissionsBoundaryArn,
    rolePath,
    logRetentionInDays,
    credentialsSecretArn: args.credentialsSecretArn,
    credentialsKmsKeyArn: args.credentialsKmsKeyArn,
    usernameKey: args.usernameKey,
    passwordKey: args.passwordKey,
    credentials: args.credentials,
    function: args.credentialsFunction,
    alarmTopicArns: args.alarmTopicArns,
  };
}

const CREDENTIALS_PROVIDER_PATHS = { "": "", function: "credentialsFunction" };

function validateAuthentication(validation: Validation, args: RegistryAccessArgs): void {
  const given = AUTHENTICATION.filter((property) =>
    property === "anonymous" ? args.anonymous === true : args[property] !== undefined,
  );
  if (given.length !== 1) {
    const what = given.length === 0 ? "none is" : `${given.join(" and ")} are`;
    validation.problem(
      given[0] ?? "credentialsSecretArn",
      `${what} given, but exactly one of ${AUTHENTICATION.join(", ")} must be: it says how the registry knows its clients`,
    );
  }
  if (args.anonymous === true && args.lambdaAccess !== undefined) {
    validation.problem(
      "lambdaAccess",
      "is given, but an anonymous registry needs no credentials: leave it out",
    );
  }
  const forSecret = ["usernameKey", "passwordKey", "credentialsKmsKeyArn"] as const;
  for (const property of forSecret) {
    if (args[property] !== undefined && args.credentialsSecretArn === undefined) {
      validation.problem(property, "describes a secret that exists, but credentialsSecretArn names none");
    }
  }
  for (const property of ["credentialsFunction", "alarmTopicArns"] as const) {
    const made = args.credentialsSecretArn !== undefined || args.credentials !== undefined;
    if (args[property] !== undefined && !made) {
      validation.problem(
        property,
        "is about the credentials function made here, but none is made: leave it out",
      );
    }
  }
}
