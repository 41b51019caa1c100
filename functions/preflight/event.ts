import {
  type CheckId,
  CHECK_IDS,
  isCheckId,
  isSeverity,
  type PreflightReport,
  type Severity,
} from "../../preflight";
import { InvalidReferenceError, parsePlatform, parseReference, type Platform } from "../../registry-client";

/** What the function is called with. */
export interface PreflightEvent {
  /** The image reference, with a tag or a digest, of the function's own registry. */
  readonly image: string;
  /** What the instance runs, `os/architecture[/variant]`; `linux/amd64` by default. */
  readonly platform?: string;
  /** What a problem counts as, by the check's id, in place of what the check says: `error`, `warning` or `off`. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** The storage of an instance in GB, to hold the image's size against. */
  readonly volumeSizeInGB?: number;
  /** The seconds that an instance has until its container must be healthy, to hold the image's size against. */
  readonly startupTimeoutSeconds?: number;
}

/** What the function answers. */
export type PreflightAnswer = PreflightReport;

/** An event whose every value has been checked. */
export interface PreflightRequest {
  readonly image: string;
  readonly platform?: Platform;
  readonly severities: Readonly<Partial<Record<CheckId, Severity>>>;
  readonly volumeSizeInGB?: number;
  readonly startupTimeoutSeconds?: number;
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

const KNOWN = ["image", "platform", "severities", "volumeSizeInGB", "startupTimeoutSeconds"];

/**
 * Checks an event. A property that is not known is refused: an older function would otherwise leave it out silently.
 * @param registry the registry that the function is for: credentials are sent nowhere else, whatever the event says
 * @throws InvalidEventError naming every problem
 */
export function parseEvent(event: unknown, registry: string): PreflightRequest {
  const problems: string[] = [];
  const fields = objectOf("event", event, problems);
  const unknown = Object.keys(fields).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) {
    problems.push(
      `the event has ${unknown.map((key) => JSON.stringify(key)).join(", ")}, which this function does not know; known ` +
        `are ${KNOWN.join(", ")}; the stack with the function may need a newer version of the package`,
    );
  }
  const image = imageOf(fields["image"], registry, problems);
  const platform = platformOf(fields["platform"], problems);
  const volumeSizeInGB = positive("volumeSizeInGB", fields["volumeSizeInGB"], problems);
  const startupTimeoutSeconds = positive("startupTimeoutSeconds", fields["startupTimeoutSeconds"], problems);
  const request: PreflightRequest = {
    image,
    severities: severitiesOf(fields["severities"], problems),
    ...(platform ? { platform } : {}),
    ...(volumeSizeInGB === undefined ? {} : { volumeSizeInGB }),
    ...(startupTimeoutSeconds === undefined ? {} : { startupTimeoutSeconds }),
  };
  if (problems.length > 0) {
    throw new InvalidEventError(`The event of the preflight function is not valid: ${problems.join("; ")}.`);
  }
  return request;
}

function imageOf(value: unknown, registry: string, problems: string[]): string {
  if (typeof value !== "string") {
    problems.push("image must be an image reference");
    return "";
  }
  try {
    const named = parseReference(value).registry;
    if (named.toLowerCase() !== registry.toLowerCase()) {
      problems.push(`image is of the registry ${named}, but this function is for ${registry}`);
    }
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    problems.push(`image is not valid: the ${error.part} ${error.reason}`);
  }
  return value;
}

function platformOf(value: unknown, problems: string[]): Platform | undefined {
  if (value === undefined) return undefined;
  const platform = typeof value === "string" ? parsePlatform(value) : undefined;
  if (!platform) {
    problems.push(
      `platform is ${shown(value)}, but must be os/architecture or os/architecture/variant, as linux/arm64`,
    );
  }
  return platform;
}

function severitiesOf(value: unknown, problems: string[]): Partial<Record<CheckId, Severity>> {
  if (value === undefined) return {};
  const severities: Partial<Record<CheckId, Severity>> = {};
  for (const [id, severity] of Object.entries(objectOf("severities", value, problems))) {
    if (!isCheckId(id)) {
      problems.push(`severities has ${JSON.stringify(id)}, but the checks are ${CHECK_IDS.join(", ")}`);
    } else if (!isSeverity(severity)) {
      problems.push(`severities.${id} is ${shown(severity)}, but must be error, warning or off`);
    } else severities[id] = severity;
  }
  return severities;
}

function positive(path: string, value: unknown, problems: string[]): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  problems.push(`${path} is ${shown(value)}, but must be a number above 0`);
  return undefined;
}

function objectOf(path: string, value: unknown, problems: string[]): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  problems.push(`${path} must be an object`);
  return {};
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
