import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { CredentialsProvider } from "../../components/credentials-provider";
import { ExecutionRole } from "../../components/execution-role";
import { ImagePublisher, PublishedImage } from "../../components/image-publisher";
import { ModelEndpoint } from "../../components/model-endpoint";
import { PrivateInference } from "../../components/private-inference";
import { RegistryAccess } from "../../components/registry-access";
import { RegistryHost } from "../../components/registry-host";
import { LambdaRouteKind, RegistryNetwork } from "../../components/registry-network";
import schema from "../../sdk/schema.json";
import { record, type ResourceGraph } from "../../testing";

// The package's outputs are passed to its arguments without a cast: that this file compiles is part of the test.

const PREFIX = "sagemaker-private-registry:index:";
const digest = `sha256:${"a".repeat(64)}`;
const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/a";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const place = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };
const registryHostname = "registry.example.com";
const absent = (): pulumi.Output<string | undefined> => pulumi.output(undefined as string | undefined);

/** What a type of the schema is, for the outputs' and the arguments' own. */
interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly plain?: boolean;
}
type Properties = Readonly<Record<string, Property | undefined>>;

/** The arguments of each output's concept, by component or type and name; `[]` after a list's. */
const ARGUMENTS_OF: Readonly<Record<string, readonly string[]>> = {
  "CredentialsProvider.credentialsKmsKeyArn": [
    "CredentialsProvider.credentialsKmsKeyArn",
    "ExistingRegistry.credentialsKmsKeyArn",
    "ImagePublisher.pushCredentialsKmsKeyArn",
    "RegistryAccess.credentialsKmsKeyArn",
    "RegistryHost.imageCredentialsKmsKeyArn",
    "SourceRegistry.credentialsKmsKeyArn",
  ],
  "CredentialsProvider.credentialsSecretArn": [
    "CredentialsProvider.credentialsSecretArn",
    "ExistingRegistry.credentialsSecretArn",
    "RegistryAccess.credentialsSecretArn",
    "RegistryHost.imageCredentialsSecretArn",
    "SourceRegistry.credentialsSecretArn",
  ],
  "CredentialsProvider.errorsAlarmName": [
    "AutoRollbackConfiguration.alarmNames[]",
    "ExecutionRole.rollbackAlarmNames[]",
  ],
  "CredentialsProvider.functionArn": [
    "ExecutionRole.credentialsProviderArns[]",
    "ExistingRegistry.credentialsProviderArn",
    "ModelContainer.credentialsProviderArn",
    "ModelEndpoint.credentialsProviderArn",
    "RegistryAccess.credentialsProviderArn",
  ],
  "ExecutionRole.requiredPolicyJson": ["ExecutionRole.additionalPolicyJson"],
  "ExecutionRole.roleArn": ["ModelEndpoint.executionRoleArn", "ExecutionRoleSettings.roleArn"],
  "ImagePublisher.bucketName": ["PublishedImage.bucketName"],
  "ImagePublisher.functionName": ["PublishedImage.functionName"],
  "ImagePublisher.registryHostname": ["PublishedImage.registryHostname", "RegistryAccess.registryHostname"],
  "ImagePublisher.securityGroupId": ["NetworkLambdaRoute.admittedSecurityGroupIds[]"],
  "ImagePublisher.stagingFunctionName": ["PublishedImage.stagingFunctionName"],
  "ModelEndpoint.endpointName": ["ExecutionRole.endpointNames[]"],
  "ModelEndpoint.invokePolicyJson": ["ExecutionRole.additionalPolicyJson"],
  "PrivateInference.credentialsProviderArn": [
    "ExecutionRole.credentialsProviderArns[]",
    "ExistingRegistry.credentialsProviderArn",
    "ModelEndpoint.credentialsProviderArn",
    "RegistryAccess.credentialsProviderArn",
  ],
  "PrivateInference.endpointName": ["ExecutionRole.endpointNames[]"],
  "PrivateInference.executionRoleArn": ["ModelEndpoint.executionRoleArn", "ExecutionRoleSettings.roleArn"],
  "PrivateInference.invokePolicyJson": ["ExecutionRole.additionalPolicyJson"],
  "PrivateInference.modelSecurityGroupId": ["NetworkLambdaRoute.admittedSecurityGroupIds[]"],
  "PrivateInference.pushClientSecurityGroupId": ["ImagePublisher.pushClientSecurityGroupIds[]"],
  "PrivateInference.pushCredentialsSecretArn": ["ImagePublisher.pushCredentialsSecretArn"],
  "PrivateInference.pushUrl": ["ImagePublisher.pushUrl"],
  "PrivateInference.registryHostname": ["PublishedImage.registryHostname", "RegistryAccess.registryHostname"],
  "PrivateInference.requiredPolicyJson": ["ExecutionRole.additionalPolicyJson"],
  "PrivateInference.securityGroupIds": ["ModelEndpoint.securityGroupIds"],
  "PrivateInference.subnetIds": ["ModelEndpoint.subnetIds", "RegistryAccess.subnetIds"],
  "PrivateInference.vpcId": ["RegistryAccess.vpcId", "NetworkSettings.vpcId"],
  "PublishedImage.reference": ["ModelEndpoint.image", "ModelContainer.image", "PrivateInference.image"],
  "RegistryAccess.credentialsProviderArn": [
    "ExecutionRole.credentialsProviderArns[]",
    "ModelContainer.credentialsProviderArn",
    "ModelEndpoint.credentialsProviderArn",
    "RegistryAccess.credentialsProviderArn",
  ],
  "RegistryAccess.credentialsSecretArn": [
    "CredentialsProvider.credentialsSecretArn",
    "RegistryAccess.credentialsSecretArn",
    "SourceRegistry.credentialsSecretArn",
  ],
  "RegistryAccess.lambdaRouteKind": ["LambdaAccess.kind"],
  "RegistryAccess.modelSecurityGroupId": ["NetworkLambdaRoute.admittedSecurityGroupIds[]"],
  "RegistryAccess.preflightFunctionArn": [
    "ModelContainer.preflightFunctionArn",
    "ModelEndpoint.preflightFunctionArn",
  ],
  "RegistryAccess.preflightScheduleRoleArn": ["ModelEndpoint.preflightScheduleRoleArn"],
  "RegistryAccess.registryHostname": ["PublishedImage.registryHostname", "RegistryAccess.registryHostname"],
  "RegistryAccess.securityGroupIds": ["ModelEndpoint.securityGroupIds"],
  "RegistryAccess.subnetIds": ["ExecutionRole.subnetIds", "ModelEndpoint.subnetIds"],
  "RegistryAccess.vpcId": ["ImagePublisher.vpcId", "RegistryHost.vpcId"],
  "RegistryHost.bucketName": ["NetworkSettings.s3BucketNames[]"],
  "RegistryHost.certificateArn": ["RegistryHost.certificateArn"],
  "RegistryHost.clusterArn": ["DashboardRegistry.clusterArn", "RegistryHost.clusterArn"],
  "RegistryHost.image": ["RegistryHost.image"],
  "RegistryHost.loadBalancerArn": ["DashboardRegistry.loadBalancerArn"],
  "RegistryHost.privateZoneId": ["RegistryHost.privateZoneId"],
  "RegistryHost.pullClientSecurityGroupId": ["RegistryAccess.clientSecurityGroupIds[]"],
  "RegistryHost.pullCredentialsSecretArn": [
    "CredentialsProvider.credentialsSecretArn",
    "RegistryAccess.credentialsSecretArn",
  ],
  "RegistryHost.pullServiceName": ["DashboardRegistry.pullServiceName"],
  "RegistryHost.pushClientSecurityGroupId": ["ImagePublisher.pushClientSecurityGroupIds[]"],
  "RegistryHost.pushCredentialsSecretArn": ["ImagePublisher.pushCredentialsSecretArn"],
  "RegistryHost.pushUrl": ["ImagePublisher.pushUrl"],
  "RegistryHost.registryHostname": ["ImagePublisher.registryHostname", "RegistryAccess.registryHostname"],
  "RegistryHost.securityGroupId": ["RegistryAccess.securityGroupId", "ExistingRegistry.securityGroupId"],
  "RegistryHost.standbyPullCredentialsSecretArn": ["CredentialsProvider.credentialsSecretArn"],
  "RegistryNetwork.endpointSecurityGroupId": [
    "ImagePublisher.endpointSecurityGroupId",
    "RegistryHost.endpointSecurityGroupId",
    "InferenceRegistry.endpointSecurityGroupId",
  ],
  "RegistryNetwork.lambdaEndpointId": ["NetworkLambdaRoute.endpointId"],
  "RegistryNetwork.lambdaEndpointSecurityGroupId": ["LambdaAccess.securityGroupId"],
  "RegistryNetwork.lambdaRouteKind": ["LambdaAccess.kind"],
  "RegistryNetwork.s3PrefixListId": [
    "ImagePublisher.s3PrefixListId",
    "InferenceRegistry.s3PrefixListId",
    "RegistryAccess.s3PrefixListId",
    "RegistryHost.s3PrefixListId",
  ],
  "RegistryNetwork.subnetIds": [
    "ExecutionRole.subnetIds",
    "RegistryAccess.subnetIds",
    "RegistryHost.subnetIds",
  ],
  "RegistryNetwork.vpcCidrBlocks": ["ImagePublisher.registryCidrBlocks", "RegistryAccess.cidrBlocks"],
  "RegistryNetwork.vpcId": ["RegistryAccess.vpcId", "RegistryHost.vpcId"],
};

/** Outputs for people, programs and resources outside the package. */
const FOR_OTHERS = new Set([
  "CredentialsProvider.functionName",
  "CredentialsProvider.functionRoleArn",
  "CredentialsProvider.logGroupName",
  "ExecutionRole.roleName",
  "ImagePublisher.functionArn",
  "ImagePublisher.functionRoleArn",
  "ImagePublisher.logGroupName",
  "ImagePublisher.stagingFunctionArn",
  "ImagePublisher.stagingFunctionRoleArn",
  "ImagePublisher.stagingLogGroupName",
  "ModelEndpoint.endpointArn",
  "ModelEndpoint.endpointConfigName",
  "ModelEndpoint.imageReferences",
  "ModelEndpoint.metrics",
  "ModelEndpoint.modelNames",
  "ModelEndpoint.variantNames",
  "PrivateInference.endpointArn",
  "PrivateInference.endpointConfigName",
  "PrivateInference.imageReferences",
  "PrivateInference.lambdaEndpointDnsName",
  "PrivateInference.lambdaHostname",
  "PrivateInference.metrics",
  "PrivateInference.modelNames",
  "PrivateInference.preflightFunctionName",
  "PublishedImage.digest",
  "PublishedImage.mediaType",
  "PublishedImage.size",
  "RegistryAccess.preflightFunctionName",
  "RegistryHost.loadBalancerDnsName",
  "RegistryHost.pushServiceName",
  "RegistryHost.tasksSecurityGroupId",
  "RegistryHost.url",
  "RegistryNetwork.lambdaEndpointDnsName",
  "RegistryNetwork.lambdaHostname",
  "RegistryNetwork.s3EndpointId",
]);

/** Everything that the package takes from its own outputs, in one program. */
function compose(network: RegistryNetwork) {
  const registry = new RegistryHost("registry", {
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    domainName: registryHostname,
    validationZoneId: "Z1",
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.s3PrefixListId,
  });
  const credentials = new CredentialsProvider("credentials", {
    credentialsSecretArn: registry.pullCredentialsSecretArn,
  });
  const access = new RegistryAccess("access", {
    registryHostname: registry.registryHostname,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    clientSecurityGroupIds: [registry.pullClientSecurityGroupId],
    credentialsProviderArn: credentials.functionArn,
    lambdaAccess: {
      kind: network.lambdaRouteKind,
      securityGroupId: network.lambdaEndpointSecurityGroupId,
      admitModels: true,
    },
    s3PrefixListId: network.s3PrefixListId,
  });
  const same = new RegistryAccess("same", {
    registryHostname: access.registryHostname,
    vpcId: access.vpcId,
    subnetIds: access.subnetIds,
    securityGroupId: registry.securityGroupId,
    credentialsProviderArn: access.credentialsProviderArn,
    lambdaAccess: { kind: access.lambdaRouteKind, securityGroupId: network.lambdaEndpointSecurityGroupId },
  });
  const role = new ExecutionRole("role", {
    credentialsProviderArns: [access.credentialsProviderArn, same.credentialsProviderArn],
    subnetIds: access.subnetIds,
    rollbackAlarmNames: [credentials.errorsAlarmName],
  });
  const publisher = new ImagePublisher("publisher", {
    pushUrl: registry.pushUrl,
    pushCredentialsSecretArn: registry.pushCredentialsSecretArn,
    pushCredentialsKmsKeyArn: credentials.credentialsKmsKeyArn,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    pushClientSecurityGroupIds: [registry.pushClientSecurityGroupId],
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.s3PrefixListId,
    sourceRegistries: {
      "ghcr.io": {
        credentialsSecretArn: credentials.credentialsSecretArn,
        credentialsKmsKeyArn: credentials.credentialsKmsKeyArn,
      },
    },
  });
  const image = new PublishedImage("image", {
    source: `ghcr.io/ml/fraud@${digest}`,
    repository: "ml/fraud",
    functionName: publisher.functionName,
    stagingFunctionName: publisher.stagingFunctionName,
    bucketName: publisher.bucketName,
    registryHostname: publisher.registryHostname,
  });
  const endpoint = new ModelEndpoint("fraud", {
    endpointName: "fraud",
    models: {
      fraud: {
        containers: [
          {
            image: image.reference,
            credentialsProviderArn: access.credentialsProviderArn,
            preflightFunctionArn: access.preflightFunctionArn,
          },
        ],
      },
    },
    instanceType: "ml.m5.large",
    executionRoleArn: role.roleArn,
    subnetIds: access.subnetIds,
    securityGroupIds: access.securityGroupIds,
    preflightFunctionArn: access.preflightFunctionArn,
    preflightScheduleRoleArn: access.preflightScheduleRoleArn,
    deploymentConfig: {
      blueGreenUpdatePolicy: {},
      autoRollbackConfiguration: { alarmNames: [credentials.errorsAlarmName] },
    },
  });
  return { requiredPolicyJson: role.requiredPolicyJson, endpointName: endpoint.endpointName };
}

/** Delivers another image into the registry of a PrivateInference. */
const publishInto = (inference: PrivateInference, network: RegistryNetwork) =>
  new ImagePublisher("more", {
    pushUrl: inference.pushUrl,
    pushCredentialsSecretArn: inference.pushCredentialsSecretArn,
    vpcId: inference.vpcId,
    subnetIds: inference.subnetIds,
    pushClientSecurityGroupIds: [inference.pushClientSecurityGroupId],
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.s3PrefixListId,
  });

/** The inputs of all resources, without the archives of functions, as text that can be compared. */
const inputsOf = (graph: ResourceGraph): string[] =>
  graph.resources
    .map(({ type, name, inputs }) => JSON.stringify([type, name, { ...inputs, code: undefined }]))
    .sort();

describe("the outputs as arguments", () => {
  it("have arguments of their concept, or are for others", () => {
    const outputs = Object.entries(schema.resources).flatMap(([token, { properties }]) =>
      Object.keys(properties).map((output) => `${token.slice(PREFIX.length)}.${output}`),
    );
    const classified = [...Object.keys(ARGUMENTS_OF), ...FOR_OTHERS];
    assert.deepEqual([...outputs].sort(), classified.sort());
  });

  it("have the type of these arguments, which take outputs", () => {
    const resources: Readonly<Record<string, { properties: Properties; inputProperties: Properties }>> =
      schema.resources;
    const types = schema.types as Readonly<Record<string, { properties?: Properties } | undefined>>;
    const shape = (property: Property | undefined): string =>
      property?.type === "array"
        ? `${shape(property.items)}[]`
        : (property?.$ref ?? property?.type ?? "none");
    for (const [output, takers] of Object.entries(ARGUMENTS_OF)) {
      const [component = "", property = ""] = output.split(".");
      const outputShape = shape(resources[PREFIX + component]?.properties[property]);
      for (const taker of takers) {
        const [owner = "", argument = ""] = taker.replace("[]", "").split(".");
        const declared = (resources[PREFIX + owner]?.inputProperties ?? types[PREFIX + owner]?.properties)?.[
          argument
        ];
        const suffix = taker.endsWith("[]") ? "[]" : "";
        assert.equal(shape(declared), outputShape + suffix, `${output} as ${taker}`);
        assert.notEqual(declared?.plain, true, taker);
      }
    }
  });

  it("compose every component, where all of them have values", async () => {
    const graph = await record(() => compose(new RegistryNetwork("network")));
    assert.ok(String(graph.outputs.requiredPolicyJson?.value).includes("credentials-function"));
    assert.equal(graph.ofType("aws:sagemaker/endpoint:Endpoint").length, 1);
  });

  it("compose a publisher for the registry of a PrivateInference", async () => {
    const graph = await record(() => {
      const network = new RegistryNetwork("network");
      const inference = new PrivateInference("fraud", {
        image: `${registryHostname}/ml/fraud@${digest}`,
        instanceType: "ml.m5.large",
        newRegistry: { domainName: registryHostname, validationZoneId: "Z1" },
      });
      publishInto(inference, network);
    });
    const { environment } = graph.only("aws:lambda/function:Function", "more-function").inputs;
    assert.match(JSON.stringify(environment), /registry\.example\.com:8443/);
  });

  describe("without a value", () => {
    /** Arguments for which an output without a value is the same as none. */
    const LIKE_NONE: Readonly<
      Record<string, (value: pulumi.Output<string | undefined> | undefined) => unknown>
    > = {
      "CredentialsProvider.credentialsKmsKeyArn": (credentialsKmsKeyArn) =>
        new CredentialsProvider("x", { credentialsSecretArn: secretArn, credentialsKmsKeyArn }),
      "ExecutionRole.credentialsProviderArns": (arn) =>
        new ExecutionRole("x", { credentialsProviderArns: arn === undefined ? [] : [arn] }),
      "ImagePublisher.pushCredentialsKmsKeyArn": (pushCredentialsKmsKeyArn) =>
        new ImagePublisher("x", { ...publisher, pushCredentialsKmsKeyArn }),
      "ImagePublisher.pushClientSecurityGroupIds": (id) =>
        new ImagePublisher("x", { ...publisher, pushClientSecurityGroupIds: id === undefined ? [] : [id] }),
      "ImagePublisher.s3PrefixListId": (s3PrefixListId) =>
        new ImagePublisher("x", { ...publisher, s3PrefixListId }),
      "ModelContainer.credentialsProviderArn": (credentialsProviderArn) =>
        new ModelEndpoint("x", {
          ...hosting,
          models: {
            x: { containers: [{ image: `${registryHostname}/x@${digest}`, credentialsProviderArn }] },
          },
        }),
      "ModelEndpoint.credentialsProviderArn": (credentialsProviderArn) =>
        new ModelEndpoint("x", {
          ...hosting,
          image: `${registryHostname}/x@${digest}`,
          credentialsProviderArn,
        }),
      "RegistryAccess.credentialsKmsKeyArn": (credentialsKmsKeyArn) =>
        new RegistryAccess("x", { ...access, credentialsSecretArn: secretArn, credentialsKmsKeyArn }),
      "RegistryAccess.lambdaAccess.securityGroupId": (securityGroupId) =>
        new RegistryAccess("x", {
          ...access,
          credentialsSecretArn: secretArn,
          lambdaAccess: { securityGroupId },
        }),
      "RegistryAccess.s3PrefixListId": (s3PrefixListId) =>
        new RegistryAccess("x", { ...access, credentialsSecretArn: secretArn, s3PrefixListId }),
      "RegistryHost.imageCredentialsKmsKeyArn": (imageCredentialsKmsKeyArn) =>
        new RegistryHost("x", { ...host, imageCredentialsSecretArn: secretArn, imageCredentialsKmsKeyArn }),
      "RegistryHost.imageCredentialsSecretArn": (imageCredentialsSecretArn) =>
        new RegistryHost("x", { ...host, imageCredentialsSecretArn }),
      "RegistryHost.imageCredentialsSecretArn with a copy of the image": (imageCredentialsSecretArn) =>
        new RegistryHost("x", { ...host, imageMirror: "Ecr", imageCredentialsSecretArn }),
      "RegistryHost.s3PrefixListId": (s3PrefixListId) =>
        new RegistryHost("x", {
          ...host,
          internetEgress: false,
          endpointSecurityGroupId: "sg-1",
          s3PrefixListId,
        }),
      "SourceRegistry.credentialsSecretArn": (credentialsSecretArn) =>
        new ImagePublisher("x", { ...publisher, sourceRegistries: { "ghcr.io": { credentialsSecretArn } } }),
      "SourceRegistry.credentialsKmsKeyArn": (credentialsKmsKeyArn) =>
        new ImagePublisher("x", {
          ...publisher,
          sourceRegistries: { "ghcr.io": { credentialsSecretArn: secretArn, credentialsKmsKeyArn } },
        }),
    };
    const publisher = {
      pushUrl: "https://registry.example.com:8443",
      pushCredentialsSecretArn: secretArn,
      ...place,
      internetEgress: true,
    };
    const hosting = {
      subnetIds: place.subnetIds,
      instanceType: "ml.m5.large",
      executionRoleArn: "arn:aws:iam::123456789012:role/models",
      securityGroupIds: ["sg-1"],
    };
    const access = { ...place, registryHostname, cidrBlocks: ["10.20.0.0/16"] };
    const host = { ...place, domainName: registryHostname, validationZoneId: "Z1", internetEgress: true };

    for (const [argument, construct] of Object.entries(LIKE_NONE)) {
      it(`${argument} makes what it makes without one`, async () => {
        const without = await record(() => void construct(undefined));
        const graph = await record(() => void construct(absent()));
        assert.deepEqual(inputsOf(graph), inputsOf(without));
      });
    }

    /** Arguments that decide which resources exist, or that are required. */
    const REFUSED: Readonly<Record<string, () => unknown>> = {
      "CredentialsProvider.credentialsSecretArn": () =>
        new CredentialsProvider("x", { credentialsSecretArn: absent() }),
      "ImagePublisher.pushUrl": () => new ImagePublisher("x", { ...publisher, pushUrl: absent() }),
      "ImagePublisher.pushCredentialsSecretArn": () =>
        new ImagePublisher("x", { ...publisher, pushCredentialsSecretArn: absent() }),
      "ImagePublisher.endpointSecurityGroupId": () =>
        new ImagePublisher("x", { ...publisher, endpointSecurityGroupId: absent() }),
      "ImagePublisher.s3PrefixListId": () =>
        new ImagePublisher("x", {
          ...publisher,
          internetEgress: false,
          registryCidrBlocks: ["10.0.0.0/16"],
          endpointSecurityGroupId: "sg-1",
          s3PrefixListId: absent(),
        }),
      "ModelEndpoint.preflightFunctionArn": () =>
        new ModelEndpoint("x", {
          ...hosting,
          image: `${registryHostname}/x:1`,
          preflightFunctionArn: absent(),
        }),
      "NetworkLambdaRoute.endpointId": () =>
        new RegistryNetwork("x", {
          ...place,
          lambdaRoute: { kind: LambdaRouteKind.Adopt, endpointId: absent() },
        }),
      "RegistryAccess.credentialsProviderArn": () =>
        new RegistryAccess("x", { ...access, credentialsProviderArn: absent() }),
      "RegistryAccess.credentialsSecretArn": () =>
        new RegistryAccess("x", { ...access, credentialsSecretArn: absent() }),
      "RegistryAccess.securityGroupId": () =>
        new RegistryAccess("x", {
          ...place,
          registryHostname,
          credentialsProviderArn: functionArn,
          securityGroupId: absent(),
        }),
      "RegistryAccess.lambdaAccess.securityGroupId": () =>
        new RegistryAccess("x", {
          ...access,
          credentialsProviderArn: functionArn,
          lambdaAccess: { securityGroupId: absent(), admitModels: true },
        }),
      "RegistryHost.endpointSecurityGroupId": () =>
        new RegistryHost("x", { ...host, endpointSecurityGroupId: absent() }),
    };
    for (const [argument, construct] of Object.entries(REFUSED)) {
      it(`${argument} is refused at the deployment`, async () => {
        const property = argument.slice(argument.indexOf(".") + 1);
        await assert.rejects(
          record(() => void construct()),
          new RegExp(`- ([a-zA-Z]+\\.)?${property}: is an output whose value is undefined`),
        );
      });
    }

    it("ImagePublisher.pushClientSecurityGroupIds are refused where nothing else leads to the registry", async () => {
      await assert.rejects(
        record(
          () =>
            void new ImagePublisher("x", {
              ...publisher,
              internetEgress: false,
              endpointSecurityGroupId: "sg-1",
              s3PrefixListId: "pl-1",
              pushClientSecurityGroupIds: [absent()],
            }),
        ),
        /pushClientSecurityGroupIds: has 0 items, but must have 1 to 3/,
      );
    });
  });

  it("keep the key of a secret where they have a value", async () => {
    const graph = await record(
      () =>
        new CredentialsProvider("x", {
          credentialsSecretArn: secretArn,
          credentialsKmsKeyArn: pulumi.output(keyArn),
        }),
    );
    assert.ok(inputsOf(graph).join().includes(keyArn));
  });
});
