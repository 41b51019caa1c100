import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Credentials } from "../../registry-client";
import type { SecretKeys } from "../contract";
import { describeFailure } from "../shared/describe-failure";
import { ExplainedError } from "../shared/explained-error";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { parseSecret, UnusableSecretError } from "../shared/parse-secret";

/** A secret with a registry's credentials. */
export interface CredentialsSecret {
  readonly secretArn: string;
  /** The keys of its JSON object. */
  readonly keys: SecretKeys;
  /** The registry in messages, for example `registry.example.com`. */
  readonly registry: string;
}

const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
const REQUEST_TIMEOUT_MILLISECONDS = 10_000;
const DEADLINE_MILLISECONDS = 20_000;

/**
 * Reads credentials from Secrets Manager.
 * @throws ExplainedError that quotes no part of the secret
 */
export async function readSecretCredentials(
  { secretArn, keys, registry }: CredentialsSecret,
  permissions: FreshPermissions,
): Promise<Credentials> {
  const client = new SecretsManagerClient({
    // The secret's own region, which need not be the function's.
    region: secretArn.split(":")[3],
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  });
  const read = () =>
    client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
    });
  try {
    const { SecretString } = await permissions.call(read);
    const { Username, Password } = parseSecret(secretArn, SecretString, keys);
    return { username: Username, password: Password };
  } catch (error) {
    if (error instanceof UnusableSecretError) throw new ExplainedError(error.message);
    throw new ExplainedError(
      `Reading the secret ${secretArn} with the credentials for ${registry} failed: ${describeFailure(error)} Check that ` +
        "the secret exists, that the function can reach Secrets Manager (in a VPC without internet, through an interface " +
        "endpoint that admits it), and that its role may read the secret and use its KMS key.",
    );
  } finally {
    client.destroy();
  }
}
