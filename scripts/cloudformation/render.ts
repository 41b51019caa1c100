import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { text } from "../../plan/values";
import { BUCKET_PARTS, NOT_RENDERED, RENDERINGS } from "./types";
import type { Properties, Value } from "./values";

/** A template, as checks of templates read it. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>>;
}

/** A template, and what of the graph is in none. */
export interface RenderedTemplate {
  readonly template: Template;
  /** The types of AWS's that are neither written nor listed as what no template has. */
  readonly unknownTypes: readonly string[];
}

const BUCKET = "aws:s3/bucket:Bucket";

/**
 * Writes the AWS resources of a graph as a CloudFormation template, for tools that check templates. It is not for deployments:
 * code and secrets are not in it.
 */
export function renderTemplate(graph: ResourceGraph): RenderedTemplate {
  const made = graph.resources.filter(({ type, read }) => !read && type.startsWith("aws:"));
  const written = made.filter(({ type }) => RENDERINGS[type] !== undefined);
  const references = referencesTo(written);
  const resources = written.map((resource) => {
    const { type, inputs } = resource;
    const { type: Type, properties } = RENDERINGS[type] ?? { type: "", properties: () => ({}) };
    const parts = type === BUCKET ? bucketParts(made, resource) : {};
    return [
      logicalId(resource),
      { Type, Properties: linked({ ...properties(inputs), ...parts }, references) as Properties },
    ] as const;
  });
  return {
    template: { AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(resources) },
    unknownTypes: [
      ...new Set(
        made
          .map(({ type }) => type)
          .filter((type) => RENDERINGS[type] === undefined && NOT_RENDERED[type] === undefined),
      ),
    ],
  };
}

/** A name of letters and digits, unique by the type. */
export function logicalId({ name, type }: Pick<RecordedResource, "name" | "type">): string {
  const kind = type.split(":").pop() ?? "";
  const words = `${name}-${kind}`.split(/[^a-zA-Z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** What stands for the ids and ARNs of resources in others. */
function referencesTo(written: readonly RecordedResource[]): ReadonlyMap<string, Value> {
  const references = new Map<string, Value>();
  for (const resource of written) {
    const id = logicalId(resource);
    const arn = text(resource.outputs.arn);
    for (const output of [resource.outputs.id, resource.outputs.name]) {
      const known = text(output);
      if (known !== undefined && known !== arn && !references.has(known)) references.set(known, { Ref: id });
    }
    // A topic's policy has the topic's ARN: it is not its own.
    const isOwn = arn !== text(resource.inputs.arn);
    if (arn !== undefined && isOwn) references.set(arn, { "Fn::GetAtt": [id, "Arn"] });
  }
  return references;
}

/** Properties in which ids and ARNs of the template's resources are references, but in those of the resources' own names. */
function linked(value: Value, references: ReadonlyMap<string, Value>): Value {
  if (typeof value === "string") return references.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => linked(each, references));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as Properties)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, isOwnName(name) ? each : linked(each, references)]),
  );
}

const OWN_NAMES = [
  ...["RoleName", "FunctionName", "LogGroupName", "BucketName", "ServiceName", "Family", "Name", "Value"],
  ...["ModelName", "EndpointName", "EndpointConfigName", "AlarmName", "TopicName", "RepositoryName"],
];

function isOwnName(name: string): boolean {
  return OWN_NAMES.includes(name);
}

/** What the resources about a bucket add to its properties. */
function bucketParts(made: readonly RecordedResource[], bucket: RecordedResource): Properties {
  const names = [bucket.outputs.bucket, bucket.outputs.id];
  return Object.fromEntries(
    made.flatMap(({ type, inputs }) => {
      const part = BUCKET_PARTS[type];
      return part !== undefined && names.includes(inputs.bucket) ? [part(inputs)] : [];
    }),
  );
}
