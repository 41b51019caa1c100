// The fake AWS account: what exists in it.
import type { Properties } from "./wire";

export const ACCOUNT_ID = "123456789012";

/** A resource that exists. */
export interface AwsResource {
  readonly type: string;
  readonly id: string;
  readonly region: string;
  /** Its inputs and what AWS made of them. */
  properties: Properties;
  /** What runs, where that can differ from what was asked for. */
  live: Properties;
}

/** A network interface that a service has put into a subnet. */
export interface NetworkInterface {
  readonly owner: string;
  readonly subnetId: string;
  securityGroupIds: readonly string[];
  /** Name of the role whose permission removes it; undefined where no program here has made the role. */
  roleName: string | undefined;
  /** When the service removes it, in milliseconds since 1970; absent while the owner is there. */
  removedAt?: number;
  /** Whether the role could not remove it any more. It then stays for ever. */
  stays?: boolean;
}

export interface Account {
  resources: AwsResource[];
  interfaces: NetworkInterface[];
  /** What AWS lets happen and warns of: something was deleted that was in use. */
  readonly violations: string[];
}

/** Two of the same values are the same resource. */
export interface Identity {
  readonly type: string;
  readonly region: string;
  readonly id: string;
}

export const resourcesOf = (account: Account, type: string): AwsResource[] =>
  account.resources.filter((each) => each.type === type);

/** A resource by its id, in whichever region it is. */
export const find = (account: Account, type: string, id: string): AwsResource | undefined =>
  resourcesOf(account, type).find((each) => each.id === id);

export const findIn = (account: Account, { type, region, id }: Identity): AwsResource | undefined =>
  resourcesOf(account, type).find((each) => each.region === region && each.id === id);

export function removeResource(account: Account, resource: AwsResource): void {
  account.resources = account.resources.filter((each) => each !== resource);
}
