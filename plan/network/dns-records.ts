import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { fields, hostName, list, text, texts } from "../values";
import { resourceOf } from "./vpc";

export const ZONE = "aws:route53/zone:Zone";
const RECORD = "aws:route53/record:Record";

/** A record of Route 53, with its full name. */
export interface NameRecord {
  readonly resource: RecordedResource;
  /** The zone, if the plan makes it. */
  readonly zone: RecordedResource | undefined;
  /** The names that it leads to, by an alias or as a canonical name. */
  readonly names: readonly string[];
  /** The addresses that it leads to. */
  readonly addresses: readonly string[];
  /** Whether it leads to addresses of IPv6 only. */
  readonly isIpv6: boolean;
}

interface Named extends NameRecord {
  readonly fullName: string;
}

/** The records of a plan for a name that lead to addresses or other names; by a wildcard where none has the very name. */
export function recordsOf(graph: ResourceGraph, host: string): readonly NameRecord[] {
  const zones = new Set(everyRecord(graph).map(({ zone }) => zone));
  return [...zones].flatMap((zone) => recordsIn(graph, zone, host));
}

/** The records of a zone for a name. */
export function recordsIn(
  graph: ResourceGraph,
  zone: RecordedResource | undefined,
  host: string,
): readonly NameRecord[] {
  const own = everyRecord(graph).filter((each) => each.zone === zone);
  const exact = preferIpv4(own.filter(({ fullName }) => fullName === hostName(host)));
  // A name that has records of other types only has none of these, and no wildcard answers for it.
  if (exact.length > 0 || hasOthers(graph, zone, host)) return exact;
  // The wildcard of the nearest domain answers.
  const wildcards = own
    .filter(({ fullName }) => fullName.startsWith("*.") && hostName(host).endsWith(fullName.slice(1)))
    .sort((one, other) => other.fullName.length - one.fullName.length);
  return preferIpv4(wildcards.filter(({ fullName }) => fullName === wildcards[0]?.fullName));
}

/** The records by which a puller in a network of IPv4 finds a name; those of IPv6 where there are no others. */
function preferIpv4(records: readonly Named[]): readonly Named[] {
  const others = records.filter(({ isIpv6 }) => !isIpv6);
  return others.length > 0 ? others : records;
}

function hasOthers(graph: ResourceGraph, zone: RecordedResource | undefined, host: string): boolean {
  const names = cached(graph, "names of records", () => {
    const byZone = new Map<RecordedResource | undefined, Set<string>>();
    for (const resource of graph.ofType(RECORD)) {
      const own = resourceOf(graph, resource.inputs.zoneId, ZONE);
      byZone.set(own, (byZone.get(own) ?? new Set()).add(fullNameOf(graph, resource, own)));
    }
    return byZone;
  });
  return names.get(zone)?.has(hostName(host)) === true;
}

function everyRecord(graph: ResourceGraph): readonly Named[] {
  return cached(graph, "records", () => graph.ofType(RECORD).flatMap((resource) => named(graph, resource)));
}

function named(graph: ResourceGraph, resource: RecordedResource): readonly Named[] {
  const { inputs } = resource;
  if (!["A", "AAAA", "CNAME"].includes(text(inputs.type) ?? "")) return [];
  const zone = resourceOf(graph, inputs.zoneId, ZONE);
  const fullName = fullNameOf(graph, resource, zone);
  const values = texts(inputs.records);
  const aliases = list(inputs.aliases).flatMap((alias) => texts(fields(alias).name));
  const names = inputs.type === "CNAME" ? values : aliases;
  return [
    {
      resource,
      zone,
      fullName,
      names: names.map(hostName),
      addresses: inputs.type === "CNAME" ? [] : values,
      isIpv6: inputs.type === "AAAA",
    },
  ];
}

/** The full name of a record, which may be specified in full or relative to its zone. */
function fullNameOf(
  graph: ResourceGraph,
  { inputs }: RecordedResource,
  zone: RecordedResource | undefined,
): string {
  const zoneName = hostName(text(zone?.inputs.name) ?? nameOfLookup(graph, inputs.zoneId) ?? "");
  const given = hostName(text(inputs.name) ?? "").replace(/^\\052/, "*");
  return zoneName === "" || given === zoneName || given.endsWith(`.${zoneName}`)
    ? given
    : [given, zoneName].filter((part) => part !== "").join(".");
}

/** The name by which a program looks a zone up. */
function nameOfLookup(graph: ResourceGraph, zoneId: unknown): string | undefined {
  const call = graph.calls.find(
    ({ token, outputs }) =>
      token === "aws:route53/getZone:getZone" && [outputs.zoneId, outputs.id].includes(zoneId),
  );
  return text(call?.inputs.name);
}

/** The ids of the VPCs that see a zone; none for a public zone, which all see. */
export function vpcsOfZone(graph: ResourceGraph, zone: RecordedResource): readonly string[] {
  return cached(graph, `VPCs of ${zone.urn}`, () => {
    const own = list(zone.inputs.vpcs).flatMap(({ vpcId }) => texts(vpcId));
    const associated = [...new Set([zone.outputs.zoneId, zone.outputs.id])]
      .flatMap((id) => graph.withInput("aws:route53/zoneAssociation:ZoneAssociation", "zoneId", id))
      .flatMap(({ inputs }) => texts(inputs.vpcId));
    return [...own, ...associated];
  });
}
