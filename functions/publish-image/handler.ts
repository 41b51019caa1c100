import { S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Credentials, RegistryClient } from "../../registry-client";
import { describeFailure } from "../credentials/describe-failure";
import { parseSecret, UnusableSecretError } from "../credentials/parse-secret";
import { parseEvent, type PublishImageAnswer } from "./event";
import { publish } from "./publish";
import { PublishError } from "./publish-error";
import { S3RangeSource } from "./s3-range-source";
import { type LambdaContext, setting } from "../shared/lambda";

/**
 * The function that puts an image out of an archive in S3 into a registry that only its VPC can reach.
 *
 * Environment: REGISTRY, the registry's `host[:port]` for pushes: credentials are sent nowhere else, whatever the event
 * says; SECRET_ARN, the secret with the credentials; USERNAME_KEY and PASSWORD_KEY, the keys of its JSON object.
 *
 * Event: `PublishImageEvent`; answer: `PublishImageAnswer`. It fails with a sentence that says what to do.
 */

/** What is left of the function's time when it stops by itself: enough to end every connection and to answer. */
const RESERVE_MILLISECONDS = 5_000;
const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
/** For how long nothing may arrive of an archive before the read is begun anew. */
const IDLE_TIMEOUT_MILLISECONDS = 60_000;
const SECRET_DEADLINE_MILLISECONDS = 20_000;

const registry = setting("REGISTRY");
const secretArn = setting("SECRET_ARN");
const keys = { username: setting("USERNAME_KEY"), password: setting("PASSWORD_KEY") };

const timeouts = {
  connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
  requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
  throwOnRequestTimeout: true,
};
const secretsManager = new SecretsManagerClient({ maxAttempts: 3, requestHandler: timeouts });
const s3 = new S3Client({
  maxAttempts: 5,
  requestHandler: { ...timeouts, socketTimeout: IDLE_TIMEOUT_MILLISECONDS },
  // Every blob is held against its digest, and a range has no checksum of its own.
  responseChecksumValidation: "WHEN_REQUIRED",
});

/** Publishes one image. */
export async function handler(event: unknown, context: LambdaContext): Promise<PublishImageAnswer> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const request = parseEvent(event);
  const client = new RegistryClient({ registry, credentials: await readCredentials() });
  try {
    return await publish({
      request,
      open: (signal) => S3RangeSource.open(s3, request.archive, signal),
      client,
      secretArn,
      deadline,
      onBlob: ({ digest, size, outcome, copied, total }) =>
        console.log(JSON.stringify({ blob: digest, size, outcome, copied, total })),
    });
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof Error) console.error(cause.stack);
    throw error;
  } finally {
    client.close();
  }
}

/** Read anew for every image: a password that was rotated is picked up at once. */
async function readCredentials(): Promise<Credentials> {
  try {
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal: AbortSignal.timeout(SECRET_DEADLINE_MILLISECONDS),
    });
    const { Username, Password } = parseSecret(secretArn, SecretString, keys);
    return { username: Username, password: Password };
  } catch (error) {
    if (error instanceof UnusableSecretError) throw new PublishError(error.message);
    throw new PublishError(
      `Reading the secret ${secretArn} with the registry's credentials failed: ${describeFailure(error)} Check that ` +
        "the function can reach Secrets Manager (in a VPC without internet, through an interface endpoint that admits " +
        "it) and that its role may read the secret and use its KMS key.",
    );
  }
}
