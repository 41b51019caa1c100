import type * as pulumi from "@pulumi/pulumi";
import type { TagArgs } from "../common";
import type { NetworkLambdaRoute } from "./lambda-route";
import type { InternetAccess } from "./vpc";

/**
 * What a network is made of, or which VPC it adopts.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
 */
export interface NetworkSettings {
  /** Id of a VPC to adopt, in which nothing is made unless requested. Default: a new VPC is created. */
  vpcId?: pulumi.Input<string>;
  /** Ids of 2 to 16 subnets of the adopted VPC, in at least two zones; required with `vpcId`, and with it alone. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of the adopted VPC's route tables that get the route to S3; only with `vpcId`. Default: those that serve `subnetIds`. */
  routeTableIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** IPv4 CIDR block of the new VPC, from /16 to /24. Default: `10.0.0.0/16`. */
  cidrBlock?: string;
  /**
   * Number of zones of the new VPC, 2 to 6. They are the first zones of the region that offer Fargate for both architectures
   * and current instance types, as far as AWS documents it. Default: 2.
   */
  availabilityZoneCount?: number;
  /**
   * Names of 2 to 6 zones of the new VPC, such as `us-east-1a`, instead of `availabilityZoneCount`. A name leads to different
   * zones in different accounts. Default: none.
   */
  availabilityZoneNames?: string[];
  /**
   * Ids of 2 to 6 zones of the new VPC, such as `use1-az1`, instead of `availabilityZoneCount` and `availabilityZoneNames`. An
   * id leads to the same zone in every account. Default: none.
   */
  availabilityZoneIds?: string[];
  /** The new VPC's route to the internet. Default: `None`. */
  internetAccess?: InternetAccess;
  /** The route to the Lambda API, which returns the registry's credentials; see its properties for the defaults. */
  lambdaRoute?: NetworkLambdaRoute;
  /** Whether a gateway endpoint for S3 is made. Default: `true` in a new VPC and `false` in an adopted one. */
  s3Endpoint?: boolean;
  /**
   * Interface endpoints with private DNS by service, for example `{ "ecr.api": true, "logs": false }`. By default a new VPC
   * without a route to the internet has those that a registry host needs (`ecr.api`, `ecr.dkr`, `logs`, `secretsmanager`), and
   * other VPCs get none. The endpoint for Lambda is `lambdaRoute`'s. Those who call SageMaker endpoints from the VPC need
   * `sagemaker.runtime`.
   */
  interfaceEndpoints?: Record<string, boolean>;
  /**
   * Policies of these endpoints by service, as JSON. By default each lets this account's principals use this account's
   * resources; in a new VPC without a route to the internet only for what the package's parts need: pulling from `ecr.api` and
   * `ecr.dkr` (from other accounts' repositories too), writing `logs`, and reading secrets from `secretsmanager`.
   */
  interfaceEndpointPolicyJson?: Record<string, pulumi.Input<string>>;
  /**
   * Policy of the gateway endpoint for S3, as JSON. By default it lets this account's principals use this account's buckets
   * and `s3BucketNames`, and everyone read ECR's layers; in a VPC with a route to the internet, and in an adopted one, also
   * other buckets be read.
   */
  s3EndpointPolicyJson?: pulumi.Input<string>;
  /**
   * Names of buckets of other accounts that the default policy of the endpoint for S3 lets this account's principals use, such
   * as those of model data. A PrivateInference adds the buckets of its model data, inputs and outputs. Default: none.
   */
  s3BucketNames?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of a RegistryNetwork. */
export interface RegistryNetworkArgs extends TagArgs, NetworkSettings {}
