// Each goes into the URL of the next request for a token.
const MAXIMUM_SCOPES = 4;
const MAXIMUM_LENGTH = 1024;

/**
 * The scopes that a registry requests in addition to a request's own, as registries behind a rewriting proxy do: the last
 * few, and none of more than 1,024 characters.
 */
export class RequestedScopes {
  private readonly scopes = new Map<string, Set<string>>();

  /** @param key names the scopes of the request that was refused */
  add(key: string, scope: string): void {
    if (scope.length > MAXIMUM_LENGTH) return;
    const known = this.scopes.get(key) ?? new Set();
    known.delete(scope);
    this.scopes.set(key, known.add(scope));
    const [oldest] = known;
    if (oldest !== undefined && known.size > MAXIMUM_SCOPES) known.delete(oldest);
  }

  of(key: string): readonly string[] {
    return [...(this.scopes.get(key) ?? [])];
  }
}
