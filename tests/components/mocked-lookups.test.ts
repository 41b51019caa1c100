import assert from "node:assert/strict";
import { ModelEndpoint } from "../../components/model-endpoint";
import { PrivateInference } from "../../components/private-inference";
import { record } from "../../testing";
import { base, image } from "./model-endpoint/recorded-endpoint";
import { existing } from "./private-inference/recorded-inference";

/** As the mocks of Pulumi's guide answer lookups: with what was asked. https://www.pulumi.com/docs/iac/guides/testing/unit/ */
const echo = { call: ({ inputs }: { inputs: object }) => ({ ...inputs }) };

describe("with mocks that answer lookups with their own arguments,", () => {
  it("a ModelEndpoint is made", async () => {
    const args = { ...base, image: image("fraud"), instanceType: "ml.m5.large" };
    const graph = await record(() => new ModelEndpoint("fraud", args), echo);
    assert.equal(graph.resources.filter(({ type }) => type === "aws:sagemaker/endpoint:Endpoint").length, 1);
  });

  it("a PrivateInference says which lookup must be answered", async () => {
    await assert.rejects(
      record(() => new PrivateInference("fraud", existing), echo),
      /^Error: aws\.ec2\.get(Vpc|Subnet) of \{.*\} returned no \w+.*\. In a unit test with mocks, answer aws:ec2\/get/,
    );
  });
});
