/** The path of a property of something given; `path` is empty for the arguments themselves. */
export function property(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
