import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, FunctionSettings } from "../common";
import type { RegistryCredentials } from "../credentials-provider";
import type { LambdaRouteKind } from "../registry-network";
import type { NetworkLocation } from "./network-location";
import type { PreflightFunction } from "./preflight-checks";

/**
 * The authorization server of a registry with bearer tokens, where it is not the registry itself.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export interface AuthorizationServer extends NetworkLocation {
  /** TCP port of the authorization server. Default: 443. */
  port?: pulumi.Input<number>;
}

/**
 * The route to the Lambda API, that `RegistryNetwork` creates or the VPC has.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 */
export interface LambdaAccess extends NetworkLocation {
  /** How the name of the Lambda API leads to Lambda, which checks take as the intention. Default: `Provided`. */
  kind?: pulumi.Input<LambdaRouteKind>;
}

/**
 * A private registry that exists: where it listens, and how it knows its clients. Exactly one of `credentialsSecretArn`,
 * `credentials`, `credentialsProviderArn` and `anonymous` says the latter.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface ExistingRegistry extends NetworkLocation {
  /** ARN of a Secrets Manager secret with the credentials, as JSON. Default: none. */
  credentialsSecretArn?: pulumi.Input<string | undefined>;
  /** Key of the user name in that JSON. Default: `username`. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in that JSON. Default: `password`. */
  passwordKey?: pulumi.Input<string>;
  /** ARN of the customer-managed KMS key that encrypts that secret. Default: AWS's own key. */
  credentialsKmsKeyArn?: pulumi.Input<string | undefined>;
  /** The credentials themselves, which are put into a secret made here. Default: none. */
  credentials?: RegistryCredentials;
  /** ARN of a Lambda function of your own that answers with the credentials. Default: none. */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
  /** Whether the registry answers without credentials. Default: `false`. */
  anonymous?: boolean;
  /** How the credentials function made here is run. Default: outside the VPC, in the account's shared pool. */
  credentialsFunction?: FunctionSettings;
  /** ARNs of SNS topics to notify when the credentials function made here fails. Default: none. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Where the authorization server of a registry with bearer tokens listens. Default: at the registry itself. */
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
  /**
   * The route to the Lambda API. Default: the VPC's own addresses on port 443, where an interface endpoint of the VPC listens.
   */
  lambdaAccess?: LambdaAccess;
  /** Id of the prefix list of S3's addresses, which layers behind redirects and model data need. Default: no route to S3. */
  s3PrefixListId?: pulumi.Input<string | undefined>;
  /** Ids of further security groups that the models carry, at most 4 in all. Default: none. */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The function that performs the pull before any model exists. Default: a function that is also invoked on a schedule. */
  preflight?: PreflightFunction;
}
