/** The part of Lambda's context that the functions use. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/**
 * A required environment variable.
 * @throws Error naming the variable, where it is not set
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
