import * as bcrypt from "bcryptjs";

/**
 * The registry hashes the password of every request. The passwords are random with more than 128 bits, which nobody
 * guesses however cheap a guess is, so the cost is the lowest that bcrypt has.
 */
const COST = 4;

/** Bytes of a bcrypt salt. */
export const SALT_LENGTH = 16;

/** A user of the registry. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
  /** The 16 bytes of salt in base64: the same salt always gives the same line. */
  readonly salt: string;
}

/** The lines of an htpasswd file for users, with bcrypt hashes, the only ones that the registry takes. */
export function htpasswd(users: readonly RegistryUser[]): string {
  return users.map((user) => `${user.username}:${hash(user)}`).join("\n");
}

function hash({ password, salt }: RegistryUser): string {
  const bytes = [...Buffer.from(salt, "base64")];
  if (bytes.length !== SALT_LENGTH) {
    throw new RangeError(`a bcrypt salt has ${SALT_LENGTH} bytes, but ${bytes.length} were given`);
  }
  const cost = String(COST).padStart(2, "0");
  return bcrypt.hashSync(password, `$2b$${cost}$${bcrypt.encodeBase64(bytes, SALT_LENGTH)}`);
}
