import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { RegistryAccess } from "../../components/registry-access";
import { ImagePublisher } from "../../components/image-publisher";
import { copyImageInput, parseCopyResult } from "../../components/common";
import { OnDelete, RegistryHost } from "../../components/registry-host";
import type { RegistryNetwork } from "../../components/registry-network";
import { createAcceptRules } from "./accept-rules";
import { createLoggingCredentialsFunction, type Witness } from "./logging-credentials-function";
import { repositoryOf, type EndpointId } from "./questions";
import type { EvidenceImage, EvidenceSettings } from "./settings";

/** Where the registries lie. */
export interface EvidenceNetwork {
  readonly network: RegistryNetwork;
  /** Whether the VPC exists, and has a way to the internet. */
  readonly adopted: boolean;
  /** Id of the prefix list of S3's addresses. */
  readonly s3PrefixListId: pulumi.Output<string>;
}

/** A registry, with the image in a repository of each endpoint that pulls from it. */
export interface EvidenceRegistry {
  readonly host: RegistryHost;
  readonly access: RegistryAccess;
  /** The credentials functions, one for each endpoint, so that the log shows whose pull called one. */
  readonly witnesses: ReadonlyMap<EndpointId, Witness>;
  /** The images by their digests. */
  readonly images: ReadonlyMap<EndpointId, pulumi.Output<string>>;
}

/** Makes a registry, its credentials functions and the models' access to it, and delivers the images. */
export function createRegistry(
  name: string,
  endpoints: readonly EndpointId[],
  settings: EvidenceSettings & {
    readonly blobRedirects: boolean;
    readonly logsBucketName: pulumi.Output<string>;
  },
  { network, adopted, s3PrefixListId }: EvidenceNetwork,
  parent: pulumi.Resource,
): EvidenceRegistry {
  const { vpcId, subnetIds } = network;
  const ways = adopted
    ? { internetEgress: true }
    : { endpointSecurityGroupId: network.endpointSecurityGroupId as pulumi.Output<string> };
  const host = new RegistryHost(
    name,
    {
      domainName: settings.domainName,
      validationZoneId: settings.validationZoneId,
      vpcId,
      subnetIds,
      ...ways,
      s3PrefixListId,
      blobRedirects: settings.blobRedirects,
      loadBalancerLogsBucketName: settings.logsBucketName,
      onDelete: OnDelete.Delete,
      secretRecoveryWindowInDays: 0,
    },
    { parent, dependsOn: [network] },
  );
  createAcceptRules(name, whenReady(host), parent);
  const publisher = new ImagePublisher(
    `${name}-publisher`,
    {
      pushUrl: host.pushUrl,
      registryHostname: host.registryHostname,
      pushCredentialsSecretArn: host.pushCredentialsSecretArn,
      vpcId,
      subnetIds,
      pushClientSecurityGroupIds: [host.pushClientSecurityGroupId],
      ...ways,
      s3PrefixListId,
    },
    { parent, dependsOn: [network] },
  );
  const witnesses = new Map(
    endpoints.map((id) => [
      id,
      createLoggingCredentialsFunction(`${name}-${id}`, host.pullCredentialsSecretArn, parent),
    ]),
  );
  const [witness] = witnesses.values();
  const access = new RegistryAccess(
    `${name}-access`,
    {
      registryHostname: host.registryHostname,
      vpcId,
      subnetIds,
      clientSecurityGroupIds: [host.pullClientSecurityGroupId],
      credentialsProviderArn: witness?.functionArn,
      lambdaAccess: adopted
        ? { internet: true }
        : {
            kind: network.lambdaRouteKind,
            securityGroupId: network.lambdaEndpointSecurityGroupId as pulumi.Output<string>,
            admitModels: true,
          },
      s3PrefixListId,
      // Its pulls, and its questions for the credentials, would stand among SageMaker's own.
      preflight: { enabled: false },
    },
    { parent },
  );
  const images = publish(name, endpoints, settings.image, publisher, host, parent);
  return { host, access, witnesses, images };
}

/** The load balancer's ARN, when its listeners are there. */
function whenReady({ url, loadBalancerArn }: RegistryHost): pulumi.Output<string> {
  return pulumi.all([loadBalancerArn, url]).apply(([arn]) => arn);
}

/** Puts the archive into S3 once, and its images into the endpoints' repositories. */
function publish(
  name: string,
  endpoints: readonly EndpointId[],
  image: EvidenceImage,
  publisher: ImagePublisher,
  host: RegistryHost,
  parent: pulumi.Resource,
): EvidenceRegistry["images"] {
  const { bucket, key, versionId } = new aws.s3.BucketObjectv2(
    `${name}-archive`,
    {
      bucket: publisher.bucketName,
      key: "evidence.tar",
      source: new pulumi.asset.FileAsset(image.path),
      contentType: "application/x-tar",
    },
    { parent },
  );
  return new Map(
    endpoints.map((id) => {
      const isIndex = id === "index";
      const repository = repositoryOf(id);
      const { functionName } = publisher;
      const { result } = new aws.lambda.Invocation(
        `${name}-${id}-image`,
        {
          functionName,
          input: copyImageInput(
            pulumi.output({
              source: {
                archive: {
                  bucket,
                  key,
                  versionId,
                  image: isIndex ? image.indexDigest : image.manifestDigest,
                },
              },
              destination: { registry: { repository } },
              // SageMaker is known to accept Docker schema 2; an index exists in OCI's format only.
              mediaTypes: isIndex ? ("Preserve" as const) : ("DockerSchema2" as const),
            }),
          ),
        },
        { parent, dependsOn: [host] },
      );
      const reference = pulumi
        .all([functionName, result, host.registryHostname])
        .apply(
          ([called, answer, hostname]) =>
            `${hostname}/${repository}@${parseCopyResult(called, answer, [], "run `pulumi up` again").digest}`,
        );
      return [id, reference];
    }),
  );
}
