// The changes of docs/updates.md that apply to each example.
import {
  ANOTHER_KEY,
  anyEndpoint,
  CAPTURE,
  configured,
  digest,
  GROUPS,
  image,
  imageChange,
  NEW_REGISTRY,
  none,
  ONE_IMAGE,
  ONE_VARIANT,
  replaced,
  type Change,
} from "./endpoint-changes";

const container = (name: string, digit: string, others: object): object => ({
  containers: [{ image: image(name, digit), ...others }],
});

interface ChangingExample {
  /** Name of the component in the program. */
  readonly component: string;
  readonly changes: readonly Change[];
}

/** Examples by their names. */
export const CHANGES: Readonly<Record<string, ChangingExample>> = {
  "existing-registry": {
    component: "fraud",
    changes: [
      imageChange("the image", { image: image("fraud", "a") }, "model"),
      ...ONE_IMAGE,
      GROUPS,
      {
        title: "the subnets",
        config: { subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefc"] },
        effect: replaced("model"),
      },
      {
        title: "the role",
        args: { executionRole: { roleArn: "arn:aws:iam::123456789012:role/models" } },
        effect: replaced("model"),
      },
      ...ONE_VARIANT,
      CAPTURE,
      ANOTHER_KEY,
      ...anyEndpoint(),
    ],
  },
  "existing-vpc": {
    component: "fraud",
    changes: [...NEW_REGISTRY, ...ONE_IMAGE, ...ONE_VARIANT, CAPTURE, ANOTHER_KEY, ...anyEndpoint()],
  },
  quickstart: {
    component: "demo",
    changes: [...NEW_REGISTRY, ...ONE_IMAGE, GROUPS, ...ONE_VARIANT, CAPTURE, ANOTHER_KEY, ...anyEndpoint()],
  },
  hardened: {
    component: "fraud",
    changes: [...NEW_REGISTRY, ...ONE_IMAGE, GROUPS, ...ONE_VARIANT, CAPTURE, ...anyEndpoint()],
  },
  async: {
    component: "statements",
    changes: [
      imageChange("the image", { image: image("statements", "a") }, "model"),
      ...ONE_IMAGE,
      {
        title: "where the answers go",
        args: { asyncInference: { s3OutputPath: "s3://bank-inference/other-answers" } },
        effect: configured,
        others: ["update role-policy"],
      },
      {
        title: "asynchronous inference taken away",
        args: {
          asyncInference: null,
          scaling: {
            minCapacity: 1,
            targetTracking: {
              backlog: { metric: "CPUUtilization", targetValue: 60, scaleInCooldown: null },
            },
          },
        },
        effect: { kind: "refused", reason: /AsyncInferenceConfig parameter cannot be removed/ },
      },
      {
        title: "the instance type of a scaled variant",
        args: { instanceType: "ml.c5.large" },
        effect: { kind: "refused", reason: /registered as a scalable target/ },
      },
      {
        title: "the most instances",
        args: { scaling: { maxCapacity: 6 } },
        effect: none,
        others: ["update scaling-AllTraffic"],
      },
      ANOTHER_KEY,
      ...anyEndpoint(),
    ],
  },
  "canary-deployment": {
    component: "fraud",
    changes: [
      imageChange("one model's image", { challengerImage: image("fraud", "a") }, "challenger"),
      {
        title: "one model's environment",
        args: { models: { challenger: container("fraud", "a", { environment: { LOG_LEVEL: "debug" } }) } },
        effect: replaced("challenger"),
        others: [],
      },
      {
        title: "a weight",
        args: { variants: { challenger: { initialVariantWeight: 3 } } },
        effect: configured,
        others: [],
      },
      {
        title: "one variant's instance type",
        args: { variants: { challenger: { instanceType: "ml.c5.large" } } },
        effect: configured,
        others: [],
      },
      {
        title: "the policies of updates",
        args: { deploymentConfig: { blueGreenUpdatePolicy: { terminationWaitInSeconds: 900 } } },
        effect: configured,
        others: [],
      },
      {
        title: "what an alarm of the rollback watches",
        args: {
          deploymentConfig: {
            autoRollbackConfiguration: { alarms: { "champion-errors": { threshold: 0.1 } } },
          },
        },
        effect: none,
        others: ["update rollback-champion-errors"],
      },
      {
        title: "which alarms roll back",
        args: {
          deploymentConfig: { autoRollbackConfiguration: { alarms: { "challenger-latency": null } } },
        },
        effect: { kind: "refused", reason: /an endpoint named \S+ exists already/ },
      },
      CAPTURE,
      ANOTHER_KEY,
      ...anyEndpoint("champion"),
    ],
  },
  pipeline: {
    component: "fraud",
    changes: [
      imageChange("one container's image", { scoresImage: image("fraud-scores", "a") }, "pipeline"),
      {
        title: "network isolation",
        args: { models: { pipeline: { enableNetworkIsolation: true } } },
        effect: replaced("pipeline"),
        others: [],
      },
      ...ONE_VARIANT,
      CAPTURE,
      ANOTHER_KEY,
      ...anyEndpoint(),
    ],
  },
  shadow: {
    component: "fraud",
    changes: [
      imageChange("the image", { image: image("fraud", "a") }, "production"),
      imageChange("the shadow's image", { shadowImage: image("fraud", "b") }, "shadow"),
      {
        title: "the shadow's weight",
        args: { shadowVariants: { shadow: { initialVariantWeight: 2 } } },
        effect: configured,
        others: [],
      },
      {
        title: "how much is captured",
        args: { dataCapture: { initialSamplingPercentage: 50 } },
        effect: configured,
        others: [],
      },
      {
        title: "the shadow and its model taken away",
        args: { shadowVariants: null, models: { shadow: null } },
        effect: { kind: "modelled", created: [], deleted: ["shadow"] },
        others: ["update preflight"],
      },
      {
        title: "the shadow and its model given again",
        args: {
          shadowVariants: { shadow: { model: "shadow", instanceType: "ml.m5.large" } },
          models: { shadow: container("fraud", "b", {}) },
        },
        effect: { kind: "modelled", created: ["shadow"], deleted: [] },
        others: ["update preflight"],
      },
      ANOTHER_KEY,
      ...anyEndpoint("production"),
    ],
  },
  "two-stacks/model": {
    component: "fraud",
    changes: [
      imageChange("the image", { digest: digest("a") }, "model"),
      ...ONE_IMAGE,
      ...ONE_VARIANT,
      CAPTURE,
      { ...ANOTHER_KEY, others: [] },
      ...anyEndpoint(),
    ],
  },
};
