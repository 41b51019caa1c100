// Configuration from everywhere: the project, the rehearsal's own file, a stack.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

export const vpcId = config.require("vpcId");
export const subnetIds = config.requireObject<string[]>("subnetIds");
export const instanceType = config.require("instanceType");
export const count = config.requireNumber("count");
export const region = aws.getRegionOutput().region;
