import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ModelEndpoint, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { base, make, TYPES } from "./recorded-endpoint";

const unnamed: Partial<ModelEndpointArgs> = { endpointName: undefined };
/** What mocks answer to lookups. */
const ANSWERS = {
  partition: "aws",
  dnsSuffix: "amazonaws.com",
  reverseDnsPrefix: "com.amazonaws",
  region: "eu-west-1",
  accountId: "123456789012",
  vpcId: "vpc-1",
  availabilityZone: "eu-west-1a",
};
const nameIn = (graph: ResourceGraph): unknown => graph.only(TYPES.endpoint).inputs.name;

/** Makes several endpoints in one program. */
const makeAll = (
  all: Readonly<Record<string, Partial<ModelEndpointArgs>>>,
  optionsOf: (name: string) => pulumi.ComponentResourceOptions = () => ({}),
  options: RecordOptions = {},
): Promise<ResourceGraph> =>
  record(() => {
    for (const [name, args] of Object.entries(all))
      new ModelEndpoint(name, { ...base, ...args }, optionsOf(name));
  }, options);

describe("The name of a ModelEndpoint's endpoint", () => {
  it("is known before, and the same at a preview and at each deployment", async () => {
    const up = await make(unnamed);
    assert.match(String(nameIn(up)), /^fraud-endpoint-[0-9a-f]{7}$/);
    assert.equal(nameIn(await make(unnamed, { preview: true })), nameIn(up));
    assert.equal(nameIn(await make(unnamed)), nameIn(up));
  });

  it("is another in each organization, project and stack, and for each component", async () => {
    const inOthers = [{ stack: "other" }, { project: "other" }, { organization: "other" }];
    const below = await record(() => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      new ModelEndpoint("fraud", { ...base, ...unnamed }, { parent });
    });
    const graphs = [
      await make(unnamed),
      below,
      ...(await inOthers.reduce(
        async (all, options) => [...(await all), await make(unnamed, options)],
        Promise.resolve<ResourceGraph[]>([]),
      )),
    ];
    const names = graphs.map(nameIn);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(String(name), /^fraud-endpoint-[0-9a-f]{7}$/);
  });

  it("stays that of an endpoint that exists, also where the component is renamed or moved; a given one does not", async () => {
    const ignored = (graph: ResourceGraph) => graph.only(TYPES.endpoint).options.ignoreChanges;
    assert.deepEqual(ignored(await make(unnamed)), ["name"]);
    assert.deepEqual(ignored(await make()), []);
  });

  it("follows pulumi:autonaming, also where that makes no names", async () => {
    const config = (naming: object): RecordOptions => ({
      config: { "pulumi:autonaming": JSON.stringify(naming) },
    });
    assert.match(
      String(nameIn(await make(unnamed, config({ pattern: "bank-${name}-${hex(12)}" })))),
      /^bank-fraud-endpoint-[0-9a-f]{12}$/,
    );
    assert.match(
      String(nameIn(await make(unnamed, config({ mode: "disabled" })))),
      /^fraud-endpoint-[0-9a-f]{7}$/,
    );
  });

  it("needs no organization, which tests with Pulumi's mocks have none of", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as object }),
      call: ({ inputs }) => ({ ...(inputs as object), ...ANSWERS }),
    });
    const { endpointName } = new ModelEndpoint("fraud", { ...base, ...unnamed });
    const name = await new Promise((resolve) => endpointName.apply(resolve));
    assert.match(String(name), /^fraud-endpoint-[0-9a-f]{7}$/);
  });
});

describe("Two ModelEndpoints of one name", () => {
  const refusal =
    /ModelEndpoint "(a|b)" has 1 problem in its arguments:\n {2}- endpointName: is "live", but so is the name of the endpoint that "(a|b)" makes/i;

  it("are refused in one program, whatever the case", async () => {
    const two = { a: { endpointName: "live" }, b: { endpointName: "Live" } };
    await assert.rejects(makeAll(two), (error: Error) => refusal.test(error.message.replace("Live", "live")));
  });

  it("are refused at a preview, and where the names are known late", async () => {
    const late = () => pulumi.output(Promise.resolve("live"));
    await assert.rejects(
      record(
        () => {
          for (const name of ["a", "b"]) new ModelEndpoint(name, { ...base, endpointName: late() });
        },
        { preview: true },
      ),
      refusal,
    );
  });

  it("are allowed in two regions", async () => {
    const two = { a: { endpointName: "live" }, b: { endpointName: "live" } };
    const graph = await record(() => {
      for (const [name, args] of Object.entries(two)) {
        const provider = new aws.Provider(name, { region: name === "a" ? "eu-west-1" : "us-east-1" });
        new ModelEndpoint(name, { ...base, ...args }, { provider });
      }
    });
    assert.deepEqual(
      graph.ofType(TYPES.endpoint).map(({ inputs }) => inputs.name),
      ["live", "live"],
    );
  });

  it("are no longer two where another program is recorded", async () => {
    await makeAll({ a: { endpointName: "live" } });
    await makeAll({ b: { endpointName: "live" } });
  });
});

describe("The options of a ModelEndpoint", () => {
  it("protect the endpoint, and neither models nor configuration, which are made to be replaced", async () => {
    const graph = await makeAll({ fraud: {} }, () => ({ protect: true }));
    const protectedOnes = graph.resources
      .filter(({ custom, options }) => custom && options.protect)
      .map(({ name }) => name);
    assert.deepEqual(protectedOnes, ["fraud-endpoint"]);
  });

  it("refuse time limits, which would have no effect", async () => {
    const limited = (customTimeouts: object) => makeAll({ fraud: {} }, () => ({ customTimeouts }));
    await assert.rejects(
      limited({ create: "90m" }),
      /opts\.customTimeouts: has no effect: .*the AWS provider waits 60 minutes for an endpoint/,
    );
    // What a program in another language gives where it gives none.
    await limited({ create: "", update: "", pb_delete: "", read: "" });
  });
});
