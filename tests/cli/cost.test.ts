import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimateCost, LIST_PRICES, withPrices, type CostEstimate, type CostItem } from "../../cli/cost";
import { classify } from "../../cli/cost/classify";
import { INSTANCE_PRICES } from "../../cli/cost/instance-prices";
import { checkUsage, requireUsed } from "../../cli/cost/price-file";
import { printCost } from "../../cli/cost/terminal";
import { InputFileError } from "../../cli/program/input-file";
import { rehearse } from "../../cli/program/plan-program";
import { record, type ResourceGraph } from "../../testing";
import { CLI } from "../support/commands";

const ROOT = join(__dirname, "..", "..");

const planOf = async (program: string): Promise<ResourceGraph> => {
  const { graph } = await rehearse({
    program: join(ROOT, program),
    stack: undefined,
    config: {},
    references: [],
    warn: () => undefined,
  });
  return graph;
};

const estimate = async (program: () => unknown): Promise<CostEstimate> => estimateCost(await record(program));

/** What a resource costs in one respect. */
const itemOf = ({ items }: CostEstimate, resource: string, price: string): CostItem => {
  const found = items.filter((item) => item.resource === resource && item.price === price);
  assert.equal(found.length, 1, `${resource} ${price}`);
  return found[0] as CostItem;
};

const monthly = (of: CostEstimate, resource: string, price: string): number =>
  itemOf(of, resource, price).monthly;

const near = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 0.001, `${actual} is not ${expected}`);
};

const reasons = ({ unpriced }: CostEstimate): string => unpriced.map(({ reason }) => reason).join("\n");

describe("the cost of the examples", function () {
  this.timeout(120_000);
  const plans = new Map<string, ResourceGraph>();
  const EXAMPLES = ["quickstart", "existing-registry", "existing-vpc", "two-stacks/platform"];
  before(async () => {
    for (const example of EXAMPLES) plans.set(example, await planOf(`examples/${example}`));
  });
  const plan = (example: string): ResourceGraph => {
    const graph = plans.get(example);
    assert.ok(graph);
    return graph;
  };

  for (const example of EXAMPLES) {
    it(`${example}: every resource is priced, costs nothing for a reason, or is said not to be priced`, () => {
      const graph = plan(example);
      const { items, unpriced } = estimateCost(graph);
      for (const resource of graph.resources) {
        const classified = classify(resource, graph);
        if (classified === undefined) {
          assert.ok(!resource.custom || resource.read || resource.type.startsWith("pulumi:"), resource.type);
        } else if ("free" in classified) {
          assert.notEqual(classified.free, "", resource.type);
        } else {
          const told = [...items, ...unpriced].some((each) => each.resource === resource.name);
          assert.ok(told, `${resource.type} ${resource.name} is left out`);
        }
      }
      assert.doesNotMatch(reasons(estimateCost(graph)), /not in the table/);
    });
  }

  it("quickstart: instances, tasks, endpoints and the rest to the cent", () => {
    const cost = estimateCost(plan("quickstart"));
    near(monthly(cost, "demo-endpoint", "sagemaker.instance.ml.m5.large"), 0.115 * 730);
    near(monthly(cost, "demo-registry-pull", "fargate.arm.vcpu"), 2 * 0.5 * 0.03238 * 730);
    near(monthly(cost, "demo-registry-push", "fargate.arm.memory"), 0.00356 * 730);
    near(monthly(cost, "demo-registry", "alb.hour"), 0.0225 * 730);
    near(monthly(cost, "demo-network-lambda", "endpoint.hour"), 2 * 0.01 * 730);
    near(monthly(cost, "demo-registry-zone", "zone.month"), 0.5);
    const endpoints = cost.items.filter(({ price }) => price === "endpoint.hour");
    assert.equal(endpoints.length, 5);
    assert.ok(
      !cost.items.some(({ resource }) => resource === "demo-network-s3"),
      "gateway endpoints are free",
    );
    near(
      cost.total,
      cost.items.reduce((total, item) => total + item.quantity * item.unitPrice, 0),
    );
    assert.deepEqual(
      cost.items.map((item) => item.monthly),
      [...cost.items.map((item) => item.monthly)].sort((one, other) => other - one),
    );
    assert.ok(cost.items.filter(({ byUse }) => byUse).every((item) => item.monthly === 0));
  });

  it("quickstart: its network in other ways", () => {
    const cost = estimateCost(plan("quickstart"));
    assert.deepEqual(
      cost.alternatives.map(({ title, total }) => [title, total]),
      [
        ["Closed VPC, 5 interface endpoints in 2 zones (this plan)", 73],
        ["One NAT gateway", 36.5],
        ["One NAT gateway in each zone", 73],
      ],
    );
    const [closed, single] = cost.alternatives;
    near(closed?.planTotal ?? 0, cost.total);
    near(single?.planTotal ?? 0, cost.total - 73 + 36.5);
    assert.ok(cost.alternatives.every(({ note }) => note.length > 20));
  });

  it("existing-registry: the endpoint and what watches it; no other networks of a VPC that is not the plan's", () => {
    const cost = estimateCost(plan("existing-registry"));
    near(monthly(cost, "fraud-endpoint", "sagemaker.instance.ml.m5.large"), 83.95);
    assert.deepEqual(cost.alternatives, []);
    const others = cost.items.filter(
      ({ monthly: amount, type }) => amount > 0 && !type.includes("sagemaker"),
    );
    assert.ok(others.every(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm"));
    near(cost.total, 83.95 + others.reduce((total, each) => total + each.quantity * each.unitPrice, 0));
  });

  it("existing-vpc: pays for the endpoints that it asks for, and has no alternatives", () => {
    const cost = estimateCost(plan("existing-vpc"));
    const endpoints = cost.items.filter(({ price }) => price === "endpoint.hour");
    assert.deepEqual(
      endpoints.map(({ resource }) => resource).sort(),
      ["ecr-api", "ecr-dkr", "lambda", "logs", "secretsmanager"].map((each) => `fraud-network-${each}`),
    );
    near(
      endpoints.reduce((total, each) => total + each.monthly, 0),
      73,
    );
    assert.deepEqual(cost.alternatives, []);
  });

  it("is in the report of a rehearsal's form: JSON all through", () => {
    const cost = estimateCost(plan("quickstart"));
    assert.deepEqual(JSON.parse(JSON.stringify(cost)), cost);
  });

  it("prints lines of at most 100 characters", () => {
    for (const [name, graph] of plans) {
      const printed = printCost(name, estimateCost(graph), { colours: false, width: 100 });
      assert.deepEqual(
        printed.split("\n").filter((line) => line.length > 100),
        [],
      );
    }
  });
});

describe("the cost of SageMaker endpoints", () => {
  const endpoint = (
    variants: aws.types.input.sagemaker.EndpointConfigurationProductionVariant[],
    shadow: aws.types.input.sagemaker.EndpointConfigurationShadowProductionVariant[] = [],
  ) => {
    const configuration = new aws.sagemaker.EndpointConfiguration("config", {
      productionVariants: variants,
      shadowProductionVariants: shadow,
    });
    return new aws.sagemaker.Endpoint("endpoint", { name: "fraud", endpointConfigName: configuration.name });
  };
  const variant = (more: object) => ({ modelName: "model", variantName: "main", ...more });

  it("is that of every variant's instances, shadows too", async () => {
    const cost = await estimate(() => {
      endpoint(
        [variant({ instanceType: "ml.g5.xlarge", initialInstanceCount: 3 })],
        [variant({ variantName: "shadow", instanceType: "ml.c5.xlarge", initialInstanceCount: 1 })],
      );
    });
    near(monthly(cost, "endpoint", "sagemaker.instance.ml.g5.xlarge"), 3 * 1.408 * 730);
    near(monthly(cost, "endpoint", "sagemaker.instance.ml.c5.xlarge"), 0.204 * 730);
    assert.match(itemOf(cost, "endpoint", "sagemaker.instance.ml.g5.xlarge").what, /main: 3 instances/);
  });

  it("is that of the least that autoscaling keeps", async () => {
    const cost = await estimate(() => {
      endpoint([variant({ instanceType: "ml.m5.large", initialInstanceCount: 4 })]);
      new aws.appautoscaling.Target("scaling", {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: "endpoint/fraud/variant/main",
        minCapacity: 2,
        maxCapacity: 9,
      });
    });
    near(cost.total, 2 * 83.95);
  });

  it("is not known of types and forms that the table does not have", async () => {
    const cost = await estimate(() => {
      endpoint([
        variant({ instanceType: "ml.c7g.large", initialInstanceCount: 1 }),
        variant({ variantName: "other", serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 1024 } }),
        variant({ variantName: "disk", instanceType: "ml.m5.large", volumeSizeInGb: 50 }),
      ]);
    });
    near(cost.total, 83.95);
    assert.match(reasons(cost), /no ml\.c7g\.large: give its price as "sagemaker\.instance\.ml\.c7g\.large"/);
    assert.match(reasons(cost), /variant other is serverless/);
    assert.match(reasons(cost), /50 GB of storage for each instance of variant disk/);
    assert.ok(cost.unpriced.every(({ resource }) => resource === "endpoint"));
  });

  it("is not known of an endpoint whose configuration is elsewhere", async () => {
    const cost = await estimate(() => {
      new aws.sagemaker.Endpoint("endpoint", { endpointConfigName: "theirs" });
    });
    assert.equal(cost.total, 0);
    assert.match(reasons(cost), /which this program does not make/);
  });
});

describe("the cost of tasks", () => {
  const service = (definition: object, more: object = {}) => {
    const cluster = new aws.ecs.Cluster("cluster", {});
    const task = new aws.ecs.TaskDefinition("task", {
      family: "task",
      containerDefinitions: "[]",
      cpu: "1 vCPU",
      memory: "2GB",
      ...definition,
    });
    new aws.ecs.Service("service", {
      cluster: cluster.arn,
      taskDefinition: task.arn,
      launchType: "FARGATE",
      desiredCount: 3,
      ...more,
    });
  };

  it("is that of vCPU and memory, by architecture, in either way to write a size", async () => {
    const x86 = await estimate(() => {
      service({});
    });
    near(x86.total, 3 * 730 * (0.04048 + 2 * 0.004445));
    const arm = await estimate(() => {
      service({ cpu: "256", memory: "512", runtimePlatform: { cpuArchitecture: "ARM64" } });
    });
    near(arm.total, 3 * 730 * (0.25 * 0.03238 + 0.5 * 0.00356));
  });

  it("counts storage above what is free", async () => {
    const cost = await estimate(() => {
      service({ ephemeralStorage: { sizeInGib: 120 } });
    });
    near(monthly(cost, "service", "fargate.storage"), 3 * 100 * 0.000111 * 730);
  });

  it("is not known of Spot, Windows, instances and task definitions of elsewhere", async () => {
    for (const [definition, more, reason] of [
      [
        {},
        { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
        /Spot changes/,
      ],
      [{ runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }, {}, /Windows/],
      [{}, { launchType: "EC2" }, /instances or providers of the cluster/],
      [{}, { taskDefinition: "theirs" }, /which this program does not make/],
    ] as const) {
      const cost = await estimate(() => {
        service(definition, more);
      });
      assert.equal(cost.total, 0);
      assert.match(reasons(cost), reason);
    }
  });
});

describe("the cost of the network", () => {
  it("is that of NAT gateways, each with a public address that is counted once", async () => {
    const cost = await estimate(() => {
      const address = new aws.ec2.Eip("address", { domain: "vpc" });
      new aws.ec2.NatGateway("with", { subnetId: "subnet-1", allocationId: address.id });
      new aws.ec2.NatGateway("given", { subnetId: "subnet-1", allocationId: "eipalloc-1" });
      new aws.ec2.NatGateway("private", { subnetId: "subnet-1", connectivityType: "private" });
    });
    near(cost.total, 3 * 32.85 + 2 * 3.65);
    assert.equal(
      cost.items.filter(({ price, monthly: amount }) => price === "ipv4.hour" && amount > 0).length,
      2,
    );
  });

  it("is that of a VPC of awsx, by its strategy", async () => {
    const awsx = await import("@pulumi/awsx");
    for (const [strategy, natGateways] of [
      ["None", 0],
      ["Single", 1],
      ["OnePerAz", 2],
    ] as const) {
      const cost = await estimate(() => {
        new awsx.ec2.Vpc("vpc", { numberOfAvailabilityZones: 2, natGateways: { strategy } });
      });
      near(cost.total, natGateways * (32.85 + 3.65));
    }
  });

  it("is that of load balancers, with public addresses where they face the internet", async () => {
    const cost = await estimate(() => {
      new aws.lb.LoadBalancer("inside", { internal: true, subnets: ["subnet-1", "subnet-2"] });
      new aws.lb.LoadBalancer("outside", { loadBalancerType: "network", subnets: ["subnet-1", "subnet-2"] });
      new aws.lb.LoadBalancer("gateway", { loadBalancerType: "gateway", subnets: ["subnet-1"] });
    });
    near(cost.total, 2 * 16.425 + 2 * 3.65);
    assert.match(reasons(cost), /gateway load balancer is not in the table/);
  });

  it("is that of interface endpoints by zone, wherever the plan says the zones", async () => {
    const cost = await estimate(() => {
      const endpoint = new aws.ec2.VpcEndpoint("endpoint", {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.lambda",
        vpcEndpointType: "Interface",
        subnetIds: ["subnet-1", "subnet-2"],
      });
      new aws.ec2.VpcEndpointSubnetAssociation("third", { vpcEndpointId: endpoint.id, subnetId: "subnet-3" });
      new aws.ec2.VpcEndpoint("s3", { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-west-1.s3" });
      new aws.ec2.VpcEndpoint("nowhere", {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.logs",
        vpcEndpointType: "Interface",
      });
    });
    near(cost.total, 3 * 7.3);
    assert.deepEqual(
      cost.unpriced.map(({ resource }) => resource),
      ["nowhere"],
    );
  });
});

describe("the cost of other services", () => {
  it("is by the month, and by use where the user says how much", async () => {
    const program = () => {
      new aws.secretsmanager.Secret("secret", {});
      new aws.kms.Key("key", {});
      new aws.cloudwatch.Dashboard("dashboard", { dashboardName: "d", dashboardBody: "{}" });
      new aws.s3.Bucket("bucket", {});
      new aws.ecr.Repository("images", {});
      new aws.route53.Zone("public", { name: "example.com" });
      new aws.acm.Certificate("certificate", { domainName: "example.com", validationMethod: "DNS" });
      new aws.lambda.Function("function", {
        role: "arn:aws:iam::123456789012:role/r",
        architectures: ["arm64"],
      });
    };
    const graph = await record(program);
    near(estimateCost(graph).total, 0.4 + 1 + 3 + 0.5);
    const used = {
      bucket: { "s3.storage": 100, "s3.get": 5 },
      function: { "lambda.requests": 2, "lambda.arm.duration": 1000 },
    };
    const cost = estimateCost(graph, LIST_PRICES, used);
    near(monthly(cost, "bucket", "s3.storage"), 2.3);
    near(cost.total, 4.9 + 2.3 + 0.002 + 0.4 + 0.0133);
    assert.ok(itemOf(cost, "bucket", "s3.storage").byUse);
    requireUsed(used, cost, "usage.json");
    assert.throws(() => {
      requireUsed({ bucket: { "ecr.storage": 1 }, nowhere: { "s3.get": 1 } }, cost, "usage.json");
    }, /bucket\.ecr\.storage: .*s3\.get, s3\.put, s3\.storage[^]*nowhere\.s3\.get: the plan has no resource "nowhere"/);
  });

  it("counts an alarm by its metrics and period, and a custom metric once", async () => {
    const alarm = (name: string, more: object) =>
      new aws.cloudwatch.MetricAlarm(name, {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        ...more,
      });
    const cost = await estimate(() => {
      alarm("own", { namespace: "AWS/Lambda", metricName: "Errors", period: 300 });
      alarm("instances", { namespace: "/aws/sagemaker/Endpoints", metricName: "CPUUtilization", period: 60 });
      alarm("custom", { namespace: "Mine", metricName: "M", dimensions: { a: "1", b: "2" }, period: 60 });
      alarm("again", { namespace: "Mine", metricName: "M", dimensions: { b: "2", a: "1" }, period: 60 });
      alarm("fast", { namespace: "AWS/Lambda", metricName: "Errors", period: 10 });
      alarm("two", {
        metricQueries: [
          { id: "a", metric: { namespace: "AWS/Lambda", metricName: "Errors", period: 60, stat: "Sum" } },
          { id: "b", metric: { namespace: "AWS/Lambda", metricName: "Duration", period: 60, stat: "Sum" } },
          { id: "c", expression: "a/b" },
        ],
      });
    });
    near(cost.total, 4 * 0.1 + 0.3 + 0.2 + 0.3);
    assert.deepEqual(
      cost.items.filter(({ price }) => price === "metric.month").map(({ resource }) => resource),
      ["custom"],
    );
  });

  it("is not known of types that the table does not have", async () => {
    const cost = await estimate(() => {
      new aws.ec2.Instance("instance", { instanceType: "m5.large", ami: "ami-1" });
      new aws.acm.Certificate("private", {
        domainName: "example.com",
        certificateAuthorityArn: "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a",
      });
      new aws.cloudwatch.LogGroup("rare", { logGroupClass: "INFREQUENT_ACCESS" });
    });
    assert.deepEqual(cost.unpriced.map(({ resource }) => resource).sort(), ["instance", "private", "rare"]);
    assert.match(reasons(cost), /aws:ec2\/instance:Instance are not in the table/);
  });

  it("leaves out what the program only reads", async () => {
    const cost = await estimate(() => {
      aws.secretsmanager.Secret.get(
        "theirs",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-abcdef",
      );
    });
    assert.deepEqual(cost.items, []);
  });
});

describe("the network in other ways", () => {
  const vpcWith = (natGateways: number, endpoints: number) => () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    const subnets = ["a", "b", "c"].map(
      (zone) => new aws.ec2.Subnet(zone, { vpcId: vpc.id, availabilityZone: `eu-west-1${zone}` }),
    );
    subnets.slice(0, natGateways).forEach(({ id }, index) => {
      new aws.ec2.NatGateway(`nat-${index}`, { subnetId: id, allocationId: `eipalloc-${index}` });
    });
    ["lambda", "logs"].slice(0, endpoints).forEach((service) => {
      new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: subnets.map(({ id }) => id),
      });
    });
  };

  it("has the plan's own form among them, also where it is none of the three", async () => {
    const both = await estimate(vpcWith(1, 2));
    assert.deepEqual(
      both.alternatives.map(({ title, total, planTotal }) => [title, total, planTotal]),
      [
        ["1 NAT gateway, and interface endpoints (this plan)", 80.3, 80.3],
        ["Closed VPC, 2 interface endpoints in 3 zones", 43.8, 43.8],
        ["One NAT gateway", 36.5, 36.5],
        ["One NAT gateway in each zone", 109.5, 109.5],
      ],
    );
    const closed = await estimate(vpcWith(0, 1));
    assert.equal(closed.alternatives[0]?.title, "Closed VPC, 1 interface endpoint in 3 zones (this plan)");
  });

  it("needs the endpoints of tasks where the plan has tasks and no endpoints", async () => {
    const cost = await estimate(() => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      const { id } = new aws.ec2.Subnet("a", { vpcId: vpc.id, availabilityZone: "eu-west-1a" });
      new aws.ec2.NatGateway("nat", { subnetId: id });
      new aws.ecs.Service("service", { networkConfiguration: { subnets: [id] } });
    });
    assert.deepEqual(
      cost.alternatives.map(({ title, total }) => [title, total]),
      [
        ["Closed VPC, 4 interface endpoints in 1 zone", 29.2],
        ["One NAT gateway (this plan)", 36.5],
      ],
    );
  });
});

describe("a price table", () => {
  it("has an amount, a unit and a source of a day for every price", () => {
    for (const [name, { amount, unit, what, source, asOf }] of Object.entries(LIST_PRICES.prices)) {
      assert.ok(amount > 0, name);
      assert.ok(unit !== "" && what !== "", name);
      assert.match(source, /^https:\/\/aws\.amazon\.com\//, name);
      assert.match(asOf ?? "", /^20\d\d-\d\d-\d\d$/, name);
    }
    assert.ok(Object.keys(INSTANCE_PRICES).length >= 10, "several families");
  });

  it("is what the user's own prices replace or add to", async () => {
    const graph = await record(() => {
      new aws.ec2.NatGateway("nat", { subnetId: "subnet-1" });
      const configuration = new aws.sagemaker.EndpointConfiguration("config", {
        productionVariants: [{ modelName: "m", instanceType: "ml.c7g.large", initialInstanceCount: 1 }],
      });
      new aws.sagemaker.Endpoint("endpoint", { endpointConfigName: configuration.name });
    });
    const table = withPrices(
      {
        source: "eu-west-1, read today",
        prices: { "nat.hour": 0.048, "sagemaker.instance.ml.c7g.large": 0.1 },
      },
      "prices.json",
    );
    const cost = estimateCost(graph, table);
    near(cost.total, (0.048 + 0.005 + 0.1) * 730);
    assert.match(cost.source, /^eu-west-1, read today; for all else AWS list prices of us-east-1/);
    assert.deepEqual(cost.unpriced, []);
  });

  it("stands alone in another currency", async () => {
    const table = withPrices({ currency: "EUR", prices: { "nat.hour": 0.05 } }, "prices.json");
    const cost = estimateCost(
      await record(() => new aws.ec2.NatGateway("nat", { subnetId: "subnet-1" })),
      table,
    );
    assert.equal(cost.currency, "EUR");
    near(cost.total, 36.5);
    assert.equal(cost.source, "prices of prices.json");
    assert.match(reasons(cost), /no 1 public IPv4 address: give its price as "ipv4\.hour"/);
  });

  it("says all that is wrong at once", () => {
    const problems = (given: unknown, check: (given: unknown, file: string) => unknown = withPrices) => {
      try {
        check(given, "file.json");
      } catch (error) {
        assert.ok(error instanceof InputFileError);
        return error.problems.map(({ path, reason }) => `${path} ${reason}`);
      }
      return [];
    };
    const all = problems({
      currency: "dollars",
      source: 1,
      discount: 5,
      prices: { "nat.hour": -1, "nat.day": 1, "sagemaker.instance.m5": "x" },
    });
    assert.equal(all.length, 7, all.join("\n"));
    assert.match(all.join("\n"), /nat\.hour is -1: write the price of one hour as a number of 0 or more/);
    assert.match(all.join("\n"), /nat\.day is no price of the table: there are .*nat\.hour/);
    assert.match(problems([])[0] ?? "", /it is no object/);
    assert.match(problems({})[0] ?? "", /prices is missing/);
    assert.deepEqual(problems({ bucket: { "s3.storage": "much", "s3.moon": 1 }, other: 1 }, checkUsage), [
      'bucket.s3.storage is "much": write a number of 0 or more',
      "bucket.s3.moon is no price of the table",
      "other is no object of quantities by price",
    ]);
    assert.deepEqual(problems({ bucket: { "s3.storage": 1 } }, checkUsage), []);
  });
});

describe("the command cost", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "cost test "));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [...CLI, "cost", ...args], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });

  it("prints subtotals, the total and where the prices come from", () => {
    const { status, stdout, stderr } = run("tests/programs/complete");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Monthly cost of complete, stack rehearsal .*, while it runs idle\n/);
    assert.match(stdout, /Interface endpoints +14\.60 USD/);
    assert.match(stdout, /\nTotal a month +\d+\.\d\d USD\n/);
    assert.match(stdout, /Prices: AWS list prices of us-east-1 in USD/);
  });

  it("prints the estimate as JSON, with the user's prices and use", () => {
    const { status, stdout, stderr } = run(
      "tests/programs/complete",
      "--json",
      "--prices",
      file("prices.json", { prices: { "endpoint.hour": 0.1 } }),
      "--usage",
      file("usage.json", { lambda: { "endpoint.data": 100 } }),
    );
    assert.equal(status, 0, stderr);
    const cost = JSON.parse(stdout) as CostEstimate;
    near(monthly(cost, "lambda", "endpoint.hour"), 2 * 0.1 * 730);
    near(monthly(cost, "lambda", "endpoint.data"), 1);
  });

  it("ends with 64 where a file cannot be used, and with 1 where the program fails", () => {
    const missing = run("tests/programs/complete", "--prices", join(folder, "none.json"));
    assert.equal(missing.status, 64);
    assert.match(missing.stderr, /none\.json cannot be used:\n {2}- there is no such file/);
    const malformed = run("tests/programs/complete", "--prices", file("malformed.json", "{"));
    assert.match(malformed.stderr, /it is no JSON/);
    const unused = run("tests/programs/complete", "--usage", file("other.json", { x: { "s3.get": 1 } }));
    assert.equal(unused.status, 64);
    assert.match(unused.stderr, /x\.s3\.get: the plan has no resource "x"/);
    assert.equal(run("tests/programs/invalid").status, 1);
    assert.equal(run().status, 64);
  });
});
