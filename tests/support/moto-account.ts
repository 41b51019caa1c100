import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AWS_CLIENT } from "./lambda-bundles";

/** A bucket with versions in moto's S3, and the client that made it. */
export async function createBucket(endpoint: string, name: string): Promise<S3Client> {
  const s3 = new S3Client({ ...AWS_CLIENT, endpoint });
  const bucket = { Bucket: name };
  const location = { LocationConstraint: "eu-west-1" } as const;
  await s3.send(new CreateBucketCommand({ ...bucket, CreateBucketConfiguration: location }));
  await s3.send(
    new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  return s3;
}

/** The ARN of a new secret in moto's Secrets Manager. */
export async function createSecret(
  endpoint: string,
  value: object,
  region = AWS_CLIENT.region,
): Promise<string> {
  const client = new SecretsManagerClient({ ...AWS_CLIENT, region, endpoint });
  const secret = new CreateSecretCommand({ Name: "registry", SecretString: JSON.stringify(value) });
  const { ARN: arn = "" } = await client.send(secret);
  client.destroy();
  return arn;
}
