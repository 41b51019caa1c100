import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkInputs, checks, guarded, input, propertyPathOf, type Validation } from "../../common";
import * as limits from "../value-checks";

/**
 * How model data is packed.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
 */
export const ModelCompressionType = {
  /** As it is: one file, or all files below a prefix. */
  None: "None",
  /** One gzip-compressed tar archive, which SageMaker unpacks. */
  Gzip: "Gzip",
} as const;
export type ModelCompressionType = (typeof ModelCompressionType)[keyof typeof ModelCompressionType];

/**
 * Model data in S3, packed or not, which a container finds below `/opt/ml/model`.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
 */
export interface ModelDataSource {
  /**
   * S3 URI of one object, for example `s3://bucket/fraud/model.tar.gz`, or of a prefix that ends in a slash, for example
   * `s3://bucket/fraud/`, for all objects below it; in this region, at most 1024 characters.
   */
  s3Uri: pulumi.Input<string>;
  /** How the data is packed. Default: `Gzip` for an object whose name ends in `.tar.gz` and `None` otherwise. */
  compressionType?: pulumi.Input<ModelCompressionType>;
  /** Whether you accept the licence that the model's provider requires. Default: no licence is accepted or refused. */
  acceptEula?: pulumi.Input<boolean>;
}

/** Model data as SageMaker takes it. */
export type DataSource = aws.types.input.sagemaker.ModelContainerModelDataSource;
/** One more source of model data as SageMaker takes it. */
export type AdditionalDataSource = aws.types.input.sagemaker.ModelContainerAdditionalModelDataSource;

/** Checks where a container's model data lies, and returns it as SageMaker takes it. */
export function checkModelDataSource(
  validation: Validation,
  path: string,
  source: ModelDataSource | undefined,
): DataSource | undefined {
  if (source === undefined) return undefined;
  const { s3Uri, compressionType, acceptEula } = checkInputs(validation, path, source, {
    compressionType: (_, at, compressionType, { s3Uri }) =>
      validation.value(
        at,
        { s3Uri, compressionType } as pulumi.Input<Packed>,
        checks.sourced(limits.sageMakerApi("S3ModelDataSource"), packingProblem),
      ),
    s3Uri: input.required(limits.modelDataUri),
    acceptEula: input.optional<boolean>(),
  });
  return {
    s3DataSources: [
      {
        s3Uri,
        s3DataType: s3Uri.apply(guarded(dataTypeOf)),
        compressionType: compressionType.apply(guarded(compressionOf)),
        modelAccessConfig: acceptEula === undefined ? undefined : { acceptEula },
      },
    ],
  };
}

/** Checks a container's further sources of model data, and returns them sorted by their channels' names. */
export function checkAdditionalModelDataSources(
  validation: Validation,
  path: string,
  sources: Readonly<Record<string, ModelDataSource>> | undefined,
): AdditionalDataSource[] | undefined {
  if (sources === undefined) return undefined;
  validation.record(path, sources as Record<string, never>, {
    max: limits.MAX_ADDITIONAL_MODEL_DATA_SOURCES,
    key: limits.channelName,
  });
  return Object.entries(sources)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([channelName, source]) => {
      const checked = checkModelDataSource(validation, propertyPathOf(path, channelName), source);
      return checked === undefined ? [] : [{ channelName, s3DataSources: checked.s3DataSources }];
    });
}

interface Packed {
  readonly s3Uri: string;
  readonly compressionType?: ModelCompressionType;
}

// From a program without types anything may come, and is refused elsewhere.
const isPrefix = (s3Uri: unknown): boolean => String(s3Uri).endsWith("/");

/** A prefix always ends in a slash, so that the URI says which of the two it is. */
export const dataTypeOf = (s3Uri: string): string => (isPrefix(s3Uri) ? "S3Prefix" : "S3Object");

/** How data is packed, where that is not said. */
export const compressionOf = ({ s3Uri, compressionType }: Packed): ModelCompressionType =>
  compressionType ??
  (String(s3Uri).endsWith(".tar.gz") ? ModelCompressionType.Gzip : ModelCompressionType.None);

/** Says what is wrong with how data is packed. */
export function packingProblem({ s3Uri, compressionType }: Packed): string | undefined {
  if (compressionType === undefined) return undefined;
  const unknown = checks.oneOf(Object.values(ModelCompressionType))(compressionType);
  if (unknown !== undefined) return unknown;
  if (compressionType === ModelCompressionType.None || !isPrefix(s3Uri)) return undefined;
  return `is "Gzip", but s3Uri ends in a slash and so names a prefix, and only one object can be an archive: leave it out, or give the archive's URI`;
}
