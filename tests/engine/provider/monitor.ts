// A client of the engine's resource monitor, by which a component's provider registers what the component is made of.
import * as grpc from "@grpc/grpc-js";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { toProperties, toStruct, type Properties } from "./wire";

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Properties;
  readonly isCustom: boolean;
  readonly version?: string;
  readonly providers?: ReadonlyMap<string, string>;
  readonly aliases?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly protect?: boolean | undefined;
}

export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly state: Properties;
}

export class Monitor {
  private readonly client: ResourceMonitorClient;

  constructor(address: string) {
    this.client = new ResourceMonitorClient(address, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
  }

  async register(registration: Registration): Promise<Registered> {
    const { type, name, parent, inputs, isCustom, version, providers, aliases, dependencies, protect } =
      registration;
    const request = new RegisterResourceRequest();
    request.setType(type);
    request.setName(name);
    request.setParent(parent);
    request.setCustom(isCustom);
    request.setObject(toStruct(inputs));
    request.setSupportspartialvalues(true);
    request.setVersion(version ?? "");
    request.setAliasurnsList([...(aliases ?? [])]);
    request.setDependenciesList([...(dependencies ?? [])]);
    if (protect !== undefined) request.setProtect(protect);
    for (const [name, reference] of providers ?? []) request.getProvidersMap().set(name, reference);
    const response = await new Promise<RegisterResourceResponse>((resolve, reject) => {
      this.client.registerResource(request, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      );
    });
    return { urn: response.getUrn(), id: response.getId(), state: toProperties(response.getObject()) };
  }

  async registerOutputs(urn: string, outputs: Properties): Promise<void> {
    const request = new RegisterResourceOutputsRequest();
    request.setUrn(urn);
    request.setOutputs(toStruct(outputs));
    await new Promise<void>((resolve, reject) => {
      this.client.registerResourceOutputs(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  async invoke(token: string, args: Properties, provider: string, version: string): Promise<Properties> {
    const request = new ResourceInvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    request.setProvider(provider);
    request.setVersion(version);
    const response = await new Promise<InvokeResponse>((resolve, reject) => {
      this.client.invoke(request, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
    return toProperties(response.getReturn());
  }

  close(): void {
    this.client.close();
  }
}
