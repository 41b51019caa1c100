module private-registry-go-new-registry

go 1.25.11

require (
	github.com/OWNER/sagemaker-private-registry/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.256.0
)

replace github.com/OWNER/sagemaker-private-registry/sdk/go => ./sdks/sagemaker-private-registry
