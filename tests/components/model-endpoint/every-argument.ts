import {
  AsyncNotificationTopic,
  CapacitySizeType,
  CaptureMode,
  ContainerMode,
  InferenceExecutionMode,
  ModelCacheSetting,
  ModelCompressionType,
  RoutingStrategy,
  TrafficRoutingType,
  type ModelContainer,
  type ModelEndpointArgs,
  type ProductionVariant,
} from "../../../components/model-endpoint";
import { base, image, TOPIC } from "./recorded-endpoint";

export const KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc";
export const RESERVATION = "arn:aws:sagemaker:eu-west-1:123456789012:training-plan/plan";

const container = (name: string, data: Partial<ModelContainer> = {}): ModelContainer => ({
  image: image(name),
  environment: { WORKERS: "2" },
  ...data,
});
const sources: Partial<ModelContainer> = {
  modelDataSource: {
    s3Uri: "s3://models/llm.gz",
    compressionType: ModelCompressionType.Gzip,
    acceptEula: true,
  },
  additionalModelDataSources: {
    draft: { s3Uri: "s3://models/draft/", compressionType: ModelCompressionType.None, acceptEula: false },
  },
};
const many: Partial<ModelContainer> = {
  mode: ContainerMode.MultiModel,
  modelCacheSetting: ModelCacheSetting.Disabled,
  modelDataUrl: "s3://models/many/",
};

/** A variant with every setting that it can have. */
export const everySetting: ProductionVariant = {
  instanceType: "ml.m5.large",
  initialInstanceCount: 2,
  initialVariantWeight: 0,
  volumeSizeInGb: 30,
  modelDataDownloadTimeoutInSeconds: 600,
  containerStartupHealthCheckTimeoutInSeconds: 900,
  inferenceAmiVersion: "al2-ami-sagemaker-inference-gpu-3-1",
  mlReservationArn: RESERVATION,
  routingStrategy: RoutingStrategy.LeastOutstandingRequests,
  coreDump: { destinationS3Uri: "s3://dumps/fraud", kmsKeyArn: KEY },
  enableSsmAccess: true,
};

const common: ModelEndpointArgs = {
  ...base,
  image: undefined,
  instanceType: undefined,
  tags: { team: "ml" },
  waitForNetworkInterfaces: true,
};

/** Models of every kind, a variant with every setting, asynchronous inference, data capture, a canary that is rolled back. */
export const kindsOfModels: ModelEndpointArgs = {
  ...common,
  kmsKeyArn: KEY,
  models: {
    url: { containers: [container("url", { modelDataUrl: "s3://models/fraud.tar.gz" })] },
    source: { containers: [container("source", sources)], enableNetworkIsolation: true },
    many: { containers: [container("many", many)] },
    pipeline: {
      inferenceExecutionMode: InferenceExecutionMode.Direct,
      containers: [
        container("first", { ...sources, containerHostname: "first" }),
        container("second", { ...many, containerHostname: "second" }),
      ],
    },
  },
  variants: Object.fromEntries(
    ["url", "source", "many", "pipeline"].map((model) => [model, { ...everySetting, model }]),
  ),
  dataCapture: {
    destinationS3Uri: "s3://captured/fraud",
    initialSamplingPercentage: 0,
    captureModes: [CaptureMode.InputAndOutput],
    kmsKeyArn: KEY,
    csvContentTypes: ["text/csv"],
    jsonContentTypes: ["application/json"],
    enableCapture: false,
  },
  asyncInference: {
    s3OutputPath: "s3://out/answers",
    s3FailurePath: "s3://out/failures",
    maxConcurrentInvocationsPerInstance: 4,
    successTopicArn: TOPIC,
    errorTopicArn: TOPIC,
    includeInferenceResponseIn: [AsyncNotificationTopic.Success, AsyncNotificationTopic.Error],
    kmsKeyArn: KEY,
  },
  deploymentConfig: {
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration: {
        type: TrafficRoutingType.Canary,
        canarySize: { type: CapacitySizeType.InstanceCount, value: 1 },
        waitIntervalInSeconds: 300,
      },
      terminationWaitInSeconds: 120,
      maximumExecutionTimeoutInSeconds: 3000,
    },
    autoRollbackConfiguration: { alarmNames: ["errors"] },
  },
};

/** A shadow variant with every setting, and a rolling update. */
export const shadowTest: ModelEndpointArgs = {
  ...common,
  image: image("fraud"),
  variants: { live: { instanceType: "ml.m5.large", initialInstanceCount: 4 } },
  shadowVariants: { shadow: everySetting },
  deploymentConfig: {
    rollingUpdatePolicy: {
      maximumBatchSize: { type: CapacitySizeType.CapacityPercent, value: 25 },
      rollbackMaximumBatchSize: { type: CapacitySizeType.CapacityPercent, value: 50 },
      waitIntervalInSeconds: 60,
      maximumExecutionTimeoutInSeconds: 3000,
    },
  },
};

/** A linear shift of traffic. */
export const linearShift: ModelEndpointArgs = {
  ...common,
  image: image("fraud"),
  instanceType: "ml.m5.large",
  initialInstanceCount: 4,
  deploymentConfig: {
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration: {
        type: TrafficRoutingType.Linear,
        linearStepSize: { type: CapacitySizeType.CapacityPercent, value: 25 },
        waitIntervalInSeconds: 60,
      },
    },
  },
};
