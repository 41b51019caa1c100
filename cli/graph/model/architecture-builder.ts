import { isFact } from "../../../plan/facts";
import type { RecordedResource } from "../../../testing";
import { SECRET } from "../../report/report";
import type {
  Architecture,
  ArchitectureEdge,
  ArchitectureNode,
  EdgeKind,
  EdgeStatus,
  NodeKind,
} from "../architecture";

/** The properties of a new node. */
export interface NodeSpec {
  readonly kind: NodeKind;
  readonly caption: string;
  readonly label: string;
  readonly details?: readonly (string | undefined)[];
  readonly parent?: string | undefined;
  /** The resource that it stands for. */
  readonly resource?: RecordedResource | undefined;
  /** Whether it exists, or lies elsewhere; by default what the plan only reads, or the user tells of. */
  readonly exists?: boolean;
  /** What tells it from others of its kind: the label, unless given. */
  readonly key?: string;
}

/** The properties of a new edge. */
export interface EdgeSpec {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string;
  readonly status?: EdgeStatus;
  readonly reason?: string | undefined;
}

const WORST: readonly EdgeStatus[] = ["open", "unknown", "blocked"];

/** Builds an architecture. */
export class ArchitectureBuilder {
  readonly #nodes = new Map<string, ArchitectureNode>();
  readonly #edges = new Map<string, ArchitectureEdge>();
  readonly #byUrn = new Map<string, string>();

  /** Adds a node, and returns its id; what is there already stays as it is. */
  node({ kind, caption, label, details = [], parent, resource, exists, key }: NodeSpec): string {
    const known = resource === undefined ? undefined : this.#byUrn.get(resource.urn);
    if (known !== undefined) return known;
    const id = this.#idFor(`${kind}/${key ?? resource?.name ?? label}`, resource);
    if (this.#nodes.has(id)) return id;
    this.#nodes.set(id, {
      id,
      kind,
      caption,
      label,
      details: details.filter((each): each is string => each !== undefined && each !== ""),
      ...(parent === undefined ? {} : { parent }),
      ...(resource === undefined ? {} : { urn: resource.urn }),
      exists: exists ?? (resource !== undefined && (resource.read || isFact(resource))),
    });
    if (resource !== undefined) this.#byUrn.set(resource.urn, id);
    return id;
  }

  /** Adds a node for resources with the same security groups, and returns its id. `unnamed` is the label without a group. */
  group(
    { kind, caption, parent }: Pick<NodeSpec, "kind" | "caption"> & { readonly parent: string },
    names: readonly string[],
    unnamed = "",
  ): string {
    const key = `${parent.replace(/^[^/]+\//, "")}/${names.join("+")}`;
    return this.node({ kind, caption, label: names.join(", ") || unnamed, parent, key });
  }

  /** Two resources may have one name, below different parents. */
  #idFor(wanted: string, resource: RecordedResource | undefined): string {
    const taken = this.#nodes.get(wanted);
    return taken === undefined || resource === undefined || taken.urn === resource.urn
      ? wanted
      : resource.urn;
  }

  /** Adds lines to a node's details. */
  describe(id: string, ...details: readonly string[]): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    this.#nodes.set(id, { ...node, details: [...new Set([...node.details, ...details])] });
  }

  /** The id of the node that stands for a resource. */
  of(resource: RecordedResource | undefined): string | undefined {
    return resource === undefined ? undefined : this.#byUrn.get(resource.urn);
  }

  /** The node with an id. */
  get(id: string): ArchitectureNode | undefined {
    return this.#nodes.get(id);
  }

  /** Adds an edge; what connects the same two in the same way becomes one, with both labels. */
  connect({ from, to, kind, label, status = "open", reason }: EdgeSpec): void {
    if (from === to) return;
    const id = `${from} → ${to} (${kind}${status === "open" ? "" : `, ${status}`})`;
    const known = this.#edges.get(id);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), label])].filter((each) => each !== "");
    const why = known?.reason ?? reason;
    this.#edges.set(id, {
      id,
      from,
      to,
      kind,
      status,
      label: labels.join(", "),
      ...(why === undefined ? {} : { reason: why }),
    });
  }

  /** The collected nodes, each after its parent, and edges by their ends. */
  architecture(): Architecture {
    const children = new Map<string | undefined, ArchitectureNode[]>();
    for (const node of [...this.#nodes.values()].sort(byId)) {
      children.set(node.parent, [...(children.get(node.parent) ?? []), node]);
    }
    const below = (parent: string | undefined): readonly ArchitectureNode[] =>
      (children.get(parent) ?? []).flatMap((node) => [node, ...below(node.id)]);
    const rank = ({ status }: ArchitectureEdge) => WORST.indexOf(status);
    return {
      nodes: below(undefined),
      edges: [...this.#edges.values()].sort((a, b) => byId(a, b) || rank(a) - rank(b)),
    };
  }
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** An input for display: `[secret]` where the plan marks it, or its parent, as a secret. */
export function displayed(resource: RecordedResource, path: string, value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const hidden = resource.secretPaths.some(
    (secret) => path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`),
  );
  return hidden ? SECRET : String(value);
}
