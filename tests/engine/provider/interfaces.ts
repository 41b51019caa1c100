// Network interfaces that SageMaker and Lambda put into the user's subnets. They hold on to security groups and subnets, and
// it takes the permission of a role to remove them.
import { resourcesOf, type Account, type NetworkInterface } from "./account";
import { objectsOf, textOf, textsOf, type Properties } from "./wire";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Managed policies of AWS's that allow `ec2:DeleteNetworkInterface`. */
const MANAGED_POLICIES = ["AWSLambdaVPCAccessExecutionRole", "AmazonSageMakerFullAccess"];

/** Which subnets and groups something is placed in. */
export interface Placement {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly roleArn: string;
}

/** One interface in each subnet, in place of those that the owner has: they go at the time. */
export function placeInterfaces(
  account: Account,
  owner: string,
  placements: readonly Placement[],
  removedAt: number,
): void {
  startRelease(account, owner, removedAt);
  account.interfaces.push(
    ...placements.flatMap(({ subnetIds, securityGroupIds, roleArn }) =>
      subnetIds.map((subnetId) => ({
        owner,
        subnetId,
        securityGroupIds,
        roleName: removingRole(account, roleArn),
      })),
    ),
  );
}

/** Another role is the one whose permission removes the interfaces that the owner has. */
export function changeRole(account: Account, owner: string, roleArn: string): void {
  for (const each of account.interfaces)
    if (each.owner === owner) each.roleName = removingRole(account, roleArn);
}

/** The owner does not need its interfaces any more: they go at the time, if the role still may remove them. */
export function startRelease(account: Account, owner: string, removedAt: number): void {
  for (const each of account.interfaces) if (each.owner === owner) each.removedAt ??= removedAt;
}

/** Removes the interfaces whose time has come; those whose role may not remove them stay. */
export function releaseInterfaces(account: Account, now: number): void {
  account.interfaces = account.interfaces.filter((each) => {
    if (each.removedAt === undefined || each.removedAt > now || each.stays === true) return true;
    if (mayRemoveInterfaces(account, each.roleName)) return false;
    each.stays = true;
    account.violations.push(
      `the network interface of ${each.owner} in ${each.subnetId} stays: role ${String(each.roleName)} cannot delete it`,
    );
    return true;
  });
}

export const interfacesIn = (account: Account, idOfGroupOrSubnet: string): NetworkInterface[] =>
  account.interfaces.filter(
    ({ subnetId, securityGroupIds }) =>
      subnetId === idOfGroupOrSubnet || securityGroupIds.includes(idOfGroupOrSubnet),
  );

/** A role that no program here has made is there, and may. */
function mayRemoveInterfaces(account: Account, roleName: string | undefined): boolean {
  if (roleName === undefined) return true;
  if (!isMadeHere(account, roleName)) return false;
  const ofRole = (type: string): Properties[] =>
    resourcesOf(account, type)
      .map(({ properties }) => properties)
      .filter(({ role }) => role === roleName);
  return (
    ofRole(ROLE_POLICY).some(({ policy }) => allowsRemoval(textOf(policy))) ||
    ofRole(ATTACHMENT).some(({ policyArn }) =>
      MANAGED_POLICIES.some((name) => textOf(policyArn).endsWith(name)),
    )
  );
}

const removingRole = (account: Account, roleArn: string): string | undefined =>
  isMadeHere(account, nameOfRole(roleArn)) ? nameOfRole(roleArn) : undefined;

const isMadeHere = (account: Account, roleName: string): boolean =>
  resourcesOf(account, ROLE).some(({ properties }) => properties.name === roleName);

const nameOfRole = (arn: string): string => arn.split("/").at(-1) ?? "";

function allowsRemoval(policy: string): boolean {
  const { Statement } = JSON.parse(policy) as { readonly Statement?: unknown };
  return objectsOf(Statement).some(({ Effect, Action }) => {
    const actions = typeof Action === "string" ? [Action] : textsOf(Action);
    return Effect === "Allow" && actions.some((action) => REMOVAL.includes(action));
  });
}

const REMOVAL = ["ec2:DeleteNetworkInterface", "ec2:*", "*"];
