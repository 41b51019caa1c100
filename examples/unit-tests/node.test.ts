import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { output } from "@pulumi/pulumi";
import { judge } from "sagemaker-private-registry/policies";
import { record } from "sagemaker-private-registry/testing";
import { fraud } from "./program.js";

describe("the endpoint", () => {
  it("runs on the requested instance type, and meets every requirement that the plan can tell", async () => {
    const graph = await record(() => fraud("ml.m5.large"));
    const { inputs } = graph.only("aws:sagemaker/endpointConfiguration:EndpointConfiguration");
    const [variant] = inputs.productionVariants as { instanceType: string }[];
    assert.equal(variant?.instanceType, "ml.m5.large");
    const failed = judge(graph).filter(({ status }) => status === "failed");
    assert.deepEqual(failed, []);
  });

  it("is refused with a wrong instance type", async () => {
    await assert.rejects(
      record(() => fraud("m5.large")),
      /instanceType/,
    );
  });

  it("is refused with a VPC id that turns out to be wrong only while the program runs", async () => {
    const vpcId = output(Promise.resolve("my-vpc"));
    await assert.rejects(
      record(() => fraud("ml.m5.large", vpcId)),
      /vpcId/,
    );
  });

  it("can be recorded several times at once", async () => {
    const stacks = ["dev", "prod"];
    const graphs = await Promise.all(stacks.map((stack) => record(() => fraud("ml.m5.large"), { stack })));
    assert.deepEqual(
      graphs.map(({ resources }) => resources[0]?.urn.split(":")[2]),
      stacks,
    );
  });
});
