import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { ModelEndpoint, type CapacitySize, type DeploymentConfig } from "../../../components/model-endpoint";
import {
  policyProblems,
  rollbackProblems,
  totalWait,
  type UpdatePolicies,
} from "../../../components/model-endpoint/deployment/deployment-checks";
import { record, type RecordOptions } from "../../../testing";
import { base, make, problems, TOPIC, twoVariants, TYPES, warned } from "./recorded-endpoint";

const READ = "aws:cloudcontrol/getResource:getResource";
const percent = (value: number): CapacitySize => ({ type: "CAPACITY_PERCENT", value });
const instances = (value: number): CapacitySize => ({ type: "INSTANCE_COUNT", value });
const canary = (value = percent(10), waitIntervalInSeconds = 300) => ({
  trafficRoutingConfiguration: { type: "CANARY", canarySize: value, waitIntervalInSeconds } as const,
});
const linear = (value = percent(25), waitIntervalInSeconds = 300) => ({
  trafficRoutingConfiguration: { type: "LINEAR", linearStepSize: value, waitIntervalInSeconds } as const,
});
const errors = { metric: "Invocation5XXErrors", threshold: 0.05 } as const;
const deploy = (deploymentConfig: DeploymentConfig) => ({ deploymentConfig });

/** A fleet of one variant. */
const fleet = (initialInstanceCount = 10, instanceType = "ml.m5.large") => ({
  AllTraffic: { instanceType, initialInstanceCount },
});
const pathsOf = (policies: object, of = fleet()): string[] =>
  policyProblems(policies as UpdatePolicies, of).map(({ propertyPath }) => propertyPath.replace(/.*\./, ""));

describe("ModelEndpoint's deployments", () => {
  it("passes each policy on, and nothing where none is asked for", async () => {
    assert.ok(!("deploymentConfig" in (await make()).only(TYPES.endpoint).inputs));
    const cases: [DeploymentConfig, object][] = [
      [
        { blueGreenUpdatePolicy: {} },
        {
          blueGreenUpdatePolicy: {
            trafficRoutingConfiguration: { type: "ALL_AT_ONCE", waitIntervalInSeconds: 0 },
            terminationWaitInSeconds: 0,
          },
        },
      ],
      [
        {
          blueGreenUpdatePolicy: {
            ...canary(),
            terminationWaitInSeconds: 600,
            maximumExecutionTimeoutInSeconds: 3600,
          },
        },
        {
          blueGreenUpdatePolicy: {
            trafficRoutingConfiguration: {
              type: "CANARY",
              canarySize: { type: "CAPACITY_PERCENT", value: 10 },
              waitIntervalInSeconds: 300,
            },
            terminationWaitInSeconds: 600,
            maximumExecutionTimeoutInSeconds: 3600,
          },
        },
      ],
      [
        { blueGreenUpdatePolicy: linear() },
        {
          blueGreenUpdatePolicy: {
            trafficRoutingConfiguration: {
              type: "LINEAR",
              linearStepSize: { type: "CAPACITY_PERCENT", value: 25 },
              waitIntervalInSeconds: 300,
            },
            terminationWaitInSeconds: 0,
          },
        },
      ],
      [
        {
          rollingUpdatePolicy: {
            maximumBatchSize: percent(20),
            rollbackMaximumBatchSize: percent(100),
            waitIntervalInSeconds: 120,
          },
        },
        {
          rollingUpdatePolicy: {
            maximumBatchSize: { type: "CAPACITY_PERCENT", value: 20 },
            rollbackMaximumBatchSize: { type: "CAPACITY_PERCENT", value: 100 },
            waitIntervalInSeconds: 120,
          },
        },
      ],
      [
        { rollingUpdatePolicy: { maximumBatchSize: percent(20) } },
        {
          rollingUpdatePolicy: {
            maximumBatchSize: { type: "CAPACITY_PERCENT", value: 20 },
            waitIntervalInSeconds: 0,
          },
        },
      ],
    ];
    for (const [deploymentConfig, expected] of cases) {
      const { inputs } = (await make({ deploymentConfig })).only(TYPES.endpoint);
      assert.deepEqual(inputs.deploymentConfig, expected);
    }
  });

  it("rolls back by alarms that are given and alarms that it makes, which are there before the endpoint", async () => {
    const graph = await make({
      deploymentConfig: {
        autoRollbackConfiguration: {
          alarmNames: ["mine", pulumi.output("other")],
          alarms: { errors, slow: { metric: "ModelLatency", threshold: 500_000, period: 60 } },
        },
      },
      monitoring: { alarmTopicArns: [TOPIC] },
      tags: { team: "ml" },
    });
    const endpoint = graph.only(TYPES.endpoint);
    assert.deepEqual(endpoint.inputs.deploymentConfig, {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { type: "ALL_AT_ONCE", waitIntervalInSeconds: 0 },
        terminationWaitInSeconds: 0,
      },
      autoRollbackConfiguration: {
        alarms: ["mine", "other", "Fraud-Live-rollback-errors", "Fraud-Live-rollback-slow"].map(
          (alarmName) => ({ alarmName }),
        ),
      },
    });
    const alarm = graph.only(TYPES.alarm, "fraud-rollback-slow");
    assert.deepEqual(alarm.inputs, {
      name: "Fraud-Live-rollback-slow",
      alarmDescription: "slow: updates of the endpoint Fraud-Live are rolled back while this alarm is on",
      namespace: "AWS/SageMaker",
      metricName: "ModelLatency",
      dimensions: { EndpointName: "Fraud-Live", VariantName: "AllTraffic" },
      extendedStatistic: "p99",
      threshold: 500_000,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: 60,
      evaluationPeriods: 3,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      tags: { team: "ml" },
    });
    assert.equal(graph.only(TYPES.alarm, "fraud-rollback-errors").inputs.statistic, "Average");
    assert.ok(graph.dependsOn(endpoint, alarm));
    assert.ok(!graph.dependsOn(alarm, endpoint));
  });

  it("never lets the endpoint be deleted before another is there", async () => {
    let option: boolean | undefined;
    await record(() => {
      new ModelEndpoint("fraud", base, {
        transformations: [
          ({ type, opts }) => {
            if (type === TYPES.endpoint) option = (opts as pulumi.CustomResourceOptions).deleteBeforeReplace;
            return undefined;
          },
        ],
      });
    });
    assert.equal(option, false);
  });

  const refused: [string, object, string, RegExp][] = [
    [
      "both policies",
      deploy({ blueGreenUpdatePolicy: {}, rollingUpdatePolicy: { maximumBatchSize: percent(50) } }),
      "deploymentConfig.rollingUpdatePolicy",
      /combined with blueGreenUpdatePolicy/,
    ],
    [
      "rolling with two variants",
      { ...twoVariants, ...deploy({ rollingUpdatePolicy: { maximumBatchSize: percent(50) } }) },
      "deploymentConfig.rollingUpdatePolicy",
      /for endpoints with one variant, and there are 2/,
    ],
    [
      "Inferentia of the first generation",
      { instanceType: "ml.inf1.xlarge", ...deploy({ blueGreenUpdatePolicy: canary() }) },
      "deploymentConfig",
      /cannot be used with ml.inf1.xlarge/,
    ],
    [
      "a rollback without endpointName",
      { endpointName: undefined, ...deploy({ autoRollbackConfiguration: { alarmNames: ["a"] } }) },
      "endpointName",
      /is required with deploymentConfig.autoRollbackConfiguration/,
    ],
    [
      "a rollback without alarms",
      deploy({ autoRollbackConfiguration: {} }),
      "deploymentConfig.autoRollbackConfiguration",
      /has 0 alarms, given and made ones together, but must have 1 to 10/,
    ],
    [
      "11 alarms",
      deploy({
        autoRollbackConfiguration: {
          alarmNames: Array.from({ length: 10 }, (_, index) => `a${index}`),
          alarms: { errors },
        },
      }),
      "deploymentConfig.autoRollbackConfiguration",
      /has 11 alarms/,
    ],
    [
      "an alarm twice",
      deploy({ autoRollbackConfiguration: { alarmNames: ["a", "a"] } }),
      "deploymentConfig.autoRollbackConfiguration.alarmNames[1]",
      /once more/,
    ],
    [
      "an alarm's name of 256 characters",
      deploy({ autoRollbackConfiguration: { alarmNames: ["a".repeat(256)] } }),
      "deploymentConfig.autoRollbackConfiguration.alarmNames[0]",
      /1 to 255 characters/,
    ],
    [
      "an alarm's ARN for its name",
      deploy({
        autoRollbackConfiguration: {
          alarmNames: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors of fraud"],
        },
      }),
      "deploymentConfig.autoRollbackConfiguration.alarmNames[0]",
      /an alarm's name, and no ARN: write "errors of fraud"/,
    ],
    [
      "an alarm's name of spaces",
      deploy({ autoRollbackConfiguration: { alarmNames: ["  "] } }),
      "deploymentConfig.autoRollbackConfiguration.alarmNames[0]",
      /not all of them spaces/,
    ],
    [
      "a latency in milliseconds",
      deploy({ autoRollbackConfiguration: { alarms: { slow: { metric: "ModelLatency", threshold: 500 } } } }),
      "deploymentConfig.autoRollbackConfiguration.alarms.slow.threshold",
      /at least 1000/,
    ],
    [
      "an alarm of no variant where there are two",
      { ...twoVariants, ...deploy({ autoRollbackConfiguration: { alarms: { errors } } }) },
      "deploymentConfig.autoRollbackConfiguration.alarms.errors.variant",
      /is missing, but must be one of the variants: "blue", "green"/,
    ],
    [
      "an unknown property, however deep",
      deploy({
        blueGreenUpdatePolicy: {
          trafficRoutingConfiguration: { type: "CANARY", canarySize: { ...percent(5), unit: "x" } },
        },
      } as DeploymentConfig),
      "deploymentConfig.blueGreenUpdatePolicy.trafficRoutingConfiguration.canarySize.unit",
      /is an unknown property; expected one of: type, value/,
    ],
  ];
  for (const [what, args, path, message] of refused) {
    it(`refuses ${what}`, async () => {
      const found = await problems(args);
      assert.deepEqual(Object.keys(found), [path]);
      assert.match(found[path] ?? "", message);
    });
  }

  it("checks what only the deployment knows then", async () => {
    const late = (value: number) => pulumi.output(value) as unknown as number;
    const deploymentConfig = {
      blueGreenUpdatePolicy: {
        ...canary(percent(late(51)), late(3601)),
        terminationWaitInSeconds: late(99_999),
        maximumExecutionTimeoutInSeconds: late(5),
      },
    };
    await assert.rejects(make({ deploymentConfig }), ({ message }: Error) => {
      const [count = "", ...lines] = message.split("\n");
      assert.match(count, / has 4 problems in its arguments:$/);
      assert.deepEqual(
        lines.map(
          (line) => /^ {2}- deploymentConfig\.blueGreenUpdatePolicy\.(\S+: is \d+), /.exec(line)?.[1],
        ),
        [
          "terminationWaitInSeconds: is 99999",
          "trafficRoutingConfiguration.waitIntervalInSeconds: is 3601",
          "trafficRoutingConfiguration.canarySize.value: is 51",
          "maximumExecutionTimeoutInSeconds: is 5",
        ],
      );
      return true;
    });
  });

  it("holds sizes to their ranges, in percent and in instances", () => {
    const limits: [(size: object) => object, number, number][] = [
      [
        (canarySize) => ({
          blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: "CANARY", canarySize } },
        }),
        1,
        50,
      ],
      [
        (linearStepSize) => ({
          blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: "LINEAR", linearStepSize } },
        }),
        10,
        50,
      ],
      [(maximumBatchSize) => ({ rollingUpdatePolicy: { maximumBatchSize } }), 5, 50],
      [
        (rollbackMaximumBatchSize) => ({
          rollingUpdatePolicy: { maximumBatchSize: percent(50), rollbackMaximumBatchSize },
        }),
        1,
        100,
      ],
    ];
    // All of them, because only a few shares lie on a limit.
    for (const [policy, min, max] of limits) {
      for (let value = -1; value <= 110; value++) {
        const inRange = value >= min && value <= max;
        assert.deepEqual(pathsOf(policy(percent(value))), inRange ? [] : ["value"]);
      }
      for (let count = 1; count <= 40; count++) {
        for (let value = 0; value <= count + 1; value++) {
          const share = (100 * value) / count;
          const fits = value >= 1 && (min === 1 || share >= min) && share <= max;
          assert.deepEqual(pathsOf(policy(instances(value)), fleet(count)), fits ? [] : ["value"]);
        }
      }
    }
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: linear(percent(12.5)) }), ["value"]);
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: linear(percent(25)) }), []);
    const wrong = { trafficRoutingConfiguration: { type: "LINEAR", canarySize: percent(10) } };
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: wrong }), ["canarySize", "linearStepSize"]);
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: "X" } } }), [
      "type",
    ]);
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: canary(instances(1.5)) }), ["value"]);
    const ofNoType = { type: "PERCENT", value: 5 } as unknown as CapacitySize;
    assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: canary(ofNoType) }), ["type"]);
    assert.deepEqual(pathsOf({ rollingUpdatePolicy: {} }), ["maximumBatchSize"]);
  });

  it("holds no step against a number of instances that is wrong itself", () => {
    const policy = { blueGreenUpdatePolicy: canary(instances(2)) };
    assert.deepEqual(pathsOf(policy, fleet(3)), ["value"]);
    for (const count of [0, -1, NaN]) assert.deepEqual(pathsOf(policy, fleet(count)), []);
  });

  it("holds no time limit against the waits of steps that are wrong themselves", () => {
    for (const wait of [undefined, 10]) {
      for (const size of [percent(0), instances(0)]) {
        const rolling = { maximumBatchSize: size, maximumExecutionTimeoutInSeconds: 1200 };
        const found = pathsOf({ rollingUpdatePolicy: { ...rolling, waitIntervalInSeconds: wait } });
        assert.deepEqual(found, ["value"]);
      }
    }
  });

  it("names the page of each limit, and who sets it", () => {
    const reasons = (policies: object) =>
      policyProblems(policies as UpdatePolicies, {
        ...fleet(),
        b: { instanceType: "ml.inf1.xlarge", initialInstanceCount: 2 },
      })
        .map(({ reason }) => reason)
        .join("\n");
    const blueGreen = reasons({
      blueGreenUpdatePolicy: { ...canary(percent(51)), maximumExecutionTimeoutInSeconds: 14_401 },
    });
    assert.match(blueGreen, /ml\.inf1\.xlarge.* \(https:.*deployment-guardrails-exclusions\.html\)/);
    assert.match(blueGreen, /is 51, but must be .* \(https:.*API_TrafficRoutingConfig\.html\)/);
    assert.match(
      blueGreen,
      /is 14401, .* 600 to 14400 seconds: the AWS provider of Pulumi takes no more yet \(https:.*API_BlueGreenUpdatePolicy/,
    );
    const rolling = reasons({ rollingUpdatePolicy: { maximumBatchSize: percent(4) } });
    assert.match(
      rolling,
      /one variant, and there are 2: give blueGreenUpdatePolicy \(https:.*exclusions\.html\)/,
    );
    assert.match(rolling, /is 4, but must be .* \(https:.*API_RollingUpdatePolicy\.html\)/);
    assert.match(rollbackProblems([], [])[0]?.reason ?? "", /\(https:.*API_AutoRollbackConfig\.html\)$/);
  });

  it("holds waits and time limits to their ranges, and the limit above all waits together", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -1, max: 3700 }), fc.constantFrom(-1, 0, 3600, 3601)),
        fc.oneof(fc.integer({ min: 500, max: 30_000 }), fc.constantFrom(599, 600, 14_400, 14_401)),
        (wait, limit) => {
          const policy = {
            trafficRoutingConfiguration: { type: "ALL_AT_ONCE", waitIntervalInSeconds: wait },
            terminationWaitInSeconds: wait,
            maximumExecutionTimeoutInSeconds: limit,
          };
          const waits = wait >= 0 && wait <= 3600;
          const rolling = { maximumBatchSize: percent(50), waitIntervalInSeconds: wait };
          assert.deepEqual(pathsOf({ rollingUpdatePolicy: rolling }), waits ? [] : ["waitIntervalInSeconds"]);
          const limited = limit >= 600 && limit <= 14_400 && limit > 2 * wait;
          assert.deepEqual(pathsOf({ blueGreenUpdatePolicy: policy }), [
            ...(waits ? [] : ["terminationWaitInSeconds", "waitIntervalInSeconds"]),
            ...(limited ? [] : ["maximumExecutionTimeoutInSeconds"]),
          ]);
        },
      ),
    );
    const wait = (policies: object, of = fleet()) => totalWait(policies, of);
    const atOnce = { trafficRoutingConfiguration: { type: "ALL_AT_ONCE" } };
    for (const none of [
      {},
      { blueGreenUpdatePolicy: {} },
      { blueGreenUpdatePolicy: atOnce },
      { rollingUpdatePolicy: { maximumBatchSize: percent(50) } },
    ]) {
      assert.equal(wait(none), 0);
    }
    const last = { terminationWaitInSeconds: 1000 };
    assert.deepEqual(
      pathsOf({ blueGreenUpdatePolicy: { ...last, maximumExecutionTimeoutInSeconds: 1000 } }),
      ["maximumExecutionTimeoutInSeconds"],
    );
    assert.deepEqual(
      pathsOf({ blueGreenUpdatePolicy: { ...last, maximumExecutionTimeoutInSeconds: 1001 } }),
      [],
    );
    assert.equal(wait({ blueGreenUpdatePolicy: linear(percent(11), 100) }), 900);
    assert.equal(wait({ blueGreenUpdatePolicy: linear(percent(25), 100) }), 300);
    assert.equal(wait({ blueGreenUpdatePolicy: linear(instances(2), 100) }, fleet(5)), 200);
    assert.equal(
      wait({ blueGreenUpdatePolicy: { ...canary(percent(10), 100), terminationWaitInSeconds: 50 } }),
      150,
    );
    assert.equal(
      wait({ rollingUpdatePolicy: { maximumBatchSize: percent(30), waitIntervalInSeconds: 100 } }),
      400,
    );
  });

  it("warns of steps of a single instance, which has no part", async () => {
    const steps: DeploymentConfig[] = [
      { blueGreenUpdatePolicy: canary() },
      { blueGreenUpdatePolicy: linear() },
      { rollingUpdatePolicy: { maximumBatchSize: percent(50) } },
    ];
    for (const deploymentConfig of steps) {
      const [single] = await warned({ deploymentConfig });
      assert.match(single, /"AllTraffic" starts with 1, .*set its initialInstanceCount to 2 or more/);
      const [two] = await warned({ deploymentConfig, initialInstanceCount: 2 });
      assert.equal(two, "");
    }
    const [atOnce] = await warned(deploy({ blueGreenUpdatePolicy: {} }));
    assert.equal(atOnce, "");
  });

  it("warns of waits that the provider does not wait for, and of alarms that fire too late", async () => {
    const [long] = await warned(deploy({ blueGreenUpdatePolicy: { terminationWaitInSeconds: 3001 } }));
    assert.match(
      long,
      /deploymentConfig waits for 3001 seconds in all, but the AWS provider gives up .*run `pulumi up` again/,
    );
    const [fits] = await warned(deploy({ blueGreenUpdatePolicy: { terminationWaitInSeconds: 3000 } }));
    assert.equal(fits, "");
    const rollback = { autoRollbackConfiguration: { alarms: { errors } } };
    const two = { initialInstanceCount: 2 };
    const [late] = await warned({
      ...two,
      ...deploy({ ...rollback, blueGreenUpdatePolicy: canary(percent(10), 179) }),
    });
    assert.match(late, /watches the alarms for 179 seconds at a time, but one of those made here takes 180/);
    const [intime] = await warned({
      ...two,
      ...deploy({ ...rollback, blueGreenUpdatePolicy: canary(percent(10), 180) }),
    });
    assert.equal(intime, "");
    const [rolling] = await warned({
      ...two,
      ...deploy({
        ...rollback,
        rollingUpdatePolicy: { maximumBatchSize: percent(50), waitIntervalInSeconds: 179 },
      }),
    });
    assert.match(rolling, /watches the alarms for 179 seconds at a time/);
    const [never] = await warned(deploy(rollback));
    assert.match(never, /watches the alarms for 0 seconds at a time/);
  });

  it("takes as many alarms, and names as long, as CloudWatch does, and nothing but names", () => {
    const names = Array.from({ length: 10 }, (_, index) => String(index).padEnd(255, "a"));
    assert.deepEqual(rollbackProblems(names, []), []);
    assert.deepEqual(rollbackProblems([], names), []);
    assert.deepEqual(rollbackProblems(["on arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a"], []), []);
    const [twice] = rollbackProblems(["made"], ["made"]);
    assert.match(twice?.reason ?? "", /is "made" once more/);
    const paths = (...each: unknown[]) =>
      rollbackProblems(each as string[], []).map(({ propertyPath }) => propertyPath);
    for (const wrong of [null, 1, ["a"]]) {
      assert.deepEqual(paths(wrong), ["autoRollbackConfiguration.alarmNames[0]"]);
    }
    const [long] = rollbackProblems([], ["a".repeat(256)]);
    assert.equal(long?.propertyPath, "autoRollbackConfiguration.alarms");
  });
});

describe("The live configuration of a ModelEndpoint", () => {
  const answering = (properties: object | Error): RecordOptions => ({
    call: ({ token }) => {
      if (token !== READ) return undefined;
      if (properties instanceof Error) throw properties;
      return { properties: JSON.stringify(properties) };
    },
  });

  it("is read after the endpoint's own update, and asked for by its ARN", async () => {
    const graph = await make();
    const endpoint = graph.only(TYPES.endpoint);
    const calls = graph.calls.filter(({ token }) => token === READ);
    assert.deepEqual(
      calls.map(({ inputs }) => inputs),
      [{ typeName: "AWS::SageMaker::Endpoint", identifier: endpoint.outputs.arn }],
    );
    assert.equal(graph.outputs.endpointName?.value, "Fraud-Live");
  });

  it("fails the deployment where it is another one, and nothing behind the endpoint is made", async () => {
    const scaling = {
      maxCapacity: 2,
      targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 50 } },
    } as const;
    const made: string[] = [];
    const options: RecordOptions = {
      ...answering({ EndpointConfigName: "fraud-config-old" }),
      outputs: ({ type }) => void made.push(type),
    };
    await assert.rejects(
      make({ scaling }, options),
      /the endpoint Fraud-Live runs the configuration fraud-config-old, and not fraud-config-.*rolled the update back or refused it.*pulumi refresh --target '\*\*::fraud-endpoint'.*pulumi up/,
    );
    assert.ok(made.includes(TYPES.endpoint));
    assert.ok(!made.includes(TYPES.target));
  });

  it("is warned of at a preview, where the endpoint's name stays known", async () => {
    const [said, graph] = await warned({}, { preview: true, ...answering({ EndpointConfigName: "old" }) });
    assert.match(said, /runs the configuration old/);
    assert.equal(graph.outputs.endpointName?.value, "Fraud-Live");
  });

  it("is what the provider read, with a warning, where it cannot be read", async () => {
    // What the engine says of a failed call is in its details.
    const details = "AccessDeniedException";
    const denied = answering(Object.assign(new Error(details), { details }));
    const [said, graph] = await warned({}, denied);
    assert.match(
      said,
      /cannot be read \(.*AccessDeniedException\).*allow cloudformation:GetResource, sagemaker:DescribeEndpoint and sagemaker:ListTags/,
    );
    assert.equal(graph.outputs.endpointName?.value, "Fraud-Live");
    const rolledBack: RecordOptions = {
      ...denied,
      outputs: ({ type }) => (type === TYPES.endpoint ? { endpointConfigName: "old" } : undefined),
    };
    await assert.rejects(warned({}, rolledBack), /runs the configuration old/);
  });

  it("is what the provider read, with a warning, where Cloud Control does not know endpoints", async () => {
    for (const answer of ["UnsupportedActionException", "TypeNotFoundException"]) {
      const [said, graph] = await warned(
        {},
        answering(Object.assign(new Error(answer), { details: answer })),
      );
      assert.match(said, /in this region Cloud Control does not know SageMaker endpoints.*describe-endpoint/);
      assert.equal(graph.outputs.endpointName?.value, "Fraud-Live");
      const rolledBack: RecordOptions = {
        ...answering(new Error(answer)),
        outputs: ({ type }) => (type === TYPES.endpoint ? { endpointConfigName: "old" } : undefined),
      };
      await assert.rejects(make({}, rolledBack), /runs the configuration old/);
    }
  });

  it("is not compared at a preview that is yet to make the configuration, where Pulumi has a name for it", async () => {
    const unmade: RecordOptions = {
      preview: true,
      ...answering({ EndpointConfigName: "before" }),
      outputs: ({ type }) => (type === TYPES.configuration ? { id: "" } : undefined),
    };
    const [said, graph] = await warned({}, unmade);
    assert.equal(said, "");
    assert.equal(graph.outputs.endpointName?.value, "Fraud-Live");
  });

  it("is told as missing where the endpoint was deleted outside, and not as a missing permission", async () => {
    const details = "reading AWS Cloud Control API Resource (arn): couldn't find resource";
    const gone = answering(Object.assign(new Error(details), { details }));
    await assert.rejects(
      make({}, gone),
      /the endpoint Fraud-Live does not exist any more: it was deleted outside of this program.*`pulumi refresh --target '\*\*::fraud-endpoint'`/,
    );
    const [said] = await warned({}, { preview: true, ...gone });
    assert.match(said, /does not exist any more/);
    assert.doesNotMatch(said, /allow cloudformation:GetResource/);
  });
});
