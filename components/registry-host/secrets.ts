import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { refuseOpenedTags, guarded } from "../common";
import type { CheckedArgs } from "./checks";
import { logicalNames } from "./logical-names";
import { htpasswd, SALT_LENGTH, type RegistryUser } from "./htpasswd";
import type { RegistryEndpoint } from "./configuration";
import { PullUser } from "./args";
import type { RegistryService } from "./live-service";
import { protectOptions, PASSING } from "./protect-options";

/** A secret with one version, which tasks are told by its id: a new version starts new tasks. */
export interface StoredSecret {
  readonly secret: aws.secretsmanager.Secret;
  readonly version: aws.secretsmanager.SecretVersion;
  /** How ECS names the secret's version. */
  readonly reference: pulumi.Output<string>;
}

/** What the tasks need to know of the registry's users, and no password among it. */
export interface TaskSecrets {
  readonly pullHtpasswd: StoredSecret;
  readonly pushHtpasswd: StoredSecret;
  readonly httpSecret: StoredSecret;
}

/** The registry's users. */
export interface Users {
  readonly pullA: pulumi.Output<RegistryUser>;
  readonly pullB: pulumi.Output<RegistryUser>;
  readonly push: pulumi.Output<RegistryUser>;
  readonly pushB: pulumi.Output<RegistryUser>;
}

/** Makes the users, each with a random password and salt of the configured version. */
export function createUsers(name: string, args: CheckedArgs, parent: pulumi.Resource): Users {
  const user = (username: string, which: keyof Users): pulumi.Output<RegistryUser> => {
    const keepers = { version: args.credentials.passwordVersions[which] };
    const password = new random.RandomPassword(
      `${name}-${username}-password`,
      // 190 bits; letters and digits pass through every client and header unchanged.
      { length: 32, special: false, keepers },
      { parent, ...PASSING },
    );
    const salt = new random.RandomBytes(
      `${name}-${username}-salt`,
      { length: SALT_LENGTH, keepers },
      { parent, ...PASSING },
    );
    return pulumi.secret({ username, password: password.result, salt: salt.base64 });
  };
  return {
    pullA: user("pull-a", "pullA"),
    pullB: user("pull-b", "pullB"),
    push: user("push", "push"),
    pushB: user("push-b", "pushB"),
  };
}

/** Stores what the tasks need: each service knows the users of its own, and the one for pushes signs its uploads. */
export function createTaskSecrets(
  name: string,
  users: Users,
  args: CheckedArgs,
  parent: pulumi.Resource,
): TaskSecrets {
  const { pullA, pullB, push, pushB } = users;
  // Hexadecimal digits, as the registry reads the variable as YAML.
  const httpSecret = new random.RandomBytes(
    `${name}-http-secret-bytes`,
    { length: 32, keepers: { version: args.credentials.httpSecretVersion } },
    { parent, ...PASSING },
  );
  // Tasks are told a version by its id, and those that run after a failed deployment are told the one before: it stays, and
  // goes with its secret. The provider would take its stages away, and Secrets Manager may delete a version without any.
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  const options = { parent, retainOnDelete: true };
  const store = (logicalName: string, description: string, value: pulumi.Input<string>): StoredSecret =>
    createSecret(logicalName, description, value, args, options);
  return {
    pullHtpasswd: store(
      logicalNames.pullHtpasswd(name),
      "Password hashes of those who may pull from the private registry",
      pulumi.all([pullA, pullB]).apply(guarded(htpasswd)),
    ),
    pushHtpasswd: store(
      logicalNames.pushHtpasswd(name),
      "Password hashes of those who may push to the private registry",
      pulumi.all([push, pushB]).apply(guarded(htpasswd)),
    ),
    httpSecret: store(
      logicalNames.httpSecret(name),
      "Key that the private registry signs the state of uploads with",
      pulumi.secret(httpSecret.hex),
    ),
  };
}

/** The secrets that clients of the registry read. */
export interface ClientCredentials {
  readonly pull: StoredSecret;
  readonly standbyPull: StoredSecret;
  readonly push: StoredSecret;
}

/**
 * Stores what clients read, as JSON with `username` and `password`, once the services know it: a password is never
 * handed out before every task accepts it.
 */
export function createClientCredentials(
  name: string,
  users: Users,
  services: Readonly<Record<RegistryEndpoint, RegistryService>>,
  args: CheckedArgs,
  parent: pulumi.Resource,
): ClientCredentials {
  const pullUser = (active: boolean): pulumi.Output<string> =>
    pulumi
      .all([users.pullA, users.pullB, args.credentials.activePullUser])
      .apply(guarded(([a, b, user]) => credentials((user === PullUser.A) === active ? a : b)));
  const store = (
    logicalName: string,
    description: string,
    value: pulumi.Output<string>,
    endpoint: RegistryEndpoint,
  ): StoredSecret => {
    const { resource, serving } = services[endpoint];
    const known = pulumi.all([value, serving]).apply(guarded(([text]) => text));
    return createSecret(logicalName, description, known, args, { parent, dependsOn: [resource] });
  };
  return {
    pull: store(
      logicalNames.pullCredentials(name),
      "Credentials to pull from the private registry",
      pullUser(true),
      "pull",
    ),
    standbyPull: store(
      logicalNames.standbyPullCredentials(name),
      "Credentials to pull from the private registry, of the user that is not in use",
      pullUser(false),
      "pull",
    ),
    push: store(
      logicalNames.pushCredentials(name),
      "Credentials to push to the private registry",
      pulumi
        .all([users.push, users.pushB, args.credentials.activePushUser])
        .apply(guarded(([first, second, user]) => credentials(user === first.username ? first : second))),
      "push",
    ),
  };
}

function credentials({ username, password }: RegistryUser): string {
  return JSON.stringify({ username, password });
}

function createSecret(
  name: string,
  description: string,
  value: pulumi.Input<string>,
  args: CheckedArgs,
  versionOptions: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): StoredSecret {
  const { parent } = versionOptions;
  const secret = new aws.secretsmanager.Secret(
    name,
    {
      description,
      kmsKeyId: args.common.kmsKeyArn,
      recoveryWindowInDays: args.secretRecoveryWindowInDays,
      tags: args.common.tags,
    },
    { parent, ...protectOptions(args) },
  );
  refuseOpenedTags(secret.tagsAll, args.failure);
  const version = new aws.secretsmanager.SecretVersion(
    `${name}-version`,
    { secretId: secret.id, secretString: value },
    { ...versionOptions, ...PASSING },
  );
  return { secret, version, reference: pulumi.interpolate`${secret.arn}:::${version.versionId}` };
}
