// The engine's log, to which bridged providers send the reason of a failure beside the error itself.
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export interface EngineLog {
  log(urn: string, reason: string): Promise<void>;
}

/** A log at the engine's address, in the words of Terraform's SDK. As there, TF_LOG says what it takes: nothing where it is `off`. */
export function engineLog(address: string, provider: string): EngineLog {
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return {
    log: (urn, reason) => {
      if (process.env.TF_LOG?.toLowerCase() === "off") return Promise.resolve();
      const request = new LogRequest();
      request.setSeverity(LogSeverity.ERROR);
      request.setUrn(urn);
      request.setMessage(`  sdk-v2/provider2.go:572: sdk.helper_schema: ${reason}: provider=${provider}`);
      return new Promise((resolve, reject) => {
        client.log(request, (error) => (error === null ? resolve() : reject(error)));
      });
    },
  };
}
