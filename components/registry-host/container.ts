import { CONTAINER_PORT, MEMORY_FOLDER, START_SCRIPT } from "./configuration";

/** How long Fargate waits after it told the container to stop: the most there is, and more than the registry's drain. */
const STOP_TIMEOUT_IN_SECONDS = 120;
/** The name of the container in its task. */
export const CONTAINER_NAME = "registry";
/** The user and group nobody: the registry listens above port 1024, and reads no file that is root's alone. */
const USER = "65534:65534";
/** Size of the file system in memory, in MiB. The configuration takes a few kB. */
const MEMORY_FOLDER_SIZE = 1;

/** What a service's container is made of. */
export interface ContainerSettings {
  readonly image: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Environment variables with the references of the secrets that they hold. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly imageCredentialsSecretArn?: string;
  readonly logGroupName: string;
  readonly region: string;
}

/**
 * The container of a service, as ECS reads it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function containerDefinition(settings: ContainerSettings): Readonly<Record<string, unknown>> {
  const { image, configuration, secrets, imageCredentialsSecretArn, logGroupName, region } = settings;
  return {
    name: CONTAINER_NAME,
    image,
    ...(imageCredentialsSecretArn === undefined
      ? {}
      : { repositoryCredentials: { credentialsParameter: imageCredentialsSecretArn } }),
    essential: true,
    entryPoint: ["sh", "-c"],
    command: [START_SCRIPT],
    environment: [
      // JSON is YAML, which is what the registry reads.
      { name: "CONFIGURATION", value: JSON.stringify(configuration) },
      { name: "OTEL_TRACES_EXPORTER", value: "none" },
    ],
    secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    portMappings: [{ containerPort: CONTAINER_PORT, hostPort: CONTAINER_PORT, protocol: "tcp" }],
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: {
      capabilities: { drop: ["ALL"] },
      // A volume would be root's. Fargate has tmpfs since January 2026.
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
      tmpfs: [
        {
          containerPath: MEMORY_FOLDER,
          size: MEMORY_FOLDER_SIZE,
          mountOptions: ["rw", "noexec", "nosuid", "nodev"],
        },
      ],
    },
    stopTimeout: STOP_TIMEOUT_IN_SECONDS,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroupName,
        "awslogs-region": region,
        "awslogs-stream-prefix": CONTAINER_NAME,
        // A fault of CloudWatch Logs must not stop the registry from answering.
        mode: "non-blocking",
      },
    },
  };
}
