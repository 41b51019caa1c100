// What its project only declares is missing.
import * as pulumi from "@pulumi/pulumi";

export const vpcId = new pulumi.Config().require("vpcId");
