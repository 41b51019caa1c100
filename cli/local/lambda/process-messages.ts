/** A name and port that lead to a server on this machine. */
export interface Route {
  /** A host name in lower case; `*.` at its beginning stands for any labels. */
  readonly host: string;
  readonly port: number;
  /** The port of loopback. */
  readonly to: number;
}

/** What a function's process is told before its first event. */
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

/** The first that a function's process tells: its code is loaded, or cannot be, which the answers say. */
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

/** What came of an event: the answer as JSON, or the error as Lambda tells it. */
export type FunctionAnswer = {
  readonly id: number;
  /** The names that the function called, and that lead nowhere here. */
  readonly refused?: readonly string[];
} & ({ readonly result: string } | { readonly error: FunctionError });

/** An error of a function. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The module that was not found, where that is the error. */
  readonly missing?: string;
}
