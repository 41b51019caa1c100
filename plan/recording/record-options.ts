import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import type { RecordedCall, RecordedOutput, RecordedResource } from "../graph";
import type { RecordedAccount } from "./aws-outputs";

/** How a program is recorded. */
export interface RecordOptions {
  /** The project's name; `project` by default. */
  readonly project?: string;
  /** The stack's name; `stack` by default. */
  readonly stack?: string;
  /** The organization's name; `organization` by default. */
  readonly organization?: string;
  /** Whether the program is told that it runs a preview. Default: `false`. */
  readonly preview?: boolean;
  /** The program's configuration, with full keys as `project:image`. Default: none. */
  readonly config?: Readonly<Record<string, string>>;
  /** The keys in `config` whose values are secret. Default: none. */
  readonly secretConfig?: readonly string[];
  /**
   * The account that the program is recorded in; account 123456789012 by default, in the region that `config` has as
   * `aws:region`, and else in eu-west-1.
   */
  readonly account?: Partial<RecordedAccount>;
  /** Answers lookups in place of the recorder; `undefined` leaves a lookup to the recorder. */
  readonly call?: (args: MockCallArgs) => Record<string, unknown> | undefined;
  /**
   * What the user knows of a lookup's answer: it wins over what the recorder finds, which fills in the rest; nothing by
   * default.
   */
  readonly answer?: (
    token: string,
    inputs: Readonly<Record<string, unknown>>,
  ) => Record<string, unknown> | undefined;
  /** Called with every lookup once it is answered. */
  readonly onCall?: (call: RecordedCall) => void;
  /** What the user knows of what the program does not make: it answers lookups; nothing by default. */
  readonly known?: readonly RecordedResource[];
  /** Adds to, or replaces, outputs that the recorder makes up for a resource; nothing by default. */
  readonly outputs?: (args: MockResourceArgs) => Record<string, unknown> | undefined;
  /**
   * The outputs of a stack that the program refers to, by the stack's name: as another recorded program's `outputs`. A
   * program that refers to a stack without outputs fails; none has any by default.
   */
  readonly stackOutputs?: (stack: string) => Readonly<Record<string, RecordedOutput>> | undefined;
  /** The seconds after which a program that does not end has failed; 60 by default. */
  readonly timeoutInSeconds?: number;
}
