import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkArguments,
  checkOptionalItems,
  checks,
  input,
  lookUpPlacement,
  roleName,
  serviceTrustPolicy,
  Validation,
  checkedArguments,
  type Part,
  type Check,
  type CommonRoleArgs,
  type InputCheck,
  type Placement,
  guarded,
} from "../common";
import { inlinePoliciesProblem, policyJsonProblem } from "./inline-policies";
import { requiredPolicy } from "./required-policy";
import { readableObjects, writablePrefix } from "./s3-access";

/**
 * What the role of models is made of, or which role is adopted: everything but the registry's function.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
export interface ExecutionRoleSettings {
  /**
   * ARN of a role that exists and is used as it is: then nothing is made, and the output `requiredPolicyJson` says what it
   * must allow. Default: a role is created.
   */
  roleArn?: pulumi.Input<string>;
  /**
   * S3 URIs of the model data to be read: an object, for example `s3://bucket/fraud/model.tar.gz`, or all objects below a
   * prefix that ends in a slash, for example `s3://bucket/fraud/`. Default: none.
   */
  modelData?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of the customer-managed KMS keys that encrypt the model data and the inputs of asynchronous requests. Default: none. */
  modelDataKmsKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * S3 URIs of what asynchronous requests are about: an object, or all objects below a prefix that ends in a slash, for
   * example `s3://bucket/requests/`. Default: none.
   */
  inferenceInputs?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * S3 URIs of buckets or prefixes below which SageMaker writes captured data, responses to asynchronous requests and core
   * dumps, for example `s3://bucket/captured`. Default: none.
   */
  inferenceOutputs?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of the customer-managed KMS keys that encrypt what SageMaker writes there. Default: none. */
  inferenceOutputKmsKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * ARNs of the customer-managed KMS keys that encrypt the volumes of the endpoint's instances, such as `kmsKeyArn` of a
   * ModelEndpoint. Default: none.
   * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
   */
  volumeKmsKeyArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** ARNs of the SNS topics to notify of asynchronous requests. Default: none. */
  notificationTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Names of the CloudWatch alarms that roll updates of the endpoint back, in this account and region: SageMaker looks at them
   * with this role. Default: none.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
   */
  rollbackAlarmNames?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether AWS Systems Manager opens sessions in the containers, for variants with `enableSsmAccess`. Default: `false`. */
  ssmAccess?: pulumi.Input<boolean>;
  /** An IAM policy, as JSON, of what the models' own code does in AWS with a role made here. Default: nothing. */
  additionalPolicyJson?: pulumi.Input<string>;
  /**
   * ARNs of up to 20 managed policies to attach to a role made here, each under a name of your choice. An account allows 10 a
   * role unless its quota is raised. Default: none.
   */
  managedPolicyArns?: Record<string, pulumi.Input<string>>;
}

/** The arguments of an ExecutionRole. Tags, boundary and path are those of a role that is made here. */
export interface ExecutionRoleArgs extends CommonRoleArgs, ExecutionRoleSettings {
  /**
   * ARNs of the Lambda functions that return the registries' credentials, exactly as in the models: with a version
   * or alias if they have one there, without otherwise. Default: none.
   */
  credentialsProviderArns?: pulumi.Input<pulumi.Input<string | undefined>[]>;
  /**
   * Ids of the models' subnets. The role creates and deletes network interfaces in these subnets only. Default: all subnets of
   * the region.
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Names of the endpoints whose log groups the role writes. Default: those of all endpoints of the account and region. */
  endpointNames?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The role that SageMaker assumes for models whose images are in a private registry, with least privilege. It opens the
 * passwords of all registries whose functions it may invoke, so make one for each registry.
 */
export class ExecutionRole extends pulumi.ComponentResource {
  /** ARN of the role; for one made here it resolves only when every policy is attached. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the role, without its path. */
  readonly roleName: pulumi.Output<string>;
  /** The IAM policy, as JSON, of all that SageMaker does with the role: what a role that exists must allow. */
  readonly requiredPolicyJson: pulumi.Output<string>;

  constructor(name: string, args: ExecutionRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments(validate, name, args);
    super("sagemaker-private-registry:index:ExecutionRole", name, {}, opts);

    const placement = lookUpPlacement(this);
    const requiredPolicyJson = pulumi
      .all([placement, checked.access])
      .apply(guarded(([where, access]) => JSON.stringify(requiredPolicy(access, where))));
    const role = adoptRole(checked, this) ?? makeRole(name, checked, placement, requiredPolicyJson, this);

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.requiredPolicyJson = requiredPolicyJson;
    this.registerOutputs({
      roleArn: this.roleArn,
      roleName: this.roleName,
      requiredPolicyJson: this.requiredPolicyJson,
    });
  }
}

/**
 * Checks the arguments, and returns them as they are to be used.
 * @param required what a composition adds to the lists, which it checks at once itself
 */
export function validate(name: string, given: ExecutionRoleArgs, part?: Part, required: RoleLists = {}) {
  const validation = new Validation(`ExecutionRole "${name}"`, part);
  const args = validation.form("ExecutionRole", given);
  for (const property of ["additionalPolicyJson", "managedPolicyArns"] as const) {
    if (args.roleArn === undefined || args[property] === undefined) continue;
    validation.problem(
      property,
      "is for a role made here, but roleArn names one that is not changed: leave one out",
    );
  }
  const listOf =
    (item: Check<string>): InputCheck<List, pulumi.Output<string[]> | string[]> =>
    (_, propertyPath, value) => {
      const own = validation.list(propertyPath, value, { item }) ?? [];
      const others = validation.list(propertyPath, required[propertyPath as ListName], { item });
      return others === undefined
        ? own
        : pulumi.all([others, own]).apply(guarded(([first, second]) => [...first, ...second]));
    };
  const common = validation.common(args);
  const kmsKeyArns = listOf(checks.arn("kms", "key/…"));
  const { roleArn, additionalPolicyJson, managedPolicyArns, ...access } = checkArguments(validation, args, {
    roleArn: input.optional(checks.roleArn),
    credentialsProviderArns: (_, propertyPath, arns) =>
      checkOptionalItems(validation, propertyPath, arns, { item: checks.functionArn }) ?? [],
    modelData: listOf(readableObjects),
    modelDataKmsKeyArns: kmsKeyArns,
    inferenceInputs: listOf(readableObjects),
    inferenceOutputs: listOf(writablePrefix),
    inferenceOutputKmsKeyArns: kmsKeyArns,
    volumeKmsKeyArns: kmsKeyArns,
    notificationTopicArns: listOf(checks.topicArn),
    rollbackAlarmNames: listOf(alarmName),
    ssmAccess: input.withDefault<boolean>(false),
    subnetIds: listOf(checks.subnetId),
    endpointNames: listOf(endpointName),
    additionalPolicyJson: input.optional(policyJsonProblem),
    managedPolicyArns: input.each(input.required(checks.arn("iam", "policy/…"))),
  });
  const checked = {
    common,
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
    roleArn,
    access: pulumi.output(access),
    additionalPolicyJson,
    managedPolicyArns: Object.entries(managedPolicyArns ?? {}),
  };
  validation.record("managedPolicyArns", args.managedPolicyArns, {
    max: 20,
    key: checks.key(checks.pattern(/^[\w.-]+$/, "one of letters, digits, hyphens, dots and underscores")),
  });
  validation.throwIfInvalid();
  return checked;
}

type Checked = ReturnType<typeof validate>;

/** Lists of the role that a composition adds to those of the arguments. */
export type RoleLists = Partial<Record<ListName, pulumi.Output<string[]>>>;

type List = pulumi.Input<pulumi.Input<string>[]> | undefined;

type ListName = {
  [Name in keyof ExecutionRoleArgs]-?: ExecutionRoleArgs[Name] extends
    pulumi.Input<pulumi.Input<string>[]> | undefined
    ? Name
    : never;
}[keyof ExecutionRoleArgs];

const endpointName: Check<string> = checks.sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
  checks.pattern(
    /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    "an endpoint's name of at most 63 letters, digits and hyphens",
  ),
);

const alarmName: Check<string> = checks.sourced(
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  checks.pattern(/^(?!arn:)(?=.*\S).{1,255}$/su, "an alarm's name of 1 to 255 characters, and no ARN"),
);

interface Role {
  /** Resolves when the role may do all that it should. */
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
}

function adoptRole({ roleArn }: Checked, component: pulumi.Resource): Role | undefined {
  if (roleArn === undefined) return undefined;
  void pulumi.log.info(
    "The role of roleArn is used as it is. It must trust sagemaker.amazonaws.com and allow what the output " +
      "requiredPolicyJson says. The policy AmazonSageMakerFullAccess alone lets a role invoke only functions whose " +
      "names contain SageMaker, Sagemaker, sagemaker or LabelingFunction. Do not give the credentials function such a name: " +
      "every role with that policy could read the registry's password.",
    component,
  );
  return { arn: roleArn, name: roleArn.apply(guarded((arn) => arn.slice(arn.lastIndexOf("/") + 1))) };
}

function makeRole(
  name: string,
  { common, additionalPolicyJson, managedPolicyArns, failure }: Checked,
  placement: pulumi.Output<Placement>,
  requiredPolicyJson: pulumi.Output<string>,
  parent: pulumi.Resource,
): Role {
  const options = { parent };
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      ...roleName(`${name}-role`),
      description: "SageMaker assumes it for models whose images are in a private Docker registry",
      assumeRolePolicy: placement.apply(guarded((where) => JSON.stringify(trustPolicy(where)))),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags,
    },
    options,
  );
  const policy = pulumi.all([requiredPolicyJson, additionalPolicyJson]).apply(
    guarded(([required, additional]) => {
      const reason = inlinePoliciesProblem([required, additional ?? ""]);
      if (reason === undefined) return required;
      // The rest of what is required is short.
      const property = (additional?.length ?? 0) > required.length ? "additionalPolicyJson" : "modelData";
      throw failure(property, reason);
    }),
  );
  const attached: pulumi.Resource[] = [
    new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy }, options),
    ...managedPolicyArns.map(
      ([key, policyArn]) =>
        new aws.iam.RolePolicyAttachment(`${name}-managed-${key}`, { role: role.name, policyArn }, options),
    ),
  ];
  if (additionalPolicyJson !== undefined) {
    const additional = { role: role.name, policy: additionalPolicyJson };
    attached.push(new aws.iam.RolePolicy(`${name}-additional-policy`, additional, options));
  }
  return {
    // A URN waits for its policy but, unlike an id, stays known when another policy replaces it: models would be replaced.
    arn: pulumi.all([role.arn, pulumi.all(attached.map(({ urn }) => urn))]).apply(guarded(([arn]) => arn)),
    name: role.name,
  };
}

/**
 * Only SageMaker may assume the role, and only for resources of this account and region: a narrower ARN would not do.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 */
function trustPolicy({ partition, region, accountId }: Placement) {
  return serviceTrustPolicy("sagemaker.amazonaws.com", {
    ArnLike: { "aws:SourceArn": `arn:${partition}:sagemaker:${region}:${accountId}:*` },
  });
}
