import {
  CAPABILITIES,
  type Capability,
  type CheckId,
  CHECK_IDS,
  isCapability,
  isCheckId,
  isSeverity,
  type Severity,
} from "../../preflight";
import { parsePlatform, type Platform } from "../../registry-client";
import type { PreflightEvent, ScheduledPreflightEvent } from "../contract";
import {
  list,
  matching,
  object,
  optional,
  platform,
  positiveNumber,
  type Reader,
  readEvent,
  reference,
  shown,
} from "../shared/event-reader";

/** A valid event for one image. */
export interface PreflightRequest extends Omit<PreflightEvent, "platform"> {
  readonly platform?: Platform;
  readonly severities: NonNullable<PreflightEvent["severities"]>;
}

/** A valid event of a schedule. */
export interface ScheduledRequest {
  readonly endpoint: string;
  readonly images: readonly PreflightRequest[];
}

const MAXIMUM_IMAGES = 50;
/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
const ENDPOINT_NAME = /^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}$/;
/** Shorter than https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html allows. */
const DIMENSION_VALUE = /^(?=.*\S)[ -~]{1,255}$/;

/**
 * Reads an event.
 * @param registry the function's registry: credentials are sent to no other, whatever the event says
 * @throws InvalidEventError naming every problem
 */
export function parseEvent(event: unknown, registry: string): PreflightRequest | ScheduledRequest {
  const image = imageReader(registry);
  const isScheduled = typeof event === "object" && event !== null && "scheduled" in event;
  if (!isScheduled) return requestOf(readEvent("preflight", event, image));
  const scheduled = object<ScheduledPreflightEvent["scheduled"]>({
    endpoint: matchingText(DIMENSION_VALUE, "1 to 255 printable ASCII characters, and not only blanks"),
    images: list(image, MAXIMUM_IMAGES),
  });
  const read = readEvent("preflight", event, object<ScheduledPreflightEvent>({ scheduled })).scheduled;
  return { endpoint: read.endpoint, images: read.images.map(requestOf) };
}

function requestOf({ platform: name, severities = {}, ...event }: PreflightEvent): PreflightRequest {
  const chosen = name === undefined ? undefined : parsePlatform(name);
  return { ...event, severities, ...(chosen === undefined ? {} : { platform: chosen }) };
}

function imageReader(registry: string): Reader<PreflightEvent> {
  return object<PreflightEvent>({
    image: reference((image) =>
      image.registry.toLowerCase() === registry.toLowerCase()
        ? undefined
        : `is in the registry ${image.registry}, but this function is for ${registry}`,
    ),
    platform: optional(platform),
    severities: optional(severitiesByCheck),
    volumeSizeInGb: optional(positiveNumber),
    startupTimeoutSeconds: optional(positiveNumber),
    endpointName: optional(
      matchingText(ENDPOINT_NAME, "1 to 63 letters, digits and hyphens, without a hyphen at either end"),
    ),
    capabilities: optional(
      matching(
        (value): value is readonly Capability[] => Array.isArray(value) && value.every(isCapability),
        `a list of ${CAPABILITIES.join(" and ")}`,
      ),
    ),
  });
}

const matchingText = (pattern: RegExp, expected: string): Reader<string> =>
  matching((value): value is string => typeof value === "string" && pattern.test(value), expected);

const severitiesByCheck: Reader<Partial<Record<CheckId, Severity>>> = (value, path, problems) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${path} must be an object`);
    return undefined;
  }
  const severities: Partial<Record<CheckId, Severity>> = {};
  for (const [id, severity] of Object.entries(value)) {
    if (!isCheckId(id)) {
      problems.push(`${path} has the unknown check ${JSON.stringify(id)}; expected ${CHECK_IDS.join(", ")}`);
    } else if (!isSeverity(severity)) {
      problems.push(`${path}.${id} is ${shown(severity)}, but must be error, warning or off`);
    } else severities[id] = severity;
  }
  return severities;
};
