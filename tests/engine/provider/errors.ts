// Errors as the engine gets them from a bridged provider.
import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { type Properties, toStruct } from "./wire";

/** A call that AWS refuses, or whose result the provider gives up waiting for. */
export class AwsError extends Error {}

/** A call that AWS refuses for want of a permission. */
export const accessDenied = (action: string): AwsError =>
  new AwsError(
    `operation error ${action}, https response error StatusCode: 403, RequestID: 0, ` +
      "api error UnauthorizedOperation: You are not authorized to perform this operation.",
  );

/** What bridged providers prefix: their errors are lists. */
export const listed = (reason: string): string => `1 error occurred:\n\t* ${reason}\n\n`;

/** An operation on a resource that failed. Bridged providers also send the reason to the engine's log. */
export class OperationError extends AwsError {
  constructor(
    readonly urn: string,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** A creation or an update that failed, and that leaves something in the state. */
export class IncompleteError extends OperationError {
  constructor(
    urn: string,
    reason: string,
    operation: "creating" | "updating",
    readonly id: string,
    readonly state: Properties,
  ) {
    super(urn, reason, `${operation} ${urn}: ${listed(reason)}`);
  }
}

/** What gRPC sends. A state that is kept goes into the details, where the engine looks for it. */
export function toServiceError(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof IncompleteError) {
    const incomplete = new ErrorResourceInitFailed();
    incomplete.setId(error.id);
    incomplete.setProperties(toStruct(error.state));
    incomplete.setReasonsList([message]);
    const details = new Any();
    details.pack(incomplete.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(details);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  const isBug = !(error instanceof AwsError);
  return {
    code: grpc.status.UNKNOWN,
    details: isBug && error instanceof Error ? (error.stack ?? message) : message,
    metadata,
  };
}
