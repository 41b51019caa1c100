import { ECRClient } from "@aws-sdk/client-ecr";
import { type Credentials, RegistryClient } from "../../registry-client";
import { FreshPermissions } from "../shared/fresh-permissions";
import { type LambdaContext, logBlob, logCause, setting } from "../shared/lambda";
import { readSecretCredentials } from "../shared/secret-credentials";
import { copy } from "./copy";
import { authorizeAtEcr } from "./ecr";
import { parseEvent, type CopyImageAnswer } from "./event";

/**
 * The function that copies an image from a registry into a private repository of its own account and region in ECR, where
 * a VPC without a route to the internet reaches it.
 *
 * Environment: SOURCE_REGISTRY, the one registry, `host[:port]`, that images are read from; SOURCE_SECRET_ARN, the secret
 * with the `username` and `password` for it, without which it is read anonymously. Neither those nor ECR's token are sent
 * anywhere else, whatever the event says.
 *
 * Event: `CopyImageEvent`; answer: `CopyImageAnswer`. It fails with a sentence that says what to do.
 */

/** What is left of the function's time when it stops by itself: enough to end every connection and to answer. */
const RESERVE_MILLISECONDS = 5_000;

const sourceRegistry = setting("SOURCE_REGISTRY");
const sourceSecretArn = process.env["SOURCE_SECRET_ARN"];

/** The keys that ECS, too, reads. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
const KEYS = { username: "username", password: "password" };

const timeouts = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const ecr = new ECRClient({ maxAttempts: 3, requestHandler: timeouts });

/** Copies one image. */
export async function handler(event: unknown, context: LambdaContext): Promise<CopyImageAnswer> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const request = parseEvent(event, sourceRegistry);
  const permissions = new FreshPermissions(deadline);
  const target = new RegistryClient(await authorizeAtEcr(ecr, permissions));
  const source = new RegistryClient({
    registry: sourceRegistry,
    // Read when the registry asks for them, and anew for every image.
    ...(sourceSecretArn ? { credentials: () => readSourceCredentials(sourceSecretArn, deadline) } : {}),
  });
  try {
    return await copy({ request, source, target, deadline, onBlob: logBlob });
  } catch (error) {
    logCause(error);
    throw error;
  } finally {
    source.close();
    target.close();
  }
}

function readSourceCredentials(secretArn: string, deadline: number): Promise<Credentials> {
  const secret = { secretArn, keys: KEYS, registry: sourceRegistry };
  return readSecretCredentials(secret, new FreshPermissions(deadline));
}
