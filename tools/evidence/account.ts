import type { Invocation } from "./collected";

/** What SageMaker says of an endpoint. */
export interface EndpointState {
  readonly status: string;
  readonly failureReason?: string;
  readonly createdAt?: number;
}

/** The AWS account of a run: all calls of AWS in addition to deploying. */
export interface Account {
  /** The lines of all streams of a log group, in order; none where there is no such group. */
  logLines(group: string): Promise<readonly string[]>;
  /** The lines of all logs of load balancers in a bucket; none where there is no such bucket. */
  loadBalancerLines(bucket: string): Promise<readonly string[]>;
  /** An endpoint; nothing where there is none. */
  endpoint(name: string): Promise<EndpointState | undefined>;
  /** When a model was made, in milliseconds since 1970; nothing where there is none. */
  modelCreatedAt(name: string): Promise<number | undefined>;
  /** Sends an endpoint a request; with `targetModel` for one of its models. */
  invoke(name: string, body: string, targetModel?: string): Promise<Invocation>;
  /** Sends an endpoint a request whose body is in S3, and waits for the response there. */
  invokeAsync(name: string, inputLocation: string): Promise<Invocation>;
  /** Asks SageMaker to delete an endpoint, which takes minutes; nothing where there is none. */
  deleteEndpoint(name: string): Promise<void>;
  /** Deletes a log group; nothing where there is none. */
  deleteLogGroup(name: string): Promise<void>;
  /** Closes its connections. */
  close(): void;
}

/** How an account is reached. */
export interface AccountOptions {
  readonly region: string | undefined;
  /** Where every service answers, for tests; AWS's own endpoints by default. */
  readonly endpoint?: string;
  /** How often the answer to an asynchronous request is looked for, and how many times; every 10 s for 10 minutes by default. */
  readonly polling?: { readonly milliseconds: number; readonly times: number };
}
