// What runs in the kit's image: it answers what SageMaker asks a container, as one model and as many.
// https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
// https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

interface LoadedModel {
  readonly modelName: string;
  readonly modelUrl: string;
}

const models = new Map<string, LoadedModel>();

/** Answers one request. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", "http://container").pathname;
  const [, first, name, verb] = path.split("/").map(decodeURIComponent);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const route = `${request.method} /${first ?? ""}`;
  if (route === "GET /ping") return send(response, 200, {});
  if (route === "POST /invocations") return send(response, 200, { answer: "yes", bytes: body.length });
  if (route === "GET /models" && name === undefined)
    return send(response, 200, { models: [...models.values()] });
  if (route === "POST /models" && name === undefined) return load(response, body);
  const model = name === undefined ? undefined : models.get(name);
  if (model === undefined) return send(response, 404, { error: `there is nothing at ${path}` });
  if (route === "POST /models" && verb === "invoke")
    return send(response, 200, { answer: "yes", model: name });
  if (route === "GET /models") return send(response, 200, { ...model });
  if (route === "DELETE /models") models.delete(model.modelName);
  return send(response, 200, {});
}

function load(response: ServerResponse, body: string): void {
  const { model_name: modelName, url } = JSON.parse(body) as { model_name: string; url: string };
  if (models.has(modelName)) return send(response, 409, { error: `${modelName} is loaded` });
  models.set(modelName, { modelName, modelUrl: url });
  send(response, 200, {});
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    send(response, 500, { error: error instanceof Error ? error.message : String(error) });
  });
});
// Pipelines, and endpoints of many models, name the port. https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080));
// The first process of a container has no handlers but its own.
process.on("SIGTERM", () => process.exit(0));
