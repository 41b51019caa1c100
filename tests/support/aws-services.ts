import { startS3Server, type S3Server } from "./s3-server";
import { startSecretsManagerServer, type SecretsManagerServer } from "./secrets-manager-server";
import { USER } from "../registry-client/registries";

/** What the functions that move images call of AWS, on loopback. */
export interface AwsServices {
  /** Answers with the credentials of the tests' user. */
  readonly secrets: SecretsManagerServer;
  readonly s3: S3Server;
  /** Leads a function's clients here. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts them on free ports. */
export async function startAwsServices(): Promise<AwsServices> {
  const secrets = await startSecretsManagerServer();
  secrets.answer = { secretString: JSON.stringify(USER) };
  const s3 = await startS3Server();
  return {
    secrets,
    s3,
    environment: { AWS_ENDPOINT_URL_S3: s3.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url },
    close: async () => {
      await Promise.all([secrets.close(), s3.close()]);
    },
  };
}
