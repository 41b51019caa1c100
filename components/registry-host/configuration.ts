/** The two services of a registry: one that only serves images, and one that takes them. */
export type RegistryEndpoint = "pull" | "push";

/** What a service's configuration depends on. */
export interface RegistrySettings {
  readonly endpoint: RegistryEndpoint;
  readonly bucketName: string;
  readonly region: string;
  /** The domain of the partition's services, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** ARN of the KMS key that objects are written with; S3's own keys without it. */
  readonly kmsKeyArn?: string;
  /** Whether clients fetch blobs from S3 themselves. */
  readonly blobRedirects: boolean;
}

/** The port that the registry's process listens on, in plain HTTP: the load balancer ends TLS. */
export const CONTAINER_PORT = 5000;
/** Where the container's file system in memory is mounted: images have the folder, and everyone may write to it. */
export const MEMORY_FOLDER = "/tmp";
/** The folder, in memory, of what the registry's process reads at its start. */
export const CONFIGURATION_FOLDER = `${MEMORY_FOLDER}/configuration`;
/** How long the registry's process finishes what it has begun once it is told to stop. */
const DRAIN_TIMEOUT_IN_SECONDS = 110;

/**
 * The registry's whole configuration, as its config.yml would hold it.
 * https://distribution.github.io/distribution/about/configuration/
 */
export function registryConfiguration(settings: RegistrySettings): Readonly<Record<string, unknown>> {
  const { endpoint, bucketName, region, dnsSuffix, kmsKeyArn } = settings;
  const pull = endpoint === "pull";
  return {
    version: "0.1",
    // Every request under /v2/ is logged in any case; the access log would add the load balancer's health checks.
    log: { level: "info", formatter: "json", accesslog: { disabled: true }, fields: { service: endpoint } },
    storage: {
      s3: {
        region,
        // The driver refuses a region that its SDK does not list, unless the endpoint is set. This one is what the SDK itself
        // uses in every region that it lists, except us-east-1, for which it has S3's global endpoint. The bucket still goes
        // into the host name, and requests and redirects are still signed for the region with version 4.
        // https://distribution.github.io/distribution/storage-drivers/s3/
        // https://docs.aws.amazon.com/general/latest/gr/s3.html
        regionendpoint: `https://s3.${region}.${dnsSuffix}`,
        bucket: bucketName,
        encrypt: true,
        // The one ACL that a bucket without ACLs takes; the driver sends another if none is given.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html
        objectacl: "bucket-owner-full-control",
        ...(kmsKeyArn === undefined ? {} : { keyid: kmsKeyArn }),
      },
      // No cache of blob descriptors: it would go on serving what was deleted through the other service.
      redirect: { disable: !(pull && settings.blobRedirects) },
      delete: { enabled: !pull },
      maintenance: pull
        ? { readonly: { enabled: true }, uploadpurging: { enabled: false } }
        : { uploadpurging: { enabled: true, age: "168h", interval: "24h", dryrun: false } },
    },
    http: {
      addr: `:${CONTAINER_PORT}`,
      // Locations without a host send each client back to the port that it came by.
      relativeurls: true,
      draintimeout: `${DRAIN_TIMEOUT_IN_SECONDS}s`,
      headers: { "X-Content-Type-Options": ["nosniff"] },
    },
    auth: { htpasswd: { realm: "registry", path: `${CONFIGURATION_FOLDER}/htpasswd` } },
    // It would turn a fault of S3 into the end of every task: the load balancer asks only whether the process answers.
    health: { storagedriver: { enabled: false } },
  };
}

/**
 * What the container runs: it writes the configuration and the users from its environment to its memory, and becomes
 * the registry. The variables do not begin with `REGISTRY_`, which the registry would take for overrides.
 */
export const START_SCRIPT = [
  "set -eu",
  "umask 077",
  `mkdir -p ${CONFIGURATION_FOLDER}`,
  `printf '%s\\n' "$CONFIGURATION" > ${CONFIGURATION_FOLDER}/config.yml`,
  `printf '%s\\n' "$HTPASSWD" > ${CONFIGURATION_FOLDER}/htpasswd`,
  "unset CONFIGURATION HTPASSWD",
  `exec registry serve ${CONFIGURATION_FOLDER}/config.yml`,
].join("\n");
