import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkArguments,
  checkInputs,
  checkFunctionSettings,
  checks,
  closedCommon,
  createLambdaFunction,
  functionNameProblem,
  input,
  openedNameProblem,
  readSecret,
  refuseOpenedTags,
  Validation,
  checkedArguments,
  type Part,
  warnOfOpenedArn,
  type CommonArgs,
  type FunctionSettings,
  type LambdaFunction,
  guarded,
} from "../common";
import { password, username } from "./credential-checks";

/**
 * The user and password that a registry knows.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface RegistryCredentials {
  /** The user's name, without a colon. */
  username: pulumi.Input<string>;
  /** The password or token; it is kept as a secret. */
  password: pulumi.Input<string>;
}

/**
 * The arguments of a CredentialsProvider. Exactly one of `credentialsSecretArn` and `credentials` is given.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface CredentialsProviderArgs extends CommonArgs {
  /**
   * ARN of the Secrets Manager secret that holds the credentials as a JSON object, complete with the six characters at its
   * end. Default: a secret made of `credentials`.
   */
  credentialsSecretArn?: pulumi.Input<string | undefined>;
  /**
   * ARN of the customer-managed KMS key that encrypts the secret of `credentialsSecretArn`. Default: AWS's own key, which
   * needs no permission.
   */
  credentialsKmsKeyArn?: pulumi.Input<string | undefined>;
  /** The user and password; the component stores them in a new secret, encrypted with `kmsKeyArn`. Default: none. */
  credentials?: RegistryCredentials;
  /** The key of the secret's JSON object that holds the user's name. Default: `username`. */
  usernameKey?: pulumi.Input<string>;
  /** The key of the secret's JSON object that holds the password or token. Default: `password`. */
  passwordKey?: pulumi.Input<string>;
  /** How the function is run. Default: outside any VPC, unsigned and without reserved concurrency. */
  function?: FunctionSettings;
  /** ARNs of up to 5 SNS topics to notify when the function fails. Default: none. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The Lambda function that SageMaker asks for a registry's credentials, over a secret in Secrets Manager. It keeps what it
 * read for a minute, and serves it for at most 15 minutes while Secrets Manager fails: after a rotation the registry must
 * know the old password for that long.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export class CredentialsProvider extends pulumi.ComponentResource {
  /** ARN of the function, without a version or alias; it resolves when the function can read the secret. */
  readonly functionArn: pulumi.Output<string>;
  /** Name of the function. */
  readonly functionName: pulumi.Output<string>;
  /** ARN of the function's role, for the policies of a secret or key in another account. */
  readonly functionRoleArn: pulumi.Output<string>;
  /** Name of the function's log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** ARN of the secret; for one made here it resolves when the secret holds the credentials. */
  readonly credentialsSecretArn: pulumi.Output<string>;
  /** ARN of the customer-managed KMS key that encrypts the secret; nothing where AWS's own key does. */
  readonly credentialsKmsKeyArn: pulumi.Output<string | undefined>;
  /** Name of the alarm on the function's errors. */
  readonly errorsAlarmName: pulumi.Output<string>;

  constructor(name: string, args: CredentialsProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    const checked = checkedArguments(validate, name, args);
    super("sagemaker-private-registry:index:CredentialsProvider", name, {}, opts);
    warnOfOpenedArn("credentialsSecretArn", checked.credentialsSecretArn, this);

    const secret = adoptSecret(checked) ?? makeSecret(name, checked, this);
    const lambda = makeFunction(name, checked, secret, this);
    const alarm = makeErrorsAlarm(name, checked, lambda, this);

    this.functionArn = lambda.function.arn;
    this.functionName = lambda.function.name;
    this.functionRoleArn = lambda.role.arn;
    this.logGroupName = lambda.logGroup.name;
    this.credentialsSecretArn = secret.arn;
    this.credentialsKmsKeyArn = secret.kmsKeyArn;
    this.errorsAlarmName = alarm.name;
    this.registerOutputs({
      functionArn: this.functionArn,
      functionName: this.functionName,
      functionRoleArn: this.functionRoleArn,
      logGroupName: this.logGroupName,
      credentialsSecretArn: this.credentialsSecretArn,
      credentialsKmsKeyArn: this.credentialsKmsKeyArn,
      errorsAlarmName: this.errorsAlarmName,
    });
  }
}

/** The logical name of the function. */
const functionName = (name: string): string => `${name}-function`;
/** The logical name of the secret. */
const secretName = (name: string): string => `${name}-secret`;

/** What is made here and must not be opened to others by its name. */
const opened = (name: string) =>
  [
    ["aws:lambda/function:Function", functionName(name)],
    ["aws:secretsmanager/secret:Secret", secretName(name)],
  ] as const;

/** Some tens of milliseconds are usual; the function itself gives up after 7 seconds. */
const TIMEOUT_IN_SECONDS = 10;
/** More memory is a faster processor, and so a shorter cold start, for fractions of a cent a month. */
const MEMORY_IN_MB = 512;

/** Checks the arguments, and returns them as they are to be used. */
export function validate(name: string, given: CredentialsProviderArgs, part?: Part) {
  const validation = new Validation(`CredentialsProvider "${name}"`, part);
  const args = validation.form("CredentialsProvider", given);
  validation.problem(
    "name",
    functionNameProblem(functionName(name)) ?? openedNameProblem(name, opened(name)),
  );
  const {
    credentialsSecretArn: secretArn,
    credentials,
    usernameKey = "username",
    passwordKey = "password",
  } = args;
  if (secretArn === undefined && credentials === undefined) {
    validation.problem(
      "credentialsSecretArn",
      "is missing: name a secret that exists, or give credentials to have one made",
    );
  }
  if (secretArn !== undefined && credentials !== undefined) {
    validation.problem(
      "credentialsSecretArn",
      "is given together with credentials: name a secret, or have one made, not both",
    );
  }
  if (credentials !== undefined && args.credentialsKmsKeyArn !== undefined) {
    validation.problem(
      "credentialsKmsKeyArn",
      "belongs to credentialsSecretArn: give kmsKeyArn to encrypt a secret made here",
    );
  }
  if (usernameKey === passwordKey) {
    validation.problem("passwordKey", "must not be the same as usernameKey");
  }
  const checked = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      credentialsSecretArn: input.optional(checks.secretArn),
      credentialsKmsKeyArn: input.optionalOutput(checks.arn("kms", "key/…")),
      credentials: (_, path, pair) =>
        pair &&
        checkInputs(validation, path, pair, {
          username: input.secret(username),
          password: input.secret(password),
        }),
      usernameKey: input.withDefault("username", checks.secretKey),
      passwordKey: input.withDefault("password", checks.secretKey),
      function: (_, path, settings) => checkFunctionSettings(validation, path, settings),
      alarmTopicArns: input.list({ max: 5, item: checks.topicArn }),
    }),
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  return checked;
}

type Checked = ReturnType<typeof validate>;

interface Secret {
  /** Resolves when the secret holds the credentials. */
  readonly arn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string | undefined>;
}

function adoptSecret({ credentialsSecretArn: arn, credentialsKmsKeyArn }: Checked): Secret | undefined {
  return arn && { arn, kmsKeyArn: pulumi.output(credentialsKmsKeyArn) };
}

function makeSecret(name: string, checked: Checked, parent: pulumi.Resource): Secret {
  const { common, credentials, usernameKey, passwordKey } = checked;
  const secret = new aws.secretsmanager.Secret(
    secretName(name),
    {
      description: "Credentials of a private Docker registry, for SageMaker",
      kmsKeyId: common.kmsKeyArn,
      tags: common.tags,
    },
    { parent },
  );
  refuseOpenedTags(secret.tagsAll, checked.failure);
  const secretString = pulumi
    .all([usernameKey, passwordKey, credentials?.username, credentials?.password])
    .apply(guarded(([userKey, passKey, user, pass]) => JSON.stringify({ [userKey]: user, [passKey]: pass })));
  const version = new aws.secretsmanager.SecretVersion(
    `${name}-secret-version`,
    { secretId: secret.id, secretString: pulumi.secret(secretString) },
    // Another password replaces it, also in a component that is protected.
    { parent, protect: false },
  );
  return {
    // The URN waits for the version but, unlike its id, stays known when another password replaces the version.
    arn: pulumi.all([secret.arn, version.urn]).apply(guarded(([arn]) => arn)),
    kmsKeyArn: pulumi.output(common.kmsKeyArn),
  };
}

function makeFunction(
  name: string,
  checked: Checked,
  secret: Secret,
  parent: pulumi.Resource,
): LambdaFunction {
  return createLambdaFunction(
    functionName(name),
    {
      bundle: "credentials",
      description: "Answers SageMaker with the credentials of a private Docker registry",
      environment: {
        SECRET_ARN: secret.arn,
        USERNAME_KEY: checked.usernameKey,
        PASSWORD_KEY: checked.passwordKey,
      },
      statements: ({ dnsSuffix }) =>
        pulumi
          .all([secret.arn, secret.kmsKeyArn])
          .apply(
            guarded(([secretArn, kmsKeyArn]) =>
              readSecret({ secretArn, kmsKeyArns: [kmsKeyArn] }, dnsSuffix),
            ),
          ),
      timeoutInSeconds: TIMEOUT_IN_SECONDS,
      memoryInMb: MEMORY_IN_MB,
      settings: checked.function,
      common: checked.common,
    },
    parent,
  );
}

/** Tells of every minute in which the function failed: then SageMaker could not start an instance. */
function makeErrorsAlarm(
  name: string,
  { common, alarmTopicArns }: Checked,
  lambda: LambdaFunction,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    `${name}-errors`,
    {
      alarmDescription: "SageMaker did not get the credentials of a private Docker registry",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: lambda.function.name },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "notBreaching",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      tags: common.tags,
    },
    { parent },
  );
}
