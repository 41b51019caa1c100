/** A route from a host name and port to a server on this machine. */
export interface Route {
  /** A host name in lower case; a leading `*.` matches any labels. */
  readonly host: string;
  readonly port: number;
  /** The port of loopback. */
  readonly to: number;
}

/** The setup message of a function's process. */
export interface FunctionSetup {
  /** The folder with the function's code, as Lambda unpacks it. */
  readonly root: string;
  /** The handler as Lambda names it, for example `index.handler`. */
  readonly handler: string;
  /** The folder with the AWS SDK that Lambda's Python runtime contains; Node.js finds it by itself. */
  readonly sdk?: string | undefined;
  readonly routes: readonly Route[];
  /** The certificate authorities that the process trusts, in PEM. */
  readonly authorities: readonly string[];
  /** Whether names without a route are resolved by the system; refused otherwise. */
  readonly reachElsewhere: boolean;
}

/** The first message of a function's process, when its code is loaded or failed to load. */
export interface FunctionLoaded {
  readonly isLoaded: true;
}

/** One event for a function. */
export interface Invocation {
  readonly id: number;
  readonly event: unknown;
  readonly timeoutMs: number;
  /** The part of Lambda's context that is data. */
  readonly context: {
    readonly functionName: string;
    readonly invokedFunctionArn: string;
    readonly awsRequestId: string;
  };
}

/** The result of an event: the response as JSON, or the error in Lambda's form. */
export type FunctionAnswer = {
  readonly id: number;
  /** The host names that the function called and that have no route here. */
  readonly refused?: readonly string[];
} & ({ readonly result: string } | { readonly error: FunctionError });

/** An error of a function. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The missing module; absent for other errors. */
  readonly missing?: string;
}
