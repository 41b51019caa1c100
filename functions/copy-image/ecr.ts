import { type ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import type { Credentials } from "../../registry-client";
import { describeFailure } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { CopyError } from "./copy-error";

/** The account's registry in ECR, and what it lets the function in with. */
export interface EcrRegistry {
  /** The registry's name, `host[:port]`. */
  readonly registry: string;
  readonly credentials: Credentials;
}

const DEADLINE_MILLISECONDS = 20_000;

/**
 * Asks ECR for its own name and for a token, which is sent to that name alone.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 * @throws CopyError
 */
export async function authorizeAtEcr(client: ECRClient, permissions: FreshPermissions): Promise<EcrRegistry> {
  const { authorizationToken = "", proxyEndpoint = "" } = await firstAuthorization(client, permissions);
  const [username, password] = Buffer.from(authorizationToken, "base64").toString().split(/:(.*)/s);
  if (!username || !password || !/^https:\/\/[^/]+\/?$/.test(proxyEndpoint)) {
    throw new CopyError("ECR answered without a token or without its own address: run `pulumi up` again.");
  }
  return { registry: new URL(proxyEndpoint).host, credentials: { username, password } };
}

async function firstAuthorization(client: ECRClient, permissions: FreshPermissions) {
  const ask = () =>
    client.send(new GetAuthorizationTokenCommand({}), {
      abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
    });
  try {
    const { authorizationData } = await permissions.call(ask);
    return authorizationData?.[0] ?? {};
  } catch (error) {
    throw new CopyError(
      `Asking ECR for an authorization token failed: ${describeFailure(error)} Check that the function's role may call ` +
        "ecr:GetAuthorizationToken, also by the account's permissions boundary and service control policies.",
    );
  }
}
