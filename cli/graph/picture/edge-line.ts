import type { EdgeKind, EdgeStatus } from "../architecture";

/** How an edge is drawn: by its status, and where it is open, by what it means. */
export type Line = EdgeKind | Exclude<EdgeStatus, "open">;
