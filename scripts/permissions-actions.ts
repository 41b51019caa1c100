// How the IAM actions of a type of resource are written down.

/** What a deployer must be allowed for one type of resource; an action is in the column where it is first needed. */
export interface ResourcePermissions {
  readonly create: readonly string[];
  /** Also for every refresh, and after every create and update. */
  readonly read: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
  /** The services that `iam:PassRole` is needed for, by the principals of its condition `iam:PassedToService`. */
  readonly passRoleTo: readonly string[];
  /** What is needed only in some cases, by the case. */
  readonly when: Readonly<Record<string, readonly string[]>>;
}

interface Actions {
  readonly create?: string;
  readonly read?: string;
  readonly update?: string;
  readonly delete?: string;
  readonly passRoleTo?: string;
  readonly when?: Readonly<Record<string, string>>;
}

/** Names of actions, separated by blanks: of the service, unless they name another before a colon. */
export const actionsOf = (service: string, names = ""): string[] =>
  names
    .split(" ")
    .filter((name) => name !== "")
    .map((name) => (name.includes(":") ? name : `${service}:${name}`));

/** The permissions of a type: actions of one service, unless they name another before a colon. */
export const on = (service: string, actions: Actions): ResourcePermissions => ({
  create: actionsOf(service, actions.create),
  read: actionsOf(service, actions.read),
  update: actionsOf(service, actions.update),
  delete: actionsOf(service, actions.delete),
  passRoleTo: actions.passRoleTo === undefined ? [] : [actions.passRoleTo],
  when: Object.fromEntries(
    Object.entries(actions.when ?? {}).map(([when, names]) => [when, actionsOf(service, names)]),
  ),
});

/** The cases that several types have. */
export const TAGGED = "with tags";
export const WITH_KEY = "with a KMS key";

/** What tags take of most services. */
export const API_TAGS = { [TAGGED]: "TagResource UntagResource" };
