/** The formats of a picture. */
export const FORMATS = ["mermaid", "svg", "json"] as const;
export type Format = (typeof FORMATS)[number];
