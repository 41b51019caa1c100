import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgumentsError } from "../../components/common";
import { CredentialsProvider } from "../../components/credentials-provider";
import { ExecutionRole } from "../../components/execution-role";
import { ImagePublisher, PublishedImage } from "../../components/image-publisher";
import { PrivateInference, type PrivateInferenceArgs } from "../../components/private-inference";
import { RegistryAccess } from "../../components/registry-access";
import { RegistryHost } from "../../components/registry-host";
import { RegistryNetwork } from "../../components/registry-network";
import { record, type RecordOptions } from "../../testing";
import { credentialsSecretArn, digest, existing, newRegistry } from "./private-inference/recorded-inference";
import { problemsOf } from "./refusals";

const network = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };
const tags = { SageMaker: "true" };
const archive = new pulumi.asset.FileAsset("a.tar");
const complete: PrivateInferenceArgs = {
  newRegistry: { domainName: newRegistry.domainName, validationZoneId: newRegistry.validationZoneId },
  publish: { archive, repository: "ml/fraud" },
  instanceType: "ml.m5.large",
};
const published = { functionName: "f", bucketName: "b", registryHostname: "registry.example.com" };

type Tags = { readonly tags?: Record<string, string> };
/** The components that make functions, buckets or secrets. */
const COMPONENTS: Readonly<Record<string, (name: string, more?: Tags) => unknown>> = {
  CredentialsProvider: (name, more) =>
    new CredentialsProvider(name, { credentialsSecretArn: credentialsSecretArn, ...more }),
  "CredentialsProvider with a secret": (name, more) =>
    new CredentialsProvider(name, { credentials: { username: "u", password: "p" }, ...more }),
  RegistryAccess: (name, more) =>
    new RegistryAccess(name, {
      ...network,
      registryHostname: "registry.example.com",
      cidrBlocks: ["10.0.0.0/8"],
      credentialsSecretArn,
      ...more,
    }),
  "RegistryAccess without credentials": (name, more) =>
    new RegistryAccess(name, {
      ...network,
      registryHostname: "registry.example.com",
      cidrBlocks: ["10.0.0.0/8"],
      anonymous: true,
      ...more,
    }),
  RegistryHost: (name, more) =>
    new RegistryHost(name, { ...network, ...newRegistry, endpointSecurityGroupId: "sg-1", ...more }),
  ImagePublisher: (name, more) =>
    new ImagePublisher(name, {
      ...network,
      pushUrl: "https://registry.example.com:8443",
      pushCredentialsSecretArn: credentialsSecretArn,
      registryCidrBlocks: ["10.0.0.0/8"],
      internetEgress: true,
      ...more,
    }),
  "PrivateInference with a registry": (name, more) => new PrivateInference(name, { ...existing, ...more }),
  "PrivateInference with a new registry": (name, more) =>
    new PrivateInference(name, { ...complete, ...more }),
};

/** What is refused of a component that is made while a program is recorded. */
async function refused(
  construct: () => unknown,
  options: RecordOptions = {},
): Promise<Record<string, string>> {
  let problems: Record<string, string> = {};
  await record(() => {
    problems = problemsOf(() => {
      try {
        construct();
      } catch (error) {
        assert.ok(error instanceof ArgumentsError, String(error));
        const paths = error.problems.map(({ propertyPath }) => propertyPath);
        assert.deepEqual(paths, [...new Set(paths)], error.message);
        throw error;
      }
    });
  }, options);
  return problems;
}

describe("names and tags by which AmazonSageMakerFullAccess opens resources", () => {
  for (const [component, make] of Object.entries(COMPONENTS)) {
    it(`are refused of ${component}, each once`, async () => {
      const names = await refused(() => make("my-SageMaker-x"));
      assert.deepEqual(Object.keys(names), ["name"]);
      assert.match(names.name ?? "", /contains "SageMaker".*AmazonSageMakerFullAccess/);
      const config = { "pulumi:autonaming": JSON.stringify({ pattern: "${project}-${name}-${hex(7)}" }) };
      const project = "sagemaker-models";
      assert.match(
        (await refused(() => make("x"), { config, project })).name ?? "",
        /\$\{project\}-\$\{name\}/,
      );
      assert.deepEqual(await refused(() => make("x"), { config, project: "models" }), {});
      // Pulumi's own names do not contain the project.
      assert.deepEqual(await refused(() => make("x"), { project }), {});

      assert.match((await refused(() => make("x", { tags }))).tags ?? "", /has the tag SageMaker=true/);
      assert.deepEqual(await refused(() => make("x", { tags: { SageMaker: "no" } })), {});
      const defaultTags = { "aws:defaultTags": JSON.stringify({ tags }) };
      assert.match((await refused(() => make("x"), { config: defaultTags })).tags ?? "", /aws:defaultTags/);
    });
  }

  it("do no harm where neither a function nor a bucket nor a secret has them", async () => {
    assert.deepEqual(await refused(() => new RegistryNetwork("sagemaker-network", { tags })), {});
    const role = { credentialsProviderArns: [], tags };
    assert.deepEqual(await refused(() => new ExecutionRole("sagemaker-role", role)), {});
  });

  it("are refused of the bucket that the user names", async () => {
    const host = { ...network, ...newRegistry, endpointSecurityGroupId: "sg-1" };
    const problems = await refused(
      () => new RegistryHost("x", { ...host, bucketName: "my-sagemaker-images" }),
    );
    assert.match(problems.bucketName ?? "", /contains "sagemaker"/);
    const logs = { ...host, bucketLogsBucketName: "sagemaker-logs" };
    assert.deepEqual(await refused(() => new RegistryHost("x", logs)), {});
  });

  it("are refused of a repository in a new registry, and not in one that exists", async () => {
    const publish = { archive, repository: "ml/sagemaker-fraud" };
    const problems = await refused(() => new PrivateInference("x", { ...complete, publish }));
    assert.match(problems["publish.repository"] ?? "", /names the repository "ml\/sagemaker-fraud"/);
    const image = `${newRegistry.domainName}/ml/sagemaker-fraud@${digest}`;
    const pushed = { newRegistry, instanceType: "ml.m5.large", image };
    assert.deepEqual(Object.keys(await refused(() => new PrivateInference("x", pushed))), ["image"]);
    const elsewhere = { ...existing, image: `artifactory.bank.example/ml/sagemaker-fraud@${digest}` };
    assert.deepEqual(await refused(() => new PrivateInference("x", elsewhere)), {});
  });

  it("are not part of an archive's key", async () => {
    const make = (): unknown =>
      new PublishedImage("my-sagemaker-image", { ...published, archive, repository: "r" });
    const graph = await record(make, { project: "sagemaker-models", stack: "dev" });
    const key = String(graph.only("aws:s3/bucketObjectv2:BucketObjectv2").inputs.key);
    assert.match(key, /^archives\/[0-9a-f]{16}\/dev\/[0-9a-f]{16}\.tar$/);
    const refusedTags = await refused(
      () => new PublishedImage("i", { ...published, archive, repository: "r", tags }),
    );
    assert.match(refusedTags.tags ?? "", /has the tag SageMaker=true/);
  });

  it("are warned of where the user's own secret or function has them", async () => {
    const { warn } = pulumi.log;
    const log = pulumi.log as { warn: typeof warn };
    const said: string[] = [];
    log.warn = (message) => {
      said.push(message);
      return Promise.resolve();
    };
    try {
      const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonSageMaker-x-AbCdEf";
      await record(() => new CredentialsProvider("x", { credentialsSecretArn: secretArn }));
      const place = { ...network, registryHostname: "registry.example.com", cidrBlocks: ["10.0.0.0/8"] };
      const credentialsProviderArn = "arn:aws:lambda:eu-west-1:123456789012:function:sagemaker-credentials";
      await record(() => new RegistryAccess("x", { ...place, credentialsProviderArn }));
      await record(() => new RegistryAccess("x", { ...place, credentialsSecretArn }));
    } finally {
      log.warn = warn;
    }
    assert.deepEqual(
      said.map((message) => message.split(" ")[0]),
      ["credentialsSecretArn", "credentialsProviderArn"],
    );
  });

  it("are no names of the examples' projects, which autonaming may take over", () => {
    const root = join(__dirname, "..", "..");
    const projects = [
      "Pulumi.yaml",
      ...readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" }),
    ]
      .filter((path) => path.endsWith("Pulumi.yaml"))
      .map((path) => (path === "Pulumi.yaml" ? path : join("examples", path)));
    assert.ok(projects.length > 10);
    for (const project of projects)
      assert.match(readFileSync(join(root, project), "utf8"), /^name: (?!.*sagemaker)\S+$/m, project);
  });

  it("end the deployment where a provider of the program gives the tag to a secret", async () => {
    const outputs: RecordOptions["outputs"] = ({ type }) =>
      type === "aws:secretsmanager/secret:Secret" ? { tagsAll: tags } : undefined;
    const make = COMPONENTS["CredentialsProvider with a secret"] ?? assert.fail();
    await assert.rejects(
      record(() => make("x"), { outputs }),
      /tags: do not have the tag SageMaker=true, but the provider's default tags do/,
    );
  });
});
