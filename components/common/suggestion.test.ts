import assert from "node:assert/strict";
import { suggestion } from "./suggestion";

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
});
