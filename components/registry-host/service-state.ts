import type * as aws from "@pulumi/aws";

/** What a service of the registry was given to run. */
export interface DeclaredService {
  readonly clusterArn: string;
  readonly name: string;
  /** ARN of the task definition, with its revision. */
  readonly taskDefinition: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/** What ECS says of a service that exists. */
export type LiveService = Pick<
  aws.ecs.GetServiceResult,
  "status" | "taskDefinition" | "desiredCount" | "pendingCount"
> & {
  readonly deployments: readonly Pick<
    aws.types.output.ecs.GetServiceDeployment,
    "taskDefinition" | "runningCount"
  >[];
  readonly networkConfigurations: readonly {
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
  }[];
  /** From new to old. */
  readonly events: readonly { readonly message: string }[];
};

/** How a service is, compared with what it was given to run. */
export type ServiceState =
  | { readonly kind: "serving" }
  | { readonly kind: ProblemKind; readonly problem: string; readonly remedy: string };

/**
 * What can be wrong with a service: its last deployment `failed`, or somebody else has changed it; it is `deploying` still;
 * somebody has `stopped` it; or there is no such service.
 */
export type ProblemKind = "failed" | "deploying" | "stopped" | "absent";

/** The status of a service that runs. ECS describes a deleted one for a while, for example `INACTIVE`. */
const ACTIVE = "ACTIVE";

/**
 * Compares what a service runs with what it was given to run. After a deployment that failed, ECS puts the service back to its
 * last completed deployment, with the task definition and the network of that; where there is none, no task runs.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @param live what ECS describes; `undefined` where it knows no such service
 */
export function serviceState(declared: DeclaredService, live: LiveService | undefined): ServiceState {
  const service = `the ECS service ${declared.name}`;
  const at = `--cluster ${nameIn(declared.clusterArn)}`;
  if (live?.status !== ACTIVE) {
    return {
      kind: "absent",
      problem: `${service} does not exist in the cluster ${nameIn(declared.clusterArn)}, though Pulumi's state has it`,
      // Without --target scaling elsewhere would get its limits back that a scheduled action has changed.
      remedy:
        "Run `pulumi refresh --target '**ecs/service:Service::**'` and `pulumi up`, which creates it again",
    };
  }
  const failed = (what: string): ServiceState => ({
    kind: "failed",
    problem: `${service} ${what}${causeOf(live)}`,
    remedy: `Fix what the service's events say (\`aws ecs describe-services ${at} --services ${declared.name}\`), and run \`pulumi up\`, which deploys it again`,
  });
  const rolledBack = "its last deployment failed and ECS rolled it back, or somebody else has updated it";
  if (live.taskDefinition !== declared.taskDefinition) {
    const [runs, wanted] = [live.taskDefinition, declared.taskDefinition].map(nameIn);
    return failed(`runs the task definition ${runs}, and not ${wanted}: ${rolledBack}`);
  }
  const [network] = live.networkConfigurations;
  if (network !== undefined && !isSameNetwork(declared, network)) {
    return failed(`runs in other subnets, or with other security groups, than it was given: ${rolledBack}`);
  }
  // Tasks that are about to stop and take no more requests are not counted as running.
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
  const [running, old] = [true, false].map((isDeclared) =>
    live.deployments
      .filter(({ taskDefinition }) => (taskDefinition === declared.taskDefinition) === isDeclared)
      .reduce((sum, { runningCount }) => sum + runningCount, 0),
  ) as [number, number];
  if (running > 0 && old === 0) return { kind: "serving" };
  if (old > 0 || live.pendingCount > 0) {
    return {
      kind: "deploying",
      problem:
        `${service} is still being deployed: ${running} of ${live.desiredCount} tasks run the task definition ` +
        `${nameIn(declared.taskDefinition)}, and ${old} an older one`,
      remedy: `Wait for it (\`aws ecs wait services-stable ${at} --services ${declared.name}\`), and run \`pulumi up\` again`,
    };
  }
  if (live.desiredCount > 0) {
    return failed(`runs no task, though ${live.desiredCount} are desired: its last deployment failed`);
  }
  return {
    kind: "stopped",
    problem: `${service} runs no task: somebody has set its desired count to 0`,
    remedy: `Run \`aws ecs update-service ${at} --service ${declared.name} --desired-count 1\`, or more, and then \`pulumi up\``,
  };
}

function isSameNetwork(
  { subnetIds, securityGroupIds }: DeclaredService,
  live: LiveService["networkConfigurations"][number],
): boolean {
  return isSameSet(subnetIds, live.subnets) && isSameSet(securityGroupIds, live.securityGroups);
}

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  new Set([...one, ...other]).size === new Set(one).size && new Set(one).size === new Set(other).size;

/** The latest event that says why tasks do not run. */
function causeOf({ events }: LiveService): string {
  const event = events.find(({ message }) => /fail|unable|unhealthy|error/i.test(message));
  return event === undefined ? "" : `. ECS says: "${event.message.replace(/\.$/, "")}"`;
}

/** What an ARN names, for example `reg-pull:5`. */
const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
