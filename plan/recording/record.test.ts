import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as awsx from "@pulumi/awsx";
import * as random from "@pulumi/random";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { record } from "../../testing";

class Pair extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Pair", name, {}, opts);
    const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy: "{}" }, { parent: this });
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: pulumi.secret("{}") },
      { parent: this, retainOnDelete: true },
    );
    this.arn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}

describe("record", () => {
  it("records resources with parent, inputs, secrets, dependencies and options", async () => {
    const graph = await record(() => {
      const pair = new Pair("p");
      new aws.sagemaker.Model("m", { executionRoleArn: pair.arn });
      return { arn: pair.arn, hidden: pulumi.secret("s") };
    });
    const pair = graph.only("test:index:Pair");
    const role = graph.only("aws:iam/role:Role");
    const policy = graph.only("aws:iam/rolePolicy:RolePolicy");
    const model = graph.only("aws:sagemaker/model:Model");
    assert.deepEqual(graph.childrenOf(pair), [role, policy]);
    assert.deepEqual(policy.inputs, { role: role.outputs.name, policy: "{}" });
    assert.deepEqual(policy.secretPaths, ["policy"]);
    assert.equal(policy.options.retainOnDelete, true);
    assert.equal(role.options.retainOnDelete, false);
    assert.equal(pair.outputs.arn, role.outputs.arn);
    assert.ok(graph.dependsOn(model, policy) && graph.dependsOn(model, role));
    assert.ok(!graph.dependsOn(role, model));
    assert.deepEqual(graph.outputs, {
      arn: { value: role.outputs.arn, secret: false },
      hidden: { value: "s", secret: true },
    });
  });

  it("throws what a program throws, at once and in an apply", async () => {
    await assert.rejects(
      record(() => {
        throw new Error("at once");
      }),
      /at once/,
    );
    await assert.rejects(
      record(() => {
        const role = new aws.iam.Role("r", { assumeRolePolicy: "{}" });
        new aws.iam.Role("s", {
          assumeRolePolicy: role.arn.apply((): string => {
            throw new Error("in an apply");
          }),
        });
      }),
      /in an apply/,
    );
    const graph = await record(() => void new Pair("after"));
    assert.equal(graph.resources.length, 3);
  });

  it("records programs that are started at once one after the other, each in its own project", async () => {
    const names = ["a", "b", "c"];
    const graphs = await Promise.all(
      names.map((project) =>
        record(
          async () => {
            await new Promise((resolve) => setImmediate(resolve));
            new aws.iam.Role("same", { assumeRolePolicy: "{}" });
          },
          { project },
        ),
      ),
    );
    assert.deepEqual(
      graphs.map(({ resources }) => resources.map(({ urn }) => urn.split("::")[1])),
      [["a"], ["b"], ["c"]],
    );
  });

  it("refuses to record a program within a program, and records the next one", async () => {
    await assert.rejects(
      record(() => record(() => undefined)),
      /called by a program that is being recorded/,
    );
    const graph = await record(() => void new Pair("next"));
    assert.equal(graph.resources.length, 3);
  });

  it("leaves no rejection unhandled of what a program throws, and gives listeners back", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    const before = process.listeners("unhandledRejection");
    process.on("unhandledRejection", listener);
    try {
      const failed = record(() => Promise.reject(new Error("later")));
      await assert.rejects(failed, /later/);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(unhandled, []);
      assert.deepEqual(process.listeners("unhandledRejection"), [...before, listener]);
    } finally {
      process.off("unhandledRejection", listener);
    }
  });

  it("leaves the stacks of a program's errors as they are, and how they are written to whoever says so", async () => {
    const { prepareStackTrace } = Error;
    const stackOf = async (program: () => unknown): Promise<string> => {
      const error: unknown = await record(program).catch((reason: unknown) => reason);
      assert.equal(Error.prepareStackTrace, prepareStackTrace);
      return String((error as Error).stack);
    };
    const fail = (): never => {
      throw new Error("a mistake");
    };
    const here = /^Error: a mistake\n\s+at fail \(.*record\.test\.ts:\d+:\d+\)\n\s+at /;
    assert.match(await stackOf(fail), here);
    assert.match(await stackOf(() => void pulumi.output(1).apply(fail)), here);
    const own = (): string => "as the program says";
    await record(() => (Error.prepareStackTrace = own));
    assert.equal(Error.prepareStackTrace, own);
    Error.prepareStackTrace = prepareStackTrace;
  });

  it("spares the SDK's promises their stacks, which are thousands", async () => {
    const { debuggablePromise } = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as {
      debuggablePromise(promise: Promise<void>, context: string): Promise<void>;
    };
    const stackOf = (): unknown => {
      const promise = Promise.resolve();
      void debuggablePromise(promise, "a test");
      return (promise as unknown as { _debugStackTrace: unknown })._debugStackTrace;
    };
    assert.match(String(stackOf()), /record\.test\.ts/);
    let recorded: unknown;
    await record(() => void (recorded = stackOf()));
    assert.equal(recorded, "");
  });

  it("refuses two resources with one URN, as the engine does", async () => {
    await assert.rejects(
      record(() => {
        new aws.iam.Role("r", { assumeRolePolicy: "{}" });
        new aws.iam.Role("r", { assumeRolePolicy: "{}" });
      }),
      /two resources have the URN/,
    );
  });

  it("expands a VPC of awsx into subnets, route tables and routes", async () => {
    const graph = await record(() => {
      const vpc = new awsx.ec2.Vpc("v", {
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: "Single" },
        subnetSpecs: [{ type: "Public" }, { type: "Private" }],
      });
      return { subnets: vpc.privateSubnetIds };
    });
    const subnets = graph.ofType("aws:ec2/subnet:Subnet").filter(({ name }) => name.includes("private"));
    assert.deepEqual(
      subnets.map(({ inputs }) => inputs.availabilityZone),
      ["eu-west-1a", "eu-west-1b"],
    );
    assert.deepEqual(
      graph.outputs.subnets?.value,
      subnets.map(({ outputs }) => outputs.id),
    );
    assert.equal(graph.ofType("aws:ec2/natGateway:NatGateway").length, 1);
    const routes = graph
      .ofType("aws:ec2/route:Route")
      .filter(({ inputs }) => inputs.natGatewayId !== undefined);
    assert.equal(routes.length, 2);
  });
});

describe("record, as pulumi up", () => {
  it("gives the URNs that the engine gives", async () => {
    const graph = await record(() => void new Pair("p"));
    assert.deepEqual(
      graph.resources.map(({ urn }) => urn),
      [
        "urn:pulumi:stack::project::test:index:Pair::p",
        "urn:pulumi:stack::project::test:index:Pair$aws:iam/role:Role::p-role",
        "urn:pulumi:stack::project::test:index:Pair$aws:iam/rolePolicy:RolePolicy::p-policy",
      ],
    );
    assert.equal(graph.resources[0]?.parent, undefined);
  });

  it("runs programs that transform their stack's resources", async () => {
    const graph = await record(() => {
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
        props: { ...props, path: "/ml/" },
        opts,
      }));
      new aws.iam.Role("r", { assumeRolePolicy: "{}" });
    });
    assert.equal(graph.only("aws:iam/role:Role").inputs.path, "/ml/");
  });

  it("answers references to stacks with the outputs that are given, and keeps their secrets", async () => {
    const platform = await record(() => ({ zone: "Z1", token: pulumi.secret("t0ken") }));
    const graph = await record(
      () => {
        const reference = new pulumi.StackReference("organization/platform/dev");
        return {
          zone: reference.requireOutput("zone"),
          token: reference.getOutput("token"),
          organization: pulumi.getOrganization(),
        };
      },
      {
        stackOutputs: (stack) => (stack === "organization/platform/dev" ? platform.outputs : undefined),
      },
    );
    assert.deepEqual(graph.outputs, {
      zone: { value: "Z1", secret: false },
      token: { value: "t0ken", secret: true },
      organization: { value: "organization", secret: false },
    });
    assert.ok(graph.only("pulumi:pulumi:StackReference").read);
    await assert.rejects(
      record(() => new pulumi.StackReference("organization/other/dev").getOutput("x")),
      /outputs of the stack "organization\/other\/dev".*not known/,
    );
  });

  it("keeps what a provider returns as secret, and what a program only reads", async () => {
    const graph = await record(() => {
      const password = new random.RandomPassword("p", { length: 20 });
      const subnet = aws.ec2.Subnet.get("s", "subnet-1");
      return { password: password.result, subnetId: subnet.id };
    });
    assert.equal(graph.outputs.password?.secret, true);
    assert.deepEqual(graph.outputs.subnetId, { value: "subnet-1", secret: false });
    assert.ok(graph.only("aws:ec2/subnet:Subnet").read);
    assert.ok(!graph.only("random:index/randomPassword:RandomPassword").read);
  });

  it("is in the region of the configuration, of an explicit provider, or of the resource", async () => {
    const graph = await record(
      () => {
        const provider = new aws.Provider("china", { region: "us-east-2" });
        new aws.sns.Topic("a");
        new aws.sns.Topic("b", {}, { provider });
        new aws.sns.Topic("c", { region: "us-west-1" });
        return { region: aws.getRegionOutput({}, { provider }).region };
      },
      { config: { "aws:region": "cn-north-1" } },
    );
    const arnOf = (name: string) => graph.only("aws:sns/topic:Topic", name).outputs.arn;
    assert.match(String(arnOf("a")), /^arn:aws-cn:sns:cn-north-1:/);
    assert.match(String(arnOf("b")), /:us-east-2:/);
    assert.match(String(arnOf("c")), /:us-west-1:/);
    assert.equal(graph.outputs.region?.value, "us-east-2");
  });

  it("says which lookups it made up, and answers those of what the program makes", async () => {
    const graph = await record(
      () => {
        const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.9.0.0/16" });
        const zone = "eu-west-1c";
        const subnet = new aws.ec2.Subnet("s", {
          vpcId: vpc.id,
          cidrBlock: "10.9.1.0/24",
          availabilityZone: zone,
        });
        const table = new aws.ec2.RouteTable("t", { vpcId: vpc.id });
        return {
          zone: aws.ec2.getSubnetOutput({ id: subnet.id }).availabilityZone,
          tables: pulumi.all([table.id]).apply(() => aws.ec2.getRouteTablesOutput({ vpcId: vpc.id }).ids),
          given: aws.ec2.getSubnetOutput({ id: "subnet-given" }).availabilityZone,
          other: aws.ec2.getSubnetOutput({ id: "subnet-other" }).vpcId,
        };
      },
      {
        call: ({ inputs }) =>
          (inputs as { id?: string }).id === "subnet-given" ? { availabilityZone: "eu-west-1b" } : undefined,
      },
    );
    assert.equal(graph.outputs.zone?.value, "eu-west-1c");
    assert.deepEqual(graph.outputs.tables?.value, [graph.only("aws:ec2/routeTable:RouteTable").outputs.id]);
    const assumed = (id: string) => graph.calls.find(({ inputs }) => inputs.id === id)?.assumed;
    assert.equal(assumed("subnet-given"), false);
    assert.equal(assumed("subnet-other"), true);
  });

  it("gives up on a program that waits for ever", async () => {
    await assert.rejects(
      record(() => ({ never: new Promise(() => undefined) }), { timeoutInSeconds: 0.1 }),
      /did not end within 0.1 s/,
    );
    assert.equal((await record(() => void new Pair("after"))).resources.length, 3);
  });

  it("holds nothing for an output that a preview does not know", async () => {
    const graph = await record(
      () => ({
        known: pulumi.output("known"),
        unknown: pulumi.output("known").apply(() => pulumi.unknown),
      }),
      { preview: true },
    );
    assert.deepEqual(graph.outputs, {
      known: { value: "known", secret: false },
      unknown: { value: undefined, secret: false },
    });
  });
});
