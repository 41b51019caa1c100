import * as pulumi from "@pulumi/pulumi";

throw new pulumi.InputPropertiesError({
  message: "the arguments are wrong",
  errors: [
    { propertyPath: "network.subnetIds", reason: "has 1 item, but must have 2 to 16" },
    { propertyPath: "image", reason: "names a tag" },
  ],
});
