import type * as pulumi from "@pulumi/pulumi";
import type { Hosting } from "./checks";

export type { Hosting } from "./checks";

/** A Hosting whose endpoint has a name. */
export interface NamedHosting extends Hosting {
  readonly endpointName: pulumi.Output<string>;
  /** Whether the user gives the name. */
  readonly isNameGiven: boolean;
}

/** One variant, checked, with the name of its model. */
export type Variant = Hosting["variants"][string];
