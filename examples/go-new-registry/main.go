// No registry and no VPC yet: both are made, the image is delivered into the registry, and an endpoint serves it.
package main

import (
	registry "github.com/OWNER/sagemaker-private-registry/sdk/go/sagemakerprivateregistry"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		conf := config.New(ctx, "")

		demo, err := registry.NewPrivateInference(ctx, "demo", &registry.PrivateInferenceArgs{
			NewRegistry: &registry.InferenceRegistryArgs{
				DomainName: pulumi.String(conf.Require("domainName")),
				// A public zone: only the certificate's record is made in it.
				ValidationZoneId: pulumi.String(conf.Require("validationZoneId")),
			},
			Publish: &registry.ImageDeliveryArgs{
				Archive:    pulumi.NewFileAsset(conf.Require("archive")),
				Repository: pulumi.String("ml/fraud"),
			},
			InstanceType: pulumi.String(conf.Require("instanceType")),
		})
		if err != nil {
			return err
		}
		ctx.Export("endpointName", demo.EndpointName)
		ctx.Export("endpointArn", demo.EndpointArn)
		ctx.Export("imageReferences", demo.ImageReferences)
		return nil
	})
}
