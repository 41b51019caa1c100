import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { readArguments } from "./argument-forms";

const problemsOf = (component: string, args: object): Record<string, string> => {
  const { misshapen, unknownNames } = readArguments(component, args);
  return Object.fromEntries([...misshapen, ...unknownNames].map((each) => [each.propertyPath, each.reason]));
};

const smallest = {
  executionRoleArn: "arn:aws:iam::123456789012:role/a",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-a"],
  image: "registry.example.com/a",
  instanceType: "ml.m5.large",
};

describe("The form of arguments", () => {
  it("leaves what TypeScript takes as it is", () => {
    const scaling = { maxCapacity: 3, targetTracking: { load: { targetValue: pulumi.output(70) } } };
    const args = { ...smallest, subnetIds: pulumi.output(["subnet-a"]), environment: { A: "1" }, scaling };
    assert.deepEqual(readArguments("ModelEndpoint", args), { args, misshapen: [], unknownNames: [] });
  });

  it("takes null as not given, wherever a name is", () => {
    const read = readArguments("ModelEndpoint", {
      ...smallest,
      models: null,
      environment: { A: "1", B: null },
      scaling: { maxCapacity: 3, targetTracking: { load: null } },
    });
    assert.deepEqual([read.misshapen, read.unknownNames], [[], []]);
    assert.deepEqual(read.args, {
      ...smallest,
      environment: { A: "1" },
      scaling: { maxCapacity: 3, targetTracking: {} },
    });
  });

  it("finds what is missing, at any depth", () => {
    const models = { m: { containers: [{ image: "a" }, {}, null] }, n: {} };
    assert.deepEqual(problemsOf("ModelEndpoint", { ...smallest, subnetIds: undefined, models }), {
      "models.m.containers[1].image": "is missing, but is required",
      "models.m.containers[2]": "is missing: leave the item out of the list",
      "models.n.containers": "is missing, but is required",
      subnetIds: "is missing, but is required",
    });
  });

  it("finds names that there are not, and says why where that is known", () => {
    const args = { ...smallest, toString: "a", monitoring: { dashboard: { name: "a" } } };
    assert.deepEqual(problemsOf("ModelEndpoint", args), {
      toString: problemsOf("ModelEndpoint", { ...smallest, nothing: 1 })["nothing"],
      "monitoring.dashboard.name": "is an unknown property; expected one of: dashboardName, registry",
    });
    const { unknownNames } = readArguments("ModelEndpoint", { serverless: 1 }, [
      [/^serverless$/, "is refused"],
    ]);
    assert.deepEqual(unknownNames, [{ propertyPath: "serverless", reason: "is refused" }]);
  });

  it("finds values of another form, without showing them", () => {
    const hidden = "hunter2";
    const problems = problemsOf("PrivateInference", {
      registry: { credentials: hidden, cidrBlocks: hidden, anonymous: hidden },
      network: { subnetIds: [5], interfaceEndpoints: ["ecr.api"] },
      initialInstanceCount: hidden,
      endpointName: true,
      publish: { archive: hidden, repository: new pulumi.asset.StringAsset("a") },
      instanceType: new Map(),
    });
    assert.deepEqual(problems, {
      "registry.credentials": "is text, but must be an object",
      "registry.cidrBlocks": "is text, but must be a list",
      "registry.anonymous": "is text, but must be true or false",
      "network.subnetIds[0]": "is a number, but must be text",
      "network.interfaceEndpoints": "is a list, but must be an object",
      initialInstanceCount: "is text, but must be a number",
      endpointName: "is a boolean, but must be text",
      "publish.archive": "is text, but must be an asset: write new pulumi.asset.FileAsset(path)",
      "publish.repository": "is an asset, but must be text",
      instanceType: "is something else, but must be text",
    });
  });

  it("wants what decides what is made when the program runs, and all else when it comes", () => {
    const problems = problemsOf("PrivateInference", {
      network: pulumi.output({}),
      registry: Promise.resolve({}),
      preflight: { enabled: pulumi.output(true), alarmTopicArns: pulumi.output([]) },
      image: pulumi.output("a"),
    });
    assert.deepEqual(Object.keys(problems).sort(), ["network", "preflight.enabled", "registry"]);
    assert.match(
      problems["network"] ?? "",
      /must be known when the program runs, because it decides what is made/,
    );
  });

  it("reads what only the deployment knows once it does, and tells what is wrong with its form", async () => {
    const reported: string[] = [];
    const read = async (given: object, ...path: readonly string[]): Promise<unknown> => {
      const { args } = readArguments("ModelEndpoint", { ...smallest, ...given }, [], (problems) =>
        reported.push(...problems.map(({ propertyPath, reason }) => `${propertyPath} ${reason}`)),
      );
      const output = path.reduce((value: unknown, key) => (value as Record<string, unknown>)[key], args);
      return (output as { promise(): Promise<unknown> }).promise();
    };
    assert.equal(await read({ image: Promise.resolve("a") }, "image"), "a");
    assert.deepEqual(await read({ tags: pulumi.output({ a: "b", c: null }) }, "tags"), { a: "b" });
    assert.equal(await read({ image: pulumi.output(null) }, "image"), undefined);
    assert.equal(await read({ executionRoleArn: pulumi.output(null) }, "executionRoleArn"), null);
    assert.deepEqual(reported, []);

    await read({ subnetIds: ["subnet-a", pulumi.output(5)] }, "subnetIds", "1");
    await read({ tags: pulumi.output(["a"]) }, "tags");
    const policy = pulumi.output({
      terminationWait: 5,
      trafficRoutingConfiguration: { canarySize: "hunter2" },
    });
    const at = ["deploymentConfig", "blueGreenUpdatePolicy"];
    const wrong = { terminationWait: 5, trafficRoutingConfiguration: { canarySize: "hunter2" } };
    assert.deepEqual(await read({ deploymentConfig: { blueGreenUpdatePolicy: policy } }, ...at), wrong);
    const below = "deploymentConfig.blueGreenUpdatePolicy";
    assert.deepEqual(reported, [
      "subnetIds[1] is a number, but must be text",
      "tags is a list, but must be an object",
      `${below}.trafficRoutingConfiguration.canarySize is text, but must be an object`,
      `${below}.trafficRoutingConfiguration.type is missing, but is required`,
      `${below}.terminationWait is an unknown property; did you mean terminationWaitInSeconds?`,
    ]);
  });

  it("reads anything at all, and what it reads then has the form", () => {
    const names = [
      "image",
      "models",
      "m",
      "containers",
      "scaling",
      "targetTracking",
      "network",
      "subnetIds",
      "tags",
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(
          null,
          undefined,
          true,
          1,
          "a",
          pulumi.output("a"),
          new pulumi.asset.StringAsset("a"),
        ),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("tree"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.constantFrom("PrivateInference", "ModelEndpoint"),
        fc.dictionary(fc.constantFrom(...names), tree),
        (component, args) => {
          const { args: read } = readArguments(component, args);
          const again = readArguments(component, read);
          assert.deepEqual([again.misshapen, again.unknownNames], [[], []]);
        },
      ),
    );
  });
});
