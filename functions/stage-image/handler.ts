import { S3Client } from "@aws-sdk/client-s3";
import { RegistryClient } from "../../registry-client";
import { FreshPermissions } from "../shared/fresh-permissions";
import { type LambdaContext, logBlob, logCause, setting } from "../shared/lambda";
import { readSecretCredentials } from "../shared/secret-credentials";
import { parseEvent, type StageImageAnswer, type StageRequest } from "./event";
import { S3Layout } from "./s3-layout";
import { parseSourceRegistries, type SourceRegistry } from "./source-registries";
import { stage } from "./stage";

/**
 * The function that puts an image of another registry into S3, from where the publishing function takes it over into a
 * registry that only its VPC can reach.
 *
 * Environment: SOURCE_REGISTRIES, a JSON object of the registries that images are read from, `SourceRegistries`: the
 * credentials of each are sent to none but itself, and to others nothing, whatever the event says; BUCKET and PREFIX, where
 * images are staged; RENEW_AFTER_DAYS, after which what is staged may expire before it is published.
 *
 * Event: `StageImageEvent`; answer: `StageImageAnswer`. It fails with a sentence that says what to do.
 */

/** What is left of the function's time when it stops by itself: enough to end every upload and to answer. */
const RESERVE_MILLISECONDS = 8_000;
const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
/** For the answer to one part, which is sent before it comes. */
const REQUEST_TIMEOUT_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 86_400_000;

/** The keys that ECS, too, reads. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
const DEFAULT_KEYS = { username: "username", password: "password" };

const registries = parseSourceRegistries(setting("SOURCE_REGISTRIES"));
const bucket = setting("BUCKET");
const prefix = setting("PREFIX");
const renewAfter = Number(setting("RENEW_AFTER_DAYS")) * DAY_MILLISECONDS;

const s3 = new S3Client({
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    throwOnRequestTimeout: true,
  },
  // Every request is signed with the SHA-256 of its body, and every blob is held against its digest.
  requestChecksumCalculation: "WHEN_REQUIRED",
});

/** Stages one image. */
export async function handler(event: unknown, context: LambdaContext): Promise<StageImageAnswer> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const request = parseEvent(event, { registries: Object.keys(registries), bucket });
  const registry = registries[request.source.registry] ?? {};
  const client = clientOf(request, registry, deadline);
  const permissions = new FreshPermissions(deadline);
  try {
    return await stage({
      request,
      client,
      layout: new S3Layout({ client: s3, bucket, prefix, renewAfter, permissions }),
      secretArn: registry.secretArn,
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

function clientOf(
  { source: { registry } }: StageRequest,
  { secretArn, keys = DEFAULT_KEYS }: SourceRegistry,
  deadline: number,
): RegistryClient {
  if (secretArn === undefined) return new RegistryClient({ registry });
  // Read when the registry asks for them, and anew for every image.
  const credentials = () =>
    readSecretCredentials({ secretArn, keys, registry }, new FreshPermissions(deadline));
  return new RegistryClient({ registry, credentials });
}
