// Writes docs/permissions.md: the IAM actions that a deployer of each component needs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { CALLS, COMPONENTS } from "./permissions-components";
import { RESOURCES } from "./permissions-resources";

const PAGE_PATH = join(__dirname, "..", "docs", "permissions.md");

/** The actions of one component and of all that it makes: always needed, by service; and in some cases, by the case. */
export interface DeployerActions {
  readonly always: readonly string[];
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly passRoleTo: readonly string[];
}

/**
 * What a deployer of a component must be allowed, over all its resources, lookups and the components that it makes.
 * @throws Error for a component, type or token that the tables lack
 */
export function deployerActions(component: string): DeployerActions {
  const own = entry(COMPONENTS, component);
  const inner = own.components.map(deployerActions);
  const types = own.resources.map((type) => entry(RESOURCES, type));
  const when: Record<string, readonly string[]> = {};
  for (const cases of [own, ...types, ...inner]) {
    for (const [name, actions] of Object.entries(cases.when)) {
      when[name] = sorted([...(when[name] ?? []), ...actions]);
    }
  }
  return {
    always: sorted([
      ...types.flatMap((each) => [...each.create, ...each.read, ...each.update, ...each.delete]),
      ...own.calls.flatMap((token) => entry(CALLS, token)),
      ...inner.flatMap(({ always }) => always),
    ]),
    when,
    passRoleTo: sorted([...types, ...inner].flatMap(({ passRoleTo }) => passRoleTo)),
  };
}

/** The page as the tables have it, formatted. */
export async function currentPage(): Promise<string> {
  const markdown = [
    INTRODUCTION,
    "## By component",
    ...Object.keys(COMPONENTS).sort().map(componentSection),
    "## By type of resource",
    TYPES_INTRODUCTION,
    resourcesTable(),
    "## Lookups and invocations",
    CALLS_INTRODUCTION,
    callsTable(),
    LIMITS,
  ].join("\n\n");
  const options = await prettier.resolveConfig(PAGE_PATH);
  return prettier.format(markdown, { ...options, parser: "markdown" });
}

/** The committed page. */
export const committedPage = (): string => readFileSync(PAGE_PATH, "utf8");

const INTRODUCTION = `# What a deployer must be allowed

The IAM actions that \`pulumi up\`, \`pulumi refresh\` and \`pulumi destroy\` need for each component: they are the deployer's, not
those of the roles that the components make.

**Where this comes from.** Documentation, not trial: nothing of it has been run on AWS yet. \`@pulumi/aws\` is made of the
Terraform AWS provider. Of its source these resources were read, most of each, in stored copies of different ages, some of them
years old: \`aws_s3_bucket\`, \`aws_s3_object\`, \`aws_lambda_function\`, \`aws_iam_role\`, \`aws_secretsmanager_secret\`,
\`aws_route53_zone\`, \`aws_sagemaker_endpoint\`, \`aws_ecr_repository\`, \`aws_scheduler_schedule\`, \`aws_vpc_endpoint\`, and a
little of \`aws_lb\`, \`aws_ecs_service\` and \`aws_cloudwatch_dashboard\`. Of AWS's documentation, excerpts: the API permissions
of SageMaker and of Elastic Load Balancing, what Cloud Control calls to read an endpoint (CloudFormation's schema of the type), the
service authorization reference of EventBridge Scheduler, and the guides to scaling of SageMaker endpoints and to Lambda functions
in a VPC. The other entries are written by the API operations that creating, reading, updating and deleting such a resource takes,
and were not looked up one by one; that every action exists was checked against the service authorization reference as of November
2026. Where a deployment is refused all the same, AWS's error names the action that is missing here.

What is tested is that the page is complete: programs with every component and every optional part are recorded, and the
components' source is searched. Each type of resource and each lookup must have its entry, and each entry must be used; tags,
keys, and roles that are passed must have their actions where a resource has them. Whether the actions suffice, only AWS can
tell.

This page is written by \`node -r ./scripts/register-typescript.cjs scripts/permissions.ts\`.`;

const TYPES_INTRODUCTION = `An action is in the column where it is first needed. The actions to read are also needed for every refresh, and after
every create and update. \`pulumi up\` with a changed argument can replace a resource, which takes those to create and to delete.`;

const CALLS_INTRODUCTION = `These are performed in previews too, unless their arguments are not known yet. \`getInvocation\` calls the preflight function:
who previews needs \`lambda:InvokeFunction\` on it.`;

const LIMITS = `## How to narrow it down

- \`iam:PassRole\`: give it on the roles that the components make (their \`rolePath\` serves as a prefix) or that you name, with
  the condition \`iam:PassedToService\` of the table.
- \`iam:CreateServiceLinkedRole\`: needed once in an account for each service; give it with the condition \`iam:AWSServiceName\`:
  \`elasticloadbalancing.amazonaws.com\`, \`ecs.amazonaws.com\`, \`ecs.application-autoscaling.amazonaws.com\`,
  \`sagemaker.application-autoscaling.amazonaws.com\`.
- The \`kms:\` actions go on the key of \`kmsKeyArn\`. Its key policy must admit the services as well: CloudWatch Logs by
  \`logs.<region>.amazonaws.com\`; the deployer, who grants the endpoint's instances its use; and the models' execution role
  ([CreateEndpointConfig](https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html), KmsKeyId). A
  key policy that leaves permissions to IAM admits both. A role that is made here has \`kms:CreateGrant\` on the key, for AWS
  services alone, \`kms:DescribeKey\`, and \`kms:Decrypt\` and \`kms:GenerateDataKeyWithoutPlaintext\` through EC2 and SageMaker;
  give a role of your own the same. AWS does not say which of these hosting uses.
- Most \`Describe\` and \`List\` actions know no resource and take \`"Resource": "*"\`: the service authorization reference says
  which.
- \`cloudformation:GetResource\` reads which configuration an endpoint runs after an update, by the deployer's
  \`sagemaker:DescribeEndpoint\` and \`sagemaker:ListTags\`. Where it is refused, the component warns, and goes by what the AWS
  provider read when it had updated the endpoint: a rollback that the provider did not see goes unnoticed.
- \`ecs:DescribeServices\` reads what the services of a \`RegistryHost\` run, before and after each update of them. Where it is
  refused, a preview warns, and a deployment fails: whether the tasks know the passwords is unknown.
- What Pulumi itself needs, its state's storage and secrets provider, is not in these tables.`;

function componentSection(name: string): string {
  const { components } = entry(COMPONENTS, name);
  const { always, when, passRoleTo } = deployerActions(name);
  const services = sorted(always.map(serviceOf));
  const rows = [
    ...services.map((service) => [
      `\`${service}\``,
      list(always.filter((action) => serviceOf(action) === service)),
    ]),
    ...(passRoleTo.length === 0 ? [] : [["passes roles", `\`iam:PassRole\` to ${list(passRoleTo)}`]]),
    ...Object.entries(when)
      .sort(([a], [b]) => compare(a, b))
      .map(([name, actions]) => [name, list(actions)]),
  ];
  const included =
    components.length === 0 ? "" : `With those of ${list(components)}, as far as it makes them.\n\n`;
  return `### ${name}\n\n${included}${table(["Service, or case", "Actions"], rows)}`;
}

const resourcesTable = (): string =>
  table(
    ["Type", "Create", "Read", "Update", "Delete", "Only"],
    Object.entries(RESOURCES)
      .sort(([a], [b]) => compare(a, b))
      .map(([type, { create, read, update, delete: remove, passRoleTo, when }]) => [
        `\`${type}\``,
        ...[create, read, update, remove].map(list),
        [
          ...passRoleTo.map((service) => `\`iam:PassRole\` to \`${service}\``),
          ...Object.entries(when).map(([name, actions]) => `${name}: ${list(actions)}`),
        ].join("; "),
      ]),
  );

const callsTable = (): string =>
  table(
    ["Token", "Actions"],
    Object.entries(CALLS).map(([token, actions]) => [
      `\`${token}\``,
      actions.length === 0 ? "none: no service is asked" : list(actions),
    ]),
  );

function entry<T>(entries: Readonly<Record<string, T>>, key: string): T {
  const found = entries[key];
  if (found === undefined) throw new Error(`scripts/permissions*.ts has no entry for ${key}: add one`);
  return found;
}

const serviceOf = (action: string): string => action.slice(0, action.indexOf(":"));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort(compare);
const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
/** A table that the formatter leaves alone: it would pad every cell to the longest. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    "<!-- prettier-ignore -->",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
  ].join("\n");

if (require.main === module) {
  void currentPage().then((page) => {
    writeFileSync(PAGE_PATH, page);
    console.log("docs/permissions.md is written.");
  });
}
