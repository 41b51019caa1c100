import { fields, list, text, texts } from "../values";
import type { RecordedResource } from "../graph";

type Inputs = Readonly<Record<string, unknown>>;

/** The properties that filters of AWS's describe calls name. */
const FILTERS: Readonly<Record<string, string>> = {
  "availability-zone": "availabilityZone",
  "availability-zone-id": "availabilityZoneId",
  cidr: "cidrBlock",
  "cidr-block": "cidrBlock",
  "default-for-az": "defaultForAz",
  "group-id": "id",
  "group-name": "name",
  "is-default": "isDefault",
  isDefault: "isDefault",
  "map-public-ip-on-launch": "mapPublicIpOnLaunch",
  "route-table-id": "id",
  "service-name": "serviceName",
  "subnet-id": "id",
  "vpc-endpoint-id": "id",
  "vpc-endpoint-type": "vpcEndpointType",
  "vpc-id": "vpcId",
};

/** The arguments of lookups that name a property, by the property. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  availabilityZone: "availabilityZone",
  availabilityZoneId: "availabilityZoneId",
  cidrBlock: "cidrBlock",
  default: "isDefault",
  defaultForAz: "defaultForAz",
  id: "id",
  name: "name",
  routeTableId: "id",
  serviceName: "serviceName",
  vpcId: "vpcId",
};

/** Arguments that say nothing of what is looked for. */
const IGNORED = ["region", "state", "filters", "tags"];

/**
 * The resources that a lookup of AWS's network finds among what is known, by its arguments, filters and tags; none where it
 * asks for something that is unknown of them.
 */
export function findResources(
  type: string,
  inputs: Inputs,
  resources: readonly RecordedResource[],
): readonly RecordedResource[] {
  const asked = Object.entries(inputs).filter(
    ([key, value]) => value !== undefined && !IGNORED.includes(key),
  );
  const filters = list(inputs.filters);
  const tags = Object.entries(fields(inputs.tags));
  if (asked.length + filters.length + tags.length === 0) return [];
  const tests: ((resource: RecordedResource) => boolean)[] = [];
  for (const [key, value] of asked) {
    const property = ARGUMENTS[key];
    if (property === undefined) return [];
    tests.push((resource) => valueOf(resource, property, type) === String(value));
  }
  for (const { name, values } of filters) {
    const filter = text(name) ?? "";
    const tag = filter.startsWith("tag:") ? filter.slice("tag:".length) : undefined;
    const property = FILTERS[filter];
    if (filter === "state") continue;
    if (tag === undefined && property === undefined) return [];
    tests.push((resource) => {
      const own = tag === undefined ? valueOf(resource, property ?? "", type) : tagOf(resource, tag);
      return own !== undefined && texts(values).some((each) => wildcard(each).test(own));
    });
  }
  for (const [key, value] of tags) tests.push((resource) => tagOf(resource, key) === String(value));
  return resources.filter(
    (resource) =>
      resource.type === type && resource.custom && !resource.read && tests.every((test) => test(resource)),
  );
}

/** The id of the only one of several resources. */
export function idOf(found: readonly RecordedResource[]): unknown {
  return found.length === 1 ? found[0]?.outputs.id : undefined;
}

function valueOf({ outputs, name }: RecordedResource, property: string, type: string): string | undefined {
  // A VPC's own filters name it by its id.
  const value: unknown = property === "vpcId" && type === "aws:ec2/vpc:Vpc" ? outputs.id : outputs[property];
  if (property === "name") return text(value) ?? name;
  if (typeof value === "boolean") return String(value);
  return text(value);
}

function tagOf({ inputs }: RecordedResource, key: string): string | undefined {
  return text(fields(inputs.tags)[key]);
}

/** A value of a filter, in which `*` stands for any characters and `?` for one. */
function wildcard(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
}
