# No registry and no VPC yet: both are made, the image is delivered into the registry, and an endpoint serves it.
import pulumi
import pulumi_sagemaker_private_registry as private_registry

config = pulumi.Config()

demo = private_registry.PrivateInference(
    "demo",
    new_registry={
        "domain_name": config.require("domainName"),
        # A public zone: only the certificate's record is made in it.
        "validation_zone_id": config.require("validationZoneId"),
    },
    publish={
        "archive": pulumi.FileAsset(config.require("archive")),
        "repository": "ml/fraud",
    },
    instance_type=config.require("instanceType"),
)

pulumi.export("endpointName", demo.endpoint_name)
pulumi.export("endpointArn", demo.endpoint_arn)
pulumi.export("imageReferences", demo.image_references)
