import * as pulumi from "@pulumi/pulumi";
import { checks, guarded, type Validation } from "../common";
import { PullUser, type NewRegistry, type RegistryPasswordVersions } from "./args";

/** Which of the registry's users are in use, and the versions of what they prove themselves by. */
export interface Credentials {
  readonly activePullUser: PullUser;
  /** The user whose credentials the secret for pushes holds. */
  readonly activePushUser: "push" | "push-b";
  readonly passwordVersions: Readonly<Record<"pullA" | "pullB" | "push" | "pushB", string>>;
  /** Version of the key that signs the state of uploads. */
  readonly httpSecretVersion: string;
}

/**
 * The registry's credentials after some rotations. Each gives the users that are not in use new passwords, and puts them in
 * use: the passwords before stay valid until the next rotation.
 */
export function credentialsAfter(rotation: number): Credentials {
  const isFirst = rotation % 2 === 0;
  const [first, second] = [Math.floor(rotation / 2) + 1, Math.floor((rotation + 1) / 2) + 1].map(String);
  return {
    activePullUser: isFirst ? PullUser.A : PullUser.B,
    activePushUser: isFirst ? "push" : "push-b",
    passwordVersions: { pullA: first ?? "", pullB: second ?? "", push: first ?? "", pushB: second ?? "" },
    httpSecretVersion: String(rotation + 1),
  };
}

/** Checks the arguments about the registry's credentials, and returns what they come to. */
export function checkCredentials(validation: Validation, args: NewRegistry): pulumi.Output<Credentials> {
  const rotation = validation.value(
    "rotation",
    args.rotation ?? 0,
    checks.integer(0, 1_000_000, "rotations"),
  );
  const activePullUser = validation.value(
    "activePullUser",
    args.activePullUser,
    checks.oneOf(Object.values(PullUser)),
  );
  for (const property of ["activePullUser", "passwordVersions"] as const) {
    if (args.rotation !== undefined && args[property] !== undefined) {
      validation.problem(property, "cannot be combined with rotation, which sets it: remove one of the two");
    }
  }
  return pulumi.all([rotation, activePullUser, pulumi.output(args.passwordVersions ?? {})]).apply(
    guarded(([count, user, versions]) => {
      const known = credentialsAfter(count);
      const passwordVersions: Required<pulumi.Unwrap<RegistryPasswordVersions>> = {
        pullA: versions.pullA ?? known.passwordVersions.pullA,
        pullB: versions.pullB ?? known.passwordVersions.pullB,
        push: versions.push ?? known.passwordVersions.push,
      };
      return {
        ...known,
        activePullUser: user ?? known.activePullUser,
        passwordVersions: { ...known.passwordVersions, ...passwordVersions },
      };
    }),
  );
}
