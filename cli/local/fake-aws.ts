import { createReadStream, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Certificate } from "./embedded-registry/certificates";
import { readBody } from "./embedded-registry/requests";
import type { Cleanup } from "./cleanup";
import { FunctionFailure } from "./lambda/functions";
import type { Route } from "./lambda/process-messages";

/** The data of the fake AWS. */
export interface AwsContents {
  /** Secrets by their ARNs. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Files by `<bucket>/<key>`. */
  readonly objects: ReadonlyMap<string, string>;
  /** Invokes the function with an ARN and returns its JSON; `undefined` for unknown functions. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<string> | undefined;
  /** The requested secrets that are unknown. */
  readonly unknownSecrets: Set<string>;
}

const SERVICES = ["lambda", "secretsmanager", "api.sagemaker"];

/** The host names of the faked AWS services in a region. */
export function awsNames(region: string): readonly string[] {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return [
    ...SERVICES.map((service) => `${service}.${region}.${suffix}`),
    `s3.${region}.${suffix}`,
    `*.s3.${region}.${suffix}`,
  ];
}

/**
 * Starts a fake of the parts of Secrets Manager, S3, Lambda and SageMaker that the package's functions call, and returns
 * the routes to it.
 */
export async function startAws(
  regions: readonly string[],
  certificate: Certificate,
  contents: AwsContents,
  cleanup: Cleanup,
): Promise<readonly Route[]> {
  const server = https.createServer(
    { cert: certificate.certificate, key: certificate.key },
    (request, response) => {
      answer(request, response, contents).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else
          send(response, 500, {
            __type: "InternalFailure",
            message: error instanceof Error ? error.name : "",
          });
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.add(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return regions.flatMap(awsNames).map((host) => ({ host, port: 443, to: port }));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  contents: AwsContents,
): Promise<void> {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  const url = new URL(request.url ?? "/", `https://${host}`);
  if (host.startsWith("lambda.")) return invoke(url, await readBody(request), response, contents);
  if (host.startsWith("secretsmanager.")) return getSecret(await readBody(request), response, contents);
  if (host.startsWith("api.sagemaker.")) {
    // There is no endpoint before the first deployment.
    await readBody(request);
    return send(response, 400, { __type: "ValidationException", message: "Could not find endpoint." });
  }
  const bucket = /^(.+)\.s3\./.exec(host)?.[1];
  const path = decodeURIComponent(url.pathname).replace(/^\//, "");
  return getObject(
    request,
    response,
    contents.objects.get(bucket === undefined ? path : `${bucket}/${path}`),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
async function invoke(
  url: URL,
  body: Buffer,
  response: ServerResponse,
  { invoke }: AwsContents,
): Promise<void> {
  const arn = decodeURIComponent(/\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1] ?? "");
  const answered = invoke(arn, JSON.parse(body.toString() || "null"));
  if (answered === undefined) {
    response.setHeader("x-amzn-errortype", "ResourceNotFoundException");
    return send(response, 404, { Type: "User", Message: `Function not found: ${arn}` });
  }
  try {
    response.writeHead(200, { "content-type": "application/json" }).end(await answered);
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    response.setHeader("x-amz-function-error", "Unhandled");
    send(response, 200, error.error);
  }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
function getSecret(body: Buffer, response: ServerResponse, { secrets, unknownSecrets }: AwsContents): void {
  const { SecretId: id = "" } = JSON.parse(body.toString()) as { SecretId?: string };
  const text = secrets.get(id);
  if (text !== undefined) return send(response, 200, { ARN: id, Name: "rehearsal", SecretString: text });
  unknownSecrets.add(id);
  const message = "Secrets Manager can't find the specified secret.";
  send(response, 400, { __type: "ResourceNotFoundException", message });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
async function getObject(
  request: IncomingMessage,
  response: ServerResponse,
  file: string | undefined,
): Promise<void> {
  if (file === undefined) return void response.writeHead(404).end();
  const { size } = statSync(file);
  const [, first = "0", last = String(size - 1)] =
    /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  const [start, end] = [Number(first), Math.min(Number(last), size - 1)];
  const isPart = request.headers.range !== undefined;
  response.writeHead(isPart ? 206 : 200, {
    etag: '"rehearsal"',
    "accept-ranges": "bytes",
    "content-length": end - start + 1,
    ...(isPart ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === "HEAD" || size === 0) return void response.end();
  await pipeline(createReadStream(file, { start, end }), response);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
}
