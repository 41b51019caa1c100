/** The forms in which a picture is printed. */
export const FORMATS = ["mermaid", "svg", "json"] as const;
export type Format = (typeof FORMATS)[number];
