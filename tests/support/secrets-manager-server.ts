import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback, type Listening } from "../../cli/local/loopback";

/** How the server answers the next calls. */
export type SecretsManagerAnswer =
  | { readonly secretString: string }
  | { readonly secretBinary: Buffer }
  | { readonly error: string; readonly message: string; readonly status?: number }
  /** Sends this body as it is, with status 200. */
  | { readonly body: string }
  /** Sends the head of an answer, and then nothing. */
  | { readonly stalled: "body" }
  /** Takes the call, and never answers it. */
  | { readonly stalled: "head" };

/** A call that the server received. */
export interface SecretsManagerCall {
  readonly target: string | undefined;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** A server on loopback that speaks Secrets Manager's protocol, JSON 1.1 over HTTP POST, for GetSecretValue. */
export interface SecretsManagerServer extends Listening {
  readonly calls: readonly SecretsManagerCall[];
  /** How calls are answered from now on; `ResourceNotFoundException` until it is set. */
  answer: SecretsManagerAnswer;
}

const JSON_1_1 = "application/x-amz-json-1.1";

/** Starts a server on a free port of loopback. */
export async function startSecretsManagerServer(): Promise<SecretsManagerServer> {
  const calls: SecretsManagerCall[] = [];
  const answer: SecretsManagerAnswer = {
    error: "ResourceNotFoundException",
    message: "Secrets Manager can't find the specified secret.",
  };
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const body = JSON.parse(text) as { SecretId?: string };
      const { "x-amz-target": target, "content-type": contentType, authorization } = request.headers;
      calls.push({ target: String(target), contentType, authorization, body });
      if (contentType !== JSON_1_1 || target !== "secretsmanager.GetSecretValue") {
        send(response, 400, { __type: "UnknownOperationException" });
      } else reply(response, served.answer, String(body.SecretId));
    });
  });
  const served: SecretsManagerServer = { ...(await listenOnLoopback(server)), calls, answer };
  return served;
}

function reply(response: ServerResponse, answer: SecretsManagerAnswer, secretId: string): void {
  if ("stalled" in answer) {
    if (answer.stalled === "body") response.writeHead(200, { "content-type": JSON_1_1 }).write("{");
  } else if ("error" in answer) {
    send(response, answer.status ?? 400, { __type: answer.error, message: answer.message });
  } else if ("body" in answer) {
    response.writeHead(200, { "content-type": JSON_1_1 }).end(answer.body);
  } else {
    send(response, 200, {
      ARN: secretId,
      Name: "registry",
      VersionId: "00000000-0000-4000-8000-000000000000",
      VersionStages: ["AWSCURRENT"],
      CreatedDate: 1767225600,
      ...("secretString" in answer
        ? { SecretString: answer.secretString }
        : { SecretBinary: answer.secretBinary.toString("base64") }),
    });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": JSON_1_1 }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
