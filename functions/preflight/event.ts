import {
  CAPABILITIES,
  type Capability,
  type CheckId,
  CHECK_IDS,
  isCapability,
  isCheckId,
  isSeverity,
  type PreflightReport,
  type Severity,
} from "../../preflight";
import { InvalidReferenceError, parsePlatform, parseReference, type Platform } from "../../registry-client";
import { objectOf, positive, refuseUnknown, shown } from "./fields";

/** What the function is called with by a deployment: one image. */
export interface PreflightEvent {
  /** The image reference, with a tag or a digest, of the function's own registry. */
  readonly image: string;
  /** What the instance runs, `os/architecture[/variant]`; `linux/amd64` by default. */
  readonly platform?: string;
  /** What a problem counts as, by the check's id, in place of what the check says: `error`, `warning` or `off`. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** The storage of an instance in GB, to hold the image's size against. */
  readonly volumeSizeInGb?: number;
  /** The seconds that an instance has until its container must be healthy, to hold the image's size against. */
  readonly startupTimeoutSeconds?: number;
  /** The name of the endpoint that the image is for, to see whether one that failed is left over under it. */
  readonly endpointName?: string;
  /** What the image's labels must say that its container can do; nothing by default. */
  readonly capabilities?: readonly Capability[];
}

/** What the function is called with by a schedule: the images of one endpoint. */
export interface ScheduledEvent {
  readonly scheduled: {
    /** What the metrics name the endpoint, as a value of their dimension: 1 to 255 printable ASCII characters. */
    readonly endpoint: string;
    /** 1 to 50 images. */
    readonly images: readonly PreflightEvent[];
  };
}

/** What the function answers a deployment. */
export type PreflightAnswer = PreflightReport;

/** What the function answers a schedule. */
export interface ScheduledAnswer {
  /** The images that did not pass. */
  readonly failed: number;
  /** The images that passed, but of which something is warned. */
  readonly warned: number;
  /** What came of each image, in the event's order. */
  readonly images: ReadonlyArray<Pick<PreflightReport, "image" | "passed" | "summary">>;
}

/** An image whose every value has been checked. */
export interface PreflightRequest {
  readonly image: string;
  readonly platform?: Platform;
  readonly severities: Readonly<Partial<Record<CheckId, Severity>>>;
  readonly volumeSizeInGb?: number;
  readonly startupTimeoutSeconds?: number;
  readonly endpointName?: string;
  readonly capabilities?: readonly Capability[];
}

/** A schedule's event whose every value has been checked. */
export interface ScheduledRequest {
  readonly endpoint: string;
  readonly images: readonly PreflightRequest[];
}

/** An event that is not understood; its message is for the person who deploys. */
export class InvalidEventError extends Error {
  override readonly name = "InvalidEventError";

  constructor(message: string) {
    super(message);
    // Lambda sends the stack to the caller, where it would bury the message; an empty one it can still split.
    this.stack = "";
  }
}

const IMAGE_FIELDS = [
  "image",
  "platform",
  "severities",
  "volumeSizeInGb",
  "startupTimeoutSeconds",
  "endpointName",
  "capabilities",
];
const MAXIMUM_IMAGES = 50;
/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
const ENDPOINT_NAME = /^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}$/;
/** Fewer than https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html takes. */
const DIMENSION_VALUE = /^(?=.*\S)[ -~]{1,255}$/;

/**
 * Checks an event. A property that is not known is refused: an older function would otherwise leave it out silently.
 * @param registry the registry that the function is for: credentials are sent nowhere else, whatever the event says
 * @throws InvalidEventError naming every problem
 */
export function parseEvent(event: unknown, registry: string): PreflightRequest | ScheduledRequest {
  const problems: string[] = [];
  const fields = objectOf("the event", event, problems);
  const request =
    "scheduled" in fields
      ? scheduleOf(fields, registry, problems)
      : requestOf("", "the event", fields, registry, problems);
  if (problems.length > 0) {
    throw new InvalidEventError(`The event of the preflight function is not valid: ${problems.join("; ")}.`);
  }
  return request;
}

function scheduleOf(
  event: Readonly<Record<string, unknown>>,
  registry: string,
  problems: string[],
): ScheduledRequest {
  refuseUnknown("the event", event, ["scheduled"], problems);
  const fields = objectOf("scheduled", event["scheduled"], problems);
  refuseUnknown("scheduled", fields, ["endpoint", "images"], problems);
  const { endpoint, images } = fields;
  const isName = typeof endpoint === "string" && DIMENSION_VALUE.test(endpoint);
  if (!isName) {
    problems.push(
      `scheduled.endpoint is ${shown(endpoint)}, but must be 1 to 255 printable ASCII characters, and not only blanks`,
    );
  }
  const listed: readonly unknown[] = Array.isArray(images) ? images : [];
  if (listed.length === 0 || listed.length > MAXIMUM_IMAGES) {
    problems.push(
      `scheduled.images ${Array.isArray(images) ? `has ${listed.length} entries` : "is no list"}, but must have 1 to ` +
        `${MAXIMUM_IMAGES} images`,
    );
    return { endpoint: "", images: [] };
  }
  return {
    endpoint: isName ? endpoint : "",
    images: listed.map((image, index) => {
      const path = `scheduled.images[${index}]`;
      return requestOf(`${path}.`, path, objectOf(path, image, problems), registry, problems);
    }),
  };
}

function requestOf(
  prefix: string,
  path: string,
  fields: Readonly<Record<string, unknown>>,
  registry: string,
  problems: string[],
): PreflightRequest {
  refuseUnknown(path, fields, IMAGE_FIELDS, problems);
  const image = imageOf(`${prefix}image`, fields["image"], registry, problems);
  const platform = platformOf(`${prefix}platform`, fields["platform"], problems);
  const numberOf = (name: string) => positive(`${prefix}${name}`, fields[name], problems);
  const volumeSizeInGb = numberOf("volumeSizeInGb");
  const startupTimeoutSeconds = numberOf("startupTimeoutSeconds");
  const endpointName = endpointNameOf(`${prefix}endpointName`, fields["endpointName"], problems);
  const capabilities = capabilitiesOf(`${prefix}capabilities`, fields["capabilities"], problems);
  return {
    image,
    severities: severitiesOf(`${prefix}severities`, fields["severities"], problems),
    ...(platform ? { platform } : {}),
    ...(volumeSizeInGb === undefined ? {} : { volumeSizeInGb }),
    ...(startupTimeoutSeconds === undefined ? {} : { startupTimeoutSeconds }),
    ...(endpointName === undefined ? {} : { endpointName }),
    ...(capabilities === undefined ? {} : { capabilities }),
  };
}

function imageOf(path: string, value: unknown, registry: string, problems: string[]): string {
  if (typeof value !== "string") {
    problems.push(`${path} must be an image reference`);
    return "";
  }
  try {
    const named = parseReference(value).registry;
    if (named.toLowerCase() !== registry.toLowerCase()) {
      problems.push(`${path} is of the registry ${named}, but this function is for ${registry}`);
    }
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    problems.push(`${path} is not valid: the ${error.part} ${error.reason}`);
  }
  return value;
}

function platformOf(path: string, value: unknown, problems: string[]): Platform | undefined {
  if (value === undefined) return undefined;
  const platform = typeof value === "string" ? parsePlatform(value) : undefined;
  if (!platform) {
    problems.push(
      `${path} is ${shown(value)}, but must be os/architecture or os/architecture/variant, as linux/arm64`,
    );
  }
  return platform;
}

function severitiesOf(path: string, value: unknown, problems: string[]): Partial<Record<CheckId, Severity>> {
  if (value === undefined) return {};
  const severities: Partial<Record<CheckId, Severity>> = {};
  for (const [id, severity] of Object.entries(objectOf(path, value, problems))) {
    if (!isCheckId(id)) {
      problems.push(`${path} has ${JSON.stringify(id)}, but the checks are ${CHECK_IDS.join(", ")}`);
    } else if (!isSeverity(severity)) {
      problems.push(`${path}.${id} is ${shown(severity)}, but must be error, warning or off`);
    } else severities[id] = severity;
  }
  return severities;
}

function capabilitiesOf(path: string, value: unknown, problems: string[]): readonly Capability[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every(isCapability)) return value;
  problems.push(`${path} is ${shown(value)}, but must be a list of ${CAPABILITIES.join(" and ")}`);
  return undefined;
}

function endpointNameOf(path: string, value: unknown, problems: string[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && ENDPOINT_NAME.test(value)) return value;
  problems.push(
    `${path} is ${shown(value)}, but must be 1 to 63 letters, digits and hyphens, with no hyphen at either end`,
  );
  return undefined;
}
