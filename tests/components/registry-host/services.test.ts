import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { TaskArchitecture } from "../../../components/registry-host";
import { registryConfiguration } from "../../../components/registry-host/configuration";
import { containerDefinition } from "../../../components/registry-host/container";
import { executionPolicy, taskPolicy, taskTrustPolicy } from "../../../components/registry-host/policies";
import type { ResourceGraph } from "../../../testing";
import {
  IMAGE,
  KEY,
  BUCKET,
  GROUP,
  INGRESS,
  EGRESS,
  SERVICE,
  TASK,
  SECRET,
  VERSION,
  ROLE,
  ROLE_POLICY,
  LOG_GROUP,
  CLUSTER,
  BALANCER,
  LISTENER,
  TARGET_GROUP,
  host,
  json,
  inputsOf,
} from "./host";

describe("RegistryHost: services", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  const placement = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
    region: "eu-west-1",
    accountId: "123456789012",
  };
  const reference = (secret: string): string => {
    const { secretId, versionId } = graph.only(VERSION, `demo-${secret}-version`).outputs;
    return `${String(secretId)}:::${String(versionId)}`;
  };
  const secretsOf = {
    pull: { HTPASSWD: "pull-htpasswd" },
    push: { HTPASSWD: "push-htpasswd", REGISTRY_HTTP_SECRET: "http-secret" },
  };

  for (const endpoint of ["pull", "push"] as const) {
    it(`run the configuration for ${endpoint}, with the secrets of that endpoint and no other`, () => {
      const { containerDefinitions, family, executionRoleArn, taskRoleArn, ...inputs } = inputsOf(
        graph,
        TASK,
        `demo-${endpoint}`,
      );
      const secrets = Object.entries(secretsOf[endpoint]).map(([key, secret]) => [key, reference(secret)]);
      const bucketName = String(graph.only(BUCKET).outputs.bucket);
      assert.deepEqual(json(containerDefinitions), [
        containerDefinition({
          image: IMAGE,
          configuration: registryConfiguration({
            endpoint,
            bucketName,
            region: "eu-west-1",
            dnsSuffix: "amazonaws.com",
            blobRedirects: false,
          }),
          secrets: Object.fromEntries(secrets) as Record<string, string>,
          logGroupName: String(graph.only(LOG_GROUP, `demo-${endpoint}-logs`).outputs.name),
          region: "eu-west-1",
        }),
      ]);
      assert.equal(executionRoleArn, graph.only(ROLE, `demo-${endpoint}-execution`).outputs.arn);
      assert.equal(taskRoleArn, graph.only(ROLE, `demo-${endpoint}-task`).outputs.arn);
      assert.equal(family, graph.only(ROLE, `demo-${endpoint}-task`).outputs.name);
      assert.deepEqual(inputs, {
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: "512",
        memory: "1024",
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      });
    });

    it(`have for ${endpoint} roles that may do no more than they must`, () => {
      const secretArns = Object.values(secretsOf[endpoint]).map((secret) =>
        String(graph.only(SECRET, `demo-${secret}`).outputs.arn),
      );
      const policy = (kind: string): unknown =>
        json(inputsOf(graph, ROLE_POLICY, `demo-${endpoint}-${kind}`).policy);
      assert.deepEqual(
        policy("task"),
        taskPolicy({ endpoint, bucketArn: String(graph.only(BUCKET).outputs.arn), ...placement }),
      );
      const logGroup = graph.only(LOG_GROUP, `demo-${endpoint}-logs`);
      assert.deepEqual(
        policy("execution"),
        executionPolicy({
          ...placement,
          logGroupArn: String(logGroup.outputs.arn),
          secretArns,
          image: IMAGE,
        }),
      );
      for (const kind of ["task", "execution"]) {
        const role = inputsOf(graph, ROLE, `demo-${endpoint}-${kind}`);
        assert.deepEqual(json(role.assumeRolePolicy), taskTrustPolicy(placement));
      }
    });

    it(`deploy ${endpoint} without a gap, and go back where that fails`, () => {
      const service = graph.only(SERVICE, `demo-${endpoint}`);
      assert.deepEqual(service.inputs, {
        name: graph.only(ROLE, `demo-${endpoint}-task`).outputs.name,
        cluster: graph.only(CLUSTER).outputs.arn,
        taskDefinition: graph.only(TASK, `demo-${endpoint}`).outputs.arn,
        launchType: "FARGATE",
        platformVersion: "LATEST",
        desiredCount: endpoint === "pull" ? 2 : 1,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        availabilityZoneRebalancing: "ENABLED",
        healthCheckGracePeriodSeconds: 60,
        networkConfiguration: {
          subnets: ["subnet-a", "subnet-b"],
          securityGroups: [graph.only(GROUP, "demo-tasks").outputs.id],
          assignPublicIp: false,
        },
        loadBalancers: [
          {
            targetGroupArn: graph.only(TARGET_GROUP, `demo-${endpoint}`).outputs.arn,
            containerName: "registry",
            containerPort: 5000,
          },
        ],
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        waitForSteadyState: true,
        forceNewDeployment: true,
      });
      assert.deepEqual(service.options.ignoreChanges, endpoint === "pull" ? ["desiredCount"] : []);
    });

    it(`wait for ${endpoint} until its tasks can start`, () => {
      const service = graph.only(SERVICE, `demo-${endpoint}`);
      const needed = [
        graph.only(LISTENER, `demo-${endpoint}`),
        graph.only(ROLE_POLICY, `demo-${endpoint}-task`),
        graph.only(ROLE_POLICY, `demo-${endpoint}-execution`),
        ...["demo-tasks-s3", "demo-tasks-endpoints"].map((name) => graph.only(EGRESS, name)),
        ...["demo-load-balancer-tasks-ingress", "demo-endpoints-from-tasks"].map((name) =>
          graph.only(INGRESS, name),
        ),
        ...Object.values(secretsOf[endpoint]).map((secret) => graph.only(VERSION, `demo-${secret}-version`)),
      ];
      for (const each of needed) assert.ok(graph.dependsOn(service, each), each.name);
    });
  }

  it("take another size, architecture, image registry and redirects", async () => {
    const imageCredentialsSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf";
    const other = await host({
      pullTaskSize: { cpu: pulumi.output(2048), memoryInMb: 4096 },
      pushTaskSize: { memoryInMb: 2048 },
      architecture: TaskArchitecture.X86_64,
      imageCredentialsSecretArn,
      imageCredentialsKmsKeyArn: KEY,
      blobRedirects: true,
    });
    const size = (endpoint: string): unknown[] => {
      const { cpu, memory } = inputsOf(other, TASK, `demo-${endpoint}`);
      return [cpu, memory];
    };
    assert.deepEqual(
      [size("pull"), size("push")],
      [
        ["2048", "4096"],
        ["512", "2048"],
      ],
    );
    const { containerDefinitions, runtimePlatform } = inputsOf(other, TASK, "demo-pull");
    assert.deepEqual(runtimePlatform, { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" });
    const [container] = json(containerDefinitions) as Record<string, unknown>[];
    assert.deepEqual(container?.repositoryCredentials, { credentialsParameter: imageCredentialsSecretArn });
    assert.match(JSON.stringify(container?.environment), /redirect\\":{\\"disable\\":false/);
    const policy = JSON.stringify(json(inputsOf(other, ROLE_POLICY, "demo-pull-execution").policy));
    assert.ok(policy.includes(imageCredentialsSecretArn) && policy.includes(KEY));
  });

  it("run in a cluster that exists, and make none", async () => {
    const clusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/shared";
    const adopted = await host({ clusterArn });
    assert.deepEqual(adopted.ofType(CLUSTER), []);
    assert.equal(inputsOf(adopted, SERVICE, "demo-pull").cluster, clusterArn);
    assert.match(
      String(inputsOf(adopted, "aws:appautoscaling/target:Target").resourceId),
      /^service\/shared\/demo-pull-task-/,
    );
  });

  it("make a cluster with container insights", () => {
    assert.deepEqual(inputsOf(graph, CLUSTER), {
      settings: [{ name: "containerInsights", value: "enabled" }],
    });
  });

  it("scale only the one for pulls, by CPU and by requests", async () => {
    const scaled = await host({
      pullScaling: { minTasks: 3, maxTasks: 9, targetCpuPercent: 50, requestsPerTaskPerMinute: 200 },
    });
    const { resourceId: _resourceId, ...target } = inputsOf(scaled, "aws:appautoscaling/target:Target");
    assert.deepEqual(target, {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: 3,
      maxCapacity: 9,
    });
    const balancer = scaled.only(BALANCER).outputs.arnSuffix;
    const targetGroup = scaled.only(TARGET_GROUP, "demo-pull").outputs.arnSuffix;
    const policy = (name: string): unknown =>
      inputsOf(scaled, "aws:appautoscaling/policy:Policy", `demo-pull-scaling-${name}`)
        .targetTrackingScalingPolicyConfiguration;
    assert.deepEqual(policy("cpu"), {
      targetValue: 50,
      predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      scaleOutCooldown: 60,
      scaleInCooldown: 300,
    });
    assert.deepEqual(policy("requests"), {
      targetValue: 200,
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${String(balancer)}/${String(targetGroup)}`,
      },
      scaleOutCooldown: 60,
      scaleInCooldown: 300,
    });
    assert.equal(inputsOf(scaled, SERVICE, "demo-pull").desiredCount, 3);
    assert.equal(inputsOf(scaled, SERVICE, "demo-push").desiredCount, 1);
  });
});
