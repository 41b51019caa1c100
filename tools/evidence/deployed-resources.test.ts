import assert from "node:assert/strict";
import { ENDPOINTS } from "./questions";
import { endpointOf, deployedResources, type StateResource } from "./deployed-resources";

const urn = (type: string, name: string): string =>
  `urn:pulumi:evidence::project::x:Evidence$${type}::${name}`;
const resource = (type: string, name: string, id: string): StateResource => ({
  urn: urn(type, name),
  type,
  id,
  outputs: { arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${id}` },
});
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

describe("the deployed resources", () => {
  it("is found in the state by the names that the program gave", () => {
    const found = deployedResources([
      resource(LOG_GROUP, "evidence-registry-pull-logs", "pull-1"),
      resource(LOG_GROUP, "evidence-registry-push-logs", "push-1"),
      resource(LOG_GROUP, "evidence-redirects-registry-pull-logs", "pull-2"),
      resource(LOG_GROUP, "evidence-registry-plain-credentials-logs", "credentials-1"),
      resource(LOG_GROUP, "evidence-redirects-registry-redirects-credentials-logs", "credentials-2"),
      resource("aws:s3/bucket:Bucket", "evidence-logs", "logs-1"),
      resource("aws:s3/bucket:Bucket", "evidence-registry-images", "images-1"),
      {
        ...resource("aws:ecs/cluster:Cluster", "evidence-registry", "arn:cluster-1"),
        outputs: { name: "cluster-1" },
      },
      resource("aws:sagemaker/endpoint:Endpoint", "evidence-plain-endpoint", "plain-1"),
      resource("aws:sagemaker/endpoint:Endpoint", "evidence-index-endpoint", ""),
      resource("aws:sagemaker/model:Model", "evidence-plain-model", "model-1"),
    ]);
    assert.deepEqual(found, {
      region: "eu-west-1",
      registryLogGroups: ["pull-1", "pull-2"],
      credentialsLogGroups: { plain: "credentials-1", redirects: "credentials-2" },
      bucket: "logs-1",
      clusters: ["cluster-1"],
      endpoints: { plain: "plain-1" },
      models: { plain: "model-1" },
    });
  });

  it("has endpoints that no state has, by the names that are known beforehand", () => {
    const state = [resource("aws:sagemaker/endpoint:Endpoint", "evidence-plain-endpoint", "plain-1")];
    const names = { plain: "evidence-plain-1", index: "evidence-index-1" };
    assert.deepEqual(deployedResources(state, names).endpoints, {
      plain: "plain-1",
      index: "evidence-index-1",
    });
  });

  it("is nothing in an empty state", () => {
    assert.deepEqual(deployedResources([]).registryLogGroups, []);
    assert.equal(deployedResources([]).bucket, undefined);
  });

  it("knows whose a resource is that failed", () => {
    const of = (name: string) => endpointOf(urn("aws:x", name));
    for (const id of ENDPOINTS) {
      assert.equal(of(`evidence-${id}-endpoint`), id);
      assert.equal(of(`evidence-${id}-model`), id);
      if (id !== "redirects") assert.equal(of(`evidence-registry-${id}-image`), id);
    }
    assert.equal(of("evidence-redirects-registry-redirects-image"), "redirects");
    for (const shared of [
      "evidence-registry-pull",
      "evidence-redirects-registry-pull",
      "evidence-network-s3",
    ]) {
      assert.equal(of(shared), undefined, shared);
    }
  });
});
