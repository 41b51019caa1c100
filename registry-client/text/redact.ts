// A shorter secret may be part of a word: replacing it would garble texts, and reveal it.
const SHORT = 8;
const STARS = "***";

/**
 * Removes secrets from a server's text: a long one is replaced by stars; a text that contains a short one is replaced
 * completely.
 */
export function redactSecrets(text: string, secrets: Iterable<string>): string {
  const all = [...new Set([...secrets].flatMap(formsOf))]
    .filter((secret) => secret !== "")
    .sort((a, b) => b.length - a.length);
  let redacted = text;
  for (const secret of all.filter(isLong)) redacted = redacted.replaceAll(secret, STARS);
  return all.some((secret) => !isLong(secret) && redacted.includes(secret)) ? "(not shown)" : redacted;
}

/** Removes long secrets from the package's own texts, which contain no short ones. */
export function redactLongSecrets(text: string, secrets: Iterable<string>): string {
  return redactSecrets(text, [...secrets].filter(isLong));
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// As servers repeat a secret: in URLs, in JSON, in HTML, in base64.
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret.replace(/\p{Cs}/gu, "\uFFFD")),
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[&<>"']/g, (character) => HTML[character] ?? character),
    Buffer.from(secret).toString("base64"),
  ];
}

function isLong(secret: string): boolean {
  return secret.length >= SHORT;
}
