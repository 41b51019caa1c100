import assert from "node:assert/strict";
import {
  ImageMirror,
  RegistryHost,
  type RegistryHostArgs,
  TaskArchitecture,
} from "../../../components/registry-host";
import { copyStatements, executionPolicy } from "../../../components/registry-host/policies";
import { DEFAULT_IMAGE } from "../../../components/registry-host/registry-image";
import type { CopyImageEvent } from "../../../functions/contract";
import { record, type ResourceGraph } from "../../../testing";
import {
  closed,
  GROUP,
  host,
  IMAGE,
  inputsOf,
  json,
  KEY,
  LOG_GROUP,
  ROLE,
  ROLE_POLICY,
  SECRET,
  SERVICE,
  TASK,
} from "./host";

const REPOSITORY = "aws:ecr/repository:Repository";
const FUNCTION = "aws:lambda/function:Function";
const INVOCATION = "aws:lambda/invocation:Invocation";
const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf";
const OTHER_IMAGE = `harbor.example.com/tools/registry@sha256:${"b".repeat(64)}`;

/** The arguments of a registry in a closed VPC whose image is not named. */
const unnamed: Partial<RegistryHostArgs> = { image: undefined };

describe("RegistryHost: image copied into ECR", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host(unnamed);
  });

  const containers = (of: ResourceGraph): Record<string, unknown>[] =>
    ["pull", "push"].flatMap(
      (endpoint) =>
        json(inputsOf(of, TASK, `demo-${endpoint}`).containerDefinitions) as Record<string, unknown>[],
    );
  const copies = (of: ResourceGraph): number =>
    [REPOSITORY, FUNCTION, INVOCATION].flatMap((type) => of.ofType(type)).length;
  const digestOf = (image: string): string => image.slice(image.indexOf("@"));

  it("is the default in a closed VPC, of the one platform that the tasks run on", () => {
    const { repositoryUrl } = graph.only(REPOSITORY).outputs;
    const { result } = graph.only(INVOCATION).outputs;
    const { digest } = JSON.parse(String(result)) as { digest: string };
    assert.notEqual(`@${digest}`, digestOf(DEFAULT_IMAGE));
    const image = `${String(repositoryUrl)}@${digest}`;
    assert.deepEqual(
      containers(graph).map((container) => [container.image, container.repositoryCredentials]),
      [
        [image, undefined],
        [image, undefined],
      ],
    );
    assert.equal(graph.outputs.image?.value, image);
  });

  it("is that of the other platform where the tasks run on it", async () => {
    const intel = await host({ ...unnamed, architecture: TaskArchitecture.X86_64 });
    assert.deepEqual(json(inputsOf(intel, INVOCATION).input), {
      source: { registry: { image: DEFAULT_IMAGE } },
      destination: { ecr: { repository: intel.only(REPOSITORY).outputs.name } },
      platform: "linux/amd64",
    });
  });

  it("has all platforms where asked for, with the digest that is known before it is copied", async () => {
    const all = await host({ ...unnamed, imageMirror: ImageMirror.EcrAllPlatforms });
    assert.deepEqual(json(inputsOf(all, INVOCATION).input), {
      source: { registry: { image: DEFAULT_IMAGE } },
      destination: { ecr: { repository: all.only(REPOSITORY).outputs.name } },
    });
    const image = `${String(all.only(REPOSITORY).outputs.repositoryUrl)}${digestOf(DEFAULT_IMAGE)}`;
    assert.deepEqual(
      containers(all).map((container) => container.image),
      [image, image],
    );
    assert.equal(copies(all), 3);
  });

  it("goes into a repository whose tags do not move, which is scanned, and goes with the registry", async () => {
    const inputs = {
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      forceDelete: true,
    };
    assert.deepEqual(inputsOf(graph, REPOSITORY, "demo-image"), inputs);
    const encrypted = await host({ ...unnamed, kmsKeyArn: KEY, tags: { team: "ml" } });
    assert.deepEqual(inputsOf(encrypted, REPOSITORY), {
      ...inputs,
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
      tags: { team: "ml" },
    });
  });

  it("is fetched by a function outside the VPC that may push to that repository alone", () => {
    const { code: _code, ...inputs } = inputsOf(graph, FUNCTION, "demo-image-copy");
    assert.deepEqual(inputs, {
      description: "Copies the private registry's own image into ECR",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: graph.only(ROLE, "demo-image-copy-role").outputs.arn,
      timeout: 900,
      memorySize: 1024,
      environment: { variables: { SOURCE_REGISTRIES: '{"public.ecr.aws":{}}', DESTINATION: "ecr" } },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: graph.only(LOG_GROUP, "demo-image-copy-logs").outputs.name,
      },
    });
    const { Statement } = json(inputsOf(graph, ROLE_POLICY, "demo-image-copy-policy").policy) as {
      Statement: { Sid: string }[];
    };
    assert.deepEqual(
      Statement.filter(({ Sid }) => Sid !== "WriteLogs"),
      copyStatements({
        repositoryArn: String(graph.only(REPOSITORY).outputs.arn),
        credentialsSecretArn: undefined,
        kmsKeyArns: [],
        dnsSuffix: "amazonaws.com",
      }),
    );
  });

  it("is fetched anew for another image or repository, and not for another version of the function", () => {
    const { input, ...inputs } = inputsOf(graph, INVOCATION, "demo-image-copy");
    assert.deepEqual(json(input), {
      source: { registry: { image: DEFAULT_IMAGE } },
      destination: { ecr: { repository: graph.only(REPOSITORY).outputs.name } },
      platform: "linux/arm64",
    });
    assert.deepEqual(inputs, { functionName: graph.only(FUNCTION).outputs.name });
  });

  it("is there before a task starts, and the tasks may pull from that repository alone", () => {
    for (const endpoint of ["pull", "push"]) {
      assert.ok(graph.dependsOn(graph.only(SERVICE, `demo-${endpoint}`), graph.only(INVOCATION)), endpoint);
      const secrets = endpoint === "pull" ? ["pull-htpasswd"] : ["push-htpasswd", "http-secret"];
      assert.deepEqual(
        json(inputsOf(graph, ROLE_POLICY, `demo-${endpoint}-execution`).policy),
        executionPolicy({
          partition: "aws",
          region: "eu-west-1",
          dnsSuffix: "amazonaws.com",
          logGroupArn: String(graph.only(LOG_GROUP, `demo-${endpoint}-logs`).outputs.arn),
          secretArns: secrets.map((secret) => String(graph.only(SECRET, `demo-${secret}`).outputs.arn)),
          image: String(graph.outputs.image?.value),
        }),
      );
    }
    assert.ok(graph.dependsOn(graph.only(INVOCATION), graph.only(ROLE_POLICY, "demo-image-copy-policy")));
    assert.match(
      String(inputsOf(graph, ROLE_POLICY, "demo-pull-execution").policy),
      /"PullImage".*"arn:aws:ecr:eu-west-1:123456789012:repository\/demo-image-[0-9a-f]+"/,
    );
  });

  it("is another one where asked for, read with its credentials, which the tasks are not given", async () => {
    const other = await host({
      image: OTHER_IMAGE,
      imageMirror: ImageMirror.Ecr,
      imageCredentialsSecretArn: SECRET_ARN,
      imageCredentialsKmsKeyArn: KEY,
      imageMirrorFunction: {
        vpc: { subnetIds: ["subnet-c"], securityGroupIds: ["sg-proxy"] },
        reservedConcurrency: 1,
      },
    });
    const { environment, vpcConfig, reservedConcurrentExecutions } = inputsOf(other, FUNCTION);
    assert.deepEqual(environment, {
      variables: {
        SOURCE_REGISTRIES: JSON.stringify({ "harbor.example.com": { secretArn: SECRET_ARN } }),
        DESTINATION: "ecr",
      },
    });
    assert.deepEqual(
      [vpcConfig, reservedConcurrentExecutions],
      [
        {
          subnetIds: ["subnet-c"],
          securityGroupIds: ["sg-proxy", other.only(GROUP, "demo-image-copy-interfaces").outputs.id],
        },
        1,
      ],
    );
    const policyOf = (name: string): string => String(inputsOf(other, ROLE_POLICY, name).policy);
    assert.ok(policyOf("demo-image-copy-policy").includes(SECRET_ARN));
    assert.ok(policyOf("demo-image-copy-policy").includes(KEY));
    for (const endpoint of ["pull", "push"]) {
      assert.ok(!policyOf(`demo-${endpoint}-execution`).includes(SECRET_ARN));
      assert.ok(!policyOf(`demo-${endpoint}-execution`).includes(KEY));
    }
    for (const container of containers(other)) {
      assert.equal(container.repositoryCredentials, undefined);
      const { digest } = JSON.parse(String(other.only(INVOCATION).outputs.result)) as { digest: string };
      assert.ok(String(container.image).endsWith(`@${digest}`));
    }
    const { source } = json(inputsOf(other, INVOCATION).input) as CopyImageEvent;
    assert.deepEqual(source, { registry: { image: OTHER_IMAGE } });
  });

  it("is copied, too, where the tasks reach the internet, if asked for", async () => {
    const open = await host({ ...unnamed, internetEgress: true, imageMirror: ImageMirror.Ecr });
    assert.equal(copies(open), 3);
  });

  for (const [when, args, image] of [
    ["it is named", {}, IMAGE],
    ["the tasks reach the internet", { ...unnamed, internetEgress: true }, DEFAULT_IMAGE],
    [
      "its registry is reached",
      { image: OTHER_IMAGE, egressCidrBlocks: { harbor: "10.1.0.0/16" } },
      OTHER_IMAGE,
    ],
    ["that is ruled out", { image: IMAGE, imageMirror: ImageMirror.None }, IMAGE],
  ] as const) {
    it(`is not copied where ${when}`, async () => {
      const plain = await host(args);
      assert.equal(copies(plain), 0);
      assert.deepEqual(
        containers(plain).map((container) => container.image),
        [image, image],
      );
    });
  }

  it("names the repository without capitals, which ECR does not know", async () => {
    const capital = await record(() => void new RegistryHost("Demo", { ...closed, ...unnamed }));
    assert.equal(capital.only(REPOSITORY).name, "demo-image");
  });
});
