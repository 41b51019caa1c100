import * as pulumi from "@pulumi/pulumi";
import { checks, guarded, type CommonArgs } from "../common";
import type { RoleLists } from "../execution-role/execution-role";
import type { HostingSettings, ModelContainer } from "../model-endpoint";
import { rollbackAlarmName } from "../model-endpoint/deployment/deployment";
import type { PrivateInferenceArgs } from "./private-inference-args";

/** What the models' role must be allowed because of what the endpoint serves, by the role's arguments. */
export interface NeededByHosting {
  readonly modelData: readonly pulumi.Input<string>[];
  readonly inferenceOutputs: readonly pulumi.Input<string>[];
  readonly inferenceOutputKmsKeyArns: readonly pulumi.Input<string>[];
  readonly volumeKmsKeyArns: readonly pulumi.Input<string>[];
  readonly notificationTopicArns: readonly pulumi.Input<string>[];
  /** Whether sessions are opened in each variant's containers, for those of which it is said. */
  readonly ssmAccess: readonly pulumi.Input<boolean>[];
}

/** Reads what the role must be allowed out of arguments, which need not have been checked yet. */
export function neededByHosting(args: HostedSettings): NeededByHosting {
  const { dataCapture: capture, asyncInference: async } = args;
  const variants = [...Object.values(args.variants ?? {}), ...Object.values(args.shadowVariants ?? {})];
  const dumps = variants.map(({ coreDump }) => coreDump);
  return {
    modelData: dataContainers(args).flatMap(dataOf),
    inferenceOutputs: given([
      capture?.destinationS3Uri,
      async?.s3OutputPath,
      async?.s3FailurePath,
      ...dumps.map((dump) => dump?.destinationS3Uri),
    ]),
    inferenceOutputKmsKeyArns: given([
      capture?.kmsKeyArn,
      async?.kmsKeyArn,
      ...dumps.map((dump) => dump?.kmsKeyArn),
    ]),
    volumeKmsKeyArns: given([args.kmsKeyArn]),
    notificationTopicArns: given([async?.successTopicArn, async?.errorTopicArn]),
    ssmAccess: given(variants.map(({ enableSsmAccess }) => enableSsmAccess)),
  };
}

/** Whether SageMaker reads or writes S3 for the endpoint, in addition to pulling the image. */
export function usesS3(args: HostedSettings): boolean {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  return modelData.length + inferenceOutputs.length > 0;
}

/** The endpoint's arguments that call for permissions of its role. */
type HostedSettings = HostingSettings & Pick<CommonArgs, "kmsKeyArn">;

/** What the endpoint's own arguments require of its role, in addition to `executionRole`. */
export function requiredLists(args: PrivateInferenceArgs): RoleLists {
  const required = neededByHosting(args);
  const all = (list: readonly pulumi.Input<string>[]): pulumi.Output<string[]> => pulumi.all([...list]);
  // Of model data that is no S3 URI `executionRole` says what may be read.
  const isSaid = args.executionRole?.modelData !== undefined;
  return {
    modelData: all(required.modelData).apply(guarded((urls) => (isSaid ? urls.filter(isS3Uri) : urls))),
    inferenceOutputs: all(required.inferenceOutputs),
    inferenceOutputKmsKeyArns: all(required.inferenceOutputKmsKeyArns),
    volumeKmsKeyArns: all(required.volumeKmsKeyArns),
    notificationTopicArns: all(required.notificationTopicArns),
    rollbackAlarmNames: rollbackAlarmNames(args),
  };
}

/** The alarms that roll updates back, specified and created ones. */
function rollbackAlarmNames({
  deploymentConfig,
  endpointName,
}: PrivateInferenceArgs): pulumi.Output<string[]> | undefined {
  const rollback = deploymentConfig?.autoRollbackConfiguration;
  if (rollback === undefined || endpointName === undefined) return undefined;
  const { alarmNames = [], alarms = {} } = rollback;
  return pulumi
    .all([pulumi.output(alarmNames), endpointName])
    .apply(
      guarded(([names, endpoint]) => [
        ...names,
        ...Object.keys(alarms).map((key) => rollbackAlarmName(endpoint, key)),
      ]),
    );
}

/**
 * The buckets that the endpoint's model data, inputs and outputs are in: the network's endpoint for S3 must let them pass,
 * whichever account has them. What is no bucket is reported elsewhere.
 */
export function hostedBuckets(args: PrivateInferenceArgs): pulumi.Input<string>[] | pulumi.Output<string[]> {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  const role = args.executionRole ?? {};
  const lists = [
    modelData,
    role.modelData ?? [],
    inferenceOutputs,
    role.inferenceOutputs ?? [],
    role.inferenceInputs ?? [],
  ];
  const uris = lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : [list]));
  const isText = (uri: unknown): uri is string => typeof uri === "string";
  if (uris.every(isText)) return bucketsOf(uris);
  return pulumi.all(lists as pulumi.Input<string[]>[]).apply(guarded((known) => bucketsOf(known.flat())));
}

const BUCKET_OF_URI = new RegExp(`^s3://(${checks.S3_BUCKET})(/|$)`, "su");

function bucketsOf(uris: readonly string[]): string[] {
  return [...new Set(uris.flatMap((uri) => BUCKET_OF_URI.exec(uri)?.[1] ?? []))];
}

/** Whether a URL of model data is one from which an S3 object's ARN can be told. */
const isS3Uri = (url: string): boolean => url.startsWith("s3://");

type GivenData = Pick<ModelContainer, "modelDataUrl" | "modelDataSource" | "additionalModelDataSources">;

/** The containers whose data is read: the short form's is that of an image which is given, or published. */
export function dataContainers(args: HostingSettings): GivenData[] {
  return args.models === undefined
    ? [args]
    : Object.values(args.models).flatMap(({ containers }) => containers);
}

const dataOf = ({ modelDataUrl, modelDataSource, additionalModelDataSources = {} }: GivenData) =>
  given([
    modelDataUrl,
    modelDataSource?.s3Uri,
    ...Object.values(additionalModelDataSources).map(({ s3Uri }) => s3Uri),
  ]);

const given = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);
