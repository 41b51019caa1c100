/** Bytes for people, as `1.4 MiB`. */
export function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), units.length - 1);
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ""}`;
}

/** A URL for people: without its scheme, and with as many digits of a digest as tell it apart. */
export function address(url: string): string {
  return url.replace(/^https:\/\//, "").replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, "$1…");
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
