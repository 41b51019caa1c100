import assert from "node:assert/strict";
import { nearestName, remedyForUnknown, suggestion } from "./suggestion";

const KNOWN = ["credentialsSecretArn", "cidrBlocks", "subnetIds", "vpcId", "destinationS3Uri", "kmsKeyArn"];

describe("suggestion", () => {
  for (const [given, meant] of [
    ["subnetId", "subnetIds"],
    ["subnet_id", "subnet_ids"],
    ["credentials_secret_arns", "credentials_secret_arn"],
    ["credentialSecretArn", "credentialsSecretArn"],
    ["vcpId", "vpcId"],
    ["VpcId", "vpcId"],
    ["cidr", "cidrBlocks"],
    ["destination_s3_url", "destination_s3_uri"],
  ] as const)
    it(`of ${given} is ${meant}`, () => assert.equal(suggestion(given, KNOWN), meant));

  for (const given of ["port", "x", "", "instanceType", "vpc_id".repeat(100)])
    it(`of ${given.slice(0, 20)} is none`, () => assert.equal(suggestion(given, KNOWN), undefined));

  it("of a value is the value as it is, whatever its case and separators", () => {
    const values = ["LEAST_OUTSTANDING_REQUESTS", "RANDOM", "s3-reachable"];
    assert.equal(nearestName("least_outstanding_request", values), "LEAST_OUTSTANDING_REQUESTS");
    assert.equal(nearestName("s3_reachable", values), "s3-reachable");
    assert.equal(nearestName("canary", values), undefined);
  });

  it("is part of the remedy, or all names are", () => {
    assert.equal(remedyForUnknown("subnet_id", KNOWN), "did you mean subnet_ids?");
    assert.equal(remedyForUnknown("x", ["port", "host"]), "expected one of: port, host");
    assert.equal(remedyForUnknown("redirect", ["redirects", "tag"], true), 'did you mean "redirects"?');
    assert.equal(remedyForUnknown("x", ["port", "host"], true), 'expected one of: "port", "host"');
  });
});
