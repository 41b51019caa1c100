import assert from "node:assert/strict";
import { START_SCRIPT } from "./configuration";
import { containerDefinition } from "./container";

describe("containerDefinition", () => {
  const settings = {
    image: "registry.example.com/registry@sha256:1",
    configuration: { version: "0.1" },
    secrets: { HTPASSWD: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf:::version" },
    logGroupName: "logs",
    region: "eu-west-1",
  };
  const expected = {
    name: "registry",
    image: "registry.example.com/registry@sha256:1",
    essential: true,
    entryPoint: ["sh", "-c"],
    command: [START_SCRIPT],
    environment: [
      { name: "CONFIGURATION", value: '{"version":"0.1"}' },
      { name: "OTEL_TRACES_EXPORTER", value: "none" },
    ],
    secrets: [
      {
        name: "HTPASSWD",
        valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf:::version",
      },
    ],
    portMappings: [{ containerPort: 5000, hostPort: 5000, protocol: "tcp" }],
    user: "65534:65534",
    readonlyRootFilesystem: true,
    linuxParameters: {
      capabilities: { drop: ["ALL"] },
      tmpfs: [{ containerPath: "/tmp", size: 1, mountOptions: ["rw", "noexec", "nosuid", "nodev"] }],
    },
    stopTimeout: 120,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": "logs",
        "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "registry",
        mode: "non-blocking",
      },
    },
  };

  it("runs as nobody, and writes only to its memory", () => {
    assert.deepEqual(containerDefinition(settings), expected);
  });

  it("takes the credentials for the registry of its image", () => {
    const imageCredentialsSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf";
    assert.deepEqual(containerDefinition({ ...settings, imageCredentialsSecretArn }), {
      ...expected,
      repositoryCredentials: { credentialsParameter: imageCredentialsSecretArn },
    });
  });
});
