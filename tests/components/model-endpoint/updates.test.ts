import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ModelEndpoint, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { record, type ResourceGraph } from "../../../testing";
import { base, image, make, TOPIC, twoVariants, TYPES } from "./recorded-endpoint";

const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
const errors = { metric: "Invocation5XXErrors", threshold: 0.05 } as const;
const before: Partial<ModelEndpointArgs> = {
  deploymentConfig: {
    blueGreenUpdatePolicy: { terminationWaitInSeconds: 600 },
    autoRollbackConfiguration: { alarms: { errors } },
  },
  scaling: { maxCapacity: 4, targetTracking: { cpu } },
  monitoring: { alarms: { errors }, dashboard: {} },
};

/** The resources whose inputs differ, those that are gone and those that are new, by their names and properties. */
function differences(one: ResourceGraph, other: ResourceGraph): string[] {
  const custom = (graph: ResourceGraph) => graph.resources.filter(({ custom }) => custom);
  const gone = custom(one).filter(({ urn }) => other.byUrn(urn) === undefined);
  return [
    ...gone.map(({ name }) => `- ${name}`),
    ...custom(other).flatMap(({ urn, name, inputs }) => {
      const old = one.byUrn(urn)?.inputs;
      if (old === undefined) return [`+ ${name}`];
      return [...new Set([...Object.keys(old), ...Object.keys(inputs)])]
        .filter((property) => JSON.stringify(old[property]) !== JSON.stringify(inputs[property]))
        .map((property) => `${name}.${property}`);
    }),
  ].sort();
}

describe("A change to a ModelEndpoint", () => {
  const cases: [string, Partial<ModelEndpointArgs>, string[]][] = [
    ["nothing", {}, []],
    ["the image", { image: image("other") }, ["fraud-model.primaryContainer"]],
    ["the environment", { environment: { LOG_LEVEL: "debug" } }, ["fraud-model.primaryContainer"]],
    ["the subnets", { subnetIds: ["subnet-a", "subnet-c"] }, ["fraud-model.vpcConfig"]],
    [
      "the role",
      { executionRoleArn: "arn:aws:iam::123456789012:role/others" },
      ["fraud-model.executionRoleArn"],
    ],
    ["the instance type", { instanceType: "ml.c5.large" }, ["fraud-config.productionVariants"]],
    ["the number of instances", { initialInstanceCount: 3 }, ["fraud-config.productionVariants"]],
    [
      "the key",
      { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
      ["fraud-config.kmsKeyArn"],
    ],
    [
      "what is captured",
      { dataCapture: { destinationS3Uri: "s3://bucket/captured", initialSamplingPercentage: 10 } },
      ["fraud-config.dataCaptureConfig"],
    ],
    [
      "the tags",
      { tags: { team: "ml" } },
      [
        "fraud-alarm-errors",
        "fraud-config",
        "fraud-endpoint",
        "fraud-interfaces",
        "fraud-model",
        "fraud-rollback-errors",
        "fraud-scaling-AllTraffic",
      ].map((name) => `${name}.tags`),
    ],
    [
      "which alarms roll back, of which the provider makes another endpoint",
      {
        deploymentConfig: {
          ...before.deploymentConfig,
          autoRollbackConfiguration: {
            alarms: { errors, slow: { metric: "ModelLatency", threshold: 500_000 } },
          },
        },
      },
      ["+ fraud-rollback-slow", "fraud-endpoint.deploymentConfig"],
    ],
    [
      "how traffic is shifted",
      {
        deploymentConfig: {
          ...before.deploymentConfig,
          blueGreenUpdatePolicy: { terminationWaitInSeconds: 900 },
        },
      },
      ["fraud-endpoint.deploymentConfig"],
    ],
    [
      "a rollback alarm's threshold, which leaves the endpoint alone",
      {
        deploymentConfig: {
          ...before.deploymentConfig,
          autoRollbackConfiguration: { alarms: { errors: { ...errors, threshold: 0.1 } } },
        },
      },
      ["fraud-rollback-errors.threshold"],
    ],
    [
      "the limits of scaling",
      { initialInstanceCount: 1, scaling: { maxCapacity: 8, targetTracking: { cpu } } },
      ["fraud-scaling-AllTraffic.maxCapacity"],
    ],
    [
      "the fewest instances, with which a deployment starts",
      { scaling: { minCapacity: 2, maxCapacity: 4, targetTracking: { cpu } } },
      ["fraud-config.productionVariants", "fraud-scaling-AllTraffic.minCapacity"],
    ],
    [
      "another policy beside the first",
      {
        scaling: { maxCapacity: 4, targetTracking: { cpu, memory: { ...cpu, metric: "MemoryUtilization" } } },
      },
      ["+ fraud-scaling-AllTraffic-target-memory"],
    ],
    [
      "no scaling",
      { scaling: undefined },
      ["- fraud-scaling-AllTraffic", "- fraud-scaling-AllTraffic-target-cpu"],
    ],
    [
      "who is told",
      { monitoring: { ...before.monitoring, alarmTopicArns: [TOPIC] } },
      ["errors", "rollback-errors"].flatMap((name) =>
        ["alarmActions", "okActions"].map(
          (actions) => `fraud-${name === "errors" ? "alarm-errors" : name}.${actions}`,
        ),
      ),
    ],
    ["no dashboard", { monitoring: { alarms: { errors } } }, ["- fraud-dashboard"]],
  ];
  for (const [what, change, expected] of cases) {
    it(`of ${what} reaches what it must, and nothing else`, async () => {
      const [one, other] = [await make(before), await make({ ...before, ...change })];
      assert.deepEqual(differences(one, other), [...expected].sort());
    });
  }
});

describe("The configuration of a ModelEndpoint", () => {
  /** What the engine compares beside the inputs: another value makes a new configuration. */
  async function triggerOf(args: Partial<ModelEndpointArgs>): Promise<string> {
    let trigger: unknown;
    await record(() => {
      new ModelEndpoint(
        "fraud",
        { ...base, ...args },
        {
          transformations: [
            ({ type, opts }) => {
              const { replacementTrigger } = opts as { replacementTrigger?: pulumi.Output<object> };
              if (type === TYPES.configuration) replacementTrigger?.apply((known) => (trigger = known));
              return undefined;
            },
          ],
        },
      );
    });
    // The engine compares values, in which the order of keys does not count.
    const sorted = (_: string, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort())
        : value;
    return JSON.stringify(trigger, sorted);
  }

  it("is made anew for other policies, because an update of the endpoint needs a new one", async () => {
    const wait = (terminationWaitInSeconds: number) => ({
      deploymentConfig: { blueGreenUpdatePolicy: { terminationWaitInSeconds } },
    });
    const rolling = {
      deploymentConfig: {
        rollingUpdatePolicy: { maximumBatchSize: { type: "CAPACITY_PERCENT", value: 50 } },
      },
    } as const;
    const triggers = await Promise.all([triggerOf({})]);
    for (const args of [{ deploymentConfig: {} }, wait(600), wait(601), rolling]) {
      triggers.push(await triggerOf({ initialInstanceCount: 2, ...args }));
    }
    // Also none is a value: the engine sees no change from or to what is missing.
    assert.ok(triggers.every((trigger) => trigger !== undefined));
    assert.equal(new Set(triggers).size, triggers.length);
  });

  it("stays for what the provider takes for the same, and for the alarms of a rollback", async () => {
    const trigger = await triggerOf({ deploymentConfig: {} });
    const same: Partial<ModelEndpointArgs>[] = [
      { deploymentConfig: { autoRollbackConfiguration: { alarms: { errors } } } },
      {
        deploymentConfig: {
          blueGreenUpdatePolicy: {
            terminationWaitInSeconds: 0,
            trafficRoutingConfiguration: { waitIntervalInSeconds: 0, type: "ALL_AT_ONCE" },
          },
        },
      },
    ];
    for (const args of same) assert.equal(await triggerOf(args), trigger);
  });

  it("has weights that the provider reads back as they are, in single precision", async () => {
    const graph = await make({
      ...twoVariants,
      variants: {
        blue: { instanceType: "ml.m5.large", initialVariantWeight: 0.9 },
        green: { instanceType: "ml.m5.large", initialVariantWeight: 0 },
      },
    });
    const variants = graph.only(TYPES.configuration).inputs.productionVariants as Record<string, unknown>[];
    assert.deepEqual(
      variants.map(({ initialVariantWeight }) => initialVariantWeight),
      [new Float32Array([0.9])[0], 0],
    );
  });
});
