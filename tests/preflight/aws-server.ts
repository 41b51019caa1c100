import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { certificate } from "../registry-client/registries";

/** A call that arrived. */
export interface AwsCall {
  readonly path: string;
  readonly target: string | undefined;
  readonly body: string;
  readonly authorization: string;
}

/** A server over TLS, on a free port of loopback, that stands in for an API of AWS. */
export class AwsServer {
  readonly calls: AwsCall[] = [];
  private readonly server = https.createServer(
    { cert: certificate.certificate, key: certificate.key },
    (request, response) => this.serve(request, response),
  );

  /** @param reply answers each call; may be replaced */
  constructor(public reply: (response: ServerResponse, call: AwsCall) => void) {}

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get url(): URL {
    return new URL(`https://localhost:${(this.server.address() as AddressInfo).port}/`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { "x-amz-target": target, authorization = "" } = request.headers;
      const call = {
        path: decodeURIComponent(request.url ?? ""),
        target: target?.toString(),
        body,
        authorization,
      };
      this.calls.push(call);
      this.reply(response, call);
    });
  }
}

/** Answers as AWS Lambda does for a function that returned. */
export const lambdaAnswer = (answer: unknown) => (response: ServerResponse) =>
  void response.end(JSON.stringify(answer));

/** Answers as AWS does that refuses a call, to clients of JSON over HTTP and of REST alike. */
export const awsError = (status: number, type: string, message: string) => (response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type });
  response.end(JSON.stringify({ __type: type, message, Message: message }));
};

/** Answers as SageMaker does that has no endpoint of the name. */
export const noEndpoint = awsError(
  400,
  "ValidationException",
  'Could not find endpoint "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/fraud".',
);

/** Answers as SageMaker does about an endpoint. */
export const endpointWith =
  (status: string, reason?: string) =>
  (response: ServerResponse, { body }: AwsCall) => {
    const { EndpointName } = JSON.parse(body) as { EndpointName: string };
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(
      JSON.stringify({
        EndpointName,
        EndpointArn: `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/${EndpointName}`,
        EndpointStatus: status,
        CreationTime: 1_790_000_000,
        LastModifiedTime: 1_790_000_000,
        ...(reason === undefined ? {} : { FailureReason: reason }),
      }),
    );
  };
