import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { authority, USER } from "../registry-client/registries";

/**
 * What crane prints for arguments, once it is logged in to a registry as the tests' user.
 * @param folder takes its settings
 */
export function craneAt(host: string, folder: string): (...args: readonly string[]) => string {
  const authorityFile = join(folder, "crane-authority.pem");
  writeFileSync(authorityFile, authority.certificate);
  const env = { PATH: process.env["PATH"], SSL_CERT_FILE: authorityFile, HOME: folder };
  const crane = (...args: readonly string[]): string =>
    execFileSync("crane", args, { env, stdio: "pipe", encoding: "utf8" }).trim();
  crane("auth", "login", host, "-u", USER.username, "-p", USER.password);
  return crane;
}
