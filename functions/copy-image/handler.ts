import { S3Client } from "@aws-sdk/client-s3";
import type { BlobEvent } from "../../registry-client";
import type { CopyImageResult } from "../contract";
import type { LambdaContext } from "../shared/lambda";
import { copy } from "./copy";
import { parseEvent } from "./event";
import { openDestination } from "./open-destination";
import { sourceOf } from "./open-source";
import { readSettings } from "./settings";

/**
 * The function that copies an image: from a registry, an archive in S3 or an image staged in S3; to a registry, to S3, or
 * to Amazon ECR. Each of its deployments writes to one kind of location.
 *
 * Environment:
 * - SOURCE_REGISTRIES, the registries that images are read from, `SourceRegistriesSettings` as JSON. Default: none.
 * - DESTINATION, the kind of location that images are written to: `registry`, `layout` or `ecr`.
 * - for `registry`: REGISTRY, its `host[:port]` for pushes; SECRET_ARN, the secret with the credentials; USERNAME_KEY and
 *   PASSWORD_KEY, the keys of its JSON object.
 * - for `layout`: BUCKET and PREFIX, where images are staged; RENEW_AFTER_DAYS, after which a blob may expire before it
 *   is read.
 *
 * The credentials of a registry are sent to that registry only, whatever the event says.
 *
 * Event: `CopyImageEvent`; result: `CopyImageResult`. It fails with a sentence that says what to do.
 */

/** Time left when the function stops by itself: enough to end every upload and to return. */
const RESERVE_MILLISECONDS = 8_000;
const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
/** For the response to one part, which is sent before the response comes. */
const REQUEST_TIMEOUT_MILLISECONDS = 60_000;
/** Time without any data of an object after which the read starts again. */
const IDLE_TIMEOUT_MILLISECONDS = 60_000;

const settings = readSettings();

const s3 = new S3Client({
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    throwOnRequestTimeout: true,
    socketTimeout: IDLE_TIMEOUT_MILLISECONDS,
  },
  // Every request is signed with the SHA-256 of its body, and every blob is verified by its digest; a range has no checksum.
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
});

/** Copies one image. */
export async function handler(event: unknown, context: LambdaContext): Promise<CopyImageResult> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const request = parseEvent(event, settings);
  const destination = await openDestination(request.destination, settings.destination, s3, deadline);
  const source = sourceOf(request.source, settings.sourceRegistries, s3, deadline);
  try {
    return await copy({ request, source, destination, deadline, onBlob: logBlob });
  } catch (error) {
    logCause(error);
    throw error;
  } finally {
    source.client?.close();
    destination.client?.close();
  }
}

function logBlob({ digest, size, outcome, copied, total }: BlobEvent): void {
  console.log(JSON.stringify({ blob: digest, size, outcome, copied, total }));
}

/** Logs the cause of an error whose message leaves it out. */
function logCause(error: unknown): void {
  const { cause } = error as Error;
  if (cause instanceof Error) console.error(cause.stack);
}
