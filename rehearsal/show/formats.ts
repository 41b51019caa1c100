/** The forms in which a picture is printed. */
export const FORMATS = ["mermaid", "svg", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** Whether a text names a form. */
export function isFormat(text: string): text is Format {
  return FORMATS.some((format) => format === text);
}
