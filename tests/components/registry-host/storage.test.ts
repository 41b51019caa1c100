import assert from "node:assert/strict";
import { OnDelete } from "../../../components/registry-host";
import { denyWithoutTls } from "../../../components/common";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { BUCKET, BALANCER, host, json, inputsOf } from "./host";

describe("RegistryHost: bucket", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  const parts = (of: ResourceGraph): readonly RecordedResource[] =>
    of.resources.filter(({ type }) => type.startsWith("aws:s3/"));

  it("is versioned, encrypted, private, reached by TLS only, and cleaned up", () => {
    const bucket = graph.only(BUCKET).outputs;
    const of = { bucket: bucket.id };
    assert.deepEqual(
      Object.fromEntries(
        parts(graph).map(({ name, inputs }) => [
          name,
          name.endsWith("policy") ? json(inputs.policy) : inputs,
        ]),
      ),
      {
        "demo-images": { forceDestroy: false },
        "demo-images-ownership": { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
        "demo-images-public-access": {
          ...of,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        "demo-images-policy": denyWithoutTls(String(bucket.arn)),
        "demo-images-encryption": {
          ...of,
          rules: [
            { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false },
          ],
        },
        "demo-images-versioning": { ...of, versioningConfiguration: { status: "Enabled" } },
        "demo-images-lifecycle": {
          ...of,
          rules: [
            {
              id: "abort-incomplete-uploads",
              status: "Enabled",
              filter: { prefix: "" },
              abortIncompleteMultipartUpload: { daysAfterInitiation: 8 },
            },
            {
              id: "expire-noncurrent-versions",
              status: "Enabled",
              filter: { prefix: "" },
              noncurrentVersionExpiration: { noncurrentDays: 30 },
              expiration: { expiredObjectDeleteMarker: true },
            },
          ],
        },
      },
    );
  });

  it("stays with all that protects it, is protected, or goes, as asked", async () => {
    const fate = (of: ResourceGraph): unknown[] => [
      ...new Set(parts(of).map(({ options }) => `${options.retainOnDelete} ${options.protect}`)),
      inputsOf(of, BUCKET).forceDestroy,
      inputsOf(of, BALANCER).enableDeletionProtection,
    ];
    assert.deepEqual(fate(graph), ["true false", false, false]);
    assert.deepEqual(fate(await host({ onDelete: OnDelete.Protect })), ["false true", false, true]);
    assert.deepEqual(fate(await host({ onDelete: OnDelete.Delete })), ["false false", true, false]);
  });

  it("takes a name, a lifetime of what was deleted, and buckets for access logs", async () => {
    const named = await host({
      bucketName: "images",
      noncurrentVersionExpirationInDays: 7,
      bucketLogsBucketName: "bucket-logs",
      loadBalancerLogsBucketName: "balancer-logs",
    });
    assert.equal(inputsOf(named, BUCKET).bucket, "images");
    assert.match(
      JSON.stringify(inputsOf(named, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")),
      /"noncurrentDays":7/,
    );
    assert.deepEqual(inputsOf(named, "aws:s3/bucketLogging:BucketLogging"), {
      bucket: "images",
      targetBucket: "bucket-logs",
      targetPrefix: "images/",
    });
    assert.deepEqual(inputsOf(named, BALANCER).accessLogs, {
      bucket: "balancer-logs",
      enabled: true,
    });
  });
});
