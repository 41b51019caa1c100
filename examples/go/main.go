// A registry that the company has, reached over the company's network from a VPC that exists; the endpoint scales with its
// requests.
package main

import (
	registry "github.com/OWNER/sagemaker-private-registry/sdk/go/sagemakerprivateregistry"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		conf := config.New(ctx, "")
		var registryCidrBlocks, subnetIds []string
		conf.RequireObject("registryCidrBlocks", &registryCidrBlocks)
		conf.RequireObject("subnetIds", &subnetIds)

		metric := registry.ScalingMetricInvocationsPerInstance
		fraud, err := registry.NewPrivateInference(ctx, "fraud", &registry.PrivateInferenceArgs{
			// The registry's name comes from here.
			Image: pulumi.String(conf.Require("image")),
			Registry: &registry.ExistingRegistryArgs{
				CredentialsSecretArn: pulumi.String(conf.Require("credentialsSecretArn")),
				CidrBlocks:           pulumi.ToStringArray(registryCidrBlocks),
			},
			Network: &registry.NetworkSettingsArgs{
				VpcId:     pulumi.String(conf.Require("vpcId")),
				SubnetIds: pulumi.ToStringArray(subnetIds),
			},
			InstanceType:         pulumi.String("ml.m5.large"),
			InitialInstanceCount: pulumi.Int(2),
			Environment:          pulumi.StringMap{"LOG_LEVEL": pulumi.String("info")},
			Scaling: &registry.VariantScalingArgs{
				// What decides how much is made is plain in Go.
				MinCapacity: pulumi.IntRef(2),
				MaxCapacity: pulumi.Int(6),
				TargetTracking: map[string]registry.TargetTrackingArgs{
					"requests": {
						Metric: &metric,
						// What a load test found that one instance can answer.
						RequestsPerSecond: pulumi.Float64(20),
					},
				},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("endpointName", fraud.EndpointName)
		ctx.Export("endpointArn", fraud.EndpointArn)
		ctx.Export("modelSecurityGroupId", fraud.ModelSecurityGroupId)
		return nil
	})
}
