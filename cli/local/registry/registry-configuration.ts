import { createRequire } from "node:module";
import { join } from "node:path";
import { fields } from "../../../plan/values";

/** The configuration of CNCF distribution, as its config.yml holds it. */
export type RegistryConfiguration = Readonly<Record<string, unknown>>;

/** Reads a configuration of CNCF distribution, in YAML or JSON; `undefined` where a text is none. */
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

/** What of a configuration a registry on this machine keeps to. */
export interface DoorRules {
  /** Whether every change is refused. */
  readonly readOnly: boolean;
  /** Whether a user is asked for. */
  readonly asksForUser: boolean;
}

/** What a configuration says of who may do what. */
export function rulesOf(configuration: RegistryConfiguration): DoorRules {
  const maintenance = fields(fields(configuration["storage"])["maintenance"]);
  const auth = fields(configuration["auth"]);
  return {
    readOnly: fields(maintenance["readonly"])["enabled"] === true,
    asksForUser: auth["htpasswd"] !== undefined,
  };
}

/** Parts of a storage section that say how something is stored, and not where. */
const STORAGE_SETTINGS = ["cache", "delete", "maintenance", "redirect", "tag"];

/** Parts of a configuration that have the registry call others. */
const REACHES_OUT = ["notifications", "proxy", "redis"];

/** A configuration for a process on this machine, and what had to be changed in it. */
export interface AdaptedConfiguration {
  readonly configuration: RegistryConfiguration;
  readonly changes: readonly string[];
}

/** Where a configuration is run on this machine. */
interface Place {
  readonly images: string;
  readonly port: number;
  readonly home: string;
}

/** Whether a configuration keeps images in S3. */
export const storesInS3 = (configuration: RegistryConfiguration): boolean =>
  fields(configuration["storage"])["s3"] !== undefined;

/** A configuration as it can be run here, but with the storage that is deployed. */
export function withDeployedStorage(
  configuration: RegistryConfiguration,
  place: Place,
): RegistryConfiguration {
  return { ...adapted(configuration, place).configuration, storage: configuration["storage"] };
}

/**
 * A configuration as it can be run here: with a folder in place of the bucket, a port of loopback, and users in a file of
 * this machine. All else stays as it is.
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
        .map((driver) => `a folder in place of its ${driver} storage`),
      ...Object.keys(others).map((kind) => `no users, as it knows them by ${kind}`),
      ...REACHES_OUT.filter((key) => configuration[key] !== undefined).map((key) => `no ${key}`),
    ],
  };
}
