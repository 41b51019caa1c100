import assert from "node:assert/strict";
import { metricLine } from "./metric-line";

const measurements = {
  registry: "registry.example:5000",
  endpoint: "fraud",
  failedImages: 1,
  warnedImages: 2,
  certificateDaysToExpiry: -3,
};

describe("the line of metrics", () => {
  it("is a document of the embedded metric format", () => {
    assert.deepEqual(JSON.parse(metricLine(measurements, 1_790_000_000_000)), {
      _aws: {
        Timestamp: 1_790_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "SageMakerPrivateRegistry",
            Dimensions: [["Registry", "Endpoint"]],
            Metrics: [
              { Name: "FailedImages", Unit: "Count" },
              { Name: "WarnedImages", Unit: "Count" },
            ],
          },
          {
            Namespace: "SageMakerPrivateRegistry",
            Dimensions: [["Registry"]],
            Metrics: [{ Name: "CertificateDaysToExpiry", Unit: "None" }],
          },
        ],
      },
      Registry: "registry.example:5000",
      Endpoint: "fraud",
      FailedImages: 1,
      WarnedImages: 2,
      CertificateDaysToExpiry: -3,
    });
  });

  it("measures no certificate that was not seen, and one that expires today", () => {
    const without = metricLine({ ...measurements, certificateDaysToExpiry: undefined }, 1);
    assert(!without.includes("CertificateDaysToExpiry"));
    assert.match(
      metricLine({ ...measurements, certificateDaysToExpiry: 0 }, 1),
      /"CertificateDaysToExpiry":0\}$/,
    );
  });

  it("is one line, names what it refers to, and its dimensions are texts", () => {
    const line = metricLine(measurements, 1);
    assert(!line.includes("\n"));
    const { _aws, ...members } = JSON.parse(line) as Record<string, unknown> & {
      _aws: { CloudWatchMetrics: Array<{ Dimensions: string[][]; Metrics: Array<{ Name: string }> }> };
    };
    for (const { Dimensions, Metrics } of _aws.CloudWatchMetrics) {
      for (const name of Dimensions.flat()) assert.equal(typeof members[name], "string", name);
      for (const { Name } of Metrics) assert.equal(typeof members[Name], "number", Name);
    }
  });
});
