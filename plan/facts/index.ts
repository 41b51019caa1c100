import { remedyForUnknown } from "../../registry-client/text/suggestion";
import { ResourceGraph, type RecordedCall, type RecordedResource } from "../graph";
import { fields, texts } from "../values";
import { ANSWERS } from "./describe-responses";
import { factResource } from "./fact";
import { LOOKUP_ANSWERS } from "./lookup-responses";
import { isPullReport, pullReport } from "./doctor-report";

export { isFact } from "./fact";

/** What the user knows of what a plan does not make. */
export interface Facts {
  readonly resources: readonly RecordedResource[];
  readonly calls: readonly RecordedCall[];
  /** What only answers a program's lookups. */
  readonly lookups: readonly RecordedResource[];
}

/** Something that is wrong with what the user knows. */
export interface FactProblem {
  /** Location, for example `Subnets[0].VpcId`; empty for the whole. */
  readonly path: string;
  readonly reason: string;
}

type Document = Readonly<Record<string, unknown>>;

/** Members in addition to the responses of AWS's command line. */
const HOSTS = "Hosts";
/** An answer of `aws ec2 describe-vpc-attribute`. */
const ATTRIBUTES = ["EnableDnsHostnames", "EnableDnsSupport"];

/**
 * Reads what the user knows: one or several answers of AWS's command line, as `aws ec2 describe-subnets` prints them, and
 * `{"Hosts": {"registry.example.com": ["10.20.0.5"]}}` for what names lead to in the model's VPC.
 * @param documents JSON objects, or lists of them
 */
export function readFacts(documents: readonly unknown[]): {
  readonly facts: Facts;
  readonly problems: readonly FactProblem[];
} {
  const all = documents.flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : [each]));
  const problems = all.flatMap((each) => problemsOf(each));
  const sound = problems.length > 0 ? [] : all.map(fields);
  const resources = sound.flatMap((document) => [
    ...Object.entries(ANSWERS).flatMap(([key, { read, ignores }]) =>
      items(document, key)
        .filter((item) => ignores?.(item) !== true)
        .flatMap(read),
    ),
    ...hosts(document),
    ...(isPullReport(document) ? pullReport(document) : []),
  ]);
  // Last: of a list that another answer prints without what it holds, this one counts.
  const held = sound.flatMap(entries);
  return {
    facts: {
      lookups: sound.flatMap((document) =>
        Object.entries(LOOKUP_ANSWERS).flatMap(([key, { read }]) => oneOrMore(document, key).flatMap(read)),
      ),
      resources: [...withAttributes(resources, sound), ...held],
      calls: sound.flatMap((document) => items(document, "PrefixLists").map(prefixListLookup)),
    },
    problems,
  };
}

/** A plan together with what the user knows. */
export function withFacts(graph: ResourceGraph, { resources, calls }: Facts): ResourceGraph {
  return new ResourceGraph([...graph.resources, ...resources], [...calls, ...graph.calls], graph.outputs);
}

function items(document: Document, key: string): readonly Document[] {
  const value = document[key];
  return Array.isArray(value) ? value.map(fields) : [];
}

function problemsOf(given: unknown): readonly FactProblem[] {
  const document = fields(given);
  const keys = Object.keys(document);
  if (isPullReport(document)) return [];
  const known = [...Object.keys(ANSWERS), HOSTS, ...Object.keys(LOOKUP_ANSWERS)];
  if (keys.length === 0) {
    return [{ path: "", reason: `contains no known key; expected one of: ${known.join(", ")}` }];
  }
  return keys.flatMap((key): readonly FactProblem[] => {
    if (key === "NextToken") {
      return [
        { path: key, reason: "this is a part of an answer only: ask for all of it, without --max-items" },
      ];
    }
    // What AWS prints of the pages of an answer that is complete.
    if (PAGING.includes(key)) return [];
    if (key === "Entries" || (key === "PrefixListId" && "Entries" in document))
      return entryProblems(document, key);
    const lookup = LOOKUP_ANSWERS[key];
    if (lookup !== undefined) {
      return oneOrMore(document, key).flatMap((item, index) => missing(item, lookup, `${key}[${index}]`));
    }
    if (key === "VpcId" || key === "ResponseMetadata" || ATTRIBUTES.includes(key))
      return attribute(document, key);
    if (key === HOSTS) return hostProblems(document[key]);
    const answer = ANSWERS[key];
    if (answer === undefined)
      return [{ path: key, reason: `is an unknown key; ${remedyForUnknown(key, known, true)}` }];
    const value = document[key];
    if (!Array.isArray(value)) {
      return [{ path: key, reason: `is no list: give what \`${answer.command}\` prints` }];
    }
    return value.flatMap((item, index) =>
      answer.ignores?.(fields(item)) === true ? [] : missing(fields(item), answer, `${key}[${index}]`),
    );
  });
}

const PAGING = ["IsTruncated", "Truncated", "MaxItems", "InvalidParameters"];

/** The items of an answer, or the one that it is about. */
function oneOrMore(document: Document, key: string): readonly Document[] {
  const value = document[key];
  return value === undefined || Array.isArray(value) ? items(document, key) : [fields(value)];
}

function missing(
  item: Document,
  { required, command }: { readonly required: readonly string[]; readonly command: string },
  path: string,
): readonly FactProblem[] {
  return required
    .filter((field) => typeof item[field] !== "string")
    .map((field) => ({
      path: `${path}.${field}`,
      reason: `is missing: give what \`${command}\` prints, with all its fields`,
    }));
}

function entryProblems({ Entries }: Document, key: string): readonly FactProblem[] {
  return key !== "Entries" || Array.isArray(Entries)
    ? []
    : [{ path: key, reason: "is no list: give what `aws ec2 get-managed-prefix-list-entries` prints" }];
}

/**
 * Entries of a customer's prefix list. AWS's response does not name the list: without an added `PrefixListId` the entries belong
 * to no known list.
 */
function entries({ PrefixListId, Entries }: Document): readonly RecordedResource[] {
  if (typeof PrefixListId !== "string" || !Array.isArray(Entries)) return [];
  const cidrs = Entries.flatMap((entry) => texts(fields(entry).Cidr));
  return [
    factResource("aws:ec2/managedPrefixList:ManagedPrefixList", PrefixListId, {
      entries: cidrs.map((cidr) => ({ cidr })),
    }),
  ];
}

function attribute(document: Document, key: string): readonly FactProblem[] {
  if (!ATTRIBUTES.includes(key)) return [];
  const isSound = typeof fields(document[key]).Value === "boolean" && typeof document.VpcId === "string";
  return isSound
    ? []
    : [{ path: key, reason: "give what `aws ec2 describe-vpc-attribute` prints, with VpcId and Value" }];
}

function hostProblems(value: unknown): readonly FactProblem[] {
  return Object.entries(fields(value)).flatMap(([host, addresses]) =>
    Array.isArray(addresses) && addresses.length > 0 && texts(addresses).length === addresses.length
      ? []
      : [{ path: `${HOSTS}.${host}`, reason: 'is no list of addresses: write ["10.20.0.5"]' }],
  );
}

/** Names, and the addresses that they lead to in the model's VPC. */
function hosts(document: Document): readonly RecordedResource[] {
  return Object.entries(fields(document[HOSTS])).map(([name, addresses]) =>
    factResource("aws:route53/record:Record", name, { name, type: "A", records: texts(addresses) }),
  );
}

/** VPCs with the DNS attributes that an answer of its own tells. */
function withAttributes(
  resources: readonly RecordedResource[],
  documents: readonly Document[],
): readonly RecordedResource[] {
  const attributes = documents.filter((document) => ATTRIBUTES.some((key) => key in document));
  return resources.map((resource) => {
    const own = attributes.filter(({ VpcId }) => VpcId === resource.outputs.id);
    if (resource.type !== "aws:ec2/vpc:Vpc" || own.length === 0) return resource;
    const told = Object.fromEntries(
      own.flatMap((document) =>
        ATTRIBUTES.filter((key) => key in document).map((key) => [
          key.replace("Enable", "enable"),
          fields(document[key]).Value,
        ]),
      ),
    );
    return { ...resource, inputs: { ...resource.inputs, ...told } };
  });
}

/** A prefix list of AWS by its name, as a program looks it up. */
function prefixListLookup({ PrefixListId, PrefixListName, Cidrs }: Document): RecordedCall {
  return {
    token: "aws:ec2/getPrefixList:getPrefixList",
    inputs: { name: PrefixListName },
    outputs: { id: PrefixListId, cidrBlocks: Cidrs },
    assumed: false,
  };
}
