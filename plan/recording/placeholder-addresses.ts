const octets = (hash: string): readonly number[] =>
  [0, 2, 4].map((start) => parseInt(hash.slice(start, start + 2), 16));

/** An address that no network uses, by which what has it is known again. */
export function privateAddress(hash: string): string {
  const [a = 0, b = 0] = octets(hash);
  return `198.18.${a}.${b}`;
}

/** An address of a block that is kept for documentation. */
export function publicAddress(hash: string): string {
  return `203.0.113.${octets(hash)[0] ?? 0}`;
}
