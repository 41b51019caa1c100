import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  ImagePublisher,
  ManifestMediaTypes,
  PublishedImage,
  type PublishedImageArgs,
} from "../../../components/image-publisher";
import type { CopyImageEvent } from "../../../functions/contract";
import { parseEvent } from "../../../functions/copy-image/event";
import { record, type RecordedResource, type RecordOptions, type ResourceGraph } from "../../../testing";
import { problemsOf } from "../refusals";
import { base, sourceRegistries } from "./publisher-args";

const INVOCATION = "aws:lambda/invocation:Invocation";
const DIGEST = `sha256:${"1".repeat(64)}`;

const image: PublishedImageArgs = {
  functionName: "images-function-1",
  stagingFunctionName: "images-staging-1",
  bucketName: "images-archives-1",
  registryHostname: "registry.example.com",
  source: `ghcr.io/ml/fraud:1.0@${DIGEST}`,
  repository: "ml/fraud",
};
const recordImage = (
  args: Partial<PublishedImageArgs> = {},
  options?: RecordOptions,
): Promise<ResourceGraph> =>
  record(() => ({ ...new PublishedImage("fraud", { ...image, ...args }) }), options);
const invocation = (graph: ResourceGraph, suffix: string): RecordedResource =>
  graph.only(INVOCATION, `fraud-${suffix}`);
const inputOf = ({ inputs }: RecordedResource): CopyImageEvent =>
  JSON.parse(String(inputs.input)) as CopyImageEvent;

describe("a PublishedImage of another registry", () => {
  it("is staged, and then published from there as it is", async () => {
    const graph = await recordImage();
    const staging = invocation(graph, "stage");
    assert.equal(staging.inputs.functionName, "images-staging-1");
    const event = {
      source: { registry: { image: `ghcr.io/ml/fraud@${DIGEST}` } },
      destination: { layout: { bucket: "images-archives-1" } },
    };
    assert.deepEqual(inputOf(staging), event);
    assert.ok(
      parseEvent(event, {
        sourceRegistries: { "ghcr.io": {} },
        destination: { layout: { bucket: "images-archives-1", prefix: "staged", renewAfter: 1 } },
      }),
    );
    const { layout } = JSON.parse(String(staging.outputs.result)) as { layout: unknown };
    const publication = invocation(graph, "publish");
    assert.equal(publication.inputs.functionName, "images-function-1");
    const published = {
      source: { layout },
      destination: { registry: { repository: "ml/fraud" } },
      mediaTypes: "Preserve",
    };
    assert.deepEqual(inputOf(publication), published);
    const keys = { username: "username", password: "password" };
    assert.ok(
      parseEvent(published, {
        sourceRegistries: {},
        destination: { registry: { registry: "registry.example.com", secretArn: "arn", keys } },
      }),
    );
    assert.ok(graph.dependsOn(publication, staging));
    const component = graph.only("sagemaker-private-registry:index:PublishedImage");
    assert.deepEqual(graph.childrenOf(component), [staging, publication]);
    for (const { secretPaths } of graph.resources) assert.deepEqual(secretPaths, []);
  });

  it("keeps its digest where nothing changes it, and otherwise has the one that the function tells", async () => {
    const told = async (args: Partial<PublishedImageArgs>): Promise<string> => {
      const graph = await recordImage(args);
      const { digest } = JSON.parse(String(invocation(graph, "publish").outputs.result)) as {
        digest: string;
      };
      assert.equal(
        graph.outputs.reference?.value,
        `registry.example.com/ml/fraud@${String(graph.outputs.digest?.value)}`,
      );
      return graph.outputs.digest?.value === digest ? "told" : String(graph.outputs.digest?.value);
    };
    assert.equal(await told({}), DIGEST);
    assert.equal(await told({ source: pulumi.output(image.source ?? "") }), DIGEST);
    assert.equal(await told({ platform: "linux/amd64" }), "told");
    assert.equal(await told({ mediaTypes: ManifestMediaTypes.DockerSchema2 }), "told");
  });

  it("shows its digest at a preview, before a function has answered", async () => {
    // What a provider will answer is undefined at a preview.
    const unanswered: RecordOptions = {
      preview: true,
      outputs: ({ type }) => (type === INVOCATION ? { result: undefined } : undefined),
    };
    const graph = await recordImage({}, unanswered);
    assert.equal(graph.outputs.digest?.value, DIGEST);
    assert.equal(graph.outputs.reference?.value, `registry.example.com/ml/fraud@${DIGEST}`);
    assert.equal(graph.outputs.mediaType?.value, undefined);
    const changed = await recordImage({ platform: "linux/arm64" }, unanswered);
    assert.equal(changed.outputs.digest?.value, undefined);
    await assert.rejects(recordImage({}, { ...unanswered, preview: false }), /did not return/);
  });

  it("is staged for one platform where that is asked for, or where Docker's schema 2 knows no more", async () => {
    const platformOf = async (args: Partial<PublishedImageArgs>): Promise<unknown> =>
      inputOf(invocation(await recordImage(args), "stage")).platform;
    const { DockerSchema2 } = ManifestMediaTypes;
    assert.equal(await platformOf({}), undefined);
    assert.equal(await platformOf({ platform: pulumi.output("linux/arm64") }), "linux/arm64");
    assert.equal(await platformOf({ mediaTypes: DockerSchema2 }), "linux/amd64");
    assert.equal(await platformOf({ mediaTypes: DockerSchema2, platform: "linux/arm64" }), "linux/arm64");
    const graph = await recordImage({ mediaTypes: DockerSchema2, recompressZstd: true, tag: "1" });
    const { source: _source, ...rest } = inputOf(invocation(graph, "publish"));
    assert.deepEqual(rest, {
      destination: { registry: { repository: "ml/fraud", tag: "1" } },
      mediaTypes: DockerSchema2,
      recompressZstd: true,
    });
  });

  it("is staged again with everything that has it published again, because what is staged expires", async () => {
    const callsOf = async (args: Partial<PublishedImageArgs>): Promise<string> => {
      const { input, triggers } = invocation(await recordImage(args), "stage").inputs;
      return JSON.stringify([input, triggers]);
    };
    const calls = await callsOf({});
    assert.equal(await callsOf({ source: `ghcr.io/ml/fraud:2.0@${DIGEST}` }), calls);
    const changes: Partial<PublishedImageArgs>[] = [
      { source: `ghcr.io/ml/fraud@sha256:${"2".repeat(64)}` },
      { repository: "ml/other" },
      { tag: "1" },
      { registryHostname: "other.example.com" },
      { bucketName: "other" },
      { mediaTypes: ManifestMediaTypes.DockerSchema2 },
      { platform: "linux/arm64" },
    ];
    for (const change of changes) assert.notEqual(await callsOf(change), calls, JSON.stringify(change));
  });

  it("fails with the function's own message, or names the function without a result", async () => {
    const answering = (result: string): RecordOptions => ({
      outputs: ({ type, name }) => (type === INVOCATION && name === "fraud-stage" ? { result } : undefined),
    });
    const failure = JSON.stringify({ errorMessage: "Out of time after 892 s: 3 of 7 blobs staged" });
    await assert.rejects(recordImage({}, answering(failure)), /Out of time after 892 s: 3 of 7 blobs staged/);
    await assert.rejects(
      recordImage({}, answering("{}")),
      /images-staging-1 did not return the digest, layout of a copied image/,
    );
  });

  it("goes through the functions and the bucket of one ImagePublisher once they work", async () => {
    const graph = await record(() => {
      const { functionName, stagingFunctionName, bucketName, registryHostname } = new ImagePublisher(
        "images",
        {
          ...base,
          sourceRegistries,
        },
      );
      const ids = { functionName, stagingFunctionName, bucketName, registryHostname };
      return { ...new PublishedImage("fraud", { ...ids, source: image.source, repository: "ml/fraud" }) };
    });
    const staging = invocation(graph, "stage");
    assert.equal(
      staging.inputs.functionName,
      graph.only("aws:lambda/function:Function", "images-staging").outputs.name,
    );
    for (const type of ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketPolicy:BucketPolicy"]) {
      assert.ok(graph.dependsOn(staging, graph.only(type)), type);
    }
    assert.ok(graph.dependsOn(staging, graph.only("aws:iam/rolePolicy:RolePolicy", "images-staging-policy")));
  });

  const refused: [string, Partial<PublishedImageArgs>, string, RegExp][] = [
    ["a tag", { source: "ghcr.io/ml/fraud:1" }, "source", /by digest.*a tag can move.*`crane digest`/],
    ["another kind of digest", { source: `ghcr.io/a@sha512:${"0".repeat(128)}` }, "source", /SHA-256 only/],
    ["no reference", { source: `https://ghcr.io/a@${DIGEST}` }, "source", /without a scheme/],
    [
      "an archive as well",
      { archive: new pulumi.asset.StringAsset("a") },
      "archive",
      /names the image as well/,
    ],
    ["an image of an archive", { image: "fraud:1" }, "image", /is about an archive/],
    ["tags of an archive", { tags: { team: "ml" } }, "tags", /is about an archive/],
    [
      "no function for it",
      { stagingFunctionName: undefined },
      "stagingFunctionName",
      /is missing, but required with source/,
    ],
    [
      "zstd recompressed but preserved",
      { recompressZstd: true },
      "recompressZstd",
      /set mediaTypes to DockerSchema2/,
    ],
  ];
  for (const [what, args, property, reason] of refused) {
    it(`is refused with ${what}`, () => {
      const found = problemsOf(() => new PublishedImage("fraud", { ...image, ...args }));
      assert.deepEqual(Object.keys(found), [property]);
      assert.match(found[property] ?? "", reason);
    });
  }

  it("is refused with a password, which is not shown", () => {
    const found = problemsOf(
      () => new PublishedImage("fraud", { ...image, source: `u:hunter2@ghcr.io/a@${DIGEST}` }),
    );
    assert.match(found.source ?? "", /must hold no user and no password/);
    assert.ok(!JSON.stringify(found).includes("hunter2"));
  });

  it("is refused at the deployment where the ImagePublisher turns out to have no function for it", async () => {
    const stagingFunctionName = pulumi.output(undefined) as pulumi.Output<string | undefined>;
    await assert.rejects(recordImage({ stagingFunctionName }), /is missing, but required with source/);
    await assert.rejects(recordImage({ source: pulumi.output("ghcr.io/a:1") }), /a tag can move/);
  });
});
