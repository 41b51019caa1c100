// Composes PrivateInference through the SDK of Go, with Pulumi's mocks in place of the engine.
package sdk_test

import (
	"strings"
	"sync"
	"testing"

	registry "github.com/OWNER/sagemaker-private-registry/sdk/go/sagemakerprivateregistry"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type mocks struct {
	inputs map[string]resource.PropertyMap
	mutex  sync.Mutex
}

func (m *mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.inputs[args.TypeToken] = args.Inputs
	outputs := args.Inputs.Copy()
	outputs["endpointName"] = resource.NewStringProperty(args.Name + "-endpoint")
	return args.Name + "-id", outputs, nil
}

func (m *mocks) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

func TestPrivateInference(t *testing.T) {
	m := &mocks{inputs: map[string]resource.PropertyMap{}}
	endpoint := make(chan string, 1)
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		fraud, err := registry.NewPrivateInference(ctx, "fraud", &registry.PrivateInferenceArgs{
			Image: pulumi.String("registry.bank.example/ml/fraud@sha256:" + strings.Repeat("a", 64)),
			Registry: &registry.ExistingRegistryArgs{
				CredentialsSecretArn: pulumi.String("arn:secret"),
				CidrBlocks:           pulumi.ToStringArray([]string{"10.20.0.0/16"}),
			},
			Network: &registry.NetworkSettingsArgs{
				VpcId:     pulumi.String("vpc-1"),
				SubnetIds: pulumi.ToStringArray([]string{"subnet-1", "subnet-2"}),
			},
			InstanceType:         pulumi.String("ml.m5.large"),
			InitialInstanceCount: pulumi.Int(2),
			DataCapture: &registry.DataCaptureArgs{
				DestinationS3Uri:          pulumi.String("s3://bucket/captured"),
				InitialSamplingPercentage: pulumi.Int(50),
				CaptureModes:              registry.CaptureModeArray{registry.CaptureModeInputOnly},
			},
		})
		if err != nil {
			return err
		}
		fraud.EndpointName.ApplyT(func(name string) string {
			endpoint <- name
			return name
		})
		return nil
	}, pulumi.WithMocks("project", "stack", m))
	if err != nil {
		t.Fatal(err)
	}
	if name := <-endpoint; name != "fraud-endpoint" {
		t.Errorf("the output endpointName is %q", name)
	}
	inputs := m.inputs["sagemaker-private-registry:index:PrivateInference"]
	if count := inputs["initialInstanceCount"].NumberValue(); count != 2 {
		t.Errorf("initialInstanceCount is %v", count)
	}
	if vpc := inputs["network"].ObjectValue()["vpcId"].StringValue(); vpc != "vpc-1" {
		t.Errorf("network.vpcId is %q", vpc)
	}
}
