import { createRequire } from "node:module";
import { join } from "node:path";
import { fields } from "../../../plan/values";

/** The configuration of CNCF distribution, the content of its config.yml. */
export type RegistryConfiguration = Readonly<Record<string, unknown>>;

/** Parses a configuration of CNCF distribution, in YAML or JSON; `undefined` for other text. */
export function configurationIn(value: string): RegistryConfiguration | undefined {
  if (!/version/.test(value) || !/storage/.test(value)) return undefined;
  // The SDK reads its project files with the same parser; it has no types of its own.
  const yaml = createRequire(__filename)("js-yaml") as { load(text: string): unknown };
  try {
    const configuration = fields(yaml.load(value));
    return Number(configuration["version"]) === 0.1 &&
      Object.keys(fields(configuration["storage"])).length > 0
      ? configuration
      : undefined;
  } catch {
    return undefined;
  }
}

/** The access rules of a configuration. */
export interface AccessRules {
  /** Whether it refuses every change. */
  readonly readOnly: boolean;
  /** Whether it requires a user. */
  readonly requiresUser: boolean;
}

/** Reads the access rules of a configuration. */
export function accessRulesOf(configuration: RegistryConfiguration): AccessRules {
  const maintenance = fields(fields(configuration["storage"])["maintenance"]);
  const auth = fields(configuration["auth"]);
  return {
    readOnly: fields(maintenance["readonly"])["enabled"] === true,
    requiresUser: auth["htpasswd"] !== undefined,
  };
}

/** Settings of a storage section that are not storage drivers. */
const STORAGE_SETTINGS = ["cache", "delete", "maintenance", "redirect", "tag"];

/** Sections of a configuration that make the registry call other services. */
const REACHES_OUT = ["notifications", "proxy", "redis"];

/** A configuration for a process on this machine, with its changes. */
export interface AdaptedConfiguration {
  readonly configuration: RegistryConfiguration;
  readonly changes: readonly string[];
}

/** The paths and port of a service on this machine. */
interface Place {
  readonly images: string;
  readonly port: number;
  readonly home: string;
}

/** Whether a configuration stores images in S3. */
export const storesInS3 = (configuration: RegistryConfiguration): boolean =>
  fields(configuration["storage"])["s3"] !== undefined;

/** A configuration that can run here, with the deployed storage. */
export function withDeployedStorage(
  configuration: RegistryConfiguration,
  place: Place,
): RegistryConfiguration {
  return { ...adapted(configuration, place).configuration, storage: configuration["storage"] };
}

/**
 * A configuration that can run here: with a folder instead of the bucket, a loopback port, and users in a local file. All
 * other settings stay.
 */
export function adapted(configuration: RegistryConfiguration, place: Place): AdaptedConfiguration {
  const storage = fields(configuration["storage"]);
  const settings = Object.entries(storage).filter(([key]) => STORAGE_SETTINGS.includes(key));
  const { tls: _tls, debug: _debug, ...http } = fields(configuration["http"]);
  const { htpasswd, ...others } = fields(configuration["auth"]);
  const path = join(place.home, "htpasswd");
  const { auth: _auth, ...rest } = configuration;
  const kept = Object.entries(rest).filter(([key]) => !REACHES_OUT.includes(key));
  return {
    configuration: {
      ...Object.fromEntries(kept),
      storage: { ...Object.fromEntries(settings), filesystem: { rootdirectory: place.images } },
      http: { ...http, addr: `127.0.0.1:${place.port}` },
      ...(htpasswd === undefined ? {} : { auth: { htpasswd: { ...fields(htpasswd), path } } }),
    },
    changes: [
      ...Object.keys(storage)
        .filter((key) => key !== "filesystem" && !STORAGE_SETTINGS.includes(key))
        .map((driver) => `a folder instead of its ${driver} storage`),
      ...Object.keys(others).map((kind) => `no users (they are configured by ${kind})`),
      ...REACHES_OUT.filter((key) => configuration[key] !== undefined).map((key) => `no ${key}`),
    ],
  };
}
