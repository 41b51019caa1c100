import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, FunctionSettings } from "../common";

/** What becomes of the registry when it is destroyed, or when the program ceases to have it. */
export const OnDelete = {
  /** The bucket and the images in it stay in the account; everything else is deleted. */
  Retain: "Retain",
  /**
   * Nothing of the registry is deleted, with a preview or without, until this is changed. Updates that replace task
   * definitions, secret versions and passwords work; those that replace anything else are refused.
   */
  Protect: "Protect",
  /** Everything is deleted, the bucket with every image in it. */
  Delete: "Delete",
} as const;
export type OnDelete = (typeof OnDelete)[keyof typeof OnDelete];

/** The two users that may pull: while one of them is in use, the other's password can be changed. */
export const PullUser = {
  /** The user `pull-a`. */
  A: "A",
  /** The user `pull-b`. */
  B: "B",
} as const;
export type PullUser = (typeof PullUser)[keyof typeof PullUser];

/** Whether the registry's own image is copied before its tasks run it. */
export const ImageMirror = {
  /**
   * Into a private repository of ECR, at deployment, by a function outside the VPC: tasks without a route to the internet
   * pull it from there through the VPC's endpoints for ECR and S3. Of an image for several platforms, the one that the
   * tasks run on is copied: it has the digest that the image's index lists for it.
   */
  Ecr: "Ecr",
  /**
   * As `Ecr`, with all platforms of the image, under the digest of `image`: for tools that look for that digest, such as
   * those that verify signatures. It takes more requests to the image's registry, which may limit them.
   */
  EcrAllPlatforms: "EcrAllPlatforms",
  /** Not at all: the tasks pull the image from where it lies. */
  None: "None",
} as const;
export type ImageMirror = (typeof ImageMirror)[keyof typeof ImageMirror];

/**
 * The processors that the registry's tasks run on.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
 */
export const TaskArchitecture = {
  /** AWS Graviton, which costs less. */
  Arm64: "ARM64",
  /** 64-bit Intel and AMD. */
  X86_64: "X86_64",
} as const;
export type TaskArchitecture = (typeof TaskArchitecture)[keyof typeof TaskArchitecture];

/**
 * The size of the tasks of a service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export interface RegistryTaskSize {
  /** CPU units, of which 1024 are one processor; 512 by default. */
  cpu?: pulumi.Input<number>;
  /** Memory in MB, one of the values that Fargate offers with these CPU units; 1024 by default. */
  memoryInMb?: pulumi.Input<number>;
}

/**
 * How the service that serves images grows and shrinks.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export interface RegistryScaling {
  /** The fewest tasks, at least 2; 2 by default. */
  minTasks?: pulumi.Input<number>;
  /** The most tasks, at least `minTasks`; 6 by default. */
  maxTasks?: pulumi.Input<number>;
  /** The average CPU utilization in percent that the number of tasks is held at; 60 by default. */
  targetCpuPercent?: pulumi.Input<number>;
  /** The requests a minute for each task that the number of tasks is held at; 1000 by default. */
  requestsPerTaskPerMinute?: pulumi.Input<number>;
}

/** Versions of the registry's passwords: a password is made anew when its version changes. */
export interface RegistryPasswordVersions {
  /** Version of the password of the user `pull-a`, any text; `1` by default. */
  pullA?: pulumi.Input<string>;
  /** Version of the password of the user `pull-b`, any text; `1` by default. */
  pullB?: pulumi.Input<string>;
  /** Version of the password of the user `push`, any text; `1` by default. */
  push?: pulumi.Input<string>;
}

/** A registry to be made: everything but the network that it lies in. */
export interface NewRegistry {
  /** The registry's host name, as `registry.ml.example.com`: images are named after it. */
  domainName: pulumi.Input<string>;

  /**
   * Id of the public hosted zone for the record by which a certificate for `domainName` is validated. Nothing else is
   * written to it. Exactly one of `validationZoneId` and `certificateArn` must be given.
   */
  validationZoneId?: pulumi.Input<string>;
  /**
   * ARN of a certificate in ACM for `domainName` by a public authority, as SageMaker trusts no other; required without
   * `validationZoneId`.
   */
  certificateArn?: pulumi.Input<string>;
  /**
   * Id of the private hosted zone, associated with the VPC, for the registry's record; by default a zone for
   * `domainName` alone is made, so that no other name is hidden from the VPC.
   */
  privateZoneId?: pulumi.Input<string>;

  /** Port of the service that takes images, from 1 to 65535 and not 443, which serves them; 8443 by default. */
  pushPort?: pulumi.Input<number>;
  /**
   * TLS policy of the load balancer's listeners, by its name; `ELBSecurityPolicy-TLS13-1-2-Res-2021-06` by default: TLS 1.2 and
   * 1.3 with forward secrecy and authenticated encryption alone. Which versions SageMaker's puller speaks is not documented.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   */
  sslPolicy?: pulumi.Input<string>;
  /** Ids of security groups that may pull, by names of your choice; none by default, beside the group for pulls. */
  pullSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** Ids of security groups that may push, by names of your choice; none by default, beside the group for pushes. */
  pushSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** IPv4 CIDR blocks that may pull, by names of your choice; none by default. */
  pullCidrBlocks?: Record<string, pulumi.Input<string>>;
  /** IPv4 CIDR blocks that may push, by names of your choice; none by default. */
  pushCidrBlocks?: Record<string, pulumi.Input<string>>;

  /**
   * Id of the security group of the VPC's interface endpoints, by which the tasks reach Secrets Manager, CloudWatch
   * Logs and ECR: it gets a rule that admits the tasks. At least one of `endpointSecurityGroupId`, `egressCidrBlocks`
   * and `internetEgress` must be given.
   */
  endpointSecurityGroupId?: pulumi.Input<string | undefined>;
  /** Id of the managed prefix list of S3 in the region; looked up by its name by default. */
  s3PrefixListId?: pulumi.Input<string | undefined>;
  /**
   * IPv4 CIDR blocks that the tasks may reach on port 443, by names of your choice, for interface endpoints whose group
   * is not to be changed, or for the registry of `image`; none by default.
   */
  egressCidrBlocks?: Record<string, pulumi.Input<string>>;
  /** Whether the tasks may reach every address on port 443, which takes a NAT gateway; `false` by default. */
  internetEgress?: boolean;

  /**
   * The registry's own image by digest: CNCF distribution of at least version 3.1.2, in ECR, in a registry that the tasks
   * reach by `egressCidrBlocks` or `internetEgress`, or, with `imageMirror`, in any registry on the internet. Docker's
   * image of version 3.1.2 in Amazon ECR Public by default.
   */
  image?: pulumi.Input<string>;
  /**
   * Whether the image is copied into a private repository of ECR, which the tasks then pull it from. By default it is
   * where neither `image` nor `internetEgress` is given: the public image lies on the internet, which a closed VPC does
   * not reach.
   */
  imageMirror?: ImageMirror;
  /** How the function that copies the image into ECR is run; outside any VPC by default. */
  imageMirrorFunction?: FunctionSettings;
  /** ARN of the secret with the `username` and `password` for the registry of `image`; none by default. */
  imageCredentialsSecretArn?: pulumi.Input<string | undefined>;
  /** ARN of the KMS key of that secret, if it is not `kmsKeyArn` or AWS's own; none by default. */
  imageCredentialsKmsKeyArn?: pulumi.Input<string | undefined>;

  /** ARN of the ECS cluster that the services run in; a cluster with container insights is made by default. */
  clusterArn?: pulumi.Input<string>;
  /** The processors that the tasks run on, for which `image` must be made; `ARM64` by default. */
  architecture?: pulumi.Input<TaskArchitecture>;
  /** The size of the tasks that serve images; 512 CPU units and 1024 MB by default. */
  pullTaskSize?: pulumi.Input<RegistryTaskSize>;
  /** The size of the task that takes images; 512 CPU units and 1024 MB by default. */
  pushTaskSize?: pulumi.Input<RegistryTaskSize>;
  /** How the service that serves images grows and shrinks; from 2 to 6 tasks by default. */
  pullScaling?: pulumi.Input<RegistryScaling>;
  /**
   * Whether those who pull are sent to S3 for the layers, by redirects to URLs that are valid for 20 minutes. They must
   * then be able to reach S3. Whether SageMaker follows redirects is not documented; `false` by default.
   */
  blobRedirects?: pulumi.Input<boolean>;

  /**
   * Number of rotations of the registry's credentials, a whole number; 0 by default. Increase it by 1 to rotate all of them:
   * users that are not in use get new passwords and are put in use, and the key that signs the state of uploads changes. Clients
   * are handed the new passwords only after every task knows them, and the passwords before stay valid until the next rotation.
   * Pulls and pushes go on; an upload that is in progress begins again. After a theft increase it by 2: what was stolen is then
   * refused, and so is whoever still holds it.
   */
  rotation?: pulumi.Input<number>;
  /**
   * The user whose credentials `pullCredentialsSecretArn` holds, in place of `rotation`; `A` by default. To change the password in use, change
   * the version of the other user's password and make that user the active one, in one deployment or in two: the
   * credentials change only after every task knows the new password, and the old one stays valid until its own
   * version changes. Never change the version of the active user's password while that user stays active: whoever
   * still holds the old one is refused at once.
   */
  activePullUser?: pulumi.Input<PullUser>;
  /** Versions of the passwords, of which a change makes a password anew, in place of `rotation`; `1` for each by default. */
  passwordVersions?: pulumi.Input<RegistryPasswordVersions>;
  /** Days for which deleted secrets can be recovered, 0 or 7 to 30; 30 by default. */
  secretRecoveryWindowInDays?: pulumi.Input<number>;

  /**
   * What becomes of the registry when it is destroyed; `Retain` by default. With `Delete` the tasks are given a minute to
   * finish downloads and pushes, in place of 5 and 15.
   */
  onDelete?: OnDelete;
  /** Name of the bucket that holds the images; made up by Pulumi by default. */
  bucketName?: pulumi.Input<string>;
  /** Days for which S3 keeps what was deleted or overwritten, from 1 to 36500; 30 by default. */
  noncurrentVersionExpirationInDays?: pulumi.Input<number>;
  /** Name of the bucket that gets the access logs of the bucket with the images; no access logs by default. */
  bucketLogsBucketName?: pulumi.Input<string>;
  /** Name of the bucket that gets the access logs of the load balancer; no access logs by default. */
  loadBalancerLogsBucketName?: pulumi.Input<string>;
  /** ARNs of the SNS topics that are told when an alarm changes its state; the alarms tell nobody by default. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of `RegistryHost`. */
export interface RegistryHostArgs extends CommonArgs, NewRegistry {
  /** Id of the VPC that the registry is reached in. */
  vpcId: pulumi.Input<string>;
  /** Ids of the subnets of the load balancer and the tasks, at least two and in different zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}
