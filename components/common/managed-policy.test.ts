import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  closedKeyPart,
  closedTags,
  notOpened,
  openedArnAdvice,
  openedDefaultTagProblem,
  openedNameProblem,
  openedRepositoryProblem,
  type OpenedType,
} from "./managed-policy";

const FUNCTION = "aws:lambda/function:Function";
const BUCKET = "aws:s3/bucket:Bucket";
const SECRET = "aws:secretsmanager/secret:Secret";
const REPOSITORY = "aws:ecr/repository:Repository";

const config = (values: Record<string, unknown>): void =>
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)])),
  );

describe("what AmazonSageMakerFullAccess opens", () => {
  afterEach(() => config({}));

  const problem = (component: string, type: OpenedType): string | undefined =>
    openedNameProblem(component, [[type, `${component}-x`]]);

  it("are resources whose names contain SageMaker in any spelling", () => {
    for (const name of ["sagemaker", "my-SageMaker-fraud", "Sagemaker1", "SAGEMAKER"]) {
      for (const type of [FUNCTION, BUCKET, SECRET, REPOSITORY] as const) {
        assert.match(
          problem(name, type) ?? "",
          /^contains "sagemaker".*AmazonSageMakerFullAccess.*give/i,
          name,
        );
      }
    }
    for (const name of ["fraud", "sage-maker", "maker"]) {
      for (const type of [FUNCTION, BUCKET, SECRET, REPOSITORY] as const) {
        assert.equal(problem(name, type), undefined, name);
      }
    }
  });

  it("are functions for labeling and buckets of Glue as well, and nothing else of these names", () => {
    assert.match(problem("LabelingFunction", FUNCTION) ?? "", /contains "LabelingFunction"/);
    assert.match(problem("my-aws-glue", BUCKET) ?? "", /contains "aws-glue"/);
    for (const type of [BUCKET, SECRET, REPOSITORY] as const)
      assert.equal(problem("LabelingFunction", type), undefined);
    for (const type of [FUNCTION, SECRET, REPOSITORY] as const)
      assert.equal(problem("my-aws-glue", type), undefined);
  });

  it("is told once for all resources", () => {
    assert.equal(problem("sagemaker", FUNCTION), problem("sagemaker", BUCKET));
  });

  it("are resources that the stack's naming gives such names, with the pattern to change", () => {
    config({ "pulumi:autonaming": { pattern: "sagemaker-${name}-${hex(7)}" } });
    assert.match(
      problem("fraud", FUNCTION) ?? "",
      /^becomes part of physical names which contain "sagemaker", as pulumi:autonaming has them with sagemaker-\$\{name\}-.*set a pattern/,
    );
    config({ "pulumi:autonaming": { mode: "disabled" } });
    assert.equal(problem("sagemaker", FUNCTION), undefined);
    config({ "pulumi:autonaming": { pattern: "team-${hex(7)}" } });
    assert.equal(problem("sagemaker", FUNCTION), undefined);
  });

  it("are buckets with a name that the user gives", () => {
    assert.match(notOpened(BUCKET)("my-sagemaker-images") ?? "", /^is "my-sagemaker-images", which contains/);
    assert.equal(notOpened(BUCKET)("images"), undefined);
  });

  it("are objects whose keys contain such a repository's name", () => {
    assert.match(
      openedRepositoryProblem("ml/sagemaker-fraud") ?? "",
      /names the repository "ml\/sagemaker-fraud"/,
    );
    assert.equal(openedRepositoryProblem("ml/fraud"), undefined);
    assert.equal(closedKeyPart("fraud"), "fraud");
    const digest = closedKeyPart("sagemaker-fraud");
    assert.match(digest, /^[0-9a-f]{16}$/);
    assert.notEqual(digest, closedKeyPart("sagemaker-churn"));
  });

  it("are functions and secrets of the user's with such names, which are warned of", () => {
    const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
    const secret = (name: string): string =>
      `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`;
    for (const arn of [
      lambda("my-sagemaker-f"),
      lambda("LabelingFunction:live"),
      secret("AmazonSageMaker-x"),
    ])
      assert.match(openedArnAdvice("p", arn) ?? "", /^p is arn:.*AmazonSageMakerFullAccess/, arn);
    for (const arn of [
      lambda("f"),
      lambda("f:sagemaker"),
      secret("my-AmazonSageMaker-x"),
      secret("sagemaker"),
    ])
      assert.equal(openedArnAdvice("p", arn), undefined, arn);
  });

  it("are secrets and objects with the tag SageMaker=true", () => {
    for (const tags of [{ SageMaker: "true" }, { a: "b", sagemaker: "True" }])
      assert.match(closedTags(tags) ?? "", /^has the tag sagemaker=true\. The AWS managed policy/i);
    for (const tags of [{ SageMaker: "false" }, { SageMaker: "" }, { "SageMaker:team": "true" }, {}])
      assert.equal(closedTags(tags), undefined);
    assert.match(closedTags({ "aws:x": "" }) ?? "", /AWS's own/);
  });

  it("are secrets that get the tag from the stack's configuration, unless they have a value of their own", () => {
    config({ "aws:defaultTags": { tags: { team: "ml", SageMaker: "true" } } });
    assert.match(
      openedDefaultTagProblem(undefined) ?? "",
      /^get the tag SageMaker=true from aws:defaultTags/,
    );
    assert.match(openedDefaultTagProblem({ team: "x" }) ?? "", /from aws:defaultTags/);
    assert.equal(openedDefaultTagProblem({ SageMaker: "no" }), undefined);
    config({ "aws:defaultTags": { tags: { team: "ml" } } });
    assert.equal(openedDefaultTagProblem(undefined), undefined);
    config({});
    assert.equal(openedDefaultTagProblem(undefined), undefined);
  });
});
