import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costCommand } from "../../cli/commands/cost";
import { estimateCost, type CostEstimate, type CostItem } from "../../cli/cost/estimate";
import { LIST_PRICES, readPrices } from "../../cli/cost/prices";
import * as data from "../../cli/cost/list-prices.json";
import { printCost } from "../../cli/cost/print-cost";
import { InputFileError } from "../../cli/program/input-file";
import { planProgram } from "../../cli/program/plan-program";
import { record, type ResourceGraph } from "../../testing";

const ROOT = join(__dirname, "..", "..");

const planOf = async (program: string): Promise<ResourceGraph> => {
  const { graph } = await planProgram({
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
    it(`${example}: every resource that it creates is in the table`, () => {
      const { unpriced } = estimateCost(plan(example));
      assert.deepEqual(unpriced, []);
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
  });

  it("quickstart: other networks", () => {
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

  it("is unknown for types and forms that the table does not have", async () => {
    const cost = await estimate(() => {
      endpoint([
        variant({ instanceType: "ml.c7g.large", initialInstanceCount: 1 }),
        variant({ variantName: "other", serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 1024 } }),
        variant({ variantName: "disk", instanceType: "ml.m5.large", volumeSizeInGb: 50 }),
      ]);
    });
    near(cost.total, 83.95);
    assert.match(reasons(cost), /the price sagemaker\.instance\.ml\.c7g\.large is unknown/);
    assert.match(reasons(cost), /variant other is serverless/);
    assert.ok(cost.unpriced.every(({ resource }) => resource === "endpoint"));
  });

  it("is unknown for an endpoint whose configuration is elsewhere", async () => {
    const cost = await estimate(() => {
      new aws.sagemaker.Endpoint("endpoint", { endpointConfigName: "theirs" });
    });
    assert.equal(cost.total, 0);
    assert.match(reasons(cost), /outside this program/);
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

  it("is unknown for Spot, Windows, instances and task definitions of elsewhere", async () => {
    for (const [definition, more, reason] of [
      [
        {},
        { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
        /FARGATE have a price/,
      ],
      [{ runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }, {}, /Linux tasks/],
      [{}, { launchType: "EC2" }, /launch type FARGATE/],
      [{}, { taskDefinition: "theirs" }, /outside this program/],
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
  it("is that of NAT gateways and of each public address that the plan creates", async () => {
    const cost = await estimate(() => {
      const address = new aws.ec2.Eip("address", { domain: "vpc" });
      new aws.ec2.NatGateway("public", { subnetId: "subnet-1", allocationId: address.id });
      new aws.ec2.NatGateway("private", { subnetId: "subnet-1", connectivityType: "private" });
    });
    near(cost.total, 2 * 32.85 + 3.65);
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
    assert.match(reasons(cost), /gateway load balancers have no price/);
  });

  it("is that of interface endpoints by zone, wherever the plan says the zones", async () => {
    const cost = await estimate(() => {
      new aws.ec2.VpcEndpoint("endpoint", {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.lambda",
        vpcEndpointType: "Interface",
        subnetIds: ["subnet-1", "subnet-2"],
      });
      new aws.ec2.VpcEndpoint("s3", { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-west-1.s3" });
      new aws.ec2.VpcEndpoint("nowhere", {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.logs",
        vpcEndpointType: "Interface",
      });
    });
    near(cost.total, 2 * 7.3);
    assert.deepEqual(
      cost.unpriced.map(({ resource }) => resource),
      ["nowhere"],
    );
  });
});

describe("the cost of other services", () => {
  it("is the price of a month, and nothing for what is charged by usage", async () => {
    const cost = await estimate(() => {
      new aws.secretsmanager.Secret("secret", {});
      new aws.kms.Key("key", {});
      new aws.cloudwatch.Dashboard("dashboard", { dashboardName: "d", dashboardBody: "{}" });
      new aws.s3.Bucket("bucket", {});
      new aws.ecr.Repository("images", {});
      new aws.route53.Zone("public", { name: "example.com" });
      new aws.acm.Certificate("certificate", { domainName: "example.com", validationMethod: "DNS" });
      new aws.lambda.Function("function", { role: "arn:aws:iam::123456789012:role/r" });
    });
    near(cost.total, 0.4 + 1 + 3 + 0.5);
    assert.deepEqual(cost.unpriced, []);
    assert.match(cost.notIncluded.join("\n"), /usage-based charges/);
  });

  it("counts an alarm by its metrics, and the alarms of target tracking", async () => {
    const cost = await estimate(() => {
      const alarm = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };
      new aws.cloudwatch.MetricAlarm("one", { ...alarm, namespace: "AWS/Lambda", metricName: "Errors" });
      new aws.cloudwatch.MetricAlarm("two", {
        ...alarm,
        metricQueries: [
          { id: "a", metric: { namespace: "AWS/Lambda", metricName: "Errors", period: 60, stat: "Sum" } },
          { id: "b", metric: { namespace: "AWS/Lambda", metricName: "Duration", period: 60, stat: "Sum" } },
          { id: "c", expression: "a/b" },
        ],
      });
      new aws.appautoscaling.Policy("scaling", {
        policyType: "TargetTrackingScaling",
        resourceId: "endpoint/fraud/variant/main",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        serviceNamespace: "sagemaker",
      });
    });
    near(cost.total, 5 * 0.1);
  });

  it("is unknown for types that the table does not have", async () => {
    const cost = await estimate(() => {
      new aws.ec2.Instance("instance", { instanceType: "m5.large", ami: "ami-1" });
    });
    assert.deepEqual(cost.unpriced, [
      { resource: "instance", reason: "aws:ec2/instance:Instance has no price in the table" },
    ]);
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

describe("other networks", () => {
  const vpcWith = (natGateways: number, endpoints: number) => () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    const subnets = ["a", "b", "c"].map(
      (zone) => new aws.ec2.Subnet(zone, { vpcId: vpc.id, availabilityZone: `eu-west-1${zone}` }),
    );
    subnets.slice(0, natGateways).forEach(({ id }, index) => {
      const address = new aws.ec2.Eip(`address-${index}`, { domain: "vpc" });
      new aws.ec2.NatGateway(`nat-${index}`, { subnetId: id, allocationId: address.id });
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
        ["1 NAT gateway and interface endpoints (this plan)", 80.3, 80.3],
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

describe("prices", () => {
  const folder = mkdtempSync(join(tmpdir(), "cost test "));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (content: unknown): string => {
    const path = join(folder, "prices.json");
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it("have an amount, a unit and a date each", () => {
    for (const [name, { amount, unit, what }] of Object.entries(LIST_PRICES.prices)) {
      assert.ok(amount > 0, name);
      assert.ok(unit !== "" && what !== "", name);
    }
    for (const [name, price] of Object.entries(data.prices)) {
      assert.match(String(price[3]), /^20\d\d-\d\d-\d\d$/, name);
    }
    assert.ok(Object.keys(data.instances).length >= 10, "several families");
  });

  it("can be the user's own", async () => {
    const graph = await record(() => {
      new aws.ec2.NatGateway("nat", { subnetId: "subnet-1" });
      const configuration = new aws.sagemaker.EndpointConfiguration("config", {
        productionVariants: [{ modelName: "m", instanceType: "ml.c7g.large", initialInstanceCount: 1 }],
      });
      new aws.sagemaker.Endpoint("endpoint", { endpointConfigName: configuration.name });
    });
    const own = file({ prices: { "nat.hour": 0.048, "sagemaker.instance.ml.c7g.large": 0.1 } });
    const cost = estimateCost(graph, readPrices(own));
    near(cost.total, (0.048 + 0.1) * 730);
    assert.match(cost.source, /prices\.json; all other prices: AWS list prices of us-east-1/);
    assert.deepEqual(cost.unpriced, []);
  });

  it("that are invalid are refused with all problems", () => {
    const problems = (content: unknown) => {
      try {
        readPrices(file(content));
      } catch (error) {
        assert.ok(error instanceof InputFileError);
        return error.problems.map(({ path }) => path);
      }
      return [];
    };
    const prices = { "nat.hour": -1, "nat.day": 1, "sagemaker.instance.m5": "x" };
    assert.deepEqual(problems({ discount: 5, prices }), [
      "discount",
      "prices.nat.hour",
      "prices.nat.day",
      "prices.sagemaker.instance.m5",
      "prices.sagemaker.instance.m5",
    ]);
    assert.deepEqual(problems([]), ["prices"]);
    assert.deepEqual(problems({ prices: { "nat.hour": 0 } }), []);
  });

  it("are printed by the command cost, as text and as JSON", async () => {
    const printed = async (json: boolean, prices?: string): Promise<string> => {
      const { write } = process.stdout;
      let output = "";
      process.stdout.write = (text: string) => ((output += text), true);
      try {
        const program = join(ROOT, "tests/programs/complete");
        const warn = () => undefined;
        assert.equal(
          await costCommand({ program, stack: undefined, config: {}, references: [], warn, prices, json }),
          0,
        );
      } finally {
        process.stdout.write = write;
      }
      return output;
    };
    const text = await printed(false);
    assert.match(text, /^Monthly cost of complete, stack rehearsal .*when idle\n/);
    assert.match(text, /interface endpoint in 2 zones, 0\.01 per hour +14\.60\n/);
    assert.match(text, /\nTotal a month +\d+\.\d\d USD\n/);
    const cost = JSON.parse(await printed(true, file({ prices: { "endpoint.hour": 0.1 } }))) as CostEstimate;
    near(monthly(cost, "lambda", "endpoint.hour"), 2 * 0.1 * 730);
  });
});
