import assert from "node:assert/strict";
import fc from "fast-check";
import { serviceState, type DeclaredService, type LiveService } from "./service-state";

const definition = (revision: number): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/reg-pull-task:${revision}`;

const declared: DeclaredService = {
  clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/reg",
  name: "reg-pull-task",
  taskDefinition: definition(6),
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-tasks"],
};

const live: LiveService = {
  status: "ACTIVE",
  taskDefinition: definition(6),
  desiredCount: 2,
  pendingCount: 0,
  deployments: [{ taskDefinition: definition(6), runningCount: 2 }],
  networkConfigurations: [{ subnets: ["subnet-b", "subnet-a"], securityGroups: ["sg-tasks"] }],
  events: [],
};

const running = (...counts: readonly (readonly [number, number])[]): LiveService["deployments"] =>
  counts.map(([revision, runningCount]) => ({ taskDefinition: definition(revision), runningCount }));

function problemOf(
  changes: Partial<LiveService>,
  kind: string,
): { readonly problem: string; readonly remedy: string } {
  const state = serviceState(declared, { ...live, ...changes });
  assert.equal(state.kind, kind);
  assert.ok("problem" in state);
  return state;
}

describe("the state of a service of the registry", () => {
  it("is serving where tasks run what was declared, and none runs something else", () => {
    const good: readonly Partial<LiveService>[] = [
      {},
      // A task that failed is being replaced, or autoscaling adds some.
      { desiredCount: 6, pendingCount: 4 },
      // Somebody has forced a new deployment of the same task definition.
      { deployments: running([6, 0], [6, 2]) },
      // The tasks of the last deployment are about to stop.
      { deployments: running([6, 2], [5, 0]) },
      { networkConfigurations: [] },
    ];
    for (const changes of good) {
      assert.deepEqual(serviceState(declared, { ...live, ...changes }), { kind: "serving" });
    }
  });

  it("is failed where ECS went back to another task definition, with the cause and the remedy", () => {
    const { problem, remedy } = problemOf(
      {
        taskDefinition: definition(5),
        deployments: running([5, 2]),
        events: [
          { message: "(service reg-pull-task) has reached a steady state." },
          {
            message:
              "(service reg-pull-task) (deployment ecs-svc/1) deployment failed: tasks failed to start.",
          },
        ],
      },
      "failed",
    );
    assert.equal(
      problem,
      "the ECS service reg-pull-task runs the task definition reg-pull-task:5, and not reg-pull-task:6: its last deployment " +
        "failed and ECS rolled it back, or somebody else has updated it. " +
        'ECS says: "(service reg-pull-task) (deployment ecs-svc/1) deployment failed: tasks failed to start"',
    );
    assert.equal(
      remedy,
      "Fix what the service's events say (`aws ecs describe-services --cluster reg --services reg-pull-task`), and run " +
        "`pulumi up`, which deploys it again",
    );
  });

  it("is failed where ECS went back to another network", () => {
    for (const networkConfigurations of [
      [{ subnets: ["subnet-a", "subnet-c"], securityGroups: ["sg-tasks"] }],
      [{ subnets: ["subnet-a"], securityGroups: ["sg-tasks"] }],
      [{ subnets: ["subnet-a", "subnet-b", "subnet-c"], securityGroups: ["sg-tasks"] }],
      [{ subnets: ["subnet-a", "subnet-b"], securityGroups: [] }],
    ]) {
      const { problem } = problemOf({ networkConfigurations }, "failed");
      assert.match(problem, /runs in other subnets, or with other security groups, than it was given/);
    }
  });

  it("is failed where no task runs, and none starts", () => {
    const { problem } = problemOf({ deployments: running([6, 0]) }, "failed");
    assert.equal(
      problem,
      "the ECS service reg-pull-task runs no task, though 2 are desired: its last deployment failed",
    );
  });

  it("is deploying as long as a task of before runs, or the first one starts", () => {
    const { problem, remedy } = problemOf({ deployments: running([6, 1], [5, 2]) }, "deploying");
    assert.equal(
      problem,
      "the ECS service reg-pull-task is still being deployed: 1 of 2 tasks run the task definition reg-pull-task:6, and 2 an older one",
    );
    assert.match(
      remedy,
      /^Wait for it \(`aws ecs wait services-stable --cluster reg --services reg-pull-task`\)/,
    );
    problemOf({ deployments: running([6, 0]), pendingCount: 2 }, "deploying");
  });

  it("is stopped where somebody wants no task", () => {
    const { remedy } = problemOf({ desiredCount: 0, deployments: running([6, 0]) }, "stopped");
    assert.match(
      remedy,
      /^Run `aws ecs update-service --cluster reg --service reg-pull-task --desired-count 1`/,
    );
  });

  it("is absent where ECS knows no such service, or a deleted one", () => {
    assert.equal(serviceState(declared, undefined).kind, "absent");
    const { problem, remedy } = problemOf({ status: "INACTIVE" }, "absent");
    assert.match(problem, /^the ECS service reg-pull-task does not exist in the cluster reg/);
    assert.match(remedy, /^Run `pulumi refresh --target '\*\*ecs\/service:Service::\*\*'` and `pulumi up`/);
  });

  it("is never serving where a task runs something else", () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.nat(9)), { maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 7 }), fc.nat(3), (pairs, revision, pendingCount) => {
        const deployments = running(...pairs);
        const taskDefinition = definition(revision);
        const { kind } = serviceState(declared, { ...live, taskDefinition, deployments, pendingCount });
        const good = pairs.some(([own, count]) => own === 6 && count > 0);
        const bad = pairs.some(([own, count]) => own !== 6 && count > 0);
        assert.equal(kind === "serving", revision === 6 && good && !bad);
      }),
    );
  });
});
