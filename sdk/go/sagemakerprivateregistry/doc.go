// Serve Amazon SageMaker real-time endpoints from a private Docker registry in your VPC: no ECR for the model's image, no internet.
package sagemakerprivateregistry
