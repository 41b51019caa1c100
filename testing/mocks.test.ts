import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PrivateInference } from "../components/private-inference";
import { existing } from "../tests/components/private-inference/recorded-inference";
import { mocks } from ".";

const outputOf = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

describe("mocks", () => {
  it("answer what a PrivateInference looks up and makes, for Pulumi's own setMocks", async () => {
    await pulumi.runtime.setMocks(mocks({ account: { region: "eu-central-1" } }));
    const fraud = new PrivateInference("fraud", existing);
    assert.match(
      await outputOf(fraud.endpointArn),
      /^arn:aws:sagemaker:eu-central-1:123456789012:endpoint\/fraud-endpoint-/,
    );
    await pulumi.runtime.disconnect();
  });

  it("answer lookups of what the program has made with it", () => {
    const own = mocks();
    const endpoint = { name: "fraud", endpointConfigName: "fraud-1" };
    const type = "aws:sagemaker/endpoint:Endpoint";
    const made = own.newResource({ type, name: "fraud", inputs: endpoint }) as unknown as {
      state: { arn: string };
    };
    const found = own.call({
      token: "aws:cloudcontrol/getResource:getResource",
      inputs: { typeName: "AWS::SageMaker::Endpoint", identifier: made.state.arn },
    }) as { properties: string };
    assert.match(found.properties, /"EndpointConfigName":"fraud-1"/);
  });

  it("let a test answer lookups, and add outputs, itself", async () => {
    const own = mocks({
      call: ({ token }) =>
        token === "aws:ec2/getVpc:getVpc" ? { id: "vpc-1", cidrBlock: "10.8.0.0/16" } : undefined,
      outputs: ({ type }) => (type === "aws:iam/role:Role" ? { arn: "arn:of:a:role" } : undefined),
    });
    const call = (token: string): unknown => own.call({ token, inputs: {} });
    assert.deepEqual(call("aws:ec2/getVpc:getVpc"), { id: "vpc-1", cidrBlock: "10.8.0.0/16" });
    assert.deepEqual((call("aws:index/getRegion:getRegion") as { region: string }).region, "eu-west-1");
    const made = await own.newResource({ type: "aws:iam/role:Role", name: "r", inputs: {} });
    assert.equal((made.state as { arn: string }).arn, "arn:of:a:role");
  });
});
