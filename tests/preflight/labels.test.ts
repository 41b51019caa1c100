import assert from "node:assert/strict";
import type { CheckResult, PreflightOptions } from "../../preflight";
import { TestImage, TestIndex } from "../registry-client/images";
import { check, checked, ids, Scene } from "./environment";

const PORT = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port";
const MODELS = "com.amazonaws.sagemaker.capabilities.multi-models";

describe("preflight, the image's labels", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  const labels = async (
    image: TestImage | TestIndex,
    options: Partial<PreflightOptions>,
  ): Promise<CheckResult> => {
    const registry = await scene.registry({ image, form: "preserve" });
    return check(await checked(`${registry.host}/ml/fraud:1`, options), "image-labels");
  };
  const labelled = (given: Record<string, string>): TestImage => new TestImage({ labels: given });

  it("are not asked for where one container serves one model, and cost no request", async () => {
    const index = new TestIndex([new TestImage()]);
    const registry = await scene.registry({ image: index, form: "preserve" });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(
      [check(report, "image-labels").status, check(report, "image-labels").seen],
      ["skipped", "Only several containers of a model, and those with many models, need labels."],
    );
    const before = registry.requests.filter(({ path }) => path.includes("/blobs/")).length;
    registry.requests.length = 0;
    await checked(`${registry.host}/ml/fraud:1`, { capabilities: ["multi-models"] });
    assert.equal(registry.requests.filter(({ path }) => path.includes("/blobs/")).length, before + 1);
  });

  it("are found in an image, and in the image of an index", async () => {
    const image = labelled({ [PORT]: "true", other: "1" });
    for (const source of [image, new TestIndex([image])]) {
      const { status, seen } = await labels(source, { capabilities: ["accept-bind-to-port"] });
      assert.deepEqual([status, seen], ["passed", `It has ${PORT}=true.`]);
    }
  });

  it("are missed with a warning that says what to add, and where AWS says so", async () => {
    const { status, seen, remedy } = await labels(labelled({ [MODELS]: "true" }), {
      capabilities: ["accept-bind-to-port", "multi-models"],
    });
    assert.equal(status, "warned");
    assert.ok(seen.startsWith(`It lacks ${PORT}=true, without which`), seen);
    assert.ok(!seen.includes(MODELS), seen);
    assert.match(
      remedy ?? "",
      /^Add `LABEL \S+accept-bind-to-port=true` to its Dockerfile once .*SAGEMAKER_BIND_TO_PORT.*inference-pipeline-real-time/,
    );
    const both = await labels(new TestImage(), { capabilities: ["accept-bind-to-port", "multi-models"] });
    assert.ok(both.seen.startsWith(`It lacks ${PORT}=true and ${MODELS}=true, `), both.seen);
    assert.match(both.remedy ?? "", /SAGEMAKER_BIND_TO_PORT.*build-multi-model-build-container/);
  });

  it("must be true, and nothing else", async () => {
    for (const value of ["false", "", "True"]) {
      const { status } = await labels(labelled({ [MODELS]: value }), { capabilities: ["multi-models"] });
      assert.equal(status, "warned", value);
    }
  });

  it("count as the user says", async () => {
    const registry = await scene.registry();
    const as = (severity: "error" | "off") =>
      checked(`${registry.host}/ml/fraud:1`, {
        capabilities: ["multi-models"],
        severities: { "image-labels": severity },
      });
    assert.deepEqual(ids(await as("error"), "failed"), ["image-labels"]);
    assert.equal(check(await as("off"), "image-labels").seen, "Switched off.");
  });

  it("are left to other checks where the configuration cannot be read, or there is none", async () => {
    const image = new TestImage();
    const registry = await scene.registry({ image });
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      response.writeHead(503).end();
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, { capabilities: ["multi-models"] });
    assert.match(check(report, "image-labels").seen, /configuration, which holds its labels, cannot be read/);
    assert.deepEqual(ids(report, "failed"), ["blobs"]);
    const arm = new TestIndex([new TestImage({ platform: { os: "linux", architecture: "arm64" } })]);
    const other = await labels(arm, { capabilities: ["multi-models"] });
    assert.match(other.seen, /no image for this platform/);
  });
});
