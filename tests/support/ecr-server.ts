import { createServer } from "node:http";
import { listenOnLoopback, type Listening } from "../../cli/local/loopback";

/** How the server answers the next calls. */
export type EcrAnswer =
  | {
      /** What the token is made of, `user:password`. */
      readonly token: string;
      /** The registry's address, as `https://123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
      readonly proxyEndpoint: string;
    }
  | { readonly error: string; readonly message: string };

/** A server on loopback that speaks ECR's protocol, JSON 1.1 over HTTP POST, for GetAuthorizationToken. */
export interface EcrServer extends Listening {
  /** How calls are answered. */
  answer: EcrAnswer;
  /** The `Authorization` of each call. */
  readonly calls: readonly (string | undefined)[];
}

const JSON_1_1 = "application/x-amz-json-1.1";
const TARGET = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";

/** Starts a server on a free port of loopback. */
export async function startEcrServer(answer: EcrAnswer): Promise<EcrServer> {
  const calls: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const { "x-amz-target": target, "content-type": contentType, authorization } = request.headers;
    calls.push(authorization);
    const known: EcrAnswer =
      target === TARGET && contentType === JSON_1_1
        ? served.answer
        : { error: "UnknownOperationException", message: `no such operation: ${String(target)}` };
    const body =
      "error" in known
        ? { __type: known.error, message: known.message }
        : {
            authorizationData: [
              {
                authorizationToken: Buffer.from(known.token).toString("base64"),
                expiresAt: 1767268800,
                proxyEndpoint: known.proxyEndpoint,
              },
            ],
          };
    response.writeHead("error" in known ? 400 : 200, { "content-type": JSON_1_1 }).end(JSON.stringify(body));
  });
  const served = { ...(await listenOnLoopback(server)), calls, answer };
  return served;
}
