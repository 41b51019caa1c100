/** A route table of a VPC, with what it is associated with. */
export interface RouteTable {
  readonly id: string;
  readonly associations: readonly { readonly main?: boolean; readonly subnetId?: string }[];
}

/**
 * The ids of the route tables that serve some subnets, sorted: those associated with one of them, and the VPC's main
 * table where a subnet has none of its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export function routeTablesOfSubnets(tables: readonly RouteTable[], subnetIds: readonly string[]): string[] {
  const main = tables.find(({ associations }) => associations.some((association) => association.main));
  const serving = subnetIds.map(
    (subnetId) =>
      tables.find(({ associations }) =>
        associations.some((association) => association.subnetId === subnetId),
      ) ?? main,
  );
  return [...new Set(serving.flatMap((table) => (table === undefined ? [] : [table.id])))].sort();
}
