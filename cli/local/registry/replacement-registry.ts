import { randomBytes } from "node:crypto";
import { registryConfiguration } from "../../../components/registry-host/configuration";
import { htpasswd } from "../../../components/registry-host/htpasswd";
import type { User } from "../embedded-registry/token-server";
import { rulesOf } from "./registry-configuration";
import type { PlannedHost } from "./planned-registry";
import type { PlannedPull } from "../pull/planned-images";

/** The port at which a stand-in image is put into a registry on this machine; no plan's registry has it. */
export const BACK_DOOR_PORT = 0;

/** A user that nobody else knows. */
export function inventedUser(): User {
  return { username: "rehearsal", password: randomBytes(16).toString("hex") };
}

/** A registry in place of one that exists elsewhere: with its name and port, and one user, if it asks for users. */
export function standInHost({ address }: PlannedPull, user: User | undefined): PlannedHost {
  const settings = { door: "pull", bucketName: "", region: "", dnsSuffix: "", blobRedirects: false } as const;
  const { auth, ...open } = registryConfiguration(settings);
  return {
    hostname: address.host,
    doors: [
      {
        port: address.port,
        configuration: user === undefined ? open : { ...open, auth },
        ...(user === undefined ? {} : { htpasswd: lineOf(user) }),
        environment: {},
      },
    ],
  };
}

/** The registry with a further user, at every door that asks for users. */
export function withUser(host: PlannedHost, user: User): PlannedHost {
  const line = lineOf(user);
  const doors = host.doors.map((door) =>
    rulesOf(door.configuration).asksForUser
      ? { ...door, htpasswd: door.htpasswd === undefined ? line : `${door.htpasswd}\n${line}` }
      : door,
  );
  return { ...host, doors };
}

function lineOf(user: User): string {
  return htpasswd([{ ...user, salt: randomBytes(16).toString("base64") }]);
}

/** The registry with a further door, at which images come in without a user: it has no name, and no function knows it. */
export function withBackDoor(host: PlannedHost): PlannedHost {
  const settings = { door: "push", bucketName: "", region: "", dnsSuffix: "", blobRedirects: false } as const;
  const { auth: _auth, ...open } = registryConfiguration(settings);
  return {
    ...host,
    doors: [...host.doors, { port: BACK_DOOR_PORT, configuration: open, environment: {} }],
  };
}
