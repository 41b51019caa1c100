import * as pulumi from "@pulumi/pulumi";
import { checks, guarded, isKnown, type CommonArgs } from "../common";
import type { ExecutionRoleSettings } from "../execution-role";
import type { HostingSettings, ModelContainer } from "../model-endpoint";

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

/** Whether SageMaker reads or writes S3 for the endpoint, beside the image. */
export function usesS3(args: HostedSettings): boolean {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  return modelData.length + inferenceOutputs.length > 0;
}

/** The endpoint's arguments that call for permissions of its role. */
type HostedSettings = HostingSettings & Pick<CommonArgs, "kmsKeyArn">;

/** The endpoint's arguments, and what is said of its role beside them. */
type HostingWithRole = HostedSettings & { readonly executionRole?: ExecutionRoleSettings };

/** The role's lists that hold what the endpoint's own arguments call for. */
export type RoleList = Exclude<keyof NeededByHosting, "ssmAccess">;

/** One list of the role's: what the endpoint's own arguments call for, and what `executionRole` names beside it. */
export function roleList(args: HostingWithRole, list: RoleList): pulumi.Input<pulumi.Input<string>[]> {
  const needed = neededByHosting(args)[list];
  // Of model data that is no S3 URI `executionRole` says what may be read.
  const isSaid = list === "modelData" && args.executionRole?.modelData !== undefined;
  const own = isSaid ? needed.filter(isS3Uri) : [...needed];
  const beside = args.executionRole?.[list];
  if (beside === undefined) return own;
  // A URL that only the deployment knows may turn out to be none of S3.
  const isSettled = list !== "modelData" || own.every(isKnown);
  if (Array.isArray(beside) && isSettled) return [...own, ...beside];
  return pulumi
    .all([own, beside as pulumi.Input<string[]>])
    .apply(guarded(([urls, others]) => [...(isSettled ? urls : urls.filter(isS3Uri)), ...others]));
}

/**
 * The buckets that the endpoint's model data, inputs and outputs are in: the network's endpoint for S3 must let them pass,
 * whichever account has them. What is no bucket is reported elsewhere.
 */
export function hostedBuckets(args: HostingWithRole): pulumi.Input<string>[] | pulumi.Output<string[]> {
  const uris = [
    roleList(args, "modelData"),
    roleList(args, "inferenceOutputs"),
    args.executionRole?.inferenceInputs ?? [],
  ];
  const known = uris.flatMap((list) =>
    Array.isArray(list) ? list.map((uri) => (typeof uri === "string" ? uri : undefined)) : [undefined],
  );
  if (known.every((uri) => uri !== undefined)) return bucketsOf(known);
  const texts = uris as pulumi.Input<string[]>[];
  return pulumi.all(texts).apply(guarded((lists) => bucketsOf(lists.flat())));
}

const BUCKET_OF_URI = new RegExp(`^s3://(${checks.S3_BUCKET})(/|$)`, "su");

function bucketsOf(uris: readonly string[]): string[] {
  return [...new Set(uris.flatMap((uri) => BUCKET_OF_URI.exec(uri)?.[1] ?? []))];
}

/** Whether a URL of model data is one from which an S3 object's ARN can be told. */
function isS3Uri(url: pulumi.Input<string>): boolean {
  return !isKnown(url) || String(url).startsWith("s3://");
}

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
