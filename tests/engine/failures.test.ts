import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectOptions, Result } from "./engine";
import { binaryOf, isOwn, NodeOnPath, variableOf, VERSIONS } from "./node-versions";
import { root } from "./plugins";
import type { Settings } from "./provider/settings";
import { assertSucceeded, describeEngine } from "./scenario";

/** How long a failure may take until the command ends, and how much memory the program may use. */
const SECONDS = 20;
const MEGABYTES = 500;

const GOOD = `{
  image: "artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}",
  registry: {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pull-AbCdEf",
    cidrBlocks: ["10.20.0.0/16"],
  },
  network: {
    vpcId: "vpc-0123456789abcdef0",
    subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
  },
  instanceType: "ml.m5.large",
}`;
/** A program that exports outputs, as programs do. */
const program = (args: string): string => `
  import * as pulumi from "@pulumi/pulumi";
  import { PrivateInference } from "sagemaker-private-registry";
  const good = ${GOOD};
  export const { endpointName, invokePolicyJson } = new PrivateInference("fraud", ${args});
`;

/** A program without this package whose callback throws. */
const OWN_EXCEPTION = `
  import * as pulumi from "@pulumi/pulumi";
  export const value = pulumi.output(1).apply(() => {
    throw new Error("a mistake of the program's own");
  });
`;

interface Failure {
  readonly what: string;
  readonly project: ProjectOptions;
  readonly operations: readonly ("preview" | "up")[];
  readonly message: RegExp;
  /** Whether nothing of the program is registered by then. Default: false. */
  readonly isEarly?: boolean;
}

const SUMMARY =
  "artifactory.bank.example/ml/fraud cannot be pulled: 1 check failed.\n\n✗ The certificate is private";
const VPC = "aws:ec2/getVpc:getVpc";
const failing = (settings: Settings): ProjectOptions => ({ program: program("good"), settings });

/** What the AWS provider logs beside the error that it returns. */
const PROVIDER_LOG = /^sdk-v2\/provider2\.go:/;

const REFUSED: Failure = {
  what: "a resource that AWS refuses",
  project: failing({ refused: ["aws:iam/role:Role::fraud-role-role"] }),
  operations: ["up"],
  message: /UnauthorizedOperation: You are not authorized/,
};

const FAILURES: readonly Failure[] = [
  {
    what: "an archive that does not exist",
    project: {
      example: "examples/quickstart",
      config: { archive: "image.tar", instanceType: "ml.m5.large" },
    },
    operations: ["preview", "up"],
    message:
      /^PrivateInference "demo" has 1 problem in its arguments:\n {2}- publish\.archive: is the file "image\.tar", but .* does not exist: write the image there with `docker save/,
    isEarly: true,
  },
  {
    what: "a lookup that AWS refuses",
    project: failing({ refused: [VPC] }),
    operations: ["preview", "up"],
    message:
      /^aws\.ec2\.getVpc of \{"id":"vpc-\w+"\} was refused: .*UnauthorizedOperation.*Remedy: allow the deploying identity ec2:DescribeVpcs/,
  },
  REFUSED,
  {
    what: "a wrong value that is known late",
    project: {
      program: program(
        `{ ...good, network: { ...good.network, vpcId: pulumi.output(Promise.resolve("my-vpc")) } }`,
      ),
    },
    operations: ["preview", "up"],
    message:
      /^PrivateInference "fraud" has 1 problem in its arguments:\n {2}- network\.vpcId: is "my-vpc", but must be the id of a VPC/,
  },
  {
    what: "an image that the preflight cannot pull",
    project: failing({
      functionAnswers: [{ function: "preflight", result: { passed: false, checks: [], summary: SUMMARY } }],
    }),
    operations: ["up"],
    message: /preflight[^]*cannot be pulled: 1 check failed\.\n\n✗ The certificate is private$/,
  },
  {
    what: "an exception that nobody expected in an apply",
    project: failing({ lookupAnswers: [{ on: VPC, answer: { cidrBlockAssociations: "nonsense" } }] }),
    operations: ["preview", "up"],
    message:
      /^Bug in sagemaker-private-registry \S+, dist\/components\/\S+:\d+: TypeError: \S+ is not a function\. Report this message/,
  },
  {
    what: "wrong arguments",
    project: { program: program(`{ ...good, instanceTyp: "ml.m5.large", instanceType: "m5" }`) },
    operations: ["preview", "up"],
    message:
      /^PrivateInference "fraud" has 2 problems in its arguments:\n {2}- instanceTyp: .*\n {2}- instanceType: is "m5", but must be .*$/,
    isEarly: true,
  },
];

/** The errors, without the engine's own that it has failed, and the AWS provider's own log of what AWS refused. */
const errorsOf = ({ errors }: Result): string[] =>
  errors
    .map(({ message }) => message)
    .filter((message) => !/^(update|preview) failed$/.test(message) && !PROVIDER_LOG.test(message));

const STACK = /^\s+at .+:\d+/m;

/** Holds that a message is told once, quickly, and that nothing else is. */
function assertToldOnce(result: Result, { message, isEarly = false }: Failure): void {
  const text = `${result.stdout}\n${result.stderr}`;
  assert.notEqual(result.exitCode, 0, text);
  const errors = errorsOf(result);
  assert.equal(errors.length, 1, text);
  assert.match(errors[0] ?? "", message);
  assert.doesNotMatch(text, STACK);
  assert.doesNotMatch(text, /unhandled exception|error serializing|PromiseRejection/);
  // A lookup registers its provider.
  const registered = result.steps.filter(({ type }) => !type.startsWith("pulumi:"));
  if (isEarly) assert.deepEqual(registered, []);
}

for (const version of VERSIONS) {
  describeEngine(`a failure on Node.js ${version} is told once, at once`, (createProject) => {
    let node: NodeOnPath | undefined;
    let healthyInSeconds = 0;

    before(async function () {
      const binary = binaryOf(version);
      if (binary === undefined) {
        console.log(
          `SKIPPED: failures on Node.js ${version}: set ${variableOf(version)} to the path of its binary.`,
        );
        this.skip();
      }
      node = new NodeOnPath(binary);
      const environment = { PATH: node.path };
      const project = await createProject({ program: program("good"), environment });
      const preview = await project.preview();
      assertSucceeded(preview);
      healthyInSeconds = preview.durationInSeconds;
    });
    after(() => node?.remove());

    // README names the versions that tell it late, and with gigabytes: they run out of these.
    it("an exception of the program's own, as README says", async () => {
      const environment = {
        PATH: node?.path ?? "",
        NODE_OPTIONS: "--max-old-space-size=200",
      };
      const project = await createProject({ program: OWN_EXCEPTION, environment });
      const { exitCode, stdout, stderr, durationInSeconds } = await project.preview();
      const text = stdout + stderr;
      assert.notEqual(exitCode, 0, text);
      if (version < 24) return assert.match(text, /heap out of memory/);
      assert.match(text, /a mistake of the program's own/);
      assert.ok(durationInSeconds - healthyInSeconds <= SECONDS, `it took ${durationInSeconds} s`);
    });

    for (const failure of FAILURES) {
      for (const operation of failure.operations) {
        // A preview and an update fail alike: for the other versions one will do.
        if (!isOwn(version) && operation !== "up") continue;
        it(`${failure.what}: ${operation}`, async () => {
          const environment = { PATH: node?.path ?? "" };
          const project = await createProject({ ...failure.project, environment });
          const result = await project[operation]();
          assertToldOnce(result, failure);
          const seconds = result.durationInSeconds - healthyInSeconds;
          const lines = errorsOf(result).join("\n").split("\n").length;
          const megabytes = Math.round(result.peakMemoryInMegabytes);
          console.log(`      ${result.durationInSeconds.toFixed(1)} s, ${megabytes} MB, ${lines} lines`);
          assert.ok(seconds <= SECONDS, `it took ${seconds} s longer than a preview that succeeds`);
          assert.ok(megabytes <= MEGABYTES, `the program used ${megabytes} MB`);
        });
      }
    }
  });
}

describeEngine("a resource that AWS refuses", (createProject) => {
  for (const { title, environment, messages } of [
    {
      title: "twice",
      environment: {},
      messages: [PROVIDER_LOG, /^1 error occurred:\s+\* .*UnauthorizedOperation/],
    },
    {
      title: "once where TF_LOG is off",
      environment: { TF_LOG: "off" },
      messages: [/^1 error occurred:\s+\* .*UnauthorizedOperation/],
    },
  ]) {
    it(`is told of ${title}, as docs/troubleshooting.md says`, async () => {
      const { project } = REFUSED;
      const { errors } = await (await createProject({ ...project, environment })).up();
      const told = errors.map(({ message }) => message).filter((message) => message !== "update failed");
      assert.equal(told.length, messages.length, told.join("\n"));
      for (const message of messages)
        assert.ok(
          told.some((each) => message.test(each)),
          told.join("\n"),
        );
    });
  }
});

/** A program that makes the component as one of another language does: in the package's plugin. */
const remote = (args: string): string => `
  import * as pulumi from "@pulumi/pulumi";
  const good = ${GOOD};
  const { urn } = new pulumi.ComponentResource("pkg:index:Parent", "parent");
  // A value that is known, and that belongs to a resource.
  const late = (value) => urn.apply(() => value);
  class PrivateInference extends pulumi.ComponentResource {
    constructor(name, args) {
      super("sagemaker-private-registry:index:PrivateInference", name, { endpointName: undefined, ...args }, {}, true);
    }
  }
  export const { endpointName } = new PrivateInference("fraud", ${args});
`;

describeEngine("a failure of a component in a program of another language", (createProject) => {
  const cases: [string, string, Settings, RegExp][] = [
    [
      "wrong arguments",
      `{ ...good, instanceType: "m5" }`,
      {},
      /PrivateInference "fraud" has 1 problem in its arguments:\n {2}- instanceType: is "m5", but must be/,
    ],
    ["a lookup that AWS refuses", "good", { refused: [VPC] }, /aws\.ec2\.getVpc of .* was refused: .*Remedy/],
    [
      "a wrong value that is known late",
      `{ ...good, network: { ...good.network, vpcId: late("my-vpc") } }`,
      {},
      /PrivateInference "fraud" has 1 problem in its arguments:\n {2}- network\.vpcId: is "my-vpc", but must be/,
    ],
  ];
  for (const [what, args, settings, message] of cases) {
    it(`has no stack, and nothing but its message: ${what}`, async () => {
      const project = await createProject({
        program: remote(args),
        settings,
      });
      const providers = [{ name: "sagemaker-private-registry", path: join(root, "plugin") }];
      writeFileSync(
        join(project.folder, "Pulumi.yaml"),
        JSON.stringify({
          name: project.name,
          runtime: { name: "nodejs", options: { typescript: false } },
          main: "index.js",
          plugins: { providers },
        }),
      );
      const result = await project.preview();
      const text = `${result.stdout}\n${result.stderr}`;
      assert.notEqual(result.exitCode, 0, text);
      const errors = errorsOf(result);
      assert.ok(errors.length > 0, text);
      for (const error of errors) assert.match(error, message);
      assert.doesNotMatch(text, STACK);
      assert.doesNotMatch(text, /unhandled exception|error serializing|PromiseRejection/);
      assert.ok(errors.length <= (what.includes("late") ? 3 : 1), text);
    });
  }
});
