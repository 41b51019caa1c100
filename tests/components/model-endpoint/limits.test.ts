import fc from "fast-check";
import assert from "node:assert/strict";
import type { HostedModel, ModelEndpointArgs, ProductionVariant } from "../../../components/model-endpoint";
import { image, make, problems, TYPES } from "./recorded-endpoint";

const m5: ProductionVariant = { instanceType: "ml.m5.large" };
const container = { image: image("a") };
const shared: Partial<ModelEndpointArgs> = { image: undefined, instanceType: undefined };
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const named = <T>(count: number, value: T): Record<string, T> =>
  Object.fromEntries(times(count, (index) => [`n${index}`, value]));

/** How many there may be of each of something, where too many or too few are refused, and the page that the message names. */
const COUNTS: readonly {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly path: string;
  readonly page?: string;
  readonly args: (count: number) => object;
}[] = [
  {
    what: "subnets",
    min: 2,
    max: 16,
    path: "subnetIds",
    page: "/dg/host-vpc.html",
    args: (count) => ({ subnetIds: times(count, (index) => `subnet-${index}`) }),
  },
  {
    what: "security groups",
    min: 1,
    max: 4,
    path: "securityGroupIds",
    page: "/API_VpcConfig.html",
    args: (count) => ({ securityGroupIds: times(count, (index) => `sg-${index}`) }),
  },
  {
    what: "security groups without that of the network interfaces",
    min: 1,
    max: 5,
    path: "securityGroupIds",
    page: "/API_VpcConfig.html",
    args: (count) => ({
      securityGroupIds: times(count, (index) => `sg-${index}`),
      waitForNetworkInterfaces: false,
    }),
  },
  {
    what: "containers",
    min: 1,
    max: 15,
    path: "models.m.containers",
    page: "/API_CreateModel.html",
    args: (count) => ({
      ...shared,
      variants: { v: m5 },
      models: { m: { containers: times(count, () => container) } },
    }),
  },
  {
    what: "variants",
    min: 1,
    max: 10,
    path: "variants",
    page: "/API_CreateEndpointConfig.html",
    args: (count) => ({ instanceType: undefined, variants: named(count, m5) }),
  },
  {
    what: "variables of the environment",
    min: 0,
    max: 100,
    path: "environment",
    args: (count) => ({ environment: named(count, "") }),
  },
  {
    what: "additional model data sources",
    min: 0,
    max: 5,
    path: "models.m.containers[0].additionalModelDataSources",
    args: (count) => ({
      ...shared,
      variants: { v: m5 },
      models: {
        m: {
          containers: [
            { ...container, additionalModelDataSources: named(count, { s3Uri: "s3://models/a/" }) },
          ],
        },
      },
    }),
  },
];

describe("counts of a ModelEndpoint", () => {
  for (const { what, min, max, path, page = "", args } of COUNTS) {
    it(`takes ${min} to ${max} ${what}`, async () => {
      const edges = [min - 1, min, min + 1, max - 1, max, max + 1].filter((count) => count >= 0);
      for (const count of new Set(edges)) {
        const found = await problems(args(count));
        assert.deepEqual(Object.keys(found), count < min || count > max ? [path] : [], String(count));
        const reason = found[path];
        if (reason === undefined) continue;
        assert.ok(reason.includes(`has ${count} `) && reason.includes(String(max)), reason);
        assert.ok(reason.includes(page), reason);
      }
    });
  }
});

describe("names of a ModelEndpoint", () => {
  const characters = fc.constantFrom("a", "Z", "0", "-", "_", ".");
  const name = fc.oneof(
    fc.array(characters, { minLength: 1, maxLength: 5 }).map((each) => each.join("")),
    fc.integer({ min: 61, max: 65 }).map((length) => "a".repeat(length)),
  );
  // As SageMaker's own models of its API have it, for all of them.
  const isName = (text: string): boolean => text.length <= 63 && /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(text);

  it("take what SageMaker takes for variants, shadow variants, host names and endpoints, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(name, async (given) => {
        const cases: object[] = [
          { endpointName: given },
          { instanceType: undefined, variants: { [given]: m5 } },
          { shadowVariants: { [given]: m5 } },
          {
            ...shared,
            variants: { v: m5 },
            models: {
              m: {
                containers: [
                  { ...container, containerHostname: given },
                  { ...container, containerHostname: "other" },
                ],
              },
            },
          },
        ];
        for (const args of cases) {
          const found = await problems(args);
          assert.equal(Object.keys(found).length, isName(given) ? 0 : 1, JSON.stringify([args, found]));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("numbers of a ModelEndpoint's variants", () => {
  const RANGES: readonly [keyof ProductionVariant, number, number][] = [
    ["volumeSizeInGb", 1, 512],
    ["modelDataDownloadTimeoutInSeconds", 60, 3600],
    ["containerStartupHealthCheckTimeoutInSeconds", 60, 3600],
    ["initialInstanceCount", 1, Infinity],
    ["initialVariantWeight", 0, Infinity],
  ];
  for (const place of ["variants", "shadowVariants"] as const) {
    it(`lie within SageMaker's ranges in ${place}`, async () => {
      for (const [property, min, max] of RANGES) {
        const edges = [min - 1, min, ...(max === Infinity ? [1000] : [max, max + 1])];
        for (const value of edges) {
          const v = { ...m5, [property]: value };
          const args =
            place === "variants" ? { instanceType: undefined, variants: { v } } : { shadowVariants: { v } };
          const found = await problems(args);
          const wrong = value < min || value > max;
          assert.deepEqual(Object.keys(found), wrong ? [`${place}.v.${property}`] : []);
          if (wrong) assert.match(Object.values(found).join(), /API_ProductionVariant\.html/);
        }
      }
    });
  }
});

describe("the model of a variant that names none", () => {
  const models = (...names: string[]): Record<string, HostedModel> =>
    Object.fromEntries(names.map((each) => [each, { containers: [{ image: image(each) }] }]));
  const served = async (args: Partial<ModelEndpointArgs>): Promise<Record<string, unknown>> => {
    const graph = await make({ ...shared, ...args });
    const { productionVariants, shadowProductionVariants = [] } = graph.only(TYPES.configuration).inputs;
    const modelOf = new Map(
      graph
        .ofType("aws:sagemaker/model:Model")
        .map(({ name: logical, outputs }) => [outputs.name, logical.replace(/^fraud-/, "")]),
    );
    return Object.fromEntries(
      [productionVariants, shadowProductionVariants]
        .flatMap((each) => each as { variantName: string; modelName: string }[])
        .map(({ variantName, modelName }) => [variantName, modelOf.get(modelName)]),
    );
  };

  it("is the one of the variant's name, of a shadow variant's too", async () => {
    assert.deepEqual(await served({ models: models("blue", "green"), variants: { green: m5, blue: m5 } }), {
      blue: "blue",
      green: "green",
    });
    assert.deepEqual(
      await served({ models: models("live", "next"), variants: { live: m5 }, shadowVariants: { next: m5 } }),
      { live: "live", next: "next" },
    );
  });

  it("is the only one, whatever its name", async () => {
    assert.deepEqual(await served({ models: models("blue"), variants: { green: m5, blue: m5 } }), {
      blue: "blue",
      green: "blue",
    });
  });

  it("is not looked for where the variant names one", async () => {
    const variants = { blue: { ...m5, model: "green" }, green: { ...m5, model: "blue" } };
    assert.deepEqual(await served({ models: models("blue", "green"), variants }), {
      blue: "green",
      green: "blue",
    });
  });

  it("is asked for where several models have other names", async () => {
    const found = await problems({
      ...shared,
      models: models("blue", "green"),
      variants: { blue: m5, Green: m5 },
    });
    assert.deepEqual(Object.keys(found), ["variants.Green.model"]);
    assert.match(
      found["variants.Green.model"] ?? "",
      /no model is named "Green" as the variant is: give one of the models: "blue", "green"/,
    );
  });

  it("is refused with the model that no variant serves, where only one of them is found by its name", async () => {
    const found = await problems({ ...shared, models: models("blue", "green"), variants: { blue: m5 } });
    assert.deepEqual(Object.keys(found), ["models.green"]);
    const short = await problems({
      image: undefined,
      instanceType: "ml.m5.large",
      models: models("a", "b"),
    });
    assert.deepEqual(Object.keys(short), ["variants"]);
    assert.match(short.variants ?? "", /must say which of several models a variant serves: "a", "b"/);
  });

  it("is none of what every object has", async () => {
    const found = await problems({ ...shared, models: models("a", "b"), variants: { toString: m5 } });
    assert.deepEqual(Object.keys(found), ["variants.toString.model"]);
  });
});
