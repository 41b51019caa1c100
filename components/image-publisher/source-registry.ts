import * as pulumi from "@pulumi/pulumi";
import type { SourceRegistrySettings } from "../../functions/contract";
import { parseReference } from "../../registry-client/images/reference";
import {
  checkInputs,
  checks,
  input,
  type Failure,
  propertyPathOf,
  type Validation,
  guarded,
} from "../common";
import { sourceRegistry } from "./image-checks";

/** A registry that images are taken from. */
export interface SourceRegistry {
  /**
   * ARN of the Secrets Manager secret with the credentials of a user who may pull, as a JSON object; without one the
   * registry is read anonymously, which is the default.
   */
  credentialsSecretArn?: pulumi.Input<string | undefined>;
  /** Key of the user name in the secret's JSON object. Default: `username`. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in the secret's JSON object. Default: `password`. */
  passwordKey?: pulumi.Input<string>;
  /** ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key. */
  credentialsKmsKeyArn?: pulumi.Input<string | undefined>;
}

/** A registry once it is checked. */
export interface CheckedSourceRegistry {
  /** Its name as image references in full begin with it. */
  readonly registry: string;
  readonly secretArn: pulumi.Output<string | undefined> | undefined;
  readonly usernameKey: pulumi.Output<string>;
  readonly passwordKey: pulumi.Output<string>;
  readonly secretKmsKeyArn: pulumi.Output<string | undefined> | undefined;
}

const PROPERTY = "sourceRegistries";

/** Checks registries by their names, and returns them as they are to be used. */
export function checkSourceRegistries(
  validation: Validation,
  registries: Record<string, SourceRegistry>,
): CheckedSourceRegistry[] {
  const names = Object.keys(registries);
  if (names.length === 0) {
    validation.problem(PROPERTY, "is empty: name the registries that images are taken from, or leave it out");
  }
  return names.map((name, index) => {
    const path = propertyPathOf(PROPERTY, name);
    const problem = sourceRegistry(name);
    validation.problem(path, problem);
    const registry = problem === undefined ? fullName(name) : name;
    const same = names
      .slice(0, index)
      .find((other) => sourceRegistry(other) === undefined && fullName(other) === registry);
    if (same !== undefined) {
      validation.problem(path, `is the same registry as ${JSON.stringify(same)}: leave one of the two out`);
    }
    return { registry, ...checkCredentials(validation, path, registries[name] ?? {}) };
  });
}

function checkCredentials(validation: Validation, path: string, registry: SourceRegistry) {
  const { credentialsSecretArn, usernameKey, passwordKey, credentialsKmsKeyArn } = registry;
  if (credentialsSecretArn === undefined) {
    for (const [key, value] of Object.entries({ usernameKey, passwordKey, credentialsKmsKeyArn })) {
      if (value === undefined) continue;
      validation.problem(
        `${path}.${key}`,
        "is given without credentialsSecretArn: name the secret, or leave it out",
      );
    }
  }
  const checked = checkInputs(validation, path, registry, {
    credentialsSecretArn: input.optionalOutput(checks.secretArn),
    usernameKey: input.withDefault("username", checks.secretKey),
    passwordKey: input.withDefault("password", checks.secretKey),
    credentialsKmsKeyArn: input.optionalOutput(checks.arn("kms", "key/…")),
  });
  const { credentialsSecretArn: secretArn, credentialsKmsKeyArn: secretKmsKeyArn, ...keys } = checked;
  return { ...keys, secretArn, secretKmsKeyArn };
}

/** The name of a registry as image references in full begin with it: `docker.io` for Docker Hub's older one. */
function fullName(name: string): string {
  return parseReference(`${name}/namespace/repository`).registry;
}

type SourceEntry = readonly [registry: string, settings: SourceRegistrySettings];

/** Lambda takes 4 KB for all variables of a function, of which the others need some hundred bytes. */
const MAX_ENVIRONMENT_BYTES = 3_800;

/**
 * The registries as the staging function's environment names them: where their credentials are, and none of these.
 * @param failure makes the error that the deployment ends with where Lambda would not take so many
 */
export function environmentOf(
  registries: readonly CheckedSourceRegistry[],
  failure: Failure,
): pulumi.Output<string> {
  return pulumi.output(registries.map((registry) => pulumi.output(registry))).apply(
    guarded((known) => {
      const entries = known.map(({ registry, secretArn, usernameKey, passwordKey }): SourceEntry => [
        registry,
        secretArn === undefined ? {} : { secretArn, keys: { username: usernameKey, password: passwordKey } },
      ]);
      const text = JSON.stringify(Object.fromEntries(entries));
      const bytes = Buffer.byteLength(text);
      if (bytes <= MAX_ENVIRONMENT_BYTES) return text;
      throw failure(
        PROPERTY,
        `takes ${bytes} bytes of the function's environment, but Lambda leaves room for ${MAX_ENVIRONMENT_BYTES}: make ` +
          "another ImagePublisher for some of the registries",
      );
    }),
  );
}
