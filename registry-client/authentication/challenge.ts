import { RegistryError } from "../errors";

/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** The scheme in lower case, such as `basic` or `bearer`. */
  readonly scheme: string;
  /** The parameters, names in lower case, quoted strings unquoted; empty when there are none. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The token68 of RFC 9110 in place of parameters, if any. */
  readonly token68?: string;
}

/** A `WWW-Authenticate` header that violates RFC 9110, with the position and what was expected. */
export class InvalidChallengeError extends RegistryError {
  constructor(
    readonly position: number,
    readonly expected: string,
  ) {
    super(`Invalid WWW-Authenticate field: expected ${expected} at position ${position}`);
  }
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const SPACES = /[ \t]*/y;
const SEPARATORS = /(?:[ \t]*,)*[ \t]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;

/**
 * Parses a `WWW-Authenticate` header, which may contain several challenges; several headers are joined with ", " first.
 * The first of two parameters of the same name counts.
 *
 * Throws {@link InvalidChallengeError}.
 * Source: RFC 9110, section 11.6.1 (and 11.2 for auth-param, 5.6.4 for quoted-string).
 */
export function parseChallenges(field: string): Challenge[] {
  const scanner = new Scanner(field);
  const challenges: Challenge[] = [];
  scanner.take(SEPARATORS);
  while (!scanner.atEnd) {
    challenges.push(readChallenge(scanner));
    if (!scanner.atEnd && !(scanner.take(SEPARATORS) ?? "").includes(",")) {
      throw new InvalidChallengeError(scanner.position, 'a "," or the end');
    }
  }
  return challenges;
}

function readChallenge(scanner: Scanner): Challenge {
  const scheme = scanner.take(TOKEN)?.toLowerCase();
  if (scheme === undefined) throw new InvalidChallengeError(scanner.position, "an authentication scheme");
  const parameters = new Map<string, string>();
  if (scanner.take(SPACES) === "") return { scheme, parameters };
  let next = readParameter(scanner);
  if (next === undefined) {
    const token68 = scanner.take(TOKEN68);
    return token68 === undefined ? { scheme, parameters } : { scheme, parameters, token68 };
  }
  while (next !== undefined) {
    if (!parameters.has(next.name)) parameters.set(next.name, next.value);
    const afterParameter = scanner.position;
    const separator = scanner.take(SEPARATORS) ?? "";
    next = separator.includes(",") ? readParameter(scanner) : undefined;
    // What follows the comma is the next challenge's scheme.
    if (next === undefined) scanner.position = afterParameter;
  }
  return { scheme, parameters };
}

// Keeps the position unless `name = value` follows.
function readParameter(scanner: Scanner): { name: string; value: string } | undefined {
  const start = scanner.position;
  const name = scanner.take(TOKEN)?.toLowerCase();
  if (name === undefined || scanner.take(EQUALS) === undefined) {
    scanner.position = start;
    return undefined;
  }
  const quoted = scanner.take(QUOTED);
  if (quoted !== undefined) return { name, value: quoted.slice(1, -1).replace(/\\(.)/gs, "$1") };
  const value = scanner.take(TOKEN);
  if (value !== undefined) return { name, value };
  // `Basic Zm9v==`: a token68 that ends in "=" looks like a name until here.
  if (/^[=\s]*(?:,|$)/.test(scanner.rest)) {
    scanner.position = start;
    return undefined;
  }
  throw new InvalidChallengeError(scanner.position, `a value of "${name}"`);
}

class Scanner {
  position = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  get rest(): string {
    return this.text.slice(this.position);
  }

  // `pattern` is sticky: it matches at the position or not at all.
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.position += match.length;
    return match;
  }
}
