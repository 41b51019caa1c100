/** What a part of an architecture is. */
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
  /** What it is, in a few words, as `Interface endpoint`. */
  readonly caption: string;
  /** Its name. */
  readonly label: string;
  /** What else is worth knowing at a glance, a line each. */
  readonly details: readonly string[];
  /** The id of what it lies in; absent for what lies in nothing else. */
  readonly parent?: string;
  /** The URN of the resource; absent for what no resource of the plan stands for. */
  readonly urn?: string;
  /** Whether it exists, or lies elsewhere: the plan refers to it and does not make it. */
  readonly exists: boolean;
}

/**
 * What an edge means: `network` who may open connections to whom, `access` what a role allows, `relation` what leads to,
 * holds or names what.
 */
export type EdgeKind = "network" | "access" | "relation";

/** Whether a way is open; `unknown` where the plan does not tell, `blocked` for one that is needed and closed. */
export type EdgeStatus = "open" | "blocked" | "unknown";

/** A connection between two parts of an architecture. */
export interface ArchitectureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly status: EdgeStatus;
  /** The ports, or what is done, as `443` or `reads`. */
  readonly label: string;
  /** Why it is not open: what is missing. */
  readonly reason?: string;
}

/** Who and what a plan makes, and who may talk to whom. */
export interface Architecture {
  /** Every node after the one that it lies in. */
  readonly nodes: readonly ArchitectureNode[];
  readonly edges: readonly ArchitectureEdge[];
}
