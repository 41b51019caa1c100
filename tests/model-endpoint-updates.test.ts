import assert from "node:assert/strict";
import type { ModelEndpointArgs } from "../components/model-endpoint";
import type { ResourceGraph } from "../testing";
import { image, make, TOPIC } from "./model-endpoint-scene";

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
    ["the instance type", { instanceType: "ml.c5.large" }, ["fraud-config.productionVariants"]],
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
