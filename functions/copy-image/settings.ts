import type { CopyDestinations, OneOf, SecretKeys, SourceRegistriesSettings } from "../contract";
import { setting } from "../shared/lambda";

/** What the environment of a deployment fixes, whatever an event says. */
export interface CopySettings {
  /** The registries that images are read from. */
  readonly sourceRegistries: SourceRegistriesSettings;
  readonly destination: OneOf<DestinationSettings>;
}

/** The location that a deployment writes to. */
export interface DestinationSettings extends Record<keyof CopyDestinations, object> {
  readonly registry: RegistrySettings;
  readonly layout: LayoutSettings;
  readonly ecr: object;
}

/** A registry, and the secret with the credentials for pushes. */
export interface RegistrySettings {
  /** `host[:port]`. */
  readonly registry: string;
  readonly secretArn: string;
  readonly keys: SecretKeys;
}

/** A bucket for staged images. */
export interface LayoutSettings {
  readonly bucket: string;
  /** Prefix of all keys, without the slash after it. */
  readonly prefix: string;
  /** Age in milliseconds after which a blob is uploaded again, because it may expire before it is read. */
  readonly renewAfter: number;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * Reads the environment variables.
 * @throws Error naming the variable that is not set or is invalid
 */
export function readSettings(): CopySettings {
  return {
    sourceRegistries: parseSourceRegistries(process.env["SOURCE_REGISTRIES"]),
    destination: readDestination(setting("DESTINATION")),
  };
}

function readDestination(kind: string): CopySettings["destination"] {
  switch (kind) {
    case "registry": {
      const keys = { username: setting("USERNAME_KEY"), password: setting("PASSWORD_KEY") };
      return { registry: { registry: setting("REGISTRY"), secretArn: setting("SECRET_ARN"), keys } };
    }
    case "layout": {
      const renewAfter = Number(setting("RENEW_AFTER_DAYS")) * DAY_MILLISECONDS;
      return { layout: { bucket: setting("BUCKET"), prefix: setting("PREFIX"), renewAfter } };
    }
    case "ecr":
      return { ecr: {} };
    default:
      throw new Error("The environment variable DESTINATION must be registry, layout or ecr.");
  }
}

/**
 * Reads the registries from their JSON.
 * @throws Error where it is not a JSON object
 */
export function parseSourceRegistries(text = "{}"): SourceRegistriesSettings {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("The environment variable SOURCE_REGISTRIES must be a JSON object of registries.");
  }
  return value as SourceRegistriesSettings;
}
