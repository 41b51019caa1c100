import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, FunctionSettings } from "../common";
import type { RegistryCredentials } from "../credentials-provider";
import type { LambdaRouteKind } from "../registry-network";
import type { NetworkLocation } from "./network-location";
import type { PreflightFunction } from "./validate-preflight";

/**
 * The authorization server of a registry with bearer tokens, where it is not the registry itself.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export interface AuthorizationServer extends NetworkLocation {
  /** TCP port of the authorization server; 443 by default. */
  port?: pulumi.Input<number>;
}

/**
 * The way to the Lambda API, as `RegistryNetwork` made it or as the VPC has it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 */
export interface LambdaAccess extends NetworkLocation {
  /** How the name of the Lambda API leads to Lambda, which checks take as the intention; `Provided` by default. */
  kind?: pulumi.Input<LambdaRouteKind>;
}

/**
 * A private registry that exists: where it listens, and how it knows its clients. Exactly one of `credentialsSecretArn`,
 * `credentials`, `credentialsProviderArn` and `anonymous` says the latter.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface ExistingRegistry extends NetworkLocation {
  /** ARN of a Secrets Manager secret with the credentials, as JSON; none by default. */
  credentialsSecretArn?: pulumi.Input<string | undefined>;
  /** Key of the user name in that JSON; `username` by default. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in that JSON; `password` by default. */
  passwordKey?: pulumi.Input<string>;
  /** ARN of the customer-managed KMS key that encrypts that secret; AWS's own key by default. */
  credentialsKmsKeyArn?: pulumi.Input<string | undefined>;
  /** The credentials themselves, which are put into a secret made here; none by default. */
  credentials?: RegistryCredentials;
  /** ARN of a Lambda function of your own that answers with the credentials; none by default. */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
  /** Whether the registry answers without credentials; `false` by default. */
  anonymous?: boolean;
  /** How the credentials function made here is run; outside the VPC, in the account's shared pool, by default. */
  credentialsFunction?: FunctionSettings;
  /** ARNs of SNS topics that are told when the credentials function made here fails; none by default. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Where the authorization server of a registry with bearer tokens listens; at the registry itself by default. */
  authorizationServer?: AuthorizationServer;
}

/** The arguments of a RegistryAccess. */
export interface RegistryAccessArgs extends CommonArgs, ExistingRegistry {
  /** The registry's name as it begins image references: a host name, with `:port` unless that is 443. */
  registryHostname: pulumi.Input<string>;
  /** Id of the models' VPC. */
  vpcId: pulumi.Input<string>;
  /** Ids of the models' 2 to 16 subnets, in at least two zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The way to Lambda; the VPC's own addresses on port 443 by default, where an interface endpoint of the VPC listens. */
  lambdaAccess?: LambdaAccess;
  /** Id of the prefix list of S3's addresses, which layers behind redirects and model data need; no way to S3 by default. */
  s3PrefixListId?: pulumi.Input<string | undefined>;
  /** Ids of further security groups that the models carry; none by default, and at most 4 in all. */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The function that performs the pull before any model exists; one that is also called on a schedule by default. */
  preflight?: PreflightFunction;
}
