import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { RegistryNetwork, type RegistryNetworkArgs } from "../../../components/registry-network";
import { record } from "../../../testing";
import { make, TYPES } from "./recorded-endpoint";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ACTIONS = [
  "sagemaker:InvokeEndpoint",
  "sagemaker:InvokeEndpointAsync",
  "sagemaker:InvokeEndpointWithBidirectionalStream",
  "sagemaker:InvokeEndpointWithResponseStream",
];

describe("Calling a ModelEndpoint", () => {
  it("takes a policy for this endpoint, and nothing else", async () => {
    const graph = await make();
    assert.deepEqual(JSON.parse(String(graph.outputs.invokePolicyJson?.value)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ACTIONS, Resource: graph.only(TYPES.endpoint).outputs.arn }],
    });
  });

  const network = (args: Partial<RegistryNetworkArgs>) =>
    record(
      () =>
        void new RegistryNetwork("net", {
          vpcId: "vpc-1",
          subnetIds: ["subnet-a", "subnet-b"],
          interfaceEndpoints: { "sagemaker.runtime": true, logs: true },
          ...args,
        }),
    );

  it("from the VPC takes an endpoint that leads to this account's endpoints alone", async () => {
    const graph = await network({
      interfaceEndpoints: { "sagemaker.runtime": true, "sagemaker.runtime-fips": true, logs: true },
    });
    const { inputs } = graph.only(ENDPOINT, "net-sagemaker-runtime");
    assert.equal(graph.only(ENDPOINT, "net-sagemaker-runtime-fips").inputs.policy, inputs.policy);
    assert.equal(inputs.serviceName, "com.amazonaws.eu-west-1.sagemaker.runtime");
    assert.equal(inputs.privateDnsEnabled, true);
    assert.deepEqual(JSON.parse(String(inputs.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CallEndpoints",
          Effect: "Allow",
          Principal: "*",
          Action: ACTIONS,
          Resource: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/*",
          Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
        },
      ],
    });
    assert.notEqual(graph.only(ENDPOINT, "net-logs").inputs.policy, inputs.policy);
  });

  it("goes by a policy of one's own where one is given, and refuses what is none", async () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const graph = await network({
      interfaceEndpointPolicyJson: { "sagemaker.runtime": pulumi.output(policy) },
    });
    assert.equal(graph.only(ENDPOINT, "net-sagemaker-runtime").inputs.policy, policy);
    await assert.rejects(
      network({ interfaceEndpointPolicyJson: { "sagemaker.runtime": "{}" } }),
      /interfaceEndpointPolicyJson\["sagemaker.runtime"\]: must be a policy as JSON/,
    );
    const refused = (text: string): Promise<unknown> =>
      network({ interfaceEndpointPolicyJson: { "sagemaker.runtime": text } });
    await assert.rejects(refused('{"Statement":["Allow"]}'), /must be a policy as JSON/);
    const callers = String((await make()).outputs.invokePolicyJson?.value);
    await assert.rejects(refused(callers), /has a statement without a Principal.*vpc-endpoints-access.html/);
    const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
    const ofLength = (length: number): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: statement }).padEnd(length);
    await refused(ofLength(20_480));
    await assert.rejects(refused(ofLength(20_481)), /has 20481 characters, but must have at most 20480/);
    await assert.rejects(
      network({ interfaceEndpointPolicyJson: { sts: policy } }),
      /interfaceEndpointPolicyJson.sts: is given, but no endpoint for sts is made/,
    );
  });
});
