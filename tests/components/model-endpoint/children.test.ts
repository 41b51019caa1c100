import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { ModelEndpoint, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { record } from "../../../testing";
import { base, TYPES } from "./recorded-endpoint";

const COMPONENT = "sagemaker-private-registry:index:ModelEndpoint";
const alarm = { metric: "Invocation5XXErrors", threshold: 0.05 } as const;
/** An endpoint with something of every kind that can be made for it. */
const everything: ModelEndpointArgs = {
  ...base,
  preflightFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:preflight",
  preflightScheduleRoleArn: "arn:aws:iam::123456789012:role/schedule",
  asyncInference: { s3OutputPath: "s3://answers/fraud" },
  scaling: {
    minCapacity: 0,
    maxCapacity: 2,
    targetTracking: { backlog: { metric: "ApproximateBacklogSizePerInstance", targetValue: 5 } },
    stepScaling: {
      out: { alarm, stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }] },
    },
    scheduledActions: { night: { schedule: "rate(1 day)", maxCapacity: 1 } },
  },
  deploymentConfig: {
    blueGreenUpdatePolicy: { terminationWaitInSeconds: 600 },
    autoRollbackConfiguration: { alarms: { errors: alarm } },
  },
  monitoring: { alarms: { errors: alarm }, dashboard: {} },
};

describe("What a ModelEndpoint makes", () => {
  for (const preview of [false, true]) {
    it(`is all its own, made and looked up by its provider, at a ${preview ? "preview" : "deployment"}`, async () => {
      const providers: Record<string, string | undefined> = {};
      const graph = await record(
        () => {
          const provider = new aws.Provider("elsewhere", { region: "us-west-2" });
          new ModelEndpoint("fraud", everything, { providers: [provider] });
        },
        {
          preview,
          call: ({ token, provider }) => void (providers[token] = provider),
          outputs: ({ type, name, provider }) => void (providers[`${type} ${name}`] = provider),
        },
      );
      const { urn } = graph.only(COMPONENT);
      const made = graph.resources.filter(({ type }) => /^aws:/.test(type));
      for (const { type, name, parent } of made) assert.equal(parent, urn, `${type} ${name}`);
      assert.deepEqual(
        made.map(({ type }) => type.split(":").pop()).sort(),
        [
          ...[
            "Dashboard",
            "Endpoint",
            "EndpointConfiguration",
            "Model",
            "Schedule",
            "ScheduledAction",
            "SecurityGroup",
            "Target",
          ],
          // Of the schedule, the rollback, what the user watches, the steps, and the start from zero.
          ...Array<string>(5).fill("MetricAlarm"),
          ...Array<string>(3).fill("Policy"),
        ].sort(),
      );
      const lookups = Object.keys(providers).filter((what) => /\/get/.test(what));
      assert.ok(lookups.includes("aws:lambda/getInvocation:getInvocation"));
      assert.ok(lookups.includes("aws:cloudcontrol/getResource:getResource"));
      for (const [what, provider] of Object.entries(providers)) {
        if (what.startsWith("aws:")) assert.match(provider ?? "", /::elsewhere::/, what);
      }
    });
  }

  it("depends on the endpoint that serves what was asked for, where it scales, watches or shows it", async () => {
    const graph = await record(() => void new ModelEndpoint("fraud", everything));
    const endpoint = graph.only(TYPES.endpoint);
    const before = ["rollback-errors", "interfaces", "model", "config", "endpoint"].map(
      (each) => `fraud-${each}`,
    );
    for (const each of graph.resources) {
      if (!each.type.startsWith("aws:")) continue;
      assert.equal(graph.dependsOn(each, endpoint), !before.includes(each.name), each.name);
    }
  });

  it("has all of its fields as outputs", async () => {
    const graph = await record(() => ({ ...new ModelEndpoint("fraud", everything) }));
    const fields = Object.entries(graph.outputs).filter(([name]) => !/^__|^urn$/.test(name));
    assert.deepEqual(
      graph.only(COMPONENT).outputs,
      Object.fromEntries(fields.map(([name, { value }]) => [name, value])),
    );
  });
});
