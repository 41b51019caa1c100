import assert from "node:assert/strict";
import type { ModelEndpointArgs } from "../../../components/model-endpoint";
import { image, twoVariants, warned } from "./recorded-endpoint";

const asyncInference = { s3OutputPath: "s3://answers/fraud" };
const dataCapture = { destinationS3Uri: "s3://captured/fraud", initialSamplingPercentage: 10 };
const pipeline: Partial<ModelEndpointArgs> = {
  image: undefined,
  models: { pipeline: { containers: [{ image: image("a") }, { image: image("b") }] } },
};
const multiModel: Partial<ModelEndpointArgs> = {
  image: undefined,
  models: {
    many: { containers: [{ image: image("a"), mode: "MultiModel", modelDataUrl: "s3://many/models/" }] },
  },
};

describe("A ModelEndpoint with features that AWS does not list together", () => {
  const cases: [string, Partial<ModelEndpointArgs>, RegExp | undefined][] = [
    ["asynchronous inference alone", { asyncInference }, undefined],
    ["data capture alone", { dataCapture }, undefined],
    ["data capture of several variants", { ...twoVariants, dataCapture }, undefined],
    ["a pipeline alone", pipeline, undefined],
    [
      "asynchronous inference of several variants",
      { ...twoVariants, asyncInference },
      /asyncInference is combined with several variants: /,
    ],
    [
      "asynchronous inference with all of them",
      { ...pipeline, asyncInference, dataCapture },
      /asyncInference is combined with several containers in a model, dataCapture: .*feature-matrix/,
    ],
    [
      "captured data of a pipeline",
      { ...pipeline, dataCapture },
      /dataCapture is combined with several containers in a model: /,
    ],
    [
      "captured data of many models",
      { ...multiModel, dataCapture },
      /dataCapture is combined with a container of mode MultiModel: /,
    ],
  ];
  for (const [what, args, said] of cases) {
    it(`${said === undefined ? "says nothing of" : "warns of"} ${what}`, async () => {
      const [messages] = await warned(args);
      if (said === undefined) assert.doesNotMatch(messages, /is combined with/);
      else assert.match(messages, said);
    });
  }
});
