// What a resource type of a package is to the provider.
import type { Account, AwsResource } from "./account";
import type { ChangeRules } from "./differences";
import type { Settings } from "./settings";
import type { Properties } from "./wire";

/** What a resource is made of. */
export interface ResourceContext {
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  readonly region: string;
  /** Hexadecimal digits that no other resource has. */
  readonly random: string;
}

/** What the fake AWS has to go by. */
export interface AwsContext extends ResourceContext {
  readonly account: Account;
  readonly settings: Settings;
  /** When a number of AWS's minutes will be over, in milliseconds since 1970. */
  readonly inMinutes: (minutes: number) => number;
}

/** What AWS makes of a resource, besides its inputs. */
export interface Attributes {
  readonly id: string;
  readonly [name: string]: unknown;
}

/** What an update changes, as the provider sees it: the state is what it believes, not what AWS has. */
export interface Change {
  readonly state: Properties;
  readonly planned: Properties;
}

export interface ResourceType extends ChangeRules {
  /** Whether it takes tags, and with them the provider's default tags. */
  readonly isTagged?: boolean;
  /** Whether it belongs to no region. */
  readonly isGlobal?: boolean;
  /**
   * What AWS makes of the inputs. A preview of a creation does not know the values, an update changes only those of
   * `changesWith`.
   */
  readonly attributes: (inputs: Properties, context: ResourceContext) => Attributes;
  /** Attributes that an update of certain inputs changes, and whose values its preview does not know. */
  readonly changesWith?: (changed: readonly string[]) => readonly string[];
  /** What AWS does, or refuses by throwing. The resource is in the account when it is called. */
  readonly created?: (resource: AwsResource, context: AwsContext) => void;
  /** What AWS does, or refuses; returns what the provider reads too early, and takes for the state. */
  readonly updated?: (resource: AwsResource, change: Change, context: AwsContext) => Properties;
  /** Whether AWS refuses the deletion for now: the provider asks again until its patience is over. */
  readonly isInUse?: (resource: AwsResource, account: Account) => string | undefined;
  /** How long the provider asks again, unless `customTimeouts` says so. Default: 15 minutes. */
  readonly deletionTimeoutInMinutes?: number;
  /** What AWS does when the resource is deleted. `"stays"`: it is there for a while, and removes itself. */
  readonly deleted?: (resource: AwsResource, context: AwsContext) => "stays" | "gone";
  /** What the provider reads, where that is not what the account has of the resource; undefined where it takes it for gone. */
  readonly read?: (resource: AwsResource) => Properties | undefined;
  /** Whether its creation does not end before the provider sees it at work, or fails with the resource in the state. */
  readonly awaited?: (resource: AwsResource) => string | undefined;
}
