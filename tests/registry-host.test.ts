import * as pulumi from "@pulumi/pulumi";
import * as bcrypt from "bcryptjs";
import assert from "node:assert/strict";
import {
  OnDelete,
  PullUser,
  RegistryHost,
  TaskArchitecture,
  type RegistryHostArgs,
} from "../components/registry-host";
import { registryConfiguration } from "../components/registry-host/configuration";
import { containerDefinition } from "../components/registry-host/container";
import {
  bucketPolicy,
  executionPolicy,
  taskPolicy,
  taskTrustPolicy,
} from "../components/registry-host/policies";
import { record, type RecordedResource, type ResourceGraph, type RecordOptions } from "../testing";

const IMAGE = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@sha256:${"a".repeat(64)}`;
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/c";
const BUCKET = "aws:s3/bucket:Bucket";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A registry in a closed VPC. */
const closed: RegistryHostArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  domainName: "registry.ml.example.com",
  validationZoneId: "Z0123456789ABCDEFGHIJ",
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
  image: IMAGE,
};

function host(args: Partial<RegistryHostArgs> = {}, options?: RecordOptions): Promise<ResourceGraph> {
  return record(() => ({ ...new RegistryHost("demo", { ...closed, ...args }) }), options);
}

const json = (text: unknown): unknown => JSON.parse(String(text));
const only = (graph: ResourceGraph, type: string, name?: string): RecordedResource => graph.only(type, name);
const inputsOf = (graph: ResourceGraph, type: string, name?: string): Readonly<Record<string, unknown>> =>
  only(graph, type, name).inputs;

describe("RegistryHost", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  describe("network", () => {
    const id = (suffix: string): unknown => only(graph, GROUP, `demo-${suffix}`).outputs.id;
    const rules = (type: string, of: ResourceGraph = graph): Record<string, unknown> =>
      Object.fromEntries(
        of
          .ofType(type)
          .map(
            ({ name, inputs: { securityGroupId, fromPort, toPort, ipProtocol, description, ...peer } }) => {
              assert.equal(fromPort, toPort);
              assert.equal(ipProtocol, "tcp");
              assert.ok(description);
              return [name, { of: securityGroupId, port: fromPort, ...peer }];
            },
          ),
      );

    it("admits at each port exactly the group of those who may use it", () => {
      assert.deepEqual(rules(INGRESS), {
        "demo-pull-client-ingress": {
          of: id("load-balancer"),
          port: 443,
          referencedSecurityGroupId: id("pull-client"),
        },
        "demo-push-client-ingress": {
          of: id("load-balancer"),
          port: 8443,
          referencedSecurityGroupId: id("push-client"),
        },
        "demo-load-balancer-tasks-ingress": {
          of: id("tasks"),
          port: 5000,
          referencedSecurityGroupId: id("load-balancer"),
        },
        "demo-endpoints-from-tasks": {
          of: "sg-endpoints",
          port: 443,
          referencedSecurityGroupId: id("tasks"),
        },
      });
    });

    it("lets everything out only to where it has to go", () => {
      assert.deepEqual(rules(EGRESS), {
        "demo-pull-client-egress": {
          of: id("pull-client"),
          port: 443,
          referencedSecurityGroupId: id("load-balancer"),
        },
        "demo-push-client-egress": {
          of: id("push-client"),
          port: 8443,
          referencedSecurityGroupId: id("load-balancer"),
        },
        "demo-load-balancer-tasks-egress": {
          of: id("load-balancer"),
          port: 5000,
          referencedSecurityGroupId: id("tasks"),
        },
        "demo-tasks-endpoints": { of: id("tasks"), port: 443, referencedSecurityGroupId: "sg-endpoints" },
        "demo-tasks-s3": { of: id("tasks"), port: 443, prefixListId: "pl-s3" },
      });
    });

    it("gives no group rules of its own beside these", () => {
      for (const { inputs } of graph.ofType(GROUP)) {
        assert.equal(inputs.vpcId, "vpc-1");
        assert.deepEqual([inputs.ingress, inputs.egress], [undefined, undefined]);
      }
    });

    it("admits the groups and networks that are named, each under its name", async () => {
      const named = await host({
        pushPort: 5443,
        pullSecurityGroupIds: { models: pulumi.output("sg-models") },
        pushSecurityGroupIds: { builds: "sg-builds" },
        pullCidrBlocks: { office: "10.1.0.0/16" },
        pushCidrBlocks: { ci: "10.2.0.0/16" },
      });
      const ingress = rules(INGRESS, named);
      const of = id("load-balancer");
      assert.deepEqual(ingress["demo-pull-group-models"], {
        of,
        port: 443,
        referencedSecurityGroupId: "sg-models",
      });
      assert.deepEqual(ingress["demo-push-group-builds"], {
        of,
        port: 5443,
        referencedSecurityGroupId: "sg-builds",
      });
      assert.deepEqual(ingress["demo-pull-block-office"], { of, port: 443, cidrIpv4: "10.1.0.0/16" });
      assert.deepEqual(ingress["demo-push-block-ci"], { of, port: 5443, cidrIpv4: "10.2.0.0/16" });
      assert.equal(inputsOf(named, "aws:lb/listener:Listener", "demo-push").port, 5443);
      assert.equal(named.outputs.pushUrl?.value, "https://registry.ml.example.com:5443");
    });

    it("reaches the internet only where asked to, and then needs no other way", async () => {
      const open = await host({ internetEgress: true, endpointSecurityGroupId: undefined, image: undefined });
      const egress = rules(EGRESS, open);
      assert.deepEqual(egress["demo-tasks-internet"], { of: id("tasks"), port: 443, cidrIpv4: "0.0.0.0/0" });
      assert.deepEqual(
        Object.keys(egress).filter((name) => name.startsWith("demo-tasks")),
        ["demo-tasks-internet"],
      );
      assert.match(String(open.outputs.image?.value), /^public\.ecr\.aws\/docker\/library\/registry@sha256:/);
    });

    it("reaches named networks instead of the endpoints' group, and touches no group that is not its own", async () => {
      const blocks = await host({
        endpointSecurityGroupId: undefined,
        egressCidrBlocks: { endpoints: "10.0.8.0/24" },
        image: `harbor.example.com/registry@sha256:${"b".repeat(64)}`,
      });
      assert.deepEqual(rules(EGRESS, blocks)["demo-tasks-block-endpoints"], {
        of: id("tasks"),
        port: 443,
        cidrIpv4: "10.0.8.0/24",
      });
      for (const { inputs } of blocks.ofType(INGRESS)) assert.ok(blocks.byId(inputs.securityGroupId));
    });

    it("looks the prefix list of S3 up where none is given", async () => {
      const looked = await host({ s3PrefixListId: pulumi.output<string | undefined>(undefined) });
      const call = looked.calls.find(
        ({ token }) => token === "aws:ec2/getManagedPrefixList:getManagedPrefixList",
      );
      assert.equal(call?.inputs.name, "com.amazonaws.eu-west-1.s3");
      assert.match(String(inputsOf(looked, EGRESS, "demo-tasks-s3").prefixListId), /^pl-[0-9a-f]{17}$/);
      assert.ok(!graph.calls.some(({ token }) => token.includes("getManagedPrefixList")));
    });
  });

  describe("load balancer", () => {
    it("is internal, in the subnets given, and patient", () => {
      const { name: _name, ...inputs } = inputsOf(graph, "aws:lb/loadBalancer:LoadBalancer");
      assert.deepEqual(inputs, {
        internal: true,
        loadBalancerType: "application",
        ipAddressType: "ipv4",
        subnets: ["subnet-a", "subnet-b"],
        securityGroups: [only(graph, GROUP, "demo-load-balancer").outputs.id],
        dropInvalidHeaderFields: true,
        idleTimeout: 900,
        enableDeletionProtection: false,
      });
    });

    it("ends TLS 1.2 and 1.3 at both ports with the validated certificate", () => {
      for (const [door, port] of [
        ["pull", 443],
        ["push", 8443],
      ] as const) {
        const targetGroup = only(graph, "aws:lb/targetGroup:TargetGroup", `demo-${door}`);
        assert.deepEqual(inputsOf(graph, "aws:lb/listener:Listener", `demo-${door}`), {
          loadBalancerArn: only(graph, "aws:lb/loadBalancer:LoadBalancer").outputs.arn,
          port,
          protocol: "HTTPS",
          sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
          certificateArn: only(graph, "aws:acm/certificate:Certificate").outputs.arn,
          defaultActions: [{ type: "forward", targetGroupArn: targetGroup.outputs.arn }],
        });
        assert.deepEqual(targetGroup.inputs, {
          vpcId: "vpc-1",
          targetType: "ip",
          protocol: "HTTP",
          port: 5000,
          deregistrationDelay: 900,
          healthCheck: {
            path: "/",
            matcher: "200",
            interval: 15,
            timeout: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 3,
          },
        });
      }
      const validation = only(graph, "aws:acm/certificateValidation:CertificateValidation");
      assert.ok(graph.dependsOn(only(graph, "aws:lb/listener:Listener", "demo-pull"), validation));
    });

    it("keeps names that AWS cuts at 32 characters short", async () => {
      const long = await record(() => void new RegistryHost("a-rather-long-component-name", closed));
      assert.equal(inputsOf(long, "aws:lb/loadBalancer:LoadBalancer").namePrefix, "reg-");
      assert.deepEqual(
        long.ofType("aws:lb/targetGroup:TargetGroup").map(({ inputs }) => inputs.namePrefix),
        ["pull-", "push-"],
      );
    });

    it("validates the certificate in the public zone, where nothing else is written", () => {
      const certificate = only(graph, "aws:acm/certificate:Certificate");
      assert.deepEqual(certificate.inputs, {
        domainName: "registry.ml.example.com",
        validationMethod: "DNS",
      });
      const [option] = certificate.outputs.domainValidationOptions as Record<string, string>[];
      assert.deepEqual(inputsOf(graph, "aws:route53/record:Record", "demo-certificate-validation"), {
        zoneId: "Z0123456789ABCDEFGHIJ",
        name: option?.resourceRecordName,
        type: "CNAME",
        records: [option?.resourceRecordValue],
        ttl: 300,
        allowOverwrite: true,
      });
      const publicRecords = graph
        .ofType("aws:route53/record:Record")
        .filter(({ inputs }) => inputs.zoneId === closed.validationZoneId);
      assert.equal(publicRecords.length, 1);
    });

    it("takes a certificate that exists, and makes none", async () => {
      const given = await host({ validationZoneId: undefined, certificateArn: CERTIFICATE });
      assert.equal(inputsOf(given, "aws:lb/listener:Listener", "demo-pull").certificateArn, CERTIFICATE);
      assert.equal(given.outputs.certificateArn?.value, CERTIFICATE);
      assert.deepEqual(
        given.resources.filter(({ type }) => type.startsWith("aws:acm/")),
        [],
      );
      assert.equal(given.ofType("aws:route53/record:Record").length, 1);
    });

    it("has the registry's name in a private zone for that name alone", () => {
      const zone = only(graph, "aws:route53/zone:Zone");
      assert.deepEqual(
        [zone.inputs.name, zone.inputs.vpcs],
        ["registry.ml.example.com", [{ vpcId: "vpc-1" }]],
      );
      assert.deepEqual(zone.options.ignoreChanges, ["vpcs"]);
      const balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer").outputs;
      assert.deepEqual(inputsOf(graph, "aws:route53/record:Record", "demo-record"), {
        zoneId: zone.outputs.zoneId,
        name: "registry.ml.example.com",
        type: "A",
        aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
      });
    });

    it("writes its name to a zone that exists, and makes none", async () => {
      const adopted = await host({ privateZoneId: "ZPRIVATE" });
      assert.deepEqual(adopted.ofType("aws:route53/zone:Zone"), []);
      assert.equal(inputsOf(adopted, "aws:route53/record:Record", "demo-record").zoneId, "ZPRIVATE");
      assert.equal(adopted.outputs.privateZoneId?.value, "ZPRIVATE");
    });
  });

  describe("services", () => {
    const placement = {
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
      region: "eu-west-1",
      accountId: "123456789012",
    };
    const reference = (secret: string): string => {
      const { secretId, versionId } = only(graph, VERSION, `demo-${secret}-version`).outputs;
      return `${String(secretId)}:::${String(versionId)}`;
    };
    const secretsOf = {
      pull: { HTPASSWD: "pull-htpasswd" },
      push: { HTPASSWD: "push-htpasswd", REGISTRY_HTTP_SECRET: "http-secret" },
    };

    for (const door of ["pull", "push"] as const) {
      it(`run the configuration for ${door}, with the secrets of that door and no other`, () => {
        const { containerDefinitions, family, executionRoleArn, taskRoleArn, ...inputs } = inputsOf(
          graph,
          TASK,
          `demo-${door}`,
        );
        const secrets = Object.entries(secretsOf[door]).map(([key, secret]) => [key, reference(secret)]);
        const bucketName = String(only(graph, BUCKET).outputs.bucket);
        assert.deepEqual(json(containerDefinitions), [
          containerDefinition({
            image: IMAGE,
            configuration: registryConfiguration({
              door,
              bucketName,
              region: "eu-west-1",
              blobRedirects: false,
            }),
            secrets: Object.fromEntries(secrets) as Record<string, string>,
            logGroupName: String(
              only(graph, "aws:cloudwatch/logGroup:LogGroup", `demo-${door}-logs`).outputs.name,
            ),
            region: "eu-west-1",
          }),
        ]);
        assert.equal(
          executionRoleArn,
          only(graph, "aws:iam/role:Role", `demo-${door}-execution`).outputs.arn,
        );
        assert.equal(taskRoleArn, only(graph, "aws:iam/role:Role", `demo-${door}-task`).outputs.arn);
        assert.equal(family, only(graph, "aws:iam/role:Role", `demo-${door}-task`).outputs.name);
        assert.deepEqual(inputs, {
          requiresCompatibilities: ["FARGATE"],
          networkMode: "awsvpc",
          cpu: "512",
          memory: "1024",
          runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
          volumes: [{ name: "configuration" }],
        });
      });

      it(`have for ${door} roles that may do no more than they must`, () => {
        const secretArns = Object.values(secretsOf[door]).map((secret) =>
          String(only(graph, "aws:secretsmanager/secret:Secret", `demo-${secret}`).outputs.arn),
        );
        const policy = (kind: string): unknown =>
          json(inputsOf(graph, "aws:iam/rolePolicy:RolePolicy", `demo-${door}-${kind}`).policy);
        assert.deepEqual(
          policy("task"),
          taskPolicy({ door, bucketArn: String(only(graph, BUCKET).outputs.arn) }),
        );
        const logGroup = only(graph, "aws:cloudwatch/logGroup:LogGroup", `demo-${door}-logs`);
        assert.deepEqual(
          policy("execution"),
          executionPolicy({
            partition: "aws",
            logGroupArn: String(logGroup.outputs.arn),
            secretArns,
            image: IMAGE,
          }),
        );
        for (const kind of ["task", "execution"]) {
          const role = inputsOf(graph, "aws:iam/role:Role", `demo-${door}-${kind}`);
          assert.deepEqual(json(role.assumeRolePolicy), taskTrustPolicy(placement));
        }
      });

      it(`deploy ${door} without a gap, and go back where that fails`, () => {
        const service = only(graph, SERVICE, `demo-${door}`);
        assert.deepEqual(service.inputs, {
          cluster: only(graph, "aws:ecs/cluster:Cluster").outputs.arn,
          taskDefinition: only(graph, TASK, `demo-${door}`).outputs.arn,
          launchType: "FARGATE",
          platformVersion: "LATEST",
          desiredCount: door === "pull" ? 2 : 1,
          deploymentMinimumHealthyPercent: 100,
          deploymentMaximumPercent: 200,
          deploymentCircuitBreaker: { enable: true, rollback: true },
          availabilityZoneRebalancing: "ENABLED",
          healthCheckGracePeriodSeconds: 60,
          networkConfiguration: {
            subnets: ["subnet-a", "subnet-b"],
            securityGroups: [only(graph, GROUP, "demo-tasks").outputs.id],
            assignPublicIp: false,
          },
          loadBalancers: [
            {
              targetGroupArn: only(graph, "aws:lb/targetGroup:TargetGroup", `demo-${door}`).outputs.arn,
              containerName: "registry",
              containerPort: 5000,
            },
          ],
          enableEcsManagedTags: true,
          propagateTags: "SERVICE",
          waitForSteadyState: true,
        });
        assert.deepEqual(service.options.ignoreChanges, door === "pull" ? ["desiredCount"] : []);
      });

      it(`wait for ${door} until its tasks can start`, () => {
        const service = only(graph, SERVICE, `demo-${door}`);
        const needed = [
          only(graph, "aws:lb/listener:Listener", `demo-${door}`),
          only(graph, "aws:iam/rolePolicy:RolePolicy", `demo-${door}-task`),
          only(graph, "aws:iam/rolePolicy:RolePolicy", `demo-${door}-execution`),
          ...["demo-tasks-s3", "demo-tasks-endpoints"].map((name) => only(graph, EGRESS, name)),
          ...["demo-load-balancer-tasks-ingress", "demo-endpoints-from-tasks"].map((name) =>
            only(graph, INGRESS, name),
          ),
          ...Object.values(secretsOf[door]).map((secret) => only(graph, VERSION, `demo-${secret}-version`)),
        ];
        for (const each of needed) assert.ok(graph.dependsOn(service, each), each.name);
      });
    }

    it("take another size, architecture, image registry and redirects", async () => {
      const imageCredentialsSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf";
      const other = await host({
        pullTaskSize: { cpu: pulumi.output(2048), memoryInMB: 4096 },
        pushTaskSize: { memoryInMB: 2048 },
        architecture: TaskArchitecture.X8664,
        imageCredentialsSecretArn,
        imageCredentialsKmsKeyArn: KEY,
        blobRedirects: true,
      });
      const size = (door: string): unknown[] => {
        const { cpu, memory } = inputsOf(other, TASK, `demo-${door}`);
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
      const policy = JSON.stringify(
        json(inputsOf(other, "aws:iam/rolePolicy:RolePolicy", "demo-pull-execution").policy),
      );
      assert.ok(policy.includes(imageCredentialsSecretArn) && policy.includes(KEY));
    });

    it("run in a cluster that exists, and make none", async () => {
      const clusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/shared";
      const adopted = await host({ clusterArn });
      assert.deepEqual(adopted.ofType("aws:ecs/cluster:Cluster"), []);
      assert.equal(inputsOf(adopted, SERVICE, "demo-pull").cluster, clusterArn);
      assert.match(
        String(inputsOf(adopted, "aws:appautoscaling/target:Target").resourceId),
        /^service\/shared\/demo-pull-/,
      );
    });

    it("make a cluster with container insights", () => {
      assert.deepEqual(inputsOf(graph, "aws:ecs/cluster:Cluster"), {
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
      const balancer = only(scaled, "aws:lb/loadBalancer:LoadBalancer").outputs.arnSuffix;
      const targetGroup = only(scaled, "aws:lb/targetGroup:TargetGroup", "demo-pull").outputs.arnSuffix;
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

  describe("secrets", () => {
    const text = (name: string, of: ResourceGraph = graph): string =>
      String(inputsOf(of, VERSION, `demo-${name}-version`).secretString);
    const login = (name: string, of: ResourceGraph = graph): { username: string; password: string } =>
      JSON.parse(text(name, of)) as { username: string; password: string };

    it("are secret wherever they go", () => {
      const versions = graph.ofType(VERSION);
      assert.equal(versions.length, 6);
      for (const { secretPaths } of versions) assert.deepEqual(secretPaths, ["secretString"]);
      const { password } = login("pull-credentials");
      const carriers = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(password));
      assert.deepEqual(
        carriers.map(({ name }) => name),
        ["demo-pull-credentials-version"],
      );
    });

    it("are passwords of at least 128 bits, of letters and digits", () => {
      const passwords = graph.ofType("random:index/randomPassword:RandomPassword");
      assert.deepEqual(passwords.map(({ name }) => name).sort(), [
        "demo-pull-a-password",
        "demo-pull-b-password",
        "demo-push-password",
      ]);
      for (const { inputs } of passwords) {
        assert.deepEqual(inputs, { length: 32, special: false, keepers: { version: "1" } });
        assert.ok(Math.log2(62 ** Number(inputs.length)) >= 128);
      }
      assert.match(text("http-secret"), /^[0-9a-f]{64}$/);
    });

    it("tell each door the users that may come in by it", () => {
      const known = (name: string, username: string, password: string): boolean => {
        const line = text(name)
          .split("\n")
          .find((each) => each.startsWith(`${username}:`));
        return line !== undefined && bcrypt.compareSync(password, line.slice(username.length + 1));
      };
      for (const credentials of ["pull-credentials", "standby-pull-credentials"]) {
        const { username, password } = login(credentials);
        assert.ok(known("pull-htpasswd", username, password));
        assert.ok(!known("push-htpasswd", username, password));
      }
      const push = login("push-credentials");
      assert.ok(known("push-htpasswd", push.username, push.password));
      assert.ok(!known("pull-htpasswd", push.username, push.password));
      assert.deepEqual(
        ["pull-credentials", "standby-pull-credentials", "push-credentials"].map(
          (name) => login(name).username,
        ),
        ["pull-a", "pull-b", "push"],
      );
    });

    it("change for clients only when every task knows them", async () => {
      const rotated = await host({ activePullUser: PullUser.B, passwordVersions: { pullB: "2" } });
      assert.equal(login("pull-credentials", rotated).username, "pull-b");
      assert.equal(login("standby-pull-credentials", rotated).username, "pull-a");
      const keepers = (user: string): unknown => [
        inputsOf(rotated, "random:index/randomPassword:RandomPassword", `demo-${user}-password`).keepers,
        inputsOf(rotated, "random:index/randomBytes:RandomBytes", `demo-${user}-salt`).keepers,
      ];
      assert.deepEqual(keepers("pull-a"), [{ version: "1" }, { version: "1" }]);
      assert.deepEqual(keepers("pull-b"), [{ version: "2" }, { version: "2" }]);
      for (const door of ["pull", "push"]) {
        const credentials = only(rotated, VERSION, `demo-${door}-credentials-version`);
        assert.ok(rotated.dependsOn(credentials, only(rotated, SERVICE, `demo-${door}`)));
      }
    });

    it("can be recovered for as long as asked", async () => {
      for (const { inputs } of graph.ofType("aws:secretsmanager/secret:Secret")) {
        assert.equal(inputs.recoveryWindowInDays, 30);
      }
      const gone = await host({ secretRecoveryWindowInDays: 0 });
      for (const { inputs } of gone.ofType("aws:secretsmanager/secret:Secret")) {
        assert.equal(inputs.recoveryWindowInDays, 0);
      }
    });
  });

  describe("bucket", () => {
    const parts = (of: ResourceGraph): readonly RecordedResource[] =>
      of.resources.filter(({ type }) => type.startsWith("aws:s3/"));

    it("is versioned, encrypted, private, reached by TLS only, and cleaned up", () => {
      const bucket = only(graph, BUCKET).outputs;
      const of = { bucket: bucket.id };
      assert.deepEqual(
        Object.fromEntries(
          parts(graph).map(({ name, inputs }) => [
            name,
            name.endsWith("policy") ? json(inputs.policy) : inputs,
          ]),
        ),
        {
          "demo-images": { forceDestroy: false },
          "demo-images-ownership": { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
          "demo-images-public-access": {
            ...of,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
          "demo-images-policy": bucketPolicy(String(bucket.arn)),
          "demo-images-encryption": {
            ...of,
            rules: [
              { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false },
            ],
          },
          "demo-images-versioning": { ...of, versioningConfiguration: { status: "Enabled" } },
          "demo-images-lifecycle": {
            ...of,
            rules: [
              {
                id: "abort-incomplete-uploads",
                status: "Enabled",
                filter: { prefix: "" },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 8 },
              },
              {
                id: "expire-noncurrent-versions",
                status: "Enabled",
                filter: { prefix: "" },
                noncurrentVersionExpiration: { noncurrentDays: 30 },
                expiration: { expiredObjectDeleteMarker: true },
              },
            ],
          },
        },
      );
    });

    it("stays with all that protects it, is protected, or goes, as asked", async () => {
      const fate = (of: ResourceGraph): unknown[] => [
        ...new Set(parts(of).map(({ options }) => `${options.retainOnDelete} ${options.protect}`)),
        inputsOf(of, BUCKET).forceDestroy,
        inputsOf(of, "aws:lb/loadBalancer:LoadBalancer").enableDeletionProtection,
      ];
      assert.deepEqual(fate(graph), ["true false", false, false]);
      assert.deepEqual(fate(await host({ onDelete: OnDelete.Protect })), ["false true", false, true]);
      assert.deepEqual(fate(await host({ onDelete: OnDelete.Delete })), ["false false", true, false]);
    });

    it("takes a name, a lifetime of what was deleted, and buckets for access logs", async () => {
      const named = await host({
        bucketName: "images",
        noncurrentVersionExpirationInDays: 7,
        bucketLogsBucketName: "bucket-logs",
        loadBalancerLogsBucketName: "balancer-logs",
      });
      assert.equal(inputsOf(named, BUCKET).bucket, "images");
      assert.match(
        JSON.stringify(inputsOf(named, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")),
        /"noncurrentDays":7/,
      );
      assert.deepEqual(inputsOf(named, "aws:s3/bucketLogging:BucketLogging"), {
        bucket: "images",
        targetBucket: "bucket-logs",
        targetPrefix: "images/",
      });
      assert.deepEqual(inputsOf(named, "aws:lb/loadBalancer:LoadBalancer").accessLogs, {
        bucket: "balancer-logs",
        enabled: true,
      });
    });
  });

  describe("alarms", () => {
    const suffixes = ["5xx", "unhealthy", "no-task", "cpu"].flatMap((each) => [
      `pull-${each}`,
      `push-${each}`,
    ]);

    it("watch both services, the load balancer and the certificate, and tell nobody unless asked", () => {
      assert.deepEqual(
        graph
          .ofType(ALARM)
          .map(({ name }) => name)
          .sort(),
        [...suffixes, "load-balancer-5xx", "certificate-expiry"].map((each) => `demo-${each}`).sort(),
      );
      for (const { inputs } of graph.ofType(ALARM)) assert.equal(inputs.alarmActions, undefined);
    });

    it("look at the right numbers", () => {
      const alarm = (suffix: string): unknown => {
        const { alarmDescription: _description, ...rest } = inputsOf(graph, ALARM, `demo-${suffix}`);
        return rest;
      };
      const LoadBalancer = only(graph, "aws:lb/loadBalancer:LoadBalancer").outputs.arnSuffix;
      for (const door of ["pull", "push"]) {
        const TargetGroup = only(graph, "aws:lb/targetGroup:TargetGroup", `demo-${door}`).outputs.arnSuffix;
        const target = { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer, TargetGroup } };
        const most = "GreaterThanOrEqualToThreshold";
        assert.deepEqual(alarm(`${door}-5xx`), {
          ...target,
          metricName: "HTTPCode_Target_5XX_Count",
          statistic: "Sum",
          comparisonOperator: most,
          threshold: 5,
          period: 300,
          evaluationPeriods: 1,
          treatMissingData: "notBreaching",
        });
        assert.deepEqual(alarm(`${door}-unhealthy`), {
          ...target,
          metricName: "UnHealthyHostCount",
          statistic: "Maximum",
          comparisonOperator: most,
          threshold: 1,
          period: 60,
          evaluationPeriods: 5,
          treatMissingData: "notBreaching",
        });
        assert.deepEqual(alarm(`${door}-no-task`), {
          ...target,
          metricName: "HealthyHostCount",
          statistic: "Maximum",
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          period: 60,
          evaluationPeriods: 2,
          treatMissingData: "breaching",
        });
        assert.deepEqual(alarm(`${door}-cpu`), {
          namespace: "AWS/ECS",
          dimensions: {
            ClusterName: only(graph, "aws:ecs/cluster:Cluster").outputs.name,
            ServiceName: only(graph, SERVICE, `demo-${door}`).outputs.name,
          },
          metricName: "CPUUtilization",
          statistic: "Average",
          comparisonOperator: most,
          threshold: 85,
          period: 300,
          evaluationPeriods: 3,
          treatMissingData: "notBreaching",
        });
      }
      assert.deepEqual(alarm("load-balancer-5xx"), {
        namespace: "AWS/ApplicationELB",
        dimensions: { LoadBalancer },
        metricName: "HTTPCode_ELB_5XX_Count",
        statistic: "Sum",
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 5,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      });
      assert.deepEqual(alarm("certificate-expiry"), {
        namespace: "AWS/CertificateManager",
        dimensions: { CertificateArn: only(graph, "aws:acm/certificate:Certificate").outputs.arn },
        metricName: "DaysToExpiry",
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: 30,
        period: 86_400,
        evaluationPeriods: 1,
        treatMissingData: "ignore",
      });
    });

    it("tell the topics given, also that all is well again", async () => {
      const topics = ["arn:aws:sns:eu-west-1:123456789012:on-call"];
      for (const { inputs } of (await host({ alarmTopicArns: topics })).ofType(ALARM)) {
        assert.deepEqual([inputs.alarmActions, inputs.okActions], [topics, topics]);
      }
    });
  });

  describe("as a component", () => {
    it("takes the arguments of every component to all its resources", async () => {
      const tagged = await host({
        tags: { team: "ml" },
        kmsKeyArn: KEY,
        permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
        rolePath: "/ml/",
        logRetentionInDays: 7,
      });
      const untagged =
        /^(random:|sagemaker-|aws:s3\/bucket[A-Z]|aws:iam\/rolePolicy:|aws:route53\/record:|aws:secretsmanager\/secretVersion:|aws:acm\/certificateValidation:|aws:appautoscaling\/policy:)/;
      for (const { type, name, inputs } of tagged.resources) {
        if (!untagged.test(type)) assert.deepEqual(inputs.tags, { team: "ml" }, `${type} ${name}`);
      }
      for (const { inputs } of tagged.ofType("aws:iam/role:Role")) {
        assert.deepEqual(
          [inputs.path, inputs.permissionsBoundary],
          ["/ml/", "arn:aws:iam::123456789012:policy/boundary"],
        );
      }
      for (const { inputs } of tagged.ofType("aws:cloudwatch/logGroup:LogGroup")) {
        assert.deepEqual([inputs.retentionInDays, inputs.kmsKeyId], [7, KEY]);
      }
      for (const { inputs } of tagged.ofType("aws:secretsmanager/secret:Secret"))
        assert.equal(inputs.kmsKeyId, KEY);
      assert.deepEqual(
        inputsOf(
          tagged,
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        ).rules,
        [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
            bucketKeyEnabled: true,
          },
        ],
      );
      for (const door of ["pull", "push"]) {
        assert.match(
          String(inputsOf(tagged, TASK, `demo-${door}`).containerDefinitions),
          /\\"keyid\\":\\"arn:aws:kms/,
        );
        for (const kind of ["task", "execution"]) {
          const { policy } = inputsOf(tagged, "aws:iam/rolePolicy:RolePolicy", `demo-${door}-${kind}`);
          assert.ok(String(policy).includes(KEY));
        }
      }
    });

    it("keeps every resource below itself, under its own name", () => {
      const component = only(graph, "sagemaker-private-registry:index:RegistryHost");
      for (const each of graph.resources.filter(({ urn }) => urn !== component.urn)) {
        assert.equal(each.parent, component.urn);
        assert.match(each.name, /^demo(-|$)/);
      }
    });

    it("registers as outputs exactly what it offers", () => {
      const { outputs } = only(graph, "sagemaker-private-registry:index:RegistryHost");
      const offered = Object.entries(graph.outputs).filter(([key]) => !key.startsWith("__") && key !== "urn");
      assert.deepEqual(outputs, Object.fromEntries(offered.map(([key, { value }]) => [key, value])));
      assert.equal(offered.length, 19);
      assert.deepEqual(
        [outputs.url, outputs.hostname, outputs.pushUrl],
        [
          "https://registry.ml.example.com",
          "registry.ml.example.com",
          "https://registry.ml.example.com:8443",
        ],
      );
    });

    it("gives its URLs away only when the services answer, and resolve in the VPC", async () => {
      const waiting = await record(() => {
        const { url, hostname, pushUrl } = new RegistryHost("demo", closed);
        for (const [name, output] of Object.entries({ url, hostname, pushUrl })) {
          new Consumer(name, output);
        }
      });
      for (const [name, door] of [
        ["url", "pull"],
        ["hostname", "pull"],
        ["pushUrl", "push"],
      ] as const) {
        const consumer = only(waiting, "test:index:Consumer", name);
        assert.ok(waiting.dependsOn(consumer, only(waiting, SERVICE, `demo-${door}`)), name);
        assert.ok(
          waiting.dependsOn(consumer, only(waiting, "aws:route53/record:Record", "demo-record")),
          name,
        );
        assert.ok(
          waiting.dependsOn(consumer, only(waiting, VERSION, `demo-${door}-credentials-version`)),
          name,
        );
        assert.ok(waiting.dependsOn(consumer, only(waiting, INGRESS, `demo-${door}-client-ingress`)), name);
      }
    });

    it("works in another partition", async () => {
      const china = await host(
        { image: undefined, internetEgress: true },
        { account: { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region: "cn-north-1" } },
      );
      const text = JSON.stringify(china.resources.map(({ inputs }) => inputs));
      assert.ok(text.includes("arn:aws-cn:ecs:cn-north-1:"));
      assert.ok(!text.includes("arn:aws:") && !text.includes("eu-west-1"));
    });
  });

  describe("validation", () => {
    async function problemsOf(args: Partial<RegistryHostArgs>): Promise<string[]> {
      let registered = 0;
      try {
        await record(() => void new RegistryHost("demo", { ...closed, ...args }), {
          outputs: ({ type }) => {
            if (type !== "pulumi:pulumi:Stack") registered++;
            return undefined;
          },
        });
      } catch (error) {
        assert.equal(registered, 0, "nothing is registered");
        assert.ok(error instanceof pulumi.InputPropertiesError, String(error));
        return error.errors.map(({ propertyPath, reason }) => `${propertyPath} ${reason}`);
      }
      throw new Error("the arguments were accepted");
    }

    const table: [string, Partial<RegistryHostArgs>, RegExp][] = [
      ["one subnet", { subnetIds: ["subnet-a"] }, /^subnetIds has 1 items, but must have at least 2/],
      ["a URL for a name", { domainName: "https://registry" }, /^domainName is "https:\/\/registry"/],
      [
        "no certificate",
        { validationZoneId: undefined },
        /^validationZoneId and certificateArn are both missing/,
      ],
      [
        "two certificates",
        { certificateArn: CERTIFICATE },
        /^validationZoneId and certificateArn are both given/,
      ],
      ["one port for both", { pushPort: 443 }, /^pushPort is 443, but must be another port/],
      ["no port", { pushPort: 70_000 }, /^pushPort is 70000/],
      ["everybody pulling", { pullCidrBlocks: { all: "0.0.0.0/0" } }, /^pullCidrBlocks.all is "0.0.0.0\/0"/],
      [
        "IPv6",
        { pushCidrBlocks: { six: "fd00::/8" } },
        /^pushCidrBlocks.six is "fd00::\/8", but must be an IPv4/,
      ],
      ["host bits", { egressCidrBlocks: { a: "10.0.0.1/8" } }, /^egressCidrBlocks.a .*write 10.0.0.0\/8/],
      ["no group", { pullSecurityGroupIds: { a: "models" } }, /^pullSecurityGroupIds.a is "models"/],
      ["no way to AWS", { endpointSecurityGroupId: undefined }, /^endpointSecurityGroupId is missing/],
      [
        "no image in a closed VPC",
        { image: undefined },
        /^image is missing, but must be given without internetEgress/,
      ],
      [
        "an image by tag",
        { image: "registry:3" },
        /^image is "registry:3", but must be an image reference by digest/,
      ],
      [
        "a size without such memory",
        { pushTaskSize: { cpu: 256, memoryInMB: 8192 } },
        /^pushTaskSize memoryInMB/,
      ],
      ["one task", { pullScaling: { minTasks: 1 } }, /^pullScaling minTasks is 1/],
      ["six days", { secretRecoveryWindowInDays: 6 }, /^secretRecoveryWindowInDays is 6/],
      ["a bucket in capitals", { bucketName: "Images" }, /^bucketName is "Images"/],
      ["another fate", { onDelete: "Keep" as OnDelete }, /^onDelete is "Keep", but must be one of "Retain"/],
      ["another user", { activePullUser: "C" as PullUser }, /^activePullUser is "C"/],
      ["no topic", { alarmTopicArns: ["on-call"] }, /^alarmTopicArns\[0\] is "on-call"/],
      ["no cluster", { clusterArn: "default" }, /^clusterArn is "default"/],
    ];
    for (const [what, args, expected] of table) {
      it(`refuses ${what}`, async () => {
        const problems = await problemsOf(args);
        assert.equal(problems.length, 1, problems.join("\n"));
        assert.match(problems[0] ?? "", expected);
      });
    }

    it("names all problems at once", async () => {
      const problems = await problemsOf({
        vpcId: "x",
        subnetIds: [],
        domainName: "",
        image: "a b",
        pushPort: 0,
      });
      assert.deepEqual(problems.map((problem) => problem.split(" ")[0]).sort(), [
        "domainName",
        "image",
        "pushPort",
        "subnetIds",
        "vpcId",
      ]);
    });

    it("holds values that only the deployment knows to the same rules", async () => {
      await assert.rejects(host({ image: pulumi.output("registry:3") }), /by digest/);
      await assert.rejects(
        host({ pullTaskSize: pulumi.output({ cpu: 256, memoryInMB: 8192 }) }),
        /memoryInMB is 8192/,
      );
    });

    it("refuses subnets of one zone when it learns of it", async () => {
      await assert.rejects(host({ subnetIds: ["subnet-1a", "subnet-2a"] }), /at least two zones/);
    });
  });
});

/** A resource that takes an output, as other components do. */
class Consumer extends pulumi.CustomResource {
  constructor(name: string, value: pulumi.Input<string>) {
    super("test:index:Consumer", name, { value });
  }
}
