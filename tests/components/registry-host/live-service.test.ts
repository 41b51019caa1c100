import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { RecordOptions } from "../../../testing";
import { host, inputsOf, SERVICE, VERSION } from "./host";

const LOOKUP = "aws:ecs/getService:getService";
/** What ECS describes after it has rolled a deployment back. */
const rolledBack = {
  status: "ACTIVE",
  taskDefinition: "arn:aws:ecs:eu-west-1:123456789012:task-definition/demo-pull-task:0",
  desiredCount: 2,
  pendingCount: 0,
  deployments: [],
  networkConfigurations: [],
  events: [],
};
const describing =
  (endpoint: string, answer: object | undefined): RecordOptions["call"] =>
  ({ token, inputs }) => {
    const isThat =
      token === LOOKUP && String((inputs as { serviceName: unknown }).serviceName).includes(endpoint);
    if (!isThat) return undefined;
    if (answer === undefined) throw new Error("AccessDeniedException: not authorized");
    return { ...answer };
  };

describe("RegistryHost: what its services run", () => {
  const warnings: string[] = [];
  const { warn } = pulumi.log;
  before(() => {
    Object.assign(pulumi.log, { warn: (message: string) => Promise.resolve(void warnings.push(message)) });
  });
  beforeEach(() => void (warnings.length = 0));
  after(() => void Object.assign(pulumi.log, { warn }));

  it("is read under the name that each service has", async () => {
    const graph = await host();
    for (const endpoint of ["pull", "push"]) {
      const service = graph.only(SERVICE, `demo-${endpoint}`);
      const reads = graph.calls.filter(
        ({ token, inputs }) => token === LOOKUP && inputs.serviceName === service.outputs.name,
      );
      assert.equal(reads.length, 2, "once before the service is registered, and once after it");
      assert.equal(service.inputs.triggers, undefined);
    }
    assert.deepEqual(warnings, []);
  });

  for (const endpoint of ["pull", "push"]) {
    it(`ends the deployment where the service for ${endpoint} was rolled back, before passwords are stored`, async () => {
      const stored: string[] = [];
      const failing = host(
        {},
        {
          call: describing(endpoint, rolledBack),
          outputs: ({ type, name }) => {
            if (type === VERSION) stored.push(name);
            return undefined;
          },
        },
      );
      await assert.rejects(failing, (error: Error) => {
        assert.match(
          error.message,
          /the ECS service demo-\w+-task-\w+ runs the task definition demo-pull-task:0, and not /,
        );
        assert.match(
          error.message,
          /and run `pulumi up`, which deploys it again\. Passwords .* not handed out/,
        );
        assert.equal(error.stack, "");
        return true;
      });
      assert.deepEqual(
        stored.filter((name) => name.includes(`-${endpoint}-credentials`)),
        [],
      );
    });

    it(`deploys the service for ${endpoint} again where its last deployment failed`, async () => {
      const graph = await host({}, { preview: true, call: describing(endpoint, rolledBack) });
      const { triggers } = inputsOf(graph, SERVICE, `demo-${endpoint}`) as {
        triggers: { redeployedAt: string };
      };
      assert.match(triggers.redeployedAt, /^\d{4}-\d\d-\d\dT/);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /rolled it back, .*\. `pulumi up` deploys it again$/);
      const other = endpoint === "pull" ? "push" : "pull";
      assert.equal(inputsOf(graph, SERVICE, `demo-${other}`).triggers, undefined);
    });
  }

  it("leaves a service alone that is still being deployed", async () => {
    const own = "arn:aws:ecs:eu-west-1:123456789012:task-definition/";
    const graph = await host(
      {},
      {
        preview: true,
        call: ({ token, inputs }) => {
          if (token !== LOOKUP) return undefined;
          const taskDefinition = `${own}${(inputs as { serviceName: string }).serviceName}:1`;
          const deployments = [
            { taskDefinition, runningCount: 1 },
            { taskDefinition: `${own}older:1`, runningCount: 2 },
          ];
          return { ...rolledBack, taskDefinition, deployments };
        },
      },
    );
    assert.equal(inputsOf(graph, SERVICE, "demo-pull").triggers, undefined);
    assert.deepEqual(warnings, []);
  });

  it("warns at a preview, and ends the deployment, where it may not be read", async () => {
    await host({}, { preview: true, call: describing("pull", undefined) });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /runs what it was given is unknown: .*Allow ecs:DescribeServices/);
    await assert.rejects(host({}, { call: describing("pull", undefined) }), /Allow ecs:DescribeServices/);
  });

  it("warns where a program's own mocks answer nothing", async () => {
    await host(
      {},
      { call: ({ token, inputs }) => (token === LOOKUP ? { ...(inputs as object) } : undefined) },
    );
    assert.equal(warnings.length, 2);
    assert.match(warnings[0] ?? "", /ECS names no task definition/);
  });

  it("keeps the secret versions that tasks start with when others replace them", async () => {
    const graph = await host();
    const kept = graph.ofType(VERSION).filter(({ options }) => options.retainOnDelete);
    assert.deepEqual(kept.map(({ name }) => name).sort(), [
      "demo-http-secret-version",
      "demo-pull-htpasswd-version",
      "demo-push-htpasswd-version",
    ]);
  });
});
