import { type ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import type { Credentials } from "../../registry-client";
import { describeFailure } from "../shared/describe-failure";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { CopyError } from "./copy-error";

/** The account's registry in ECR, and the credentials for it. */
export interface EcrRegistry {
  /** Host name of the registry, `host[:port]`. */
  readonly registry: string;
  readonly credentials: Credentials;
}

const DEADLINE_MILLISECONDS = 20_000;

/**
 * Requests the registry's host name and a token, which is sent to that host only.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 * @throws CopyError
 */
export async function authorizeAtEcr(client: ECRClient, permissions: FreshPermissions): Promise<EcrRegistry> {
  const { authorizationToken = "", proxyEndpoint = "" } = await firstAuthorization(client, permissions);
  const [username, password] = Buffer.from(authorizationToken, "base64").toString().split(/:(.*)/s);
  if (!username || !password || !/^https:\/\/[^/]+\/?$/.test(proxyEndpoint)) {
    throw new CopyError("ECR returned no token or no registry address: run `pulumi up` again.");
  }
  return { registry: new URL(proxyEndpoint).host, credentials: { username, password } };
}

async function firstAuthorization(client: ECRClient, permissions: FreshPermissions) {
  const request = () =>
    client.send(new GetAuthorizationTokenCommand({}), {
      abortSignal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
    });
  try {
    const { authorizationData } = await permissions.call(request);
    return authorizationData?.[0] ?? {};
  } catch (error) {
    throw new CopyError(
      `Requesting an authorization token from ECR failed: ${describeFailure(error)} Check that the function's role may call ` +
        "ecr:GetAuthorizationToken, and that the permissions boundary and service control policies allow it.",
    );
  }
}
