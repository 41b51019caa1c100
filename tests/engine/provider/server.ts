// The gRPC service that the engine starts a provider for.
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { EngineLog } from "./engine-log";
import { OperationError, toServiceError } from "./errors";
import type { AutonamingOptions } from "./names";
import type { ComponentPackage, Package, ResourcePackage } from "./package";
import { toProperties, toStruct, type Properties } from "./wire";

/** Starts the service; resolves with its port. Failed operations are also logged by the engine. */
export function serve(provided: Package, engine: EngineLog): Promise<number> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const resources = "check" in provided ? resourceService(provided, engine) : {};
  const components = "construct" in provided ? componentService(provided) : {};
  server.addService(ResourceProviderService, { ...commonService(provided), ...resources, ...components });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

type Answer<Request, Response> = (request: Request) => Response | Promise<Response>;

/** A method of the service, whose errors reach the engine as it expects them. */
const method =
  <Request, Response>(answer: Answer<Request, Response>): grpc.handleUnaryCall<Request, Response> =>
  ({ request }, callback) => {
    Promise.resolve()
      .then(() => answer(request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServiceError(error)),
      );
  };

function commonService(provided: Package): grpc.UntypedServiceImplementation {
  return {
    getPluginInfo: method(() => new PluginInfo().setVersion(provided.version)),
    getSchema: method(() => new messages.GetSchemaResponse().setSchema("{}")),
    attach: method(() => new Empty()),
    cancel: method(() => {
      if ("check" in provided) provided.cancel?.();
      return new Empty();
    }),
    checkConfig: method((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: method(() => new messages.DiffResponse()),
    configure: method((request: messages.ConfigureRequest) => {
      if ("check" in provided) provided.configure(configurationOf(request));
      // The engine demands it of components; bridged providers say no.
      return new messages.ConfigureResponse()
        .setAcceptsecrets("construct" in provided)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),
  };
}

function configurationOf(request: messages.ConfigureRequest): Properties {
  const variables = request
    .getVariablesMap()
    .toArray()
    .map(([key, value]) => [key.split(":").at(-1) ?? "", value] as const);
  return { ...Object.fromEntries(variables), ...toProperties(request.getArgs()) };
}

function resourceService(provided: ResourcePackage, engine: EngineLog): grpc.UntypedServiceImplementation {
  /** A method that changes a resource. */
  const operation = <Request, Response>(
    answer: Answer<Request, Response>,
  ): grpc.handleUnaryCall<Request, Response> =>
    method(async (request: Request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof OperationError) await engine.log(error.urn, error.reason);
        throw error;
      }
    });
  return {
    check: method((request: messages.CheckRequest) => {
      const inputs = provided.check({
        urn: request.getUrn(),
        inputs: toProperties(request.getNews()),
        oldInputs: toProperties(request.getOlds()),
        seed: request.getRandomseed_asU8(),
        autonaming: autonamingOf(request),
      });
      return new messages.CheckResponse().setInputs(toStruct(inputs));
    }),
    diff: method((request: messages.DiffRequest) => {
      const { changed, replaces, deleteBeforeReplace } = provided.diff(changeOf(request));
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      return new messages.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changed])
        .setReplacesList([...replaces])
        .setDeletebeforereplace(deleteBeforeReplace);
    }),
    create: operation(async (request: messages.CreateRequest) => {
      const { id, state } = await provided.create({
        urn: request.getUrn(),
        inputs: toProperties(request.getProperties()),
        isPreview: request.getPreview(),
      });
      return new messages.CreateResponse().setId(id).setProperties(toStruct(state));
    }),
    update: operation((request: messages.UpdateRequest) => {
      const state = provided.update({
        ...changeOf(request),
        id: request.getId(),
        isPreview: request.getPreview(),
      });
      return new messages.UpdateResponse().setProperties(toStruct(state));
    }),
    read: method((request: messages.ReadRequest) => {
      const found = provided.read({
        urn: request.getUrn(),
        id: request.getId(),
        state: toProperties(request.getProperties()),
        inputs: toProperties(request.getInputs()),
      });
      const response = new messages.ReadResponse();
      if (found === undefined) return response;
      return response.setId(found.id).setProperties(toStruct(found.state)).setInputs(toStruct(found.inputs));
    }),
    delete: operation(async (request: messages.DeleteRequest) => {
      await provided.delete({
        urn: request.getUrn(),
        id: request.getId(),
        state: toProperties(request.getProperties()),
        timeoutInSeconds: request.getTimeout(),
      });
      return new Empty();
    }),
    invoke: method((request: messages.InvokeRequest) => {
      const result = provided.invoke?.(request.getTok(), toProperties(request.getArgs()));
      if (result === undefined) throw new Error(`${request.getTok()} is not known`);
      return new messages.InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

const changeOf = (request: messages.DiffRequest | messages.UpdateRequest) => ({
  urn: request.getUrn(),
  state: toProperties(request.getOlds()),
  oldInputs: toProperties(request.getOldInputs()),
  inputs: toProperties(request.getNews()),
  ignored: request.getIgnorechangesList(),
});

function autonamingOf(request: messages.CheckRequest): AutonamingOptions | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const { ENFORCE, DISABLE } = messages.CheckRequest.AutonamingOptions.Mode;
  const mode = options.getMode();
  return {
    mode: mode === ENFORCE ? "enforce" : mode === DISABLE ? "disable" : "propose",
    proposedName: options.getProposedName(),
  };
}

function componentService(provided: ComponentPackage): grpc.UntypedServiceImplementation {
  return {
    construct: method(async (request: messages.ConstructRequest) => {
      const { urn, state, dependencies } = await provided.construct({
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent(),
        inputs: toProperties(request.getInputs()),
        providers: new Map(request.getProvidersMap().toArray()),
        aliases: request.getAliasesList().flatMap((alias) => (alias.hasUrn() ? [alias.getUrn()] : [])),
        dependencies: request.getDependenciesList(),
        protect: request.getProtect(),
        monitor: request.getMonitorendpoint(),
      });
      const response = new messages.ConstructResponse().setUrn(urn).setState(toStruct(state));
      for (const [output, urns] of dependencies) {
        response
          .getStatedependenciesMap()
          .set(output, new messages.ConstructResponse.PropertyDependencies().setUrnsList([...urns]));
      }
      return response;
    }),
  };
}
