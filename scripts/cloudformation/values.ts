import { fields, list, text } from "../../plan/values";

/** A value of a template. */
export type Value = unknown;
export type Properties = Readonly<Record<string, Value>>;

/** How resources of a type are written in a template. */
export interface Rendering {
  /** The type's name in CloudFormation. */
  readonly type: string;
  /** Its properties, out of the inputs that Pulumi knows. */
  readonly properties: (inputs: Properties) => Properties;
}

/** Words that CloudFormation writes in another way than the first letter in capitals. */
const WORDS: Readonly<Record<string, string>> = {
  kmsKeyArn: "KmsKeyArn",
  s3Config: "S3Config",
};

/** A name as CloudFormation writes it: `vpcId` is `VpcId`. */
export function pascal(name: string): string {
  return WORDS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** A value with the names in it as CloudFormation writes them. */
export function pascalized(value: Value): Value {
  if (Array.isArray(value)) return value.map(pascalized);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as Properties)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [pascal(name), pascalized(each)]),
  );
}

/** A map of tags as a list, as most types take them. */
export function tagList(tags: Value): Value {
  const all = Object.entries(fields(tags));
  return all.length === 0 ? undefined : all.map(([Key, Value]) => ({ Key, Value }));
}

/** What a text of JSON holds; a value that is none stays as it is. */
export function parsed(value: Value): Value {
  const json = text(value);
  if (json === undefined) return value;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return value;
  }
}

/** The rules of a security group, one for each peer, as CloudFormation has them. */
export function groupRules(rules: Value, direction: "Source" | "Destination"): Value {
  return list(rules).flatMap((rule) => {
    const common = {
      Description: rule["description"],
      IpProtocol: rule["protocol"],
      FromPort: rule["fromPort"],
      ToPort: rule["toPort"],
    };
    const peers: Properties[] = [
      ...each(rule["cidrBlocks"]).map((CidrIp) => ({ CidrIp })),
      ...each(rule["ipv6CidrBlocks"]).map((CidrIpv6) => ({ CidrIpv6 })),
      ...each(rule["securityGroups"]).map((id) => ({ [`${direction}SecurityGroupId`]: id })),
      ...each(rule["prefixListIds"]).map((id) => ({ [`${direction}PrefixListId`]: id })),
    ];
    return peers.map((peer) => ({ ...common, ...peer }));
  });
}

/** The members of a list. */
export function each(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as Value[]) : [];
}

/** Attributes of a load balancer or a target group, as the list that CloudFormation takes. */
export function attributes(values: Readonly<Record<string, Value>>): Value {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([Key, value]) => ({ Key, Value: String(value) }));
}
