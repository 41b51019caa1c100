import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { customPattern, DEFAULT_NAME_PATTERN, sampleName } from "./auto-names";
import * as checks from "./checks";
import { guarded } from "./guarded";
import type { CommonArgs } from "./common-args";
import type { Check } from "./problems";
import type { Failure, Validation } from "./validation";

/**
 * The managed policy that practically every SageMaker notebook role has. What follows goes by its version 29, of
 * 12 February 2026.
 */
const PAGE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html";

/**
 * The words in names by which the managed policy opens resources: it lets roles invoke functions, read, replace and delete
 * objects of buckets, read secrets, and replace and delete images of ECR repositories. It spells SageMaker in three ways;
 * all others are refused as well, because nobody would tell them apart.
 */
const OPENING_WORDS = {
  "aws:lambda/function:Function": /sagemaker|LabelingFunction/i,
  "aws:s3/bucket:Bucket": /sagemaker|aws-glue/i,
  "aws:secretsmanager/secret:Secret": /sagemaker/i,
  "aws:ecr/repository:Repository": /sagemaker/i,
} as const;

/** A type of resource that the managed policy opens by its name. */
export type OpenedType = keyof typeof OPENING_WORDS;

const opens = (what: string): string =>
  `The AWS managed policy AmazonSageMakerFullAccess opens ${what} to every role that has it`;
const BY_NAME = opens("functions, buckets, secrets and ECR repositories with such a name");
const BY_TAG = opens("secrets and S3 objects with this tag");

const wordIn = (type: OpenedType, text: string): string | undefined => OPENING_WORDS[type].exec(text)?.[0];

/**
 * Says what is wrong with the names that Pulumi will make for a component's resources, if the managed policy opens one of
 * them. All resources and parts get the same reason, so that it is reported once.
 * @param component the component's name
 * @param made types and logical names of the resources
 */
export function openedNameProblem(
  component: string,
  made: readonly (readonly [OpenedType, string])[],
): string | undefined {
  for (const [type, logicalName] of made) {
    const word = wordIn(type, sampleName(type, logicalName)?.text ?? "");
    if (word === undefined) continue;
    const text = JSON.stringify(word);
    if (wordIn(type, component) !== undefined) {
      return (
        `contains ${text}, as would the physical names that Pulumi makes of it. ${BY_NAME}: ` +
        `give the component a name without ${text} (${PAGE})`
      );
    }
    return (
      `becomes part of physical names which contain ${text}, as pulumi:autonaming has them with ${String(customPattern(type))}. ` +
      `${BY_NAME}: set a pattern there without it, such as ${DEFAULT_NAME_PATTERN}, or rename the project or the stack ` +
      `that brings it in (${PAGE})`
    );
  }
  return undefined;
}

/** A check that a name which the user gives is not one that the managed policy opens. */
export function notOpened(type: OpenedType): Check<string> {
  return (name) => {
    const word = wordIn(type, name);
    return word === undefined
      ? undefined
      : `is ${JSON.stringify(name)}, which contains ${JSON.stringify(word)}. ${BY_NAME}: choose another name (${PAGE})`;
  };
}

/**
 * Says what is wrong with the name of a repository in a registry that keeps its images in S3: repositories' names are part
 * of the objects' keys, and an ARN with a wildcard matches a bucket's name and a key alike.
 */
export function openedRepositoryProblem(repository: string): string | undefined {
  const word = wordIn("aws:s3/bucket:Bucket", repository);
  return word === undefined
    ? undefined
    : `names the repository ${JSON.stringify(repository)}, which contains ${JSON.stringify(word)}. The new registry keeps its images ` +
        `in S3, with the repository's name in the objects' keys. ${opens("S3 objects with such a key")}: choose another name (${PAGE})`;
}

/** Warns of a function or secret of the user's that the managed policy opens by its name. */
export function warnOfOpenedArn(
  propertyPath: string,
  arn: pulumi.Output<string> | undefined,
  component: pulumi.Resource,
): void {
  arn?.apply(
    guarded((known) => {
      const advice = openedArnAdvice(propertyPath, known);
      if (advice !== undefined) void pulumi.log.warn(advice, component);
    }),
  );
}

/** What a user should know about a function or secret that the managed policy opens by its name. */
export function openedArnAdvice(propertyPath: string, arn: string): string | undefined {
  const [, service, name = ""] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:[^:]*:([^:]*)/.exec(arn) ?? [];
  const opened =
    service === "secretsmanager"
      ? name.startsWith("AmazonSageMaker-")
      : /SageMaker|Sagemaker|sagemaker|LabelingFunction/.test(name);
  return opened
    ? `${propertyPath} is ${arn}. ${BY_NAME}, and with it the registry's password: choose another name (${PAGE})`
    : undefined;
}

/** A part of an S3 object's key; a text that the managed policy would open the object by is replaced by its digest. */
export function closedKeyPart(text: string): string {
  return wordIn("aws:s3/bucket:Bucket", text) === undefined
    ? text
    : createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * A check of the tags of what the managed policy opens by a tag. IAM does not tell upper and lower case apart in the names
 * of condition keys, of which the tag's key is a part.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export const closedTags: Check<Record<string, unknown>> = (tags) =>
  checks.tags(tags) ?? openedTagProblem(tags);

function openedTagProblem(tags: Readonly<Record<string, unknown>>): string | undefined {
  const found = openingTag(tags);
  return found === undefined ? undefined : `has the tag ${found}. ${BY_TAG}: leave it out (${PAGE})`;
}

/** Checks the arguments of a component that makes functions, buckets or secrets, for example `Validation.common` does. */
export function closedCommon(validation: Validation, args: CommonArgs): CommonArgs {
  validation.problem("tags", openedDefaultTagProblem(args.tags));
  return validation.common(args, closedTags);
}

/**
 * Says what is wrong with the tags that the stack's configuration gives to all resources, if the managed policy opens what
 * carries them.
 * @param tags the component's own, which take precedence, as far as they are known
 */
export function openedDefaultTagProblem(tags: unknown): string | undefined {
  const { tags: defaults = {} } =
    new pulumi.Config("aws").getObject<{ tags?: Record<string, unknown> }>("defaultTags") ?? {};
  const own = tags !== null && typeof tags === "object" ? (tags as Record<string, unknown>) : {};
  const inherited = Object.entries(defaults).filter(([key]) => own[key] === undefined);
  const found = openingTag(Object.fromEntries(inherited));
  return found === undefined
    ? undefined
    : `get the tag ${found} from aws:defaultTags in the stack's configuration. ${BY_TAG}: leave it out there (${PAGE})`;
}

/**
 * Ends the deployment, or the preview, where a secret gets the tag from a provider that the program makes: such a provider
 * does not show its default tags, but what it makes does.
 */
export function refuseOpenedTags(tagsAll: pulumi.Output<Record<string, string>>, failure: Failure): void {
  tagsAll.apply(
    guarded((tags: Record<string, string> | undefined) => {
      const found = openingTag(tags ?? {});
      if (found === undefined) return;
      throw failure(
        "tags",
        `do not have the tag ${found}, but the provider's default tags do. ${BY_TAG}: leave it out there (${PAGE})`,
      );
    }),
  );
}

function openingTag(tags: Readonly<Record<string, unknown>>): string | undefined {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${String(value)}`)
    .find((tag) => /^sagemaker=true$/i.test(tag));
}
