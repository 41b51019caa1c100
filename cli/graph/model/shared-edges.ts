import type { Architecture, ArchitectureEdge } from "../architecture";

/** The kinds of groups whose members have the same connections. */
const GROUPS = ["services", "interface-endpoints"];

/** Merges the edges that every member of a group has into one edge of the group. */
export function mergeSharedEdges({ nodes, edges }: Architecture): Architecture {
  const groups = nodes.filter(({ kind }) => GROUPS.includes(kind));
  return {
    nodes,
    edges: groups.reduce<readonly ArchitectureEdge[]>((all, group) => {
      const members = new Set(nodes.filter(({ parent }) => parent === group.id).map(({ id }) => id));
      return liftedFrom(group.id, members, all);
    }, edges),
  };
}

function liftedFrom(
  group: string,
  members: ReadonlySet<string>,
  edges: readonly ArchitectureEdge[],
): readonly ArchitectureEdge[] {
  const same = ({ to, kind, status, label }: ArchitectureEdge) => [to, kind, status, label].join("\n");
  const own = edges.filter(({ from }) => members.has(from));
  const shared = new Set(
    own.map(same).filter((each) => own.filter((edge) => same(edge) === each).length === members.size),
  );
  const done = new Set<string>();
  return edges.flatMap((edge) => {
    const key = same(edge);
    if (!members.has(edge.from) || !shared.has(key)) return [edge];
    if (done.has(key)) return [];
    done.add(key);
    return [{ ...edge, id: edge.id.replace(edge.from, group), from: group }];
  });
}
