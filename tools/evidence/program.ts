import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookUpPlacement } from "../../components/common";
import { ExecutionRole } from "../../components/execution-role";
import { ModelEndpoint, type HostingSettings } from "../../components/model-endpoint";
import { LambdaRouteKind, RegistryNetwork } from "../../components/registry-network";
import { createBucket, type EvidenceBucket } from "./bucket";
import { endpointNames } from "./endpoint-names";
import type { EndpointId } from "./questions";
import { createRegistry, type EvidenceNetwork, type EvidenceRegistry } from "./registry";
import type { EvidenceSettings } from "./settings";

/** The logical name of an endpoint's component, by which its resources are found. */
export const endpointName = (id: EndpointId): string => `evidence-${id}`;
/** The logical names of the registries: the one that all but one endpoint pull from, and the one that redirects. */
export const REGISTRY = "evidence-registry";
export const REDIRECTING_REGISTRY = "evidence-redirects-registry";

/**
 * The program that the kit deploys: a registry, a second one that redirects where that is asked, and an endpoint for each
 * question. Whatever one of them cannot do, the others are there all the same.
 */
export function evidenceProgram(settings: EvidenceSettings): void {
  const parent = new pulumi.ComponentResource("sagemaker-private-registry:evidence:Evidence", "evidence");
  const bucket = createBucket(parent);
  const network = createNetwork(settings, parent);
  const shared = { ...settings, logsBucketName: bucket.name };
  const redirected = settings.endpoints.filter((id) => id === "redirects");
  const plain = settings.endpoints.filter((id) => id !== "redirects");
  const registries: EvidenceRegistry[] = [
    createRegistry(REGISTRY, plain, { ...shared, blobRedirects: false }, network, parent),
  ];
  if (redirected.length > 0) {
    const domainName = `redirects.${settings.domainName}`;
    registries.push(
      createRegistry(
        REDIRECTING_REGISTRY,
        redirected,
        { ...shared, domainName, blobRedirects: true },
        network,
        parent,
      ),
    );
  }
  const witnesses = registries.flatMap((registry) => [...registry.witnesses.values()]);
  const role = new ExecutionRole(
    "evidence-role",
    {
      credentialsProviderArns: witnesses.map(({ functionArn }) => functionArn),
      modelData: [bucket.models],
      inferenceInputs: [bucket.requests],
      inferenceOutputs: [bucket.answers],
    },
    { parent },
  );
  for (const registry of registries) {
    for (const [id, image] of registry.images) {
      createEndpoint(id, image, { settings, registry, role, network, bucket }, parent);
    }
  }
}

function createNetwork({ vpc }: EvidenceSettings, parent: pulumi.Resource): EvidenceNetwork {
  const network = new RegistryNetwork(
    "evidence-network",
    vpc === undefined
      ? { lambdaRoute: { kind: LambdaRouteKind.Create } }
      : { vpcId: vpc.vpcId, subnetIds: [...vpc.subnetIds] },
    { parent },
  );
  if (vpc === undefined) {
    return { network, adopted: false, s3PrefixListId: network.s3PrefixListId as pulumi.Output<string> };
  }
  const name = lookUpPlacement(parent).apply(({ region }) => `com.amazonaws.${region}.s3`);
  return {
    network,
    adopted: true,
    s3PrefixListId: aws.ec2.getManagedPrefixListOutput({ name }, { parent }).id,
  };
}

interface EndpointParts {
  readonly settings: EvidenceSettings;
  readonly registry: EvidenceRegistry;
  readonly role: ExecutionRole;
  readonly network: EvidenceNetwork;
  readonly bucket: EvidenceBucket;
}

function createEndpoint(
  id: EndpointId,
  image: pulumi.Output<string>,
  { settings, registry, role, network, bucket }: EndpointParts,
  parent: pulumi.Resource,
): void {
  const { host, access, witnesses } = registry;
  new ModelEndpoint(
    endpointName(id),
    {
      ...hosting(id, image, bucket),
      endpointName: endpointNames(settings.runId)[id],
      instanceType: settings.instanceType,
      executionRoleArn: role.roleArn,
      subnetIds: access.subnetIds,
      securityGroupIds: access.securityGroupIds,
      credentialsProviderArn: witnesses.get(id)?.functionArn,
    },
    // The pull takes the network's endpoints and the registry itself, of which the model's inputs say nothing.
    { parent, dependsOn: [network.network, host, access, role] },
  );
}

/** The settings of one endpoint in addition to the common ones. */
function hosting(id: EndpointId, image: pulumi.Output<string>, bucket: EvidenceBucket): HostingSettings {
  switch (id) {
    case "plain":
    case "index":
    case "redirects":
      return { image };
    case "async":
      return { image, asyncInference: { s3OutputPath: bucket.answers } };
    case "multi-model":
      return {
        models: { model: { containers: [{ image, mode: "MultiModel", modelDataUrl: bucket.models }] } },
      };
    case "isolation":
      return { image, enableNetworkIsolation: true };
    case "pipeline":
      return {
        models: {
          model: {
            containers: [
              { image, containerHostname: "first" },
              { image, containerHostname: "second" },
            ],
          },
        },
      };
  }
}
