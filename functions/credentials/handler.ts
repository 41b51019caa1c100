import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CachedCredentials } from "./cached-credentials";
import { parseSecret, type Credentials } from "../shared/parse-secret";
import { setting } from "../shared/lambda";

/**
 * The function that SageMaker asks for a registry's credentials.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 *
 * Environment: SECRET_ARN, the secret; USERNAME_KEY and PASSWORD_KEY, the keys of its JSON object.
 */

/** What SageMaker reads: exactly this shape, for registries with Basic and with Bearer authentication alike. */
export interface CredentialsAnswer {
  readonly Credentials: Credentials;
}

/** A call takes some tens of milliseconds; three tries fit into the deadline, and the deadline into the function's timeout. */
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

/** Answers with the registry's credentials; what SageMaker's event holds is not documented and not looked at. */
export async function handler(): Promise<CredentialsAnswer> {
  return { Credentials: await credentials.get() };
}

async function readSecret(): Promise<Credentials> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
    abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
  });
  return parseSecret(secretArn, SecretString, keys);
}
