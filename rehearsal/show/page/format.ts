/** Bytes for people, as `1.4 MB`: in powers of 1,000, as registries and Docker show them. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ""}`;
}

/** A time for people, as `850 ms` or `3.2 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** An amount of money, as `$12.40`; unit prices with as many digits as they have. */
export function money(amount: number, currency: string, digits = 2): string {
  const number = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
  const symbol = currency === "USD" ? "$" : `${currency} `;
  return amount < 0 ? `-${symbol}${number.format(-amount)}` : `${symbol}${number.format(amount)}`;
}

/** A number with its noun, as `3 requirements`. */
export function count(number: number, noun: string): string {
  return `${new Intl.NumberFormat("en-US").format(number)} ${noun}${number === 1 ? "" : "s"}`;
}
