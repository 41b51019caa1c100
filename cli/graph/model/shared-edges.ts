import type { Architecture, ArchitectureEdge } from "../architecture";

/** What is drawn around things that are alike to the network. */
const GROUPS = ["services", "interface-endpoints"];

/** Draws once, from the group, what every member of a group has: the same edge to the same end. */
export function lifted({ nodes, edges }: Architecture): Architecture {
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
