// What a scenario asks of the fake AWS: faults, times and what the account has already. It lies in a file, because the engine
// starts providers with nothing but its own environment.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names the environment variable with the folder of a scenario: settings, the fake AWS's state, the log of operations. */
export const FOLDER_VARIABLE = "ENGINE_TEST_FOLDER";

/**
 * Regular expression over what an operation is about: `<type>::<name>` of a resource in the program, as in
 * `aws:sagemaker/endpoint:Endpoint::demo-endpoint`, or the token of an invoke, such as `aws:ec2/getVpc:getVpc`.
 */
export type Pattern = string;

/** An operation that ends in an error after it has begun. */
export interface Failure {
  readonly on: Pattern;
  readonly reason: string;
}

/** A creation that ends in an error. */
export interface CreationFailure extends Failure {
  /** Whether the provider knows an id by then: the resource is then in the state, and is replaced by the next update. */
  readonly keepsId: boolean;
}

/** How the update of an endpoint ends, other than in service with its new configuration. */
export const EndpointUpdate = {
  /** The endpoint runs what it ran before, and the provider reads that. */
  RollsBack: "RollsBack",
  /** The endpoint runs what it ran before; the provider has read it too early, and takes the update for done. */
  RollsBackUnnoticed: "RollsBackUnnoticed",
  /** The provider sees the endpoint while it rolls back, and fails. */
  RollsBackWithError: "RollsBackWithError",
  /** Another update is being performed: AWS refuses this one. */
  InProgress: "InProgress",
} as const;
export type EndpointUpdate = (typeof EndpointUpdate)[keyof typeof EndpointUpdate];

/** How a deployment of a service ends, other than in a steady state. */
export const ServiceDeployment = {
  /** The circuit breaker goes back to the task definition that ran before. */
  RollsBack: "RollsBack",
  /** The same, and the provider takes the deployment for complete. */
  RollsBackUnnoticed: "RollsBackUnnoticed",
  /** No task becomes healthy, and there is nothing to go back to. */
  Fails: "Fails",
  /** It goes on when the provider's patience is over. */
  StaysInProgress: "StaysInProgress",
} as const;
export type ServiceDeployment = (typeof ServiceDeployment)[keyof typeof ServiceDeployment];

/** A fault of the deployment of those services whose `<type>::<name>` matches. */
export interface ServiceFault {
  readonly on: Pattern;
  readonly deployment: ServiceDeployment;
}

/** What a Lambda function whose name matches answers. */
export interface FunctionAnswer {
  readonly function: Pattern;
  /** What it returns. */
  readonly result?: unknown;
  /** The error that it ends in, in place of a result. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** Members of a lookup's answer that are other than AWS has them. */
export interface LookupAnswer {
  readonly on: Pattern;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A subnet of a VPC that no program here has made. */
export interface ExistingSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly cidrBlock: string;
  readonly availableIpAddressCount: number;
}

/** A zone that the account sees. Which id a name leads to differs by account. */
export interface ExistingZone {
  readonly name: string;
  readonly id: string;
  /** As EC2 calls it: `availability-zone` or `local-zone`. */
  readonly type: string;
}

/** Settings of a scenario; each has a default. */
export interface Settings {
  /** Invokes and creations that AWS refuses for want of a permission. */
  readonly refused?: readonly Pattern[];
  readonly creationFailures?: readonly CreationFailure[];
  /** Updates that fail. As with providers on Terraform's SDK, the state then has the planned values. */
  readonly updateFailures?: readonly Failure[];
  readonly deletionFailures?: readonly Failure[];
  /** Whether endpoints fail as they are created. The provider leaves no id, and the endpoint stays, as `Failed`. */
  readonly endpointCreationFails?: boolean;
  /** How long the provider waits for a new endpoint, unless it is interrupted. It then leaves no id, and the endpoint stays. Default: 0. */
  readonly endpointCreationInMinutes?: number;
  readonly endpointUpdate?: EndpointUpdate;
  readonly serviceFaults?: readonly ServiceFault[];
  readonly functionAnswers?: readonly FunctionAnswer[];
  readonly lookupAnswers?: readonly LookupAnswer[];
  /** Lookups that AWS refuses for another reason than a permission. */
  readonly lookupFailures?: readonly Failure[];
  /** How long a minute of AWS's takes here, in milliseconds: deletions and the provider's patience are in minutes. Default: 20. */
  readonly minuteInMilliseconds?: number;
  /** How long an endpoint and its interfaces stay after `DeleteEndpoint` has returned, and those that an update replaces. Default: 0. */
  readonly endpointDeletionInMinutes?: number;
  /** How long a function's interfaces stay after `DeleteFunction` has returned, or after the function has left them. Default: 0. */
  readonly functionInterfacesInMinutes?: number;
  readonly subnets?: readonly ExistingSubnet[];
  /** Zones of the region that the account sees, in any order. Default: three availability zones. */
  readonly zones?: readonly ExistingZone[];
}

/** The folder of the scenario that this process belongs to. */
export function scenarioFolder(): string {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) throw new Error(`${FOLDER_VARIABLE} is not set`);
  return folder;
}

export const settingsFile = (folder: string): string => join(folder, "settings.json");

/** The settings as they are now: a scenario changes them between updates. */
export function readSettings(folder: string): Settings {
  const file = settingsFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Settings) : {};
}

export const subjectOf = (type: string, name: string): string => `${type}::${name}`;

export const matches = (pattern: Pattern, subject: string): boolean => new RegExp(pattern).test(subject);
