// docs/updates.md: what a change replaces, and in which order. One endpoint takes the changes one after another.
import assert from "node:assert/strict";
import {
  BASE,
  fraud,
  image,
  operationsOf,
  running,
  SUBNETS,
  variantsOf,
  type Component,
} from "./endpoint-program";
import type { Project, Result } from "./engine";
import { resourcesOf, type AwsResource } from "./provider/account";
import { CONFIGURATION, ENDPOINT } from "./provider/sagemaker";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const DATA = "s3://models-of-the-bank/fraud";
const errors = { metric: "Invocation5XXErrors", threshold: 0.05 };
const slow = { metric: "ModelLatency", threshold: 500_000 };
const cpu = { metric: "CPUUtilization", targetValue: 60 };

/** The order of a new configuration, of a new model before it, and of other network interfaces around both. */
const CONFIGURED = ["create fraud-config", "update fraud-endpoint", "delete fraud-config"];
const MODELLED = ["create fraud-model", ...CONFIGURED, "delete fraud-model"];
const PLACED = ["create fraud-interfaces", ...MODELLED, "delete fraud-interfaces"];

/** The arguments of an endpoint of several variants, in place of those of `BASE` for one. */
const withVariants = (models: object, variants: object): Arguments => ({
  image: undefined,
  instanceType: undefined,
  models,
  variants,
});
const modelOf = (digit: string): object => ({ containers: [{ image: image(digit) }] });
const blue = { model: "blue", instanceType: "ml.m5.large", initialInstanceCount: 2 };
const green = { model: "green", instanceType: "ml.c5.large", initialInstanceCount: 2 };

type Arguments = NonNullable<Component["args"]>;
type Case = readonly [change: string, args: Arguments, operations: readonly string[]];

describeEngine("a change to a ModelEndpoint", (createProject) => {
  async function deployed(args: Arguments = {}): Promise<Project> {
    const project = await createProject({ program: fraud(args), settings: { subnets: SUBNETS } });
    assertSucceeded(await project.up());
    return project;
  }

  /** Deploys each case after the one before it: it takes these operations, and deletes nothing that is in use. */
  async function follow(project: Project, cases: readonly Case[]): Promise<void> {
    for (const [change, args, operations] of cases) {
      project.setProgram(fraud(args));
      const up = await project.up();
      assert.equal(up.exitCode, 0, `${change}: ${up.stdout}`);
      assert.deepEqual(operationsOf(up), operations, change);
      assert.deepEqual(project.account().violations, [], change);
    }
    assertNoChange(await project.preview());
  }

  async function destroyed(project: Project): Promise<Result> {
    const result = await project.destroy();
    assertSucceeded(result);
    assertNothingLeft(project.account());
    return result;
  }

  const theEndpoint = (project: Project): AwsResource => {
    const [endpoint, ...others] = resourcesOf(project.account(), ENDPOINT);
    assert.ok(endpoint !== undefined && others.length === 0, "there is one endpoint");
    return endpoint;
  };

  it("of what a model is made of replaces model and configuration around an update of the endpoint in place", async () => {
    const project = await deployed();
    const { id, properties } = theEndpoint(project);
    await follow(project, [
      ["the image", { image: image("b") }, MODELLED],
      ["the environment", { environment: { LOG_LEVEL: "debug" } }, MODELLED],
      ["model data", { modelDataUrl: `${DATA}/model.tar.gz` }, MODELLED],
      [
        "the source of model data",
        { modelDataSource: { s3Uri: `${DATA}/`, compressionType: "None" } },
        MODELLED,
      ],
      ["network isolation", { enableNetworkIsolation: true }, MODELLED],
    ]);
    const after = theEndpoint(project);
    assert.deepEqual([after.id, after.properties.arn], [id, properties.arn], "name and ARN stay");
    const { operations } = await destroyed(project);
    assert.deepEqual(
      operations.map(({ name }) => name),
      ["fraud-endpoint", "fraud-config", "fraud-model", "fraud-interfaces"],
    );
  });

  it("of what a model is connected to also replaces the group that waits for its network interfaces", async () => {
    const project = await deployed();
    await follow(project, [
      ["the subnets", { subnetIds: [SUBNETS[0]?.id, SUBNETS[2]?.id] }, PLACED],
      ["the groups", { securityGroupIds: ["sg-0123456789abcdef1"] }, PLACED],
      ["the role", { executionRoleArn: "arn:aws:iam::123456789012:role/others" }, PLACED],
      ["no wait for them", { waitForNetworkInterfaces: false }, [...MODELLED, "delete fraud-interfaces"]],
    ]);
    await destroyed(project);
  });

  it("of the credentials function replaces models, and not the group", async () => {
    const project = await deployed({
      credentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:one",
    });
    await follow(project, [
      [
        "the function",
        { credentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:two" },
        MODELLED,
      ],
    ]);
    await destroyed(project);
  });

  it("of variants, capture or key replaces the configuration alone; tags deploy nothing", async () => {
    const project = await deployed();
    await follow(project, [
      ["the instance type", { instanceType: "ml.c5.large" }, CONFIGURED],
      ["the number of instances", { initialInstanceCount: 3 }, CONFIGURED],
      ["capture", { dataCapture: { destinationS3Uri: DATA, initialSamplingPercentage: 10 } }, CONFIGURED],
      ["the key", { kmsKeyArn: KEY }, CONFIGURED],
      [
        "tags",
        { kmsKeyArn: KEY, tags: { team: "ml" } },
        ["interfaces", "model", "config", "endpoint"].map((each) => `update fraud-${each}`),
      ],
      [
        "another form of the same",
        {
          kmsKeyArn: KEY,
          tags: { team: "ml" },
          ...withVariants({ model: modelOf("a") }, { AllTraffic: { instanceType: BASE.instanceType } }),
        },
        [],
      ],
    ]);
    await destroyed(project);
  });

  it("of several variants and models touches those that change", async () => {
    const both = { blue: modelOf("b"), green: modelOf("c") };
    const project = await deployed(withVariants(both, { blue, green }));
    await follow(project, [
      ["another order", withVariants({ green: both.green, blue: both.blue }, { green, blue }), []],
      [
        "one model's image",
        withVariants({ ...both, green: modelOf("d") }, { blue, green }),
        ["create fraud-green", ...CONFIGURED, "delete fraud-green"],
      ],
      [
        "a weight",
        withVariants(
          { ...both, green: modelOf("d") },
          { blue, green: { ...green, initialVariantWeight: 0.1 } },
        ),
        CONFIGURED,
      ],
      [
        "a variant and its model removed",
        withVariants({ blue: both.blue }, { blue }),
        [...CONFIGURED, "delete fraud-green"],
      ],
      [
        "a variant and its model added",
        withVariants(both, { blue, green }),
        ["create fraud-green", ...CONFIGURED],
      ],
      [
        "a model renamed",
        withVariants({ blue: both.blue, other: both.green }, { blue, green: { ...green, model: "other" } }),
        ["create fraud-other", ...CONFIGURED, "delete fraud-green"],
      ],
      [
        "a variant renamed",
        withVariants({ blue: both.blue, other: both.green }, { blue, other: { ...green, model: "other" } }),
        CONFIGURED,
      ],
      [
        "both named as before",
        withVariants(both, { blue, green }),
        ["create fraud-green", ...CONFIGURED, "delete fraud-other"],
      ],
      [
        "a shadow in place of a variant",
        { ...withVariants(both, { blue }), shadowVariants: { green } },
        CONFIGURED,
      ],
    ]);
    await destroyed(project);
  });

  it("of 0.9 as a weight is deployed once", async () => {
    const variant = { instanceType: BASE.instanceType, initialVariantWeight: 0.9 };
    const project = await deployed(
      withVariants({ model: modelOf("a") }, { AllTraffic: { model: "model", ...variant } }),
    );
    assert.deepEqual(
      variantsOf(project.account(), theEndpoint(project).id).map(
        ({ initialVariantWeight }) => initialVariantWeight,
      ),
      [Math.fround(0.9)],
    );
    assertNoChange(await project.up());
    assertNoChange(await project.refresh());
    assertNoChange(await project.up());
    await destroyed(project);
  });

  it("of scaling leaves the endpoint alone, unless it changes how many instances it starts with", async () => {
    const target = "fraud-scaling-AllTraffic";
    const project = await deployed();
    await follow(project, [
      [
        "scaling given",
        { scaling: { maxCapacity: 4, targetTracking: { cpu } } },
        [`create ${target}`, `create ${target}-target-cpu`],
      ],
      ["its maximum", { scaling: { maxCapacity: 6, targetTracking: { cpu } } }, [`update ${target}`]],
      [
        "its target",
        { scaling: { maxCapacity: 6, targetTracking: { cpu: { ...cpu, targetValue: 70 } } } },
        [`update ${target}-target-cpu`],
      ],
      [
        "its minimum, where the number of instances is not given",
        { scaling: { minCapacity: 2, maxCapacity: 6, targetTracking: { cpu: { ...cpu, targetValue: 70 } } } },
        [...CONFIGURED.slice(0, 2), `update ${target}`, ...CONFIGURED.slice(2)],
      ],
      [
        "scaling taken away",
        { initialInstanceCount: 2 },
        [`delete ${target}-target-cpu`, `delete ${target}`],
      ],
    ]);
    await destroyed(project);
  });

  it("of monitoring makes, updates and deletes alarms and the dashboard alone", async () => {
    const project = await deployed({ endpointName: "fraud" });
    await follow(project, [
      [
        "an alarm",
        { endpointName: "fraud", monitoring: { alarms: { errors } } },
        ["create fraud-alarm-errors"],
      ],
      [
        "the dashboard",
        { endpointName: "fraud", monitoring: { alarms: { errors }, dashboard: {} } },
        ["create fraud-dashboard"],
      ],
      [
        "a threshold",
        { endpointName: "fraud", monitoring: { alarms: { errors: { ...errors, threshold: 0.1 } } } },
        ["update fraud-alarm-errors", "delete fraud-dashboard"],
      ],
      ["all of it", { endpointName: "fraud" }, ["delete fraud-alarm-errors"]],
    ]);
    await destroyed(project);
  });

  it("of deploymentConfig's policies, or of what its alarms watch, goes through in place", async () => {
    const args = (terminationWaitInSeconds: number, alarms: object): Arguments => ({
      endpointName: "fraud",
      initialInstanceCount: 2,
      deploymentConfig: {
        blueGreenUpdatePolicy: { terminationWaitInSeconds },
        autoRollbackConfiguration: { alarms },
      },
    });
    const project = await deployed(args(600, { errors }));
    await follow(project, [
      ["a policy", args(900, { errors }), CONFIGURED],
      ["a threshold", args(900, { errors: { ...errors, threshold: 0.1 } }), ["update fraud-rollback-errors"]],
    ]);
    await destroyed(project);
  });

  it("of the alarms of a rollback fails, and the endpoint goes on", async () => {
    const args = (alarms: object): Arguments => ({
      endpointName: "fraud",
      deploymentConfig: { autoRollbackConfiguration: { alarms } },
    });
    const project = await deployed(args({ errors }));
    const before = running(project.account(), "fraud");
    project.setProgram(fraud(args({ errors, slow })));
    assert.match(
      (await project.preview()).warnings.map(({ message }) => message).join("\n"),
      /fraud-rollback-slow/,
    );
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.deepEqual(
      operationsOf(failed).filter((each) => !/create fraud-rollback-slow/.test(each)),
      [],
    );
    assert.equal(running(project.account(), "fraud"), before);
    assert.deepEqual(project.account().violations, []);

    // As docs/updates.md says: change them by SageMaker's API, to a copy of the configuration, and refresh.
    project.changeAccount((account) => {
      const [configuration] = resourcesOf(account, CONFIGURATION);
      assert.ok(configuration !== undefined);
      account.resources.push({ ...configuration, id: "copy", live: {} });
      const [endpoint] = resourcesOf(account, ENDPOINT);
      assert.ok(endpoint !== undefined);
      const alarms = ["errors", "slow"].map((name) => ({ alarmName: `fraud-rollback-${name}` }));
      endpoint.live = {
        ...endpoint.live,
        configuration: "copy",
        deploymentConfig: { autoRollbackConfiguration: { alarms } },
      };
    });
    const repaired = await project.up("--refresh");
    assertSucceeded(repaired);
    assert.deepEqual(operationsOf(repaired), ["update fraud-endpoint"]);
    assert.equal(running(project.account(), "fraud"), before);
    project.changeAccount((account) => {
      account.resources = account.resources.filter(({ id }) => id !== "copy");
    });
    assertNoChange(await project.up());
    await destroyed(project);
  });

  it("from asynchronous inference to another is refused by SageMaker, and the endpoint goes on", async () => {
    const project = await deployed({ asyncInference: { s3OutputPath: `${DATA}/answers` } });
    await follow(project, [
      ["its output", { asyncInference: { s3OutputPath: `${DATA}/other-answers` } }, CONFIGURED],
    ]);
    const { id } = theEndpoint(project);
    const before = running(project.account(), id);
    project.setProgram(fraud());
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(failed.stdout, /AsyncInferenceConfig parameter cannot be removed/);
    assert.equal(running(project.account(), id), before);
    assert.deepEqual(project.account().violations, []);

    // The change is taken back, and comes with another name: there are two endpoints before the old one goes.
    project.setProgram(fraud({ asyncInference: { s3OutputPath: `${DATA}/other-answers` } }));
    assertSucceeded(await project.refresh("--target", "**::fraud-endpoint"));
    assertSucceeded(await project.up());
    assert.deepEqual(project.account().violations, []);
    project.setProgram(fraud({ endpointName: "real-time" }));
    assertSucceeded(await project.up());
    assert.equal(theEndpoint(project).id, "real-time");
    assert.deepEqual(project.account().violations, []);
    await destroyed(project);
  });

  it("of endpointName makes another endpoint, then deletes the old one; what hangs on it goes along", async () => {
    const args = (endpointName: string): Arguments => ({
      endpointName,
      scaling: { maxCapacity: 4, targetTracking: { cpu } },
      monitoring: { alarms: { errors }, dashboard: {} },
      deploymentConfig: { autoRollbackConfiguration: { alarms: { errors } } },
    });
    const project = await deployed(args("fraud"));
    project.setProgram(fraud(args("fraud-2")));
    const up = await project.up();
    assertSucceeded(up);
    const done = operationsOf(up);
    assert.ok(done.indexOf("create fraud-endpoint") < done.indexOf("delete fraud-endpoint"), done.join(", "));
    assert.equal(theEndpoint(project).id, "fraud-2");
    assert.deepEqual(
      done.filter((each) => /model|config/.test(each)),
      [],
      "models and configuration stay",
    );
    assert.deepEqual(
      resourcesOf(project.account(), "aws:appautoscaling/target:Target").map(({ id }) => id),
      ["endpoint/fraud-2/variant/AllTraffic"],
    );
    assertNoChange(await project.up());
    await destroyed(project);
  });
});
