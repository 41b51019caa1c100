import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import {
  ModelEndpoint,
  type ModelEndpointArgs,
  type PreflightSeverity,
} from "../../../components/model-endpoint";
import { parseEvent } from "../../../functions/preflight/event";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";

const MODEL = "aws:sagemaker/model:Model";
const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const INVOCATION = "aws:lambda/getInvocation:getInvocation";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:preflight";
const OTHER_FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:other";
const ROLE = "arn:aws:iam::123456789012:role/schedule";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:topic";
const digest = `sha256:${"a".repeat(64)}`;
const byTag = "registry.example.com/ml/fraud:1.0";
const byDigest = `registry.example.com/ml/fraud@${digest}`;

const base: ModelEndpointArgs = {
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-1"],
  credentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
  preflightFunctionArn: FUNCTION,
  image: byDigest,
  instanceType: "ml.m5.large",
};

const make = (args: Partial<ModelEndpointArgs> = {}, options?: RecordOptions): Promise<ResourceGraph> =>
  record(() => ({ ...new ModelEndpoint("fraud", { ...base, ...args }) }), options);

/** Answers as the function does. */
const answering = (answer: object | ((event: { image: string }) => object)): RecordOptions => ({
  call: ({ token, inputs }) => {
    if (token !== INVOCATION) return undefined;
    const event = JSON.parse((inputs as { input: string }).input) as { image: string };
    return { result: JSON.stringify(typeof answer === "function" ? answer(event) : answer) };
  },
});
const passed = { passed: true, digest, checks: [], summary: "It can be pulled." };
const failed = { ...passed, passed: false, summary: `${byDigest} cannot be pulled.\n\n✗ Something is wrong` };

const events = (graph: ResourceGraph): Record<string, unknown>[] =>
  graph.calls
    .filter(({ token }) => token === INVOCATION)
    .map(({ inputs }) => JSON.parse(inputs.input as string) as Record<string, unknown>);

const images = (graph: ResourceGraph): unknown[] =>
  graph
    .ofType(MODEL)
    .map(
      ({ inputs }) => (inputs.primaryContainer as { image: unknown } | undefined)?.image ?? inputs.containers,
    );

/** What is warned of while a program is recorded. */
async function warned(program: () => Promise<ResourceGraph>): Promise<[string, ResourceGraph]> {
  const said: string[] = [];
  const { warn, error } = console;
  console.warn = console.error = (...parts: unknown[]): void => void said.push(parts.join(" "));
  try {
    const graph = await program();
    return [said.join("\n"), graph];
  } finally {
    Object.assign(console, { warn, error });
  }
}

describe("ModelEndpoint: the preflight", () => {
  it("pulls every image beforehand, by the function that is given, with what the instances are", async () => {
    const graph = await make({
      instanceType: undefined,
      endpointName: "fraud-live",
      variants: {
        small: { instanceType: "ml.m5.large", volumeSizeInGb: 30 },
        arm: { instanceType: "ml.m7g.large", containerStartupHealthCheckTimeoutInSeconds: 600 },
      },
      preflight: { severities: { redirects: "error" } },
    });
    const severities = { "digest-pinned": "off", redirects: "error" };
    assert.deepEqual(events(graph), [
      {
        image: byDigest,
        platform: "linux/arm64",
        severities,
        startupTimeoutSeconds: 600,
        endpointName: "fraud-live",
      },
      {
        image: byDigest,
        platform: "linux/amd64",
        severities,
        volumeSizeInGb: 30,
        endpointName: "fraud-live",
      },
    ]);
    for (const call of graph.calls.filter(({ token }) => token === INVOCATION)) {
      assert.equal(call.inputs.functionName, FUNCTION);
    }
    for (const event of events(graph)) assert.doesNotThrow(() => parseEvent(event, "registry.example.com"));
    const { productionVariants } = graph.only(
      "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    ).inputs;
    assert.deepEqual(
      (productionVariants as Record<string, unknown>[]).map((variant) => [
        variant.volumeSizeInGb,
        variant.containerStartupHealthCheckTimeoutInSeconds,
      ]),
      [
        [undefined, 600],
        [30, undefined],
      ],
    );
  });

  it("asks about the shadow variant's instances too", async () => {
    const shadowVariants = { shadow: { instanceType: "ml.m7g.large", volumeSizeInGb: 20 } };
    const graph = await make({ shadowVariants });
    const [production, shadow, ...more] = events(graph);
    const asked = {
      image: byDigest,
      severities: { "digest-pinned": "off" },
      // Whether one that failed is left over under the name that the endpoint will have.
      endpointName: graph.only("aws:sagemaker/endpoint:Endpoint").inputs.name,
    };
    assert.deepEqual(production, { ...asked, platform: "linux/amd64" });
    assert.deepEqual(shadow, { ...asked, platform: "linux/arm64", volumeSizeInGb: 20 });
    assert.deepEqual(more, []);
  });

  it("is asked at a preview that does not know what it is not asked about", async () => {
    const destinationS3Uri = pulumi.output(pulumi.unknown as unknown as string);
    const variants = { v: { instanceType: "ml.m5.large", coreDump: { destinationS3Uri } } };
    const graph = await make({ instanceType: undefined, variants }, { ...answering(passed), preview: true });
    assert.equal(events(graph).length, 1);
  });

  it("leaves a digest as it is, and pins a tag by the digest that it has now", async () => {
    assert.deepEqual(images(await make({}, answering(passed))), [byDigest]);
    const graph = await make({ image: byTag }, answering(passed));
    assert.deepEqual(images(graph), [byDigest]);
    assert.deepEqual(graph.outputs.imageReferences?.value, { model: [byDigest] });
  });

  it("makes no model of an image that cannot be pulled, and says why", async () => {
    for (const image of [byDigest, byTag]) {
      const made: string[] = [];
      const options: RecordOptions = { ...answering(failed), outputs: ({ type }) => void made.push(type) };
      await assert.rejects(make({ image }, options), /cannot be pulled\.\n\n✗ Something is wrong/);
      assert.deepEqual(
        made.filter((type) => type.startsWith("aws:")),
        ["aws:ec2/securityGroup:SecurityGroup"],
      );
    }
  });

  it("waits for what the component depends on", async () => {
    const order: string[] = [];
    const options: RecordOptions = {
      call: ({ token }) => void (token === INVOCATION && order.push("preflight")),
      outputs: ({ name }) => void (name === "route" && order.push("route")),
    };
    await record(() => {
      const slow = new Promise<string>((resolve) => {
        const wait = (turns: number): unknown =>
          turns === 0 ? resolve("route") : setImmediate(() => wait(turns - 1));
        wait(200);
      });
      const route = new aws.cloudwatch.LogGroup("route", { name: slow });
      new ModelEndpoint("fraud", base, { dependsOn: [route] });
    }, options);
    assert.deepEqual(order, ["route", "preflight"]);
  });

  it("makes no model where only one of several images cannot be pulled", async () => {
    const bad = "registry.example.com/ml/bad:1";
    const models = { good: { containers: [{ image: byDigest }] }, bad: { containers: [{ image: bad }] } };
    const variants = {
      one: { model: "good", instanceType: "ml.m5.large" },
      two: { model: "bad", instanceType: "ml.m5.large" },
    };
    const args = { image: undefined, instanceType: undefined, models, variants };
    const answers = answering(({ image }) => (image === bad ? { ...failed, summary: "bad is bad" } : passed));
    await assert.rejects(make(args, answers), /bad is bad/);
  });

  it("fails with what the function fails with, or where it answers something else", async () => {
    const throwing: RecordOptions = {
      call: ({ token }) => {
        const details = "Task timed out after 300.00 seconds";
        if (token === INVOCATION) throw Object.assign(new Error(details), { details });
        return undefined;
      },
    };
    await assert.rejects(
      make({}, throwing),
      /The preflight of .* failed: .*Task timed out after 300\.00 seconds/,
    );
    await assert.rejects(make({}, answering({ hello: 1 })), /did not answer with the report of a preflight/);
    await assert.rejects(
      make({ image: byTag }, answering({ ...passed, digest: undefined })),
      /could not read the digest that the tag has now/,
    );
  });

  it("warns of what is merely suspected, and goes on", async () => {
    const checks = [{ id: "redirects", status: "warned" }];
    const answer = answering({ ...passed, checks, summary: "! It redirects" });
    const [warnings, graph] = await warned(() => make({}, answer));
    assert.match(warnings, /! It redirects/);
    assert.deepEqual(images(graph), [byDigest]);
    const [none] = await warned(() => make({}, answering(passed)));
    assert.doesNotMatch(none, /pulled/);
  });

  describe("at preview", () => {
    it("warns where the deployment would fail, and shows the model that it would make", async () => {
      const [warnings, graph] = await warned(() => make({}, { ...answering(failed), preview: true }));
      assert.match(
        warnings,
        /Something is wrong[^]*The deployment asks again, and fails if that is still so/,
      );
      assert.deepEqual(images(graph), [byDigest]);
    });

    it("knows no digest of a tag that cannot be read", async () => {
      const answer = answering({ ...failed, digest: undefined });
      const [warnings, graph] = await warned(() => make({ image: byTag }, { ...answer, preview: true }));
      assert.match(warnings, /Something is wrong/);
      assert.ok(!JSON.stringify(images(graph)).includes("1.0"), JSON.stringify(images(graph)));
    });

    it("shows the model of a digest, and none of a tag, where the function is yet to be made", async () => {
      const preflightFunctionArn = pulumi.output(pulumi.unknown as unknown as string);
      const planned = (image: string) => make({ image, preflightFunctionArn }, { preview: true });
      const graph = await planned(byDigest);
      assert.deepEqual([images(graph), events(graph)], [[byDigest], []]);
      assert.ok(!JSON.stringify(images(await planned(byTag))).includes("registry.example.com"));
    });

    it("pins a tag where it can", async () => {
      const graph = await make({ image: byTag }, { ...answering(passed), preview: true });
      assert.deepEqual(images(graph), [byDigest]);
    });
  });

  it("checks containers of another registry by that registry's function, or not at all", async () => {
    const other = `other.example.com/a/b@${digest}`;
    const own = { credentialsProviderArn: OTHER_FUNCTION };
    const args = (container: object): Partial<ModelEndpointArgs> => ({
      image: undefined,
      preflightScheduleRoleArn: ROLE,
      models: { pair: { containers: [{ image: byDigest }, { image: other, ...own, ...container }] } },
    });
    const unchecked = await make(args({}), answering(passed));
    assert.deepEqual(
      events(unchecked).map(({ image }) => image),
      [byDigest],
    );
    const checked = await make(
      args({ preflightFunctionArn: `${OTHER_FUNCTION}-preflight` }),
      answering(passed),
    );
    assert.deepEqual(
      checked.calls.filter(({ token }) => token === INVOCATION).map(({ inputs }) => inputs.functionName),
      [FUNCTION, `${OTHER_FUNCTION}-preflight`],
    );
    const { input } = checked.only(SCHEDULE).inputs.target as { input: string };
    assert.ok(!input.includes(other), "a schedule calls the endpoint's function alone");
    await assert.rejects(
      make({
        image: undefined,
        models: { pair: { containers: [{ image: byDigest }, { image: "other.example.com/a/b:1", ...own }] } },
      }),
      /models.pair.containers\[1\].image: .* has no digest/,
    );
  });

  it("asks for the labels of images for several containers, and for many models, and of no other", async () => {
    const named = (name: string): string => `registry.example.com/ml/${name}@${digest}`;
    const graph = await make(
      {
        image: undefined,
        instanceType: undefined,
        preflightScheduleRoleArn: ROLE,
        models: {
          alone: { containers: [{ image: named("alone") }] },
          many: {
            containers: [{ image: named("many"), mode: "MultiModel", modelDataUrl: "s3://models/many/" }],
          },
          pipeline: {
            containers: [
              { image: named("first") },
              { image: named("second"), mode: "MultiModel", modelDataUrl: "s3://models/second/" },
            ],
          },
        },
        variants: Object.fromEntries(
          ["alone", "many", "pipeline"].map((name) => [name, { instanceType: "ml.m5.large" }]),
        ),
      },
      answering(passed),
    );
    const expected = {
      [named("alone")]: undefined,
      [named("many")]: ["multi-models"],
      [named("first")]: ["accept-bind-to-port"],
      [named("second")]: ["accept-bind-to-port", "multi-models"],
    };
    const asked = (all: readonly Record<string, unknown>[]): Record<string, unknown> =>
      Object.fromEntries(all.map((event) => [String(event.image), event.capabilities]));
    assert.deepEqual(asked(events(graph)), expected);
    for (const event of events(graph)) assert.doesNotThrow(() => parseEvent(event, "registry.example.com"));
    const { input } = graph.only(SCHEDULE).inputs.target as { input: string };
    const { scheduled } = JSON.parse(input) as { scheduled: { images: Record<string, unknown>[] } };
    assert.deepEqual(asked(scheduled.images), expected);
    assert.doesNotThrow(() => parseEvent({ scheduled }, "registry.example.com"));
  });

  describe("on a schedule", () => {
    const scheduled = { preflightScheduleRoleArn: ROLE };

    it("checks every image that the endpoint serves, by its digest, once the endpoint serves it", async () => {
      const graph = await make(
        { ...scheduled, image: byTag, endpointName: "fraud-live", preflight: { intervalInMinutes: 15 } },
        answering(passed),
      );
      const schedule = graph.only(SCHEDULE, "fraud-preflight");
      const endpoint = graph.only(ENDPOINT);
      const { input, ...target } = schedule.inputs.target as { input: string };
      assert.equal(schedule.inputs.scheduleExpression, "rate(15 minutes)");
      assert.deepEqual(schedule.inputs.flexibleTimeWindow, { mode: "OFF" });
      assert.deepEqual(target, { arn: FUNCTION, roleArn: ROLE });
      assert.deepEqual(JSON.parse(input), {
        scheduled: {
          endpoint: endpoint.outputs.name,
          images: [{ image: byDigest, platform: "linux/amd64", severities: { "digest-pinned": "off" } }],
        },
      });
      assert.ok(graph.dependsOn(schedule, endpoint));
    });

    it("tells the topics of images that can no longer be pulled, and of results that stay out", async () => {
      const graph = await make({
        ...scheduled,
        preflight: { alarmTopicArns: [TOPIC] },
        tags: { team: "ml" },
      });
      const endpoint = graph.only(ENDPOINT).outputs.name as string;
      assert.deepEqual(graph.only(ALARM, "fraud-preflight-failed").inputs, {
        alarmDescription: `New instances of the endpoint ${endpoint} cannot start: its images can no longer be pulled, as the preflight's log says`,
        namespace: "SageMakerPrivateRegistry",
        metricName: "FailedImages",
        dimensions: { Registry: "registry.example.com", Endpoint: endpoint },
        statistic: "Maximum",
        period: 3600,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treatMissingData: "missing",
        alarmActions: [TOPIC],
        okActions: [TOPIC],
        insufficientDataActions: [TOPIC],
        tags: { team: "ml" },
      });
    });

    it("is not made where no role is given", async () => {
      const graph = await make();
      assert.deepEqual([...graph.ofType(SCHEDULE), ...graph.ofType(ALARM)], []);
    });
  });

  describe("refuses", () => {
    const cases: [string, object, string[]][] = [
      [
        "what is about a preflight that there is not",
        {
          preflightFunctionArn: undefined,
          preflightScheduleRoleArn: ROLE,
          preflight: { severities: {}, intervalInMinutes: 5 },
        },
        ["preflight.intervalInMinutes", "preflight.severities", "preflightScheduleRoleArn"],
      ],
      [
        "what is about a schedule that there is not",
        { preflight: { intervalInMinutes: 5, alarmTopicArns: [TOPIC] } },
        ["preflight.alarmTopicArns", "preflight.intervalInMinutes"],
      ],
      [
        "what is out of range or of another form",
        {
          preflightFunctionArn: "preflight",
          preflightScheduleRoleArn: "role",
          preflight: {
            severities: { redirects: "fatal" as PreflightSeverity, nothing: "off" },
            intervalInMinutes: 1441,
            alarmTopicArns: ["topic"],
          },
        },
        [
          "preflight.alarmTopicArns[0]",
          "preflight.intervalInMinutes",
          "preflight.severities.nothing",
          "preflight.severities.redirects",
          "preflightFunctionArn",
          "preflightScheduleRoleArn",
        ],
      ],
      ["a tag where nothing pins it", { preflightFunctionArn: undefined, image: byTag }, ["image"]],
      [
        "volumes and timeouts out of range",
        {
          instanceType: undefined,
          variants: {
            a: {
              instanceType: "ml.m5.large",
              volumeSizeInGb: 513,
              containerStartupHealthCheckTimeoutInSeconds: 59,
            },
          },
        },
        ["variants.a.containerStartupHealthCheckTimeoutInSeconds", "variants.a.volumeSizeInGb"],
      ],
    ];
    it("more topics than an alarm tells", async () => {
      const topics = (count: number) => Array.from({ length: count }, (_, index) => `${TOPIC}-${index}`);
      const made = (count: number) =>
        make({ preflightScheduleRoleArn: ROLE, preflight: { alarmTopicArns: topics(count) } });
      await made(5);
      await assert.rejects(made(6), /preflight\.alarmTopicArns: has 6 items/);
    });

    it("intervals of less than 5 minutes, and of more than a day", async () => {
      for (const [intervalInMinutes, fits] of [
        [4, false],
        [5, true],
        [1440, true],
        [1441, false],
      ] as const) {
        const made = make({ preflightScheduleRoleArn: ROLE, preflight: { intervalInMinutes } });
        if (fits) await made;
        else await assert.rejects(made, /preflight\.intervalInMinutes: .*5 to 1440/);
      }
    });

    for (const [what, args, paths] of cases) {
      it(what, async () => {
        const graph = await record(() => {
          assert.throws(
            () => new ModelEndpoint("fraud", { ...base, ...args }),
            (error) => {
              assert.ok(error instanceof ArgumentsError, String(error));
              assert.deepEqual(error.problems.map(({ propertyPath }) => propertyPath).sort(), paths);
              return true;
            },
          );
        });
        assert.deepEqual(graph.resources, []);
      });
    }
  });
});
