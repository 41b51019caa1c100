import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Credentials } from "../../registry-client";
import { describeFailure } from "../credentials/describe-failure";
import { parseSecret, UnusableSecretError } from "../credentials/parse-secret";
import { CopyError } from "./copy-error";

const DEADLINE_MILLISECONDS = 20_000;

/** The keys that ECS, too, reads. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
const KEYS = { username: "username", password: "password" };

/**
 * Reads the credentials for the source's registry.
 * @throws CopyError
 */
export async function readSourceCredentials(secretArn: string, requestHandler: object): Promise<Credentials> {
  // The secret's own region, which need not be the function's.
  const client = new SecretsManagerClient({
    region: secretArn.split(":")[3],
    maxAttempts: 3,
    requestHandler,
  });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
    });
    const { Username, Password } = parseSecret(secretArn, SecretString, KEYS);
    return { username: Username, password: Password };
  } catch (error) {
    if (error instanceof UnusableSecretError) throw new CopyError(error.message);
    throw new CopyError(
      `Reading the secret ${secretArn} with the credentials for the image's registry failed: ${describeFailure(error)} ` +
        "Check that it exists, and that the function's role may read it and use its KMS key.",
    );
  } finally {
    client.destroy();
  }
}
