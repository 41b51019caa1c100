// Changes of docs/updates.md, and what each does to models, configuration and endpoint.
import { imageArchive } from "../cli/test-images";
import type { Settings } from "./provider/settings";

/** What a change does to the endpoint and to what it is made of. */
export type Effect =
  /** All stay as they are. */
  | { readonly kind: "none" }
  /** All are updated in place, and nothing is deployed. */
  | { readonly kind: "tagged" }
  /** The configuration is replaced, and the endpoint updated in place. */
  | { readonly kind: "configured" }
  /** Models are created, deleted or both; the configuration is replaced, and the endpoint updated in place. */
  | { readonly kind: "modelled"; readonly created: readonly string[]; readonly deleted: readonly string[] }
  /** An endpoint of the new name is created, then the old one is deleted. */
  | { readonly kind: "renamed" }
  /** The deployment fails, and the endpoint goes on. */
  | { readonly kind: "refused"; readonly reason: RegExp };

export interface Change {
  readonly title: string;
  /** Other configuration of the example. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Other arguments of its component; null takes one away. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly settings?: Settings;
  readonly effect: Effect;
  /** What happens to other resources, such as `update role-policy`; not compared where it is not given. */
  readonly others?: readonly string[];
}

export const none: Effect = { kind: "none" };
export const configured: Effect = { kind: "configured" };
const renamed: Effect = { kind: "renamed" };
export const replaced = (model: string): Effect => ({ kind: "modelled", created: [model], deleted: [model] });

export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
export const image = (name: string, digit: string): string =>
  `artifactory.bank.example/ml/${name}@${digest(digit)}`;
const archive = (content: string): Buffer => imageArchive({ layers: [[{ path: "serve", content }]] });

/** Images' archives, as `docker save` writes them, for the examples that deliver one. */
export const ARCHIVES = { "image.tar": archive("#!/bin/sh"), "other.tar": archive("#!/bin/bash") };

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const DATA = "s3://models-of-the-bank/fraud";
const alarm = (threshold: number, variant: string): object => ({
  alarms: { server: { metric: "Invocation5XXErrors", threshold, variant } },
});

/** Of any endpoint, with an alarm of one of its variants. */
export const anyEndpoint = (variant = "AllTraffic"): readonly Change[] => [
  {
    title: "an alarm",
    args: { monitoring: alarm(0.05, variant) },
    effect: none,
    others: ["create alarm-server"],
  },
  {
    title: "a threshold",
    args: { monitoring: alarm(0.1, variant) },
    effect: none,
    others: ["update alarm-server"],
  },
  {
    title: "how often the preflight runs",
    args: { preflight: { intervalInMinutes: 120 } },
    effect: none,
    others: ["update preflight", "update preflight-failed"],
  },
  { title: "tags", args: { tags: { team: "ml" } }, effect: { kind: "tagged" } },
  { title: "the endpoint's name", args: { endpointName: "fraud-2" }, effect: renamed },
];

export const CAPTURE: Change = {
  title: "capture",
  args: { dataCapture: { destinationS3Uri: DATA, initialSamplingPercentage: 10 } },
  effect: configured,
};

export const ANOTHER_KEY: Change = { title: "the key", args: { kmsKeyArn: KEY }, effect: configured };

/** Of an endpoint that has one variant, which is not scaled. */
export const ONE_VARIANT: readonly Change[] = [
  { title: "the instance type", args: { instanceType: "ml.c5.large" }, effect: configured, others: [] },
  { title: "the number of instances", args: { initialInstanceCount: 3 }, effect: configured, others: [] },
  {
    title: "the policies of updates",
    args: { deploymentConfig: { blueGreenUpdatePolicy: { terminationWaitInSeconds: 600 } } },
    effect: configured,
    others: [],
  },
  {
    title: "scaling",
    args: {
      scaling: { maxCapacity: 4, targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 60 } } },
    },
    effect: none,
    others: ["create scaling-AllTraffic", "create scaling-AllTraffic-target-cpu"],
  },
  {
    title: "the most instances",
    args: { scaling: { maxCapacity: 6 } },
    effect: none,
    others: ["update scaling-AllTraffic"],
  },
];

/** Of an endpoint that has one image. */
export const ONE_IMAGE: readonly Change[] = [
  {
    title: "the environment",
    args: { environment: { LOG_LEVEL: "debug" } },
    effect: replaced("model"),
    others: [],
  },
  { title: "model data", args: { modelDataUrl: `${DATA}/model.tar.gz` }, effect: replaced("model") },
  {
    title: "the source of model data",
    args: { modelDataUrl: null, modelDataSource: { s3Uri: `${DATA}/`, compressionType: "None" } },
    effect: replaced("model"),
  },
  {
    title: "network isolation",
    args: { enableNetworkIsolation: true },
    effect: replaced("model"),
    others: [],
  },
];

export const GROUPS: Change = {
  title: "a further security group",
  args: { securityGroupIds: ["sg-0123456789abcdef9"] },
  effect: replaced("model"),
  others: ["create interfaces", "delete interfaces", "update access-preflight"],
};

/** Of an endpoint whose image comes from a registry of its own. */
export const NEW_REGISTRY: readonly Change[] = [
  {
    title: "the archive",
    config: { archive: "other.tar" },
    settings: {
      functionAnswers: [
        {
          function: "publisher",
          result: {
            digest: digest("b"),
            mediaType: "application/vnd.docker.distribution.manifest.v2+json",
            size: 1234,
          },
        },
      ],
    },
    effect: replaced("model"),
    others: ["create image-publish", "delete image-publish", "update image-archive", "update preflight"],
  },
  {
    title: "the password of the user who is not in use",
    args: { newRegistry: { passwordVersions: { pullB: "2" } } },
    effect: none,
    others: [
      "create registry-pull",
      "create registry-pull-htpasswd-version",
      "create registry-standby-pull-credentials-version",
      "delete registry-pull",
      "delete registry-standby-pull-credentials-version",
      "update registry-pull",
    ],
  },
  {
    title: "the user who is in use",
    args: { newRegistry: { activePullUser: "B" } },
    effect: none,
    others: [
      "create registry-pull-credentials-version",
      "create registry-standby-pull-credentials-version",
      "delete registry-pull-credentials-version",
      "delete registry-standby-pull-credentials-version",
    ],
  },
  {
    title: "the size of the registry's tasks",
    args: { newRegistry: { pullTaskSize: { cpu: 512, memoryInMb: 2048 } } },
    effect: none,
    others: ["create registry-pull", "delete registry-pull", "update registry-pull"],
  },
];

export const imageChange = (title: string, config: Change["config"], model: string): Change => ({
  title,
  ...(config === undefined ? {} : { config }),
  effect: replaced(model),
  others: ["update preflight"],
});
