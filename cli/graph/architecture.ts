/** The kind of a part of an architecture. */
export type NodeKind =
  | "addresses"
  | "bucket"
  | "certificate"
  | "deployment"
  | "endpoint"
  | "endpoint-configuration"
  | "function"
  | "gateway-endpoint"
  | "interface-endpoint"
  | "interface-endpoints"
  | "internet"
  | "internet-gateway"
  | "listener"
  | "load-balancer"
  | "model"
  | "nat-gateway"
  | "region"
  | "registry"
  | "repository"
  | "role"
  | "schedule"
  | "secret"
  | "security-group"
  | "service"
  | "services"
  | "subnet"
  | "subnets"
  | "vpc"
  | "zone";

/** One part of an architecture. */
export interface ArchitectureNode {
  /** Unique and the same in every run: `<kind>/<name>`, or the URN where two would have the same. */
  readonly id: string;
  readonly kind: NodeKind;
  /** What it is, for example `Interface endpoint`. */
  readonly caption: string;
  /** Its name. */
  readonly label: string;
  /** Further details, one a line. */
  readonly details: readonly string[];
  /** The id of the node that contains it; absent at the top level. */
  readonly parent?: string;
  /** The URN of the resource; absent for what is not in the plan. */
  readonly urn?: string;
  /** Whether it is outside the plan: the plan refers to it and does not create it. */
  readonly exists: boolean;
}

/**
 * The meaning of an edge: `network` an allowed connection, `access` a permission of a role, `relation` that one leads to,
 * contains or names the other.
 */
export type EdgeKind = "network" | "access" | "relation";

/** Whether a connection is open; `blocked` for a required one that is not allowed, `unknown` where the plan does not contain it. */
export type EdgeStatus = "open" | "blocked" | "unknown";

/** A connection between two parts of an architecture. */
export interface ArchitectureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly status: EdgeStatus;
  /** The ports, or the action, for example `443` or `reads`. */
  readonly label: string;
  /** Why it is not open. */
  readonly reason?: string;
}

/** The architecture of a plan: its parts, and their connections. */
export interface Architecture {
  /** Every node after the one that contains it. */
  readonly nodes: readonly ArchitectureNode[];
  readonly edges: readonly ArchitectureEdge[];
}
