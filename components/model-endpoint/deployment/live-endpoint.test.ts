import assert from "node:assert/strict";
import { endpointArn, parseEndpoint } from "./live-endpoint";

describe("parseEndpoint", () => {
  it("reads what Cloud Control says of an endpoint, in the forms that there are", () => {
    assert.deepEqual(parseEndpoint('{"EndpointConfigName":"c"}'), {
      endpointConfigName: "c",
      alarmNames: undefined,
    });
    const arn = "arn:aws:sagemaker:eu-west-1:123456789012:endpoint-config/c";
    assert.equal(parseEndpoint(JSON.stringify({ EndpointConfigName: arn }))?.endpointConfigName, "c");
    assert.deepEqual(parseEndpoint('{"EndpointConfigName":"c","DeploymentConfig":{}}')?.alarmNames, []);
    const alarms = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: "a" }, { AlarmName: "b" }] } };
    assert.deepEqual(
      parseEndpoint(JSON.stringify({ EndpointConfigName: "c", DeploymentConfig: alarms }))?.alarmNames,
      ["a", "b"],
    );
    assert.equal(parseEndpoint("{}"), undefined);
  });
});

describe("endpointArn", () => {
  it("has the name in lower case, as SageMaker writes it, and the partition", () => {
    const placement = {
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "123456789012",
      dnsSuffix: "amazonaws.com.cn",
      reverseDnsPrefix: "cn.com.amazonaws",
    };
    assert.equal(
      endpointArn("Fraud-Live", placement),
      "arn:aws-cn:sagemaker:cn-north-1:123456789012:endpoint/fraud-live",
    );
  });
});
