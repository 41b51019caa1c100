import * as pulumi from "@pulumi/pulumi";
import { isKnown, propertyPathOf } from "../common";
import type { ExecutionRoleSettings } from "../execution-role";
import type { HostingSettings, ModelContainer, ProductionVariant } from "../model-endpoint";

/** Something that the models' role must be allowed, and the property by which the user gave it. */
export interface Needed {
  readonly path: string;
  readonly value: pulumi.Input<string>;
}

/** What the models' role must be allowed because of what the endpoint serves, by the role's arguments. */
export interface NeededByHosting {
  readonly modelData: readonly Needed[];
  readonly inferenceOutputs: readonly Needed[];
  readonly inferenceOutputKmsKeyArns: readonly Needed[];
  readonly notificationTopicArns: readonly Needed[];
  /** Whether sessions are opened in each variant's containers, for those of which it is said. */
  readonly ssmAccess: pulumi.Input<boolean>[];
}

/** Reads what the role must be allowed out of arguments, which need not have been checked yet. */
export function neededByHosting(args: HostingSettings): NeededByHosting {
  const { dataCapture: capture, asyncInference: async } = args;
  const variants = [
    ...variantsOf("variants", args.variants),
    ...variantsOf("shadowVariants", args.shadowVariants),
  ];
  const dumps = variants.map(({ path, variant }) => ({ path: `${path}.coreDump`, dump: variant?.coreDump }));
  return {
    modelData: containersOf(args).flatMap(({ path, container }) => dataOf(path, container)),
    inferenceOutputs: [
      ...needed("dataCapture.destinationS3Uri", capture?.destinationS3Uri),
      ...needed("asyncInference.s3OutputPath", async?.s3OutputPath),
      ...needed("asyncInference.s3FailurePath", async?.s3FailurePath),
      ...dumps.flatMap(({ path, dump }) => needed(`${path}.destinationS3Uri`, dump?.destinationS3Uri)),
    ],
    inferenceOutputKmsKeyArns: [
      ...needed("dataCapture.kmsKeyArn", capture?.kmsKeyArn),
      ...needed("asyncInference.kmsKeyArn", async?.kmsKeyArn),
      ...dumps.flatMap(({ path, dump }) => needed(`${path}.kmsKeyArn`, dump?.kmsKeyArn)),
    ],
    notificationTopicArns: [
      ...needed("asyncInference.successTopicArn", async?.successTopicArn),
      ...needed("asyncInference.errorTopicArn", async?.errorTopicArn),
    ],
    ssmAccess: variants.flatMap(({ variant }) =>
      variant?.enableSsmAccess === undefined ? [] : [variant.enableSsmAccess],
    ),
  };
}

/** Whether SageMaker reads or writes S3 for the endpoint, beside the image. */
export function usesS3(args: HostingSettings): boolean {
  const { modelData, inferenceOutputs } = neededByHosting(args);
  return modelData.length + inferenceOutputs.length > 0;
}

/** The endpoint's arguments, and what is said of its role beside them. */
type HostingWithRole = HostingSettings & { readonly executionRole?: ExecutionRoleSettings };

/** The role's lists that hold what the endpoint's own arguments call for. */
export type RoleList = Exclude<keyof NeededByHosting, "ssmAccess">;

/** What the endpoint's own arguments call for: of model data that is no S3 URI `executionRole` says what may be read. */
function calledFor(args: HostingWithRole, list: RoleList): readonly Needed[] {
  const needed = neededByHosting(args)[list];
  const isSaid = list === "modelData" && args.executionRole?.modelData !== undefined;
  return isSaid ? needed.filter(({ value }) => isS3Uri(value)) : needed;
}

/** One list of the role's: what the endpoint's own arguments call for, and what `executionRole` names beside it. */
export function roleList(args: HostingWithRole, list: RoleList): pulumi.Input<pulumi.Input<string>[]> {
  const own = calledFor(args, list).map(({ value }) => value);
  const beside = args.executionRole?.[list];
  if (beside === undefined) return own;
  // A URL that only the deployment knows may turn out to be none of S3.
  const isSettled = list !== "modelData" || own.every(isKnown);
  if (Array.isArray(beside) && isSettled) return [...own, ...beside];
  return pulumi
    .all([own, beside as pulumi.Input<string[]>])
    .apply(([urls, others]) => [...(isSettled ? urls : urls.filter(isS3Uri)), ...others]);
}

/** The property by which the user gave what is wrong with the role's arguments. */
export function givenAs(args: HostingWithRole, rolePath: string): string {
  const [, name = "", index = ""] = /^(\w+)\[(\d+)\]$/.exec(rolePath) ?? [];
  if (!isRoleList(name)) return `executionRole.${rolePath}`;
  const own = calledFor(args, name);
  return own[Number(index)]?.path ?? `executionRole.${name}[${Number(index) - own.length}]`;
}

const isRoleList = (name: string): name is RoleList =>
  name !== "ssmAccess" && Object.hasOwn(neededByHosting({}), name);

/** Whether a URL of model data is one from which an S3 object's ARN can be told. */
export function isS3Uri(url: pulumi.Input<string>): boolean {
  return !isKnown(url) || String(url).startsWith("s3://");
}

type GivenData = Pick<ModelContainer, "modelDataUrl" | "modelDataSource" | "additionalModelDataSources">;

/** The containers whose data is read: the short form's is that of an image which is given, or published. */
function containersOf(args: HostingSettings): { path: string; container: GivenData }[] {
  if (args.models === undefined) return [{ path: "", container: args }];
  return Object.entries(args.models).flatMap(([name, model]) =>
    (Array.isArray(model?.containers) ? model.containers : []).map((container: GivenData, index) => ({
      path: `${propertyPathOf("models", name)}.containers[${index}].`,
      container,
    })),
  );
}

function dataOf(path: string, container: GivenData): Needed[] {
  const { modelDataUrl, modelDataSource, additionalModelDataSources = {} } = container;
  return [
    ...needed(`${path}modelDataUrl`, modelDataUrl),
    ...needed(`${path}modelDataSource.s3Uri`, modelDataSource?.s3Uri),
    ...Object.entries(additionalModelDataSources).flatMap(([channel, source]) =>
      needed(`${propertyPathOf(`${path}additionalModelDataSources`, channel)}.s3Uri`, source?.s3Uri),
    ),
  ];
}

function variantsOf(
  property: string,
  variants: Readonly<Record<string, ProductionVariant>> | undefined,
): { path: string; variant: ProductionVariant | undefined }[] {
  return Object.entries(variants ?? {}).map(([name, variant]) => ({
    path: propertyPathOf(property, name),
    variant,
  }));
}

const needed = (path: string, value: pulumi.Input<string> | undefined): Needed[] =>
  value === undefined ? [] : [{ path, value }];
