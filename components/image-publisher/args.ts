import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, FunctionArchitecture, FunctionSettings } from "../common";
import type { SourceRegistry } from "./source-registry";

/** The arguments of an ImagePublisher. */
export interface ImagePublisherArgs extends CommonArgs {
  /** URL to push images to, `https://host[:port]`; credentials are sent nowhere else. Required. */
  pushUrl: pulumi.Input<string | undefined>;
  /** The registry's name as image references begin with it, `host[:port]`. Default: the host of `pushUrl` without its port. */
  registryHostname?: pulumi.Input<string>;
  /** ARN of the Secrets Manager secret with the credentials of a user who may push, as a JSON object. Required. */
  pushCredentialsSecretArn: pulumi.Input<string | undefined>;
  /** ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key. */
  pushCredentialsKmsKeyArn?: pulumi.Input<string | undefined>;
  /** Key of the user name in the secret's JSON object. Default: `username`. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in the secret's JSON object. Default: `password`. */
  passwordKey?: pulumi.Input<string>;
  /** Id of the VPC from which the registry can be reached. */
  vpcId: pulumi.Input<string>;
  /** Ids of the 1 to 16 subnets for the function's network interfaces. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of security groups whose carriers the registry admits, which the function carries, at most 3. Default: none. */
  pushClientSecurityGroupIds?: pulumi.Input<pulumi.Input<string | undefined>[]>;
  /** CIDR blocks with the registry's addresses, IPv4 or IPv6, for a registry that admits no client groups. Default: none. */
  registryCidrBlocks?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Id of the security group of the VPC's interface endpoint for Secrets Manager, to which a rule is added that admits the
   * function. Default: none.
   */
  endpointSecurityGroupId?: pulumi.Input<string | undefined>;
  /** Id of the prefix list of S3, to which the VPC's gateway endpoint leads. Default: none. */
  s3PrefixListId?: pulumi.Input<string | undefined>;
  /**
   * Whether the function may reach any address on port 443, where S3, Secrets Manager or the registry are on the internet.
   * Default: `false`.
   */
  internetEgress?: boolean;
  /** Seconds after which one publication stops; the next one continues it. From 60 to 900. Default: 900. */
  timeoutInSeconds?: pulumi.Input<number>;
  /** Memory of the function in MB, with which its processors grow, 512 to 10240. Default: 2048. */
  memoryInMb?: pulumi.Input<number>;
  /** Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`. */
  functionArchitecture?: pulumi.Input<FunctionArchitecture>;
  /** ARN of the code-signing configuration that the function is deployed under. Default: none. */
  codeSigningConfigArn?: pulumi.Input<string>;
  /** Reserved concurrency of the function, at least 1. Default: unreserved. */
  reservedConcurrency?: pulumi.Input<number>;
  /** Name of the bucket that gets the access logs of the bucket through which images are delivered. Default: no access logs. */
  bucketLogsBucketName?: pulumi.Input<string>;
  /**
   * The registries that images can be taken from, by their names as image references begin with them, `host[:port]`, and
   * `docker.io` for Docker Hub. With them a second function is made, which brings images into the bucket. Default: none.
   */
  sourceRegistries?: Record<string, SourceRegistry>;
  /**
   * How the function that brings images of those registries is run. In a VPC it also needs routes to the registries, to S3 and
   * to Secrets Manager. Default: outside any VPC, where it reaches the internet, without reserved concurrency.
   */
  stagingFunction?: FunctionSettings;
  /** Seconds after which that function stops; the next deployment continues. From 60 to 900. Default: 900. */
  stagingTimeoutInSeconds?: pulumi.Input<number>;
  /** Memory of that function in MB, with which its processors and its network grow, 512 to 10240. Default: 2048. */
  stagingMemoryInMb?: pulumi.Input<number>;
}
