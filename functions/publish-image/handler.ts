import { S3Client } from "@aws-sdk/client-s3";
import { RegistryClient } from "../../registry-client";
import { FreshPermissions } from "../shared/fresh-permissions";
import { type LambdaContext, logBlob, logCause, setting } from "../shared/lambda";
import { readSecretCredentials } from "../shared/secret-credentials";
import { parseEvent, type PublishImageAnswer } from "./event";
import { openImage } from "./open-image";
import { publish } from "./publish";

/**
 * The function that puts an image out of S3, an archive or what the staging function has put there, into a registry that
 * only its VPC can reach.
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
/** For how long nothing may arrive of an object before the read is begun anew. */
const IDLE_TIMEOUT_MILLISECONDS = 60_000;

const registry = setting("REGISTRY");
const secretArn = setting("SECRET_ARN");
const keys = { username: setting("USERNAME_KEY"), password: setting("PASSWORD_KEY") };

const s3 = new S3Client({
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    throwOnRequestTimeout: true,
    socketTimeout: IDLE_TIMEOUT_MILLISECONDS,
  },
  // Every blob is held against its digest, and a range has no checksum of its own.
  responseChecksumValidation: "WHEN_REQUIRED",
});

/** Publishes one image. */
export async function handler(event: unknown, context: LambdaContext): Promise<PublishImageAnswer> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const request = parseEvent(event);
  // Read anew for every image: a password that was rotated is picked up at once.
  const secret = { secretArn, keys, registry };
  const credentials = await readSecretCredentials(secret, new FreshPermissions(deadline));
  const client = new RegistryClient({ registry, credentials });
  const permissions = new FreshPermissions(deadline);
  try {
    return await publish({
      request,
      open: (signal) => openImage(request.source, { client: s3, permissions, signal }),
      client,
      secretArn,
      deadline,
      onBlob: logBlob,
    });
  } catch (error) {
    logCause(error);
    throw error;
  } finally {
    client.close();
  }
}
