import type { CredentialsResult } from "../contract";
import { handler as returnCredentials } from "../credentials/handler";
import { eventKeys } from "./event-keys";

/**
 * The credentials function of the evidence kit: the package's own, which also tells its log what it was asked with, as
 * AWS does not document it. It takes the same environment.
 */
export async function handler(event: unknown): Promise<CredentialsResult> {
  const keys = eventKeys(event);
  console.log(`asked with ${keys.length === 0 ? "no keys" : keys.join(", ")}`);
  return returnCredentials();
}
