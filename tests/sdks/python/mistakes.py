# Programs that a type checker must refuse: each line that ends in "# refused".
import pulumi_sagemaker_private_registry as private_registry

private_registry.PrivateInference("a", image=1, instance_type="ml.m5.large")  # refused
private_registry.PrivateInference("b", instance_typ="ml.m5.large")  # refused
private_registry.PrivateInference("c", network={"vpcId": "vpc-1"})  # refused
private_registry.DataCaptureArgs(initial_sampling_percentage=10)  # refused
private_registry.PrivateInference("d", initial_instance_count="two")  # refused
