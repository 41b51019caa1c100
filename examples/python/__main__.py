# A registry that the company has, reached over the company's network from a VPC that exists; the endpoint scales with its
# requests.
import pulumi
import pulumi_sagemaker_private_registry as private_registry

config = pulumi.Config()

fraud = private_registry.PrivateInference(
    "fraud",
    # The registry's name comes from here.
    image=config.require("image"),
    registry={
        "credentials_secret_arn": config.require("credentialsSecretArn"),
        "cidr_blocks": config.require_object("registryCidrBlocks"),
    },
    network={
        "vpc_id": config.require("vpcId"),
        "subnet_ids": config.require_object("subnetIds"),
    },
    instance_type="ml.m5.large",
    initial_instance_count=2,
    environment={"LOG_LEVEL": "info"},
    scaling={
        "min_capacity": 2,
        "max_capacity": 6,
        "target_tracking": {
            "requests": {
                "metric": private_registry.ScalingMetric.INVOCATIONS_PER_INSTANCE,
                # What a load test found that one instance can answer.
                "requests_per_second": 20,
            }
        },
    },
)

pulumi.export("endpointName", fraud.endpoint_name)
pulumi.export("endpointArn", fraud.endpoint_arn)
pulumi.export("modelSecurityGroupId", fraud.model_security_group_id)
