import assert from "node:assert/strict";
import { registryConfiguration, START_SCRIPT } from "./configuration";

const settings = {
  bucketName: "images",
  region: "eu-west-1",
  dnsSuffix: "amazonaws.com",
  blobRedirects: false,
} as const;
const storageOf = (configuration: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  configuration.storage as Record<string, unknown>;

describe("registryConfiguration", () => {
  it("lets the service for pulls only read", () => {
    assert.deepEqual(registryConfiguration({ endpoint: "pull", ...settings }), {
      version: "0.1",
      log: { level: "info", formatter: "json", accesslog: { disabled: true }, fields: { service: "pull" } },
      storage: {
        s3: {
          region: "eu-west-1",
          regionendpoint: "https://s3.eu-west-1.amazonaws.com",
          bucket: "images",
          encrypt: true,
          objectacl: "bucket-owner-full-control",
        },
        redirect: { disable: true },
        delete: { enabled: false },
        maintenance: { readonly: { enabled: true }, uploadpurging: { enabled: false } },
      },
      http: {
        addr: ":5000",
        relativeurls: true,
        draintimeout: "110s",
        headers: { "X-Content-Type-Options": ["nosniff"] },
      },
      auth: { htpasswd: { realm: "registry", path: "/tmp/configuration/htpasswd" } },
      health: { storagedriver: { enabled: false } },
    });
  });

  it("lets the service for pushes write, delete, and forget stale uploads", () => {
    const pull = registryConfiguration({ endpoint: "pull", ...settings });
    assert.deepEqual(registryConfiguration({ endpoint: "push", ...settings }), {
      ...pull,
      log: { level: "info", formatter: "json", accesslog: { disabled: true }, fields: { service: "push" } },
      storage: {
        s3: {
          region: "eu-west-1",
          regionendpoint: "https://s3.eu-west-1.amazonaws.com",
          bucket: "images",
          encrypt: true,
          objectacl: "bucket-owner-full-control",
        },
        redirect: { disable: true },
        delete: { enabled: true },
        maintenance: { uploadpurging: { enabled: true, age: "168h", interval: "24h", dryrun: false } },
      },
    });
  });

  it("writes with the key where there is one", () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/k";
    assert.deepEqual(storageOf(registryConfiguration({ endpoint: "push", ...settings, kmsKeyArn })).s3, {
      region: "eu-west-1",
      regionendpoint: "https://s3.eu-west-1.amazonaws.com",
      bucket: "images",
      encrypt: true,
      objectacl: "bucket-owner-full-control",
      keyid: kmsKeyArn,
    });
  });

  it("redirects only those who pull, and only where that is asked for", () => {
    const redirect = (endpoint: "pull" | "push", blobRedirects: boolean): unknown =>
      storageOf(registryConfiguration({ endpoint, ...settings, blobRedirects })).redirect;
    assert.deepEqual(redirect("pull", true), { disable: false });
    assert.deepEqual(redirect("push", true), { disable: true });
    assert.deepEqual(redirect("pull", false), { disable: true });
  });
});

describe("START_SCRIPT", () => {
  it("writes the files that the configuration names, and hands their content on to nobody", () => {
    assert.equal(
      START_SCRIPT,
      [
        "set -eu",
        "umask 077",
        "mkdir -p /tmp/configuration",
        `printf '%s\\n' "$CONFIGURATION" > /tmp/configuration/config.yml`,
        `printf '%s\\n' "$HTPASSWD" > /tmp/configuration/htpasswd`,
        "unset CONFIGURATION HTPASSWD",
        "exec registry serve /tmp/configuration/config.yml",
      ].join("\n"),
    );
  });
});
