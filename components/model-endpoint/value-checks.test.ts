import fc from "fast-check";
import assert from "node:assert/strict";
import type { Check } from "../common";
import * as limits from "./value-checks";
import { compressionOf, dataTypeOf, packingProblem, type ModelCompressionType } from "./models/model-data";

const RESERVATION = "arn:aws:sagemaker:eu-west-1:123456789012:training-plan/plan";
const accepts = <T>(check: Check<T>, value: T): void => {
  assert.equal(check(value), undefined, String(value));
};
const refuses = <T>(check: Check<T>, value: T, reason: RegExp): void => {
  assert.match(check(value) ?? "accepted", reason);
};

describe("limits of SageMaker hosting", () => {
  it("environment names are identifiers, and names and values have at most 1024 bytes", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (name) => {
        assert.equal(limits.environmentName(name) === undefined, /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
      }),
    );
    accepts(limits.environmentName, "A".repeat(1024));
    refuses(limits.environmentName, "A".repeat(1025), /1025 characters, but must have at most 1024/);
    accepts(limits.environmentValue, "v".repeat(1024));
    refuses(limits.environmentValue, "v".repeat(1025), /1025 bytes, but must have at most 1024/);
    accepts(limits.environmentValue, "é".repeat(512));
    refuses(limits.environmentValue, "é".repeat(513), /1026 bytes, but must have at most 1024/);
    refuses(limits.environmentValue, 4 as unknown as string, /a number as its value/);
    refuses(limits.environmentValue, {} as unknown as string, /has an object as its value/);
    assert.ok(!limits.environmentValue("hunter2".repeat(200))?.includes("hunter2"));
  });

  it("the environments of a model have at most 32 KiB together, counted in bytes", () => {
    const of = (bytes: number): Record<string, string> => ({ AB: "v".repeat(bytes - 2) });
    accepts(limits.environments, [of(16_384), of(16_384)]);
    refuses(limits.environments, [of(16_384), of(16_385)], /of 32769 bytes/);
    refuses(limits.environments, [{ A: "é".repeat(16_384) }], /of 32769 bytes/);
  });

  it("model data is one .tar.gz at an https or s3 URL of at most 1024 characters", () => {
    accepts(limits.modelDataUrl, "s3://bucket/a/model.tar.gz");
    accepts(limits.modelDataUrl, "https://bucket.s3.eu-west-1.amazonaws.com/model.tar.gz");
    accepts(limits.modelDataUrl, "s3://bucket/my models/a .tar.gz");
    for (const url of [
      "bucket/model.tar.gz",
      "s3://bucket/model",
      "http://a/b.tar.gz",
      "s3:///b.tar.gz",
      "s3://bucket/a.tar.gz ",
      "s3://bucket/a\n.tar.gz",
      "s3://bucket..x/a.tar.gz",
      "s3://192.168.1.1/a.tar.gz",
      "s3://b/a.tar.gz",
    ]) {
      refuses(limits.modelDataUrl, url, /but must be the https or s3 URL/);
    }
    const url = (length: number): string => `s3://bucket/${"a".repeat(length - 19)}.tar.gz`;
    accepts(limits.modelDataUrl, "s3://10.20.30.40.models/a@b.tar.gz");
    for (const credentials of ["https://user:hunter2@host/a.tar.gz", "https://user:hunter2/@host/a.tar"]) {
      refuses(limits.modelDataUrl, credentials, /must hold no user and no password/);
      assert.ok(!limits.modelDataUrl(credentials)?.includes("hunter2"));
    }
    accepts(limits.modelDataUrl, url(1024));
    refuses(limits.modelDataUrl, url(1025), /at most 1024/);
  });

  it("ids have at most 32 characters, ARNs at most 2048", () => {
    accepts(limits.subnetId, `subnet-${"a".repeat(25)}`);
    refuses(limits.subnetId, `subnet-${"a".repeat(26)}`, /at most 32/);
    accepts(limits.securityGroupId, `sg-${"a".repeat(29)}`);
    refuses(limits.securityGroupId, `sg-${"a".repeat(30)}`, /at most 32/);
    const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:";
    accepts(limits.credentialsProviderArn, functionArn.padEnd(2048, "a"));
    refuses(limits.credentialsProviderArn, functionArn.padEnd(2049, "a"), /at most 2048/);
    const roleArn = "arn:aws:iam::123456789012:role/";
    accepts(limits.executionRoleArn, roleArn.padEnd(2048, "a"));
    refuses(limits.executionRoleArn, roleArn.padEnd(2049, "a"), /at most 2048/);
  });

  it("messages about lengths name the page that they come from, and no other", () => {
    const long = (prefix: string): string => prefix.padEnd(3000, "a");
    const cases: [Check<string>, string, string][] = [
      [limits.subnetId, "subnet-", "VpcConfig"],
      [limits.securityGroupId, "sg-", "VpcConfig"],
      [limits.executionRoleArn, "arn:aws:iam::123456789012:role/", "CreateModel"],
      [limits.credentialsProviderArn, "arn:aws:lambda:a:123456789012:function:", "RepositoryAuthConfig"],
      [limits.environmentName, "A", "ContainerDefinition"],
      [limits.environmentValue, "A", "ContainerDefinition"],
      [limits.modelDataUri, "s3://bucket/", "S3ModelDataSource"],
      [limits.channelName, "a", "AdditionalModelDataSource"],
      [
        limits.s3Destination("ProductionVariantCoreDumpConfig"),
        "s3://bucket/",
        "ProductionVariantCoreDumpConfig",
      ],
      [limits.s3Destination("AsyncInferenceOutputConfig"), "s3://bucket/", "AsyncInferenceOutputConfig"],
      [limits.mlReservationArn, RESERVATION, "ProductionVariantCapacityReservationConfig"],
      [limits.inferenceAmiVersion, "a", "ProductionVariant"],
      [limits.containerHostname, "a", "CreateEndpoint"],
    ];
    for (const [check, prefix, page] of cases) {
      const pages = [...(check(long(prefix)) ?? "").matchAll(/API_(\w+)\.html/g)].map(([, name]) => name);
      assert.deepEqual(pages, [page]);
    }
  });

  it("routing strategies are those that the provider takes, and of SageMaker's others the message says why", () => {
    accepts(limits.routingStrategy, "RANDOM");
    refuses(limits.routingStrategy, "BEST" as "RANDOM", /one of "LEAST_OUTSTANDING_REQUESTS", "RANDOM" \(/);
    for (const strategy of ["PREFIX_AWARE", "KV_AWARE"]) {
      refuses(limits.routingStrategy, strategy as "RANDOM", /the AWS provider of Pulumi takes no other yet/);
    }
  });

  it("instance types have their form, and serverless is refused with the reason", () => {
    for (const type of ["ml.m5.large", "ml.r8g.medium", "ml.c6in.32xlarge", "ml.p6e-gb200.36xlarge"]) {
      accepts(limits.instanceType, type);
    }
    refuses(limits.instanceType, "m5.large", /of the form ml/);
    refuses(limits.instanceType, "Serverless", /neither for images of a private registry nor in a VPC/);
  });

  it("instance counts are whole and at least 1, weights at least 0", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double()), (value) => {
        const whole = Number.isSafeInteger(value) && value >= 1;
        assert.equal(limits.initialInstanceCount(value) === undefined, whole);
        const weight = Number.isFinite(value) && value >= 0;
        assert.equal(limits.initialVariantWeight(value) === undefined, weight);
      }),
    );
    accepts(limits.initialVariantWeight, 0);
    for (const value of [Infinity, NaN]) {
      refuses(limits.initialVariantWeight, value, /a number of at least 0/);
      refuses(limits.initialInstanceCount, value, /a whole number/);
    }
  });

  it("whole numbers lie within SageMaker's ranges, and messages name the page that they come from", () => {
    const ranges: [Check<number>, number, number, string][] = [
      [limits.volumeSizeInGb, 1, 512, "ProductionVariant"],
      [limits.timeoutInSeconds, 60, 3600, "ProductionVariant"],
      [limits.samplingPercentage, 0, 100, "DataCaptureConfig"],
      [limits.maxConcurrentInvocations, 1, 1000, "AsyncInferenceClientConfig"],
    ];
    for (const [check, min, max, page] of ranges) {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.integer({ min: min - 3, max: min + 3 }),
            fc.integer({ min: max - 3, max: max + 3 }),
            fc.double({ min, max, noNaN: true }),
          ),
          (value) => {
            const reason = check(value);
            assert.equal(reason === undefined, Number.isInteger(value) && value >= min && value <= max);
            if (reason === undefined) return;
            assert.ok(reason.includes(`is ${JSON.stringify(value)}, but must be`), reason);
            assert.ok(reason.includes(`from ${min} to ${max}`), reason);
            assert.ok(reason.includes(`/APIReference/API_${page}.html`), reason);
          },
        ),
      );
    }
  });

  it("S3 URIs have their forms and lengths", () => {
    const texts: [Check<string>, number, (length: number) => string][] = [
      [limits.s3Destination("DataCaptureConfig"), 512, (length) => "s3://bucket/".padEnd(length, "a")],
      [
        limits.s3Destination("ProductionVariantCoreDumpConfig"),
        512,
        (length) => "s3://bucket/".padEnd(length, "a"),
      ],
      [limits.modelDataUri, 1024, (length) => "s3://bucket/".padEnd(length, "a")],
      [limits.modelDataPrefix, 1024, (length) => `${"s3://bucket/".padEnd(length - 1, "a")}/`],
      [limits.contentType, 256, (length) => "text/".padEnd(length, "a")],
      [limits.channelName, 64, (length) => "a".repeat(length)],
      [limits.mlReservationArn, 258, (length) => `${RESERVATION}`.padEnd(length, "a")],
    ];
    for (const [check, max, of] of texts) {
      fc.assert(
        fc.property(fc.integer({ min: -3, max: 3 }), (more) => {
          assert.equal(check(of(max + more)) === undefined, more <= 0, of(max + more));
        }),
      );
    }
    accepts(limits.s3Destination("DataCaptureConfig"), "s3://bucket");
    for (const uri of [
      "bucket/a",
      "https://bucket/a",
      "s3://b/a",
      "s3://bucket..x/a/",
      "s3://192.168.1.1/",
      "s3://Bucket/a",
      "s3:///a",
    ]) {
      for (const check of [
        limits.s3Destination("DataCaptureConfig"),
        limits.modelDataUri,
        limits.modelDataPrefix,
      ]) {
        refuses(check, uri, /but must be the S3 URI/);
      }
    }
    accepts(limits.modelDataPrefix, "s3://bucket/");
    refuses(limits.modelDataPrefix, "s3://bucket/models", /it ends in a slash/);
    refuses(limits.modelDataUri, "s3://bucket", /but must be the S3 URI of an object/);
  });

  it("content types, channels, AMIs and reservations have their forms", () => {
    for (const type of ["text/csv", "application/json", "application/vnd.example-1.0"]) {
      accepts(limits.contentType, type);
    }
    for (const type of ["text", "text/", "text/csv; charset=utf-8", "/csv", "-a/b"]) {
      refuses(limits.contentType, type, /a content type without parameters/);
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), (name) => {
        assert.equal(limits.channelName(name) === undefined, /^[A-Za-z0-9._-]+$/.test(name));
      }),
    );
    for (const version of [
      "al2-ami-sagemaker-inference-gpu-2",
      "al2-ami-sagemaker-inference-gpu-3-1",
      "al2-ami-sagemaker-inference-neuron-2",
      "al2023-ami-sagemaker-inference-gpu-4-1",
    ]) {
      accepts(limits.inferenceAmiVersion, version);
    }
    refuses(limits.inferenceAmiVersion, "ami-0123456789abcdef0", /name of a SageMaker inference AMI/);
    accepts(limits.mlReservationArn, RESERVATION);
    refuses(limits.mlReservationArn, RESERVATION.replace("sagemaker", "ec2"), /ARN of an ML capacity/);
    for (const [length, fits] of [
      [0, false],
      [1, true],
      [14, true],
      [15, false],
    ] as const) {
      const reservation = RESERVATION.replace("training-plan", "k".repeat(length));
      assert.equal(limits.mlReservationArn(reservation) === undefined, fits, reservation);
    }
  });

  it("inf1 is refused for shadow tests only", () => {
    accepts(limits.instanceType, "ml.inf1.xlarge");
    refuses(limits.shadowTestInstanceType, "ml.inf1.xlarge", /shadow-tests-exclusions/);
    accepts(limits.shadowTestInstanceType, "ml.inf2.xlarge");
    refuses(limits.shadowTestInstanceType, "inf1", /of the form ml/);
  });
});

describe("model data sources", () => {
  const uri = fc.tuple(fc.stringMatching(/^[a-z/.]{0,8}$/), fc.constantFrom("", "/", ".tar.gz", ".gz"));

  it("are prefixes if they end in a slash, and those are never packed", () => {
    fc.assert(
      fc.property(uri, ([key, end]) => {
        const s3Uri = `s3://bucket/${key}${end}`;
        const prefix = s3Uri.endsWith("/");
        assert.equal(dataTypeOf(s3Uri), prefix ? "S3Prefix" : "S3Object");
        const compressionType = compressionOf({ s3Uri });
        assert.equal(compressionType, s3Uri.endsWith(".tar.gz") ? "Gzip" : "None");
        assert.equal(packingProblem({ s3Uri, compressionType }), undefined);
        assert.equal(packingProblem({ s3Uri, compressionType: "Gzip" }) === undefined, !prefix);
        assert.equal(compressionOf({ s3Uri, compressionType: "None" }), "None");
      }),
    );
    assert.match(
      packingProblem({ s3Uri: "s3://a/b", compressionType: "Zip" as ModelCompressionType }) ?? "",
      /one of "None", "Gzip"/,
    );
  });
});
