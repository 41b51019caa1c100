/** HTML or SVG with escaped text. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** The content of markup: texts and numbers are escaped, `undefined` and `false` are omitted. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/** Creates markup from a template literal, with escaped values. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.reduce(
      (text, string, index) => text + string + (index < values.length ? render(values[index]) : ""),
      "",
    ),
  );
}

/** Empty markup. */
export const NOTHING = new Markup("");

function render(value: Content): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((each: Content) => render(each)).join("");
  return escape(String(value));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // In an attribute, XML takes these for spaces: https://www.w3.org/TR/xml/#AVNormalize
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

// XML cannot represent these, and an HTML page has no use for them.
// https://www.w3.org/TR/xml/#charsets
const NOT_IN_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escape(text: string): string {
  return text
    .replace(NOT_IN_XML, "\ufffd")
    .replace(/[&<>"'\n\r\t]/g, (character) => ESCAPES[character] ?? "");
}
