import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CachedCredentials } from "./cached-credentials";
import type { CredentialsResult } from "../contract";
import { setting } from "../shared/lambda";
import { parseSecret, type Credentials } from "../shared/parse-secret";

/**
 * The function that SageMaker invokes for a registry's credentials, with Basic and with Bearer authentication.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 *
 * Environment: SECRET_ARN, the secret; USERNAME_KEY and PASSWORD_KEY, the keys of its JSON object.
 */

/** A call takes some tens of milliseconds; three attempts fit into the deadline, and the deadline into the timeout. */
const CONNECTION_TIMEOUT_MILLISECONDS = 1_000;
const REQUEST_TIMEOUT_MILLISECONDS = 2_000;
const DEADLINE_MILLISECONDS = 7_000;

const secretArn = setting("SECRET_ARN");
const keys = { username: setting("USERNAME_KEY"), password: setting("PASSWORD_KEY") };

const client = new SecretsManagerClient({
  // The secret's own region, which need not be the function's.
  region: secretArn.split(":")[3],
  maxAttempts: 3,
  retryMode: "standard",
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    throwOnRequestTimeout: true,
    // A connection would be dead by the next call, a minute later, and cost a retry.
    httpsAgent: { keepAlive: false },
  },
});

const credentials = new CachedCredentials(readSecret, (message) => console.warn(message));

/** Returns the registry's credentials. SageMaker's event is not documented, and not read. */
export async function handler(): Promise<CredentialsResult> {
  return { Credentials: await credentials.get() };
}

async function readSecret(): Promise<Credentials> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
    abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
  });
  return parseSecret(secretArn, SecretString, keys);
}
