import { isFact } from "../facts/fact";
import { failed, passed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { enumerate, hostName, text } from "../values";
import { firewallOf, forwardingOf, serversOf } from "./resolver-settings";
import { recordsIn, recordsOf, vpcsOfZone, ZONE, type NameRecord } from "./dns-records";
import { resolvesPrivateNames, findVpc } from "./vpc";

/** What a name leads to in a VPC. */
export interface Resolution {
  /** How the name resolves, or why it does not, or why that is unknown. */
  readonly evidence: readonly Evidence[];
  /** The records that answer; several where one of them is chosen. None where nobody in the plan knows the name. */
  readonly records: readonly NameRecord[];
  /** Who answers in the VPC: one of its zones, a public zone, or nobody that the plan knows of. */
  readonly by: "zone" | "public" | "nobody" | "others";
}

/**
 * Resolves a name as Route 53 Resolver does for those in a VPC: the most specific of the VPC's private zones and of the
 * rules that forward names answers, also where it has no such record; public zones answer for what is left.
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function resolveName(graph: ResourceGraph, vpcId: string | undefined, host: string): Resolution {
  return cached(graph, `resolve ${host} in ${vpcId ?? ""}`, () => resolve(graph, vpcId, hostName(host)));
}

function resolve(graph: ResourceGraph, vpcId: string | undefined, host: string): Resolution {
  const all = recordsOf(graph, host);
  const told = all.filter(({ resource }) => isFact(resource));
  if (told.length > 0) {
    return {
      by: "others",
      records: told,
      evidence: told.map(({ resource, addresses }) =>
        passed(resource, `${host} leads to ${enumerate(addresses)}`),
      ),
    };
  }
  const broken = resolverProblem(graph, vpcId, host);
  if (broken !== undefined) return { by: "others", records: all, evidence: [broken] };
  const zones = graph.ofType(ZONE).filter((zone) => contains(zone, host));
  const isPrivate = (zone: RecordedResource): boolean => vpcsOfZone(graph, zone).length > 0;
  const own = vpcId === undefined ? [] : zones.filter((zone) => vpcsOfZone(graph, zone).includes(vpcId));
  const support = resolvesPrivateNames(graph, vpcId);
  const seesPrivate = support === undefined || support.missing.length === 0;
  const best = mostSpecific(seesPrivate ? own : []);
  const forwarded = forwardingOf(graph, vpcId, host);
  if (forwarded !== undefined && forwarded.domain.length >= nameOf(best).length) {
    return {
      by: "others",
      records: all,
      evidence: [unknown(forwarded.rule, `what the DNS servers to which it forwards ${host} answer`)],
    };
  }
  if (best !== undefined)
    return inPrivate(graph, { host, zone: best, vpcId, isKnown: support !== undefined });
  const publicRecords = all.filter(({ zone }) => zone !== undefined && !isPrivate(zone));
  if (publicRecords.length > 0) {
    return {
      by: "public",
      records: publicRecords,
      evidence: publicRecords.map(({ resource, zone }) =>
        passed(resource, `${host} is in the public zone ${zoneTitle(zone)}`),
      ),
    };
  }
  return inOtherZones(graph, {
    all,
    vpcId,
    host,
    missing: seesPrivate ? [] : support.missing,
    vpc: support?.vpc,
  });
}

/** Why no name resolves in a VPC, or why it is unknown how. */
function resolverProblem(
  graph: ResourceGraph,
  vpcId: string | undefined,
  host: string,
): Evidence | undefined {
  const own = findVpc(graph, vpcId);
  const servers = serversOf(graph, vpcId);
  if (servers !== undefined) {
    return unknown(servers, `what the DNS servers that the VPC's DHCP options name answer to ${host}`);
  }
  const firewall = firewallOf(graph, vpcId);
  if (firewall !== undefined && own?.inputs.enableDnsSupport !== false) {
    return unknown(firewall, `whether this DNS Firewall blocks ${host}`);
  }
  return own?.inputs.enableDnsSupport === false
    ? failed(
        own,
        "lacks enableDnsSupport, without which no name resolves in it",
        "set enableDnsSupport to true",
      )
    : undefined;
}

/** Whether names resolve at all in a VPC, also those of AWS and of the internet. */
export function checkNameResolution(
  graph: ResourceGraph,
  vpcId: string | undefined,
  host: string,
): readonly Evidence[] {
  const problem = resolverProblem(graph, vpcId, host);
  return problem === undefined ? [] : [problem];
}

interface InZone {
  readonly host: string;
  readonly zone: RecordedResource;
  readonly vpcId: string | undefined;
  readonly isKnown: boolean;
}

function inPrivate(graph: ResourceGraph, { host, zone, vpcId, isKnown }: InZone): Resolution {
  const records = recordsIn(graph, zone, host);
  const doubts = isKnown
    ? []
    : [
        unknown(
          zone,
          "whether the model's VPC, which this program does not make, has enableDnsSupport and enableDnsHostnames, without which no private zone is seen in it",
        ),
      ];
  if (records.length > 0) {
    return {
      by: "zone",
      records,
      evidence: [
        passed(records[0]?.resource, `${host} is in the private zone ${zoneTitle(zone)} of the model's VPC`),
        ...doubts,
      ],
    };
  }
  return {
    by: "zone",
    records: [],
    evidence: [
      failed(
        zone,
        `the private zone ${zoneTitle(zone)} of the model's VPC ${vpcId ?? ""} answers for ${host} and has no record of it: it hides those of other zones`,
        `make a record of ${host} in that zone, or a zone of a longer name`,
      ),
    ],
  };
}

interface Elsewhere {
  readonly all: readonly NameRecord[];
  readonly vpcId: string | undefined;
  readonly host: string;
  readonly missing: readonly string[];
  readonly vpc: RecordedResource | undefined;
}

/** There are records, but of zones that the VPC does not see, or that the plan does not make. */
function inOtherZones(graph: ResourceGraph, { all, vpcId, host, missing, vpc: own }: Elsewhere): Resolution {
  const evidence = all.map(({ resource, zone }): Evidence => {
    if (zone === undefined) {
      return unknown(
        resource,
        `whether zone ${text(resource.inputs.zoneId) ?? ""}, which holds ${host}, is seen from the model's VPC`,
      );
    }
    if (vpcId === undefined) {
      return unknown(resource, `whether the model's VPC is one of those that see zone ${zoneTitle(zone)}`);
    }
    if (vpcsOfZone(graph, zone).includes(vpcId)) {
      return failed(
        own,
        `lacks ${enumerate(missing)}, without which no private zone is seen in it`,
        `set ${enumerate(missing)} to true`,
      );
    }
    return failed(
      zone,
      `the private zone ${zoneTitle(zone)}, which holds ${host}, is not seen from the model's VPC ${vpcId}`,
      "associate the zone with that VPC",
    );
  });
  const isPossible = all.some(({ zone }) => zone === undefined);
  return { by: isPossible ? "others" : "nobody", records: all, evidence };
}

function contains({ inputs }: RecordedResource, host: string): boolean {
  const name = hostName(text(inputs.name) ?? "");
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}

function nameOf(zone: RecordedResource | undefined): string {
  return hostName(text(zone?.inputs.name) ?? "");
}

function mostSpecific(zones: readonly RecordedResource[]): RecordedResource | undefined {
  return [...zones].sort((one, other) => nameOf(other).length - nameOf(one).length)[0];
}

function zoneTitle(zone: RecordedResource | undefined): string {
  return text(zone?.inputs.name) ?? `"${zone?.name ?? ""}"`;
}
