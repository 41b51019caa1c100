import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { readFacts } from "../../../policies";
import { assertVerdict, verdictOf } from "../../policies/verdicts";

const DIGEST = `sha256:${"f".repeat(64)}`;
const HOST = "artifactory.bank.example";

/** A model from a registry that the program does not make. */
const model = (): void => {
  new aws.sagemaker.Model("fraud", {
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    primaryContainer: {
      image: `${HOST}/ml/fraud@${DIGEST}`,
      imageConfig: { repositoryAccessMode: "Vpc" },
    },
    vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  });
};

const report = (checks: Readonly<Record<string, string>>, image = `${HOST}/ml/fraud@${DIGEST}`) => ({
  passed: true,
  image,
  checks: Object.entries({ "registry-address": "passed", ...checks }).map(([id, status]) => ({
    id,
    status,
    seen: `saw ${id}`,
    remedy: `fix ${id}`,
  })),
});
const GOOD = { "certificate-authority": "passed", "certificate-name": "passed", "registry-api": "passed" };

describe("what doctor found, as a fact", () => {
  it("tells of the registry's certificate and API", async () => {
    for (const rule of ["registry-trusted-certificate", "registry-speaks-v2"]) {
      assertVerdict(await verdictOf(rule, model), "unknown");
      assertVerdict(await verdictOf(rule, model, [report(GOOD)]), "passed", /`doctor`.* saw /);
      assertVerdict(await verdictOf(rule, model, [report(GOOD, "other.example/ml/x:1")]), "unknown");
    }
    assertVerdict(
      await verdictOf("registry-trusted-certificate", model, [report({ "certificate-authority": "failed" })]),
      "failed",
      /saw certificate-authority/,
    );
    assertVerdict(
      await verdictOf("registry-speaks-v2", model, [report({ "registry-api": "failed" })]),
      "failed",
    );
  });

  it("tells of redirects: that there are none, or that SageMaker may not follow them", async () => {
    assertVerdict(await verdictOf("layer-redirects", model, [report({ redirects: "passed" })]), "passed");
    assertVerdict(await verdictOf("layer-redirects", model, [report({ redirects: "warned" })]), "unknown");
  });

  it("tells nothing where a proxy was in between, or a check was skipped", async () => {
    const proxied = report({ ...GOOD, "registry-address": "skipped" });
    const skipped = report({ "certificate-authority": "skipped", "registry-api": "skipped" });
    for (const rule of ["registry-trusted-certificate", "registry-speaks-v2"]) {
      for (const fact of [proxied, skipped]) assertVerdict(await verdictOf(rule, model, [fact]), "unknown");
    }
  });
});

describe("the entries of a customer's prefix list", () => {
  const Entries = [{ Cidr: "10.20.0.0/16", Description: "registries" }];
  const held = (...documents: unknown[]): unknown =>
    readFacts(documents)
      .facts.resources.filter(({ outputs }) => outputs.id === "pl-1")
      .at(-1)?.inputs.entries;

  it("count where they name their list, in whatever order they come", () => {
    const lists = { PrefixLists: [{ PrefixListId: "pl-1", PrefixListName: "registries" }] };
    const entries = { PrefixListId: "pl-1", Entries };
    assert.deepEqual(held(lists, entries), [{ cidr: "10.20.0.0/16" }]);
    assert.deepEqual(held(entries, lists), [{ cidr: "10.20.0.0/16" }]);
  });

  it("tell of no list where they name none, and are no error", () => {
    const { facts, problems } = readFacts([{ Entries }]);
    assert.deepEqual([facts.resources, problems], [[], []]);
    assert.equal(readFacts([{ Entries: {} }]).problems.length, 1);
  });
});
