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
  /** CPU units; 1024 units are one vCPU. Default: 512. */
  cpu?: pulumi.Input<number>;
  /** Memory in MB, one of the values that Fargate offers with these CPU units. Default: 1024. */
  memoryInMb?: pulumi.Input<number>;
}

/**
 * How the service that serves images grows and shrinks.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export interface RegistryScaling {
  /** The fewest tasks, at least 2. Default: 2. */
  minTasks?: pulumi.Input<number>;
  /** The most tasks, at least `minTasks`. Default: 6. */
  maxTasks?: pulumi.Input<number>;
  /** The average CPU utilization in percent that scaling keeps the number of tasks at. Default: 60. */
  targetCpuPercent?: pulumi.Input<number>;
  /** The requests a minute for each task that scaling keeps the number of tasks at. Default: 1000. */
  requestsPerTaskPerMinute?: pulumi.Input<number>;
}

/** Versions of the registry's passwords: a password is made anew when its version changes. */
export interface RegistryPasswordVersions {
  /** Version of the password of the user `pull-a`, any text. Default: `1`. */
  pullA?: pulumi.Input<string>;
  /** Version of the password of the user `pull-b`, any text. Default: `1`. */
  pullB?: pulumi.Input<string>;
  /** Version of the password of the user `push`, any text. Default: `1`. */
  push?: pulumi.Input<string>;
}

/** A new registry: all settings but those of its network. */
export interface NewRegistry {
  /** The registry's host name, for example `registry.ml.example.com`: images are named after it. */
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
   * Id of the private hosted zone, associated with the VPC, for the registry's record. Default: a new zone for `domainName`
   * alone, so that no other name is hidden from the VPC.
   */
  privateZoneId?: pulumi.Input<string>;

  /** Port of the service that takes images, from 1 to 65535 and not 443, which serves them. Default: 8443. */
  pushPort?: pulumi.Input<number>;
  /**
   * TLS policy of the load balancer's listeners, by its name. AWS does not document which TLS versions SageMaker's puller
   * supports. Default: `ELBSecurityPolicy-TLS13-1-2-Res-2021-06` (TLS 1.2 and 1.3, only with forward secrecy and authenticated
   * encryption).
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   */
  sslPolicy?: pulumi.Input<string>;
  /** Ids of security groups that may pull, by names of your choice, in addition to the group for pulls. Default: none. */
  pullSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** Ids of security groups that may push, by names of your choice, in addition to the group for pushes. Default: none. */
  pushSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** IPv4 CIDR blocks that may pull, by names of your choice. Default: none. */
  pullCidrBlocks?: Record<string, pulumi.Input<string>>;
  /** IPv4 CIDR blocks that may push, by names of your choice. Default: none. */
  pushCidrBlocks?: Record<string, pulumi.Input<string>>;

  /**
   * Id of the security group of the VPC's interface endpoints, by which the tasks reach Secrets Manager, CloudWatch
   * Logs and ECR: it gets a rule that admits the tasks. At least one of `endpointSecurityGroupId`, `egressCidrBlocks`
   * and `internetEgress` must be given.
   */
  endpointSecurityGroupId?: pulumi.Input<string | undefined>;
  /** Id of the managed prefix list of S3 in the region. Default: looked up by its name. */
  s3PrefixListId?: pulumi.Input<string | undefined>;
  /**
   * IPv4 CIDR blocks that the tasks may reach on port 443, by names of your choice, for interface endpoints whose group is not
   * to be changed, or for the registry of `image`. Default: none.
   */
  egressCidrBlocks?: Record<string, pulumi.Input<string>>;
  /** Whether the tasks may reach every address on port 443, which takes a NAT gateway. Default: `false`. */
  internetEgress?: boolean;

  /**
   * The registry's own image by digest: CNCF distribution of at least version 3.1.2, in ECR, in a registry that the tasks
   * reach by `egressCidrBlocks` or `internetEgress`, or, with `imageMirror`, in any registry on the internet. Default:
   * Docker's image of version 3.1.2 in Amazon ECR Public.
   */
  image?: pulumi.Input<string>;
  /**
   * Whether the image is copied into a private repository of ECR, which the tasks then pull it from. By default it is
   * where neither `image` nor `internetEgress` is given: the public image lies on the internet, which a closed VPC does
   * not reach.
   */
  imageMirror?: ImageMirror;
  /** How the function that copies the image into ECR is run. Default: outside any VPC. */
  imageMirrorFunction?: FunctionSettings;
  /** ARN of the secret with the `username` and `password` for the registry of `image`. Default: none. */
  imageCredentialsSecretArn?: pulumi.Input<string | undefined>;
  /** ARN of the KMS key of that secret, if it is not `kmsKeyArn` or AWS's own. Default: none. */
  imageCredentialsKmsKeyArn?: pulumi.Input<string | undefined>;

  /** ARN of the ECS cluster that the services run in. Default: a new cluster with Container Insights. */
  clusterArn?: pulumi.Input<string>;
  /** The processors that the tasks run on, for which `image` must be made. Default: `ARM64`. */
  architecture?: pulumi.Input<TaskArchitecture>;
  /** The size of the tasks that serve images. Default: 512 CPU units and 1024 MB. */
  pullTaskSize?: pulumi.Input<RegistryTaskSize>;
  /** The size of the task that takes images. Default: 512 CPU units and 1024 MB. */
  pushTaskSize?: pulumi.Input<RegistryTaskSize>;
  /** How the service that serves images grows and shrinks. Default: from 2 to 6 tasks. */
  pullScaling?: pulumi.Input<RegistryScaling>;
  /**
   * Whether those who pull are sent to S3 for the layers, by redirects to URLs that are valid for 20 minutes. They must then
   * be able to reach S3. Whether SageMaker follows redirects is not documented. Default: `false`.
   */
  blobRedirects?: pulumi.Input<boolean>;

  /**
   * Number of rotations of the registry's credentials, a whole number. Increase it by 1 to rotate all of them: users that are
   * not in use get new passwords and are put in use, and the key that signs the state of uploads changes. Clients are handed
   * the new passwords only after every task knows them, and the passwords before stay valid until the next rotation. Pulls and
   * pushes go on; an upload in progress is retried. After a theft increase it by 2: stolen credentials are then refused.
   * Default: 0.
   */
  rotation?: pulumi.Input<number>;
  /**
   * The user whose credentials `pullCredentialsSecretArn` holds, instead of `rotation`. To change the password in use, change
   * the version of the other user's password and make that user the active one, in one deployment or in two: the credentials
   * change only after every task knows the new password, and the old one stays valid until its own version changes. Never
   * change the version of the active user's password while that user stays active: clients that still use the old one get a
   * 401 at once. Default: `A`.
   */
  activePullUser?: pulumi.Input<PullUser>;
  /** Versions of the passwords, instead of `rotation`; another version creates a new password. Default: `1` for each. */
  passwordVersions?: pulumi.Input<RegistryPasswordVersions>;
  /** Days for which deleted secrets can be recovered, 0 or 7 to 30. Default: 30. */
  secretRecoveryWindowInDays?: pulumi.Input<number>;

  /**
   * What becomes of the registry when it is destroyed. With `Delete` the tasks are given a minute to finish downloads and
   * pushes, instead of 5 and 15. Default: `Retain`.
   */
  onDelete?: OnDelete;
  /** Name of the bucket that holds the images. Default: auto-generated by Pulumi. */
  bucketName?: pulumi.Input<string>;
  /** Days for which S3 keeps what was deleted or overwritten, from 1 to 36500. Default: 30. */
  noncurrentVersionExpirationInDays?: pulumi.Input<number>;
  /** Name of the bucket that gets the access logs of the bucket with the images. Default: no access logs. */
  bucketLogsBucketName?: pulumi.Input<string>;
  /** Name of the bucket that gets the access logs of the load balancer. Default: no access logs. */
  loadBalancerLogsBucketName?: pulumi.Input<string>;
  /** ARNs of the SNS topics to notify when an alarm changes its state. Default: the alarms tell nobody. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of `RegistryHost`. */
export interface RegistryHostArgs extends CommonArgs, NewRegistry {
  /** Id of the VPC that the registry is reached in. */
  vpcId: pulumi.Input<string>;
  /** Ids of the subnets of the load balancer and the tasks, at least two and in different zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}
