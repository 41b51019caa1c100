import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_LOG_RETENTION_IN_DAYS, lookUpPlacement, roleName, guarded } from "../common";
import type { CheckedArgs } from "./checks";
import { CONTAINER_PORT, registryConfiguration, type RegistryEndpoint } from "./configuration";
import { CONTAINER_NAME, containerDefinition } from "./container";
import type { TaskImage } from "./image-mirror";
import {
  redeploymentTriggers,
  servingService,
  type RegistryService,
  type ServiceInputs,
} from "./live-service";
import type { EndpointTarget } from "./load-balancer";
import { executionPolicy, taskPolicy, taskTrustPolicy } from "./policies";
import { protectOptions, PASSING } from "./protect-options";
import type { StoredSecret } from "./secrets";

/** What a service of the registry is made of. */
export interface ServiceSettings {
  readonly endpoint: RegistryEndpoint;
  readonly args: CheckedArgs;
  readonly image: TaskImage;
  readonly clusterArn: pulumi.Output<string>;
  readonly bucket: aws.s3.Bucket;
  readonly tasksSecurityGroupId: pulumi.Output<string>;
  readonly target: EndpointTarget;
  /** Environment variables with the secrets that they hold. */
  readonly secrets: Readonly<Record<string, StoredSecret>>;
  /** What must exist before a task can start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Makes a service of the registry, which exists when its tasks answer. */
export function createService(
  name: string,
  settings: ServiceSettings,
  parent: pulumi.Resource,
): RegistryService {
  const { endpoint, args, target } = settings;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      retentionInDays: args.common.logRetentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
      kmsKeyId: args.common.kmsKeyArn,
      tags: args.common.tags,
    },
    { parent, ...protectOptions(args) },
  );
  const { taskRole, executionRole, policies } = createRoles(name, settings, logGroup, parent);
  const taskDefinition = createTaskDefinition(name, settings, logGroup, taskRole, executionRole, parent);
  const pull = endpoint === "pull";
  const declared: ServiceInputs = {
    clusterArn: settings.clusterArn,
    // Known before the service is registered, so that it can be looked up: the role's name is this service's alone.
    name: taskRole.name,
    taskDefinition: taskDefinition.arn,
    subnetIds: args.subnetIds,
    securityGroupIds: pulumi.all([settings.tasksSecurityGroupId]),
  };
  const service = new aws.ecs.Service(
    name,
    {
      name: declared.name,
      cluster: declared.clusterArn,
      taskDefinition: declared.taskDefinition,
      launchType: "FARGATE",
      platformVersion: "LATEST",
      // Autoscaling takes the number of the tasks that serve images over from here.
      desiredCount: pull ? args.pullScaling.minTasks : 1,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      healthCheckGracePeriodSeconds: 60,
      networkConfiguration: {
        subnets: declared.subnetIds,
        securityGroups: declared.securityGroupIds,
        assignPublicIp: false,
      },
      loadBalancers: [
        {
          targetGroupArn: target.targetGroup.arn,
          containerName: CONTAINER_NAME,
          containerPort: CONTAINER_PORT,
        },
      ],
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
      // The provider looks at triggers only with this, and starts a deployment only where something changes.
      forceNewDeployment: true,
      triggers: redeploymentTriggers(declared, parent),
      tags: args.common.tags,
    },
    {
      parent,
      dependsOn: [target.listener, ...policies, ...settings.image.dependsOn, ...settings.dependsOn],
      ignoreChanges: pull ? ["desiredCount"] : [],
      // In another cluster the name is free: the registry must not be away for as long as the replacement takes.
      deleteBeforeReplace: false,
      ...protectOptions(args),
      // A task may take 17 minutes to finish a push and stop.
      customTimeouts: { create: "30m", update: "60m", delete: "60m" },
    },
  );
  return { resource: service, serving: servingService(service, declared, parent) };
}

interface Roles {
  readonly taskRole: aws.iam.Role;
  readonly executionRole: aws.iam.Role;
  readonly policies: readonly pulumi.Resource[];
}

function createRoles(
  name: string,
  { endpoint, args, image, bucket, secrets }: ServiceSettings,
  logGroup: aws.cloudwatch.LogGroup,
  parent: pulumi.Resource,
): Roles {
  const { common } = args;
  const placement = lookUpPlacement(parent);
  const options = { parent, ...protectOptions(args) };
  const role = (suffix: string, description: string): aws.iam.Role =>
    new aws.iam.Role(
      `${name}-${suffix}`,
      {
        ...roleName(`${name}-${suffix}`),
        description,
        assumeRolePolicy: placement.apply(guarded((known) => JSON.stringify(taskTrustPolicy(known)))),
        path: common.rolePath,
        permissionsBoundary: common.permissionsBoundaryArn,
        tags: common.tags,
      },
      options,
    );
  const taskRole = role("task", `Role of the private registry, service for ${endpoint}`);
  const executionRole = role("execution", "Role of Fargate to start tasks of the private registry");
  const taskRolePolicy = new aws.iam.RolePolicy(
    `${name}-task`,
    {
      role: taskRole.name,
      policy: pulumi
        .output({
          bucketArn: bucket.arn,
          kmsKeyArn: common.kmsKeyArn,
          region: placement.region,
          dnsSuffix: placement.dnsSuffix,
        })
        .apply(guarded((access) => JSON.stringify(taskPolicy({ ...access, endpoint })))),
    },
    options,
  );
  const executionRolePolicy = new aws.iam.RolePolicy(
    `${name}-execution`,
    {
      role: executionRole.name,
      policy: pulumi
        .output({
          partition: placement.partition,
          region: placement.region,
          dnsSuffix: placement.dnsSuffix,
          logGroupArn: logGroup.arn,
          secretArns: Object.values(secrets).map(({ secret }) => secret.arn),
          kmsKeyArn: common.kmsKeyArn,
          image: image.repository,
          imageCredentialsSecretArn: image.credentialsSecretArn,
          imageCredentialsKmsKeyArn: image.credentialsKmsKeyArn,
        })
        .apply(guarded((access) => JSON.stringify(executionPolicy(access)))),
    },
    options,
  );
  return { taskRole, executionRole, policies: [taskRolePolicy, executionRolePolicy] };
}

function createTaskDefinition(
  name: string,
  { endpoint, args, image, bucket, secrets }: ServiceSettings,
  logGroup: aws.cloudwatch.LogGroup,
  taskRole: aws.iam.Role,
  executionRole: aws.iam.Role,
  parent: pulumi.Resource,
): aws.ecs.TaskDefinition {
  const size = endpoint === "pull" ? args.pullTaskSize : args.pushTaskSize;
  const placement = lookUpPlacement(parent);
  const containers = pulumi
    .output({
      region: placement.region,
      dnsSuffix: placement.dnsSuffix,
      bucketName: bucket.bucket,
      kmsKeyArn: args.common.kmsKeyArn,
      blobRedirects: args.blobRedirects,
      image: image.reference,
      imageCredentialsSecretArn: image.credentialsSecretArn,
      logGroupName: logGroup.name,
      secrets: Object.fromEntries(Object.entries(secrets).map(([key, { reference }]) => [key, reference])),
    })
    .apply(
      guarded((known) =>
        JSON.stringify([
          containerDefinition({ ...known, configuration: registryConfiguration({ ...known, endpoint }) }),
        ]),
      ),
    );
  return new aws.ecs.TaskDefinition(
    name,
    {
      // Pulumi makes up no family; the role's name is made up, and is this service's alone.
      family: taskRole.name,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: pulumi.interpolate`${size.cpu}`,
      memory: pulumi.interpolate`${size.memoryInMb}`,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.architecture },
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      containerDefinitions: containers,
      tags: args.common.tags,
    },
    { parent, ...PASSING },
  );
}
