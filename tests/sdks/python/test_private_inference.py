# Composes PrivateInference through the SDK of Python, with Pulumi's mocks in place of the engine.
import unittest
from typing import Any, NoReturn

import pulumi

made: list[pulumi.runtime.MockResourceArgs] = []


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        made.append(args)
        return f"{args.name}-id", {**args.inputs, "endpointName": f"{args.name}-endpoint"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> NoReturn:
        raise AssertionError(f"{args.token} is looked up by the plugin, and not by the SDK")


pulumi.runtime.set_mocks(Mocks(), preview=False)

import pulumi_sagemaker_private_registry as private_registry  # noqa: E402


class PrivateInferenceTest(unittest.TestCase):
    @pulumi.runtime.test
    def test_takes_dictionaries_and_classes_and_has_outputs(self) -> pulumi.Output[None]:
        fraud = private_registry.PrivateInference(
            "fraud",
            image="registry.bank.example/ml/fraud@sha256:" + "a" * 64,
            registry={"credentials_secret_arn": pulumi.Output.from_input("arn:secret"), "cidr_blocks": ["10.20.0.0/16"]},
            network={"vpc_id": "vpc-1", "subnet_ids": ["subnet-1", "subnet-2"]},
            instance_type="ml.m5.large",
            initial_instance_count=2,
            data_capture=private_registry.DataCaptureArgs(
                destination_s3_uri="s3://bucket/captured",
                initial_sampling_percentage=50,
                capture_modes=[private_registry.CaptureMode.INPUT_ONLY],
            ),
        )

        def check(values: list[Any]) -> None:
            self.assertEqual(values, ["fraud-endpoint"])
            (component,) = (each for each in made if each.name == "fraud")
            self.assertEqual(component.typ, "sagemaker-private-registry:index:PrivateInference")
            self.assertEqual(component.inputs["network"], {"vpcId": "vpc-1", "subnetIds": ["subnet-1", "subnet-2"]})
            self.assertEqual(component.inputs["registry"]["credentialsSecretArn"], "arn:secret")
            self.assertEqual(component.inputs["dataCapture"]["captureModes"], ["Input"])
            self.assertEqual(component.inputs["initialInstanceCount"], 2)

        return pulumi.Output.all(fraud.endpoint_name).apply(check)


if __name__ == "__main__":
    unittest.main()
