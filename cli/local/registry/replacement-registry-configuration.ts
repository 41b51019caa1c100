import { randomBytes } from "node:crypto";
import { registryConfiguration } from "../../../components/registry-host/configuration";
import { htpasswd } from "../../../components/registry-host/htpasswd";
import type { User } from "../embedded-registry/token-server";
import { accessRulesOf } from "./registry-configuration";
import type { PlannedRegistry } from "./planned-registry";
import type { PlannedPull } from "../pull/planned-images";

/** The port of the service that placeholder images are pushed to; no plan's registry has it. */
export const UPLOAD_PORT = 0;

/** A user with a random password. */
export function generatedUser(): User {
  return { username: "rehearsal", password: randomBytes(16).toString("hex") };
}

/** A registry that replaces one outside the plan, with its name and port, and one user if it requires one. */
export function replacementRegistry({ address }: PlannedPull, user: User | undefined): PlannedRegistry {
  const settings = {
    endpoint: "pull",
    bucketName: "",
    region: "",
    dnsSuffix: "",
    blobRedirects: false,
  } as const;
  const { auth, ...open } = registryConfiguration(settings);
  return {
    hostname: address.host,
    services: [
      {
        port: address.port,
        configuration: user === undefined ? open : { ...open, auth },
        ...(user === undefined ? {} : { htpasswd: lineOf(user) }),
        environment: {},
      },
    ],
  };
}

/** The registry with an additional user, at every service that requires users. */
export function withUser(host: PlannedRegistry, user: User): PlannedRegistry {
  const line = lineOf(user);
  const services = host.services.map((service) =>
    accessRulesOf(service.configuration).requiresUser
      ? { ...service, htpasswd: service.htpasswd === undefined ? line : `${service.htpasswd}\n${line}` }
      : service,
  );
  return { ...host, services };
}

function lineOf(user: User): string {
  return htpasswd([{ ...user, salt: randomBytes(16).toString("base64") }]);
}

/** The registry with a service for uploads without credentials, which no function reaches. */
export function withUploadService(host: PlannedRegistry): PlannedRegistry {
  const settings = {
    endpoint: "push",
    bucketName: "",
    region: "",
    dnsSuffix: "",
    blobRedirects: false,
  } as const;
  const { auth: _auth, ...open } = registryConfiguration(settings);
  return {
    ...host,
    services: [...host.services, { port: UPLOAD_PORT, configuration: open, environment: {} }],
  };
}
