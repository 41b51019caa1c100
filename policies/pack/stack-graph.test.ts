import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { PolicyResource } from "@pulumi/policy";
import { record, type RecordedResource } from "../../testing";
import { closedVpc, type Changes } from "../../tests/programs/closed-vpc";
import { judge, type Requirement } from "..";
import { graphOf } from "./stack-graph";
import { createPolicies, UNKNOWN_REQUIREMENTS } from "./policies";

const load = createRequire(__filename);
const { unknownCheckingProxy } = load("@pulumi/policy/proxy") as {
  unknownCheckingProxy(properties: object): Record<string, unknown>;
};
/** What stands for an unknown text. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The resources of a program as a policy sees them at the preview of a new stack: what AWS assigns is unknown. */
async function previewed(changes: Changes = {}): Promise<PolicyResource[]> {
  const { resources } = await record(() => closedVpc(changes));
  const assigned = new Map<string, RecordedResource>();
  for (const resource of resources) {
    for (const [key, value] of Object.entries(resource.outputs)) {
      const isGiven = Object.values(resource.inputs).includes(value);
      if (typeof value === "string" && value.length > 6 && !isGiven && key !== "region") {
        assigned.set(value, resource);
      }
    }
  }
  const hidden = (value: unknown, found: Set<RecordedResource>): unknown => {
    if (typeof value === "string") {
      const owners = [...assigned].filter(([text]) => value.includes(text)).map(([, owner]) => owner);
      for (const owner of owners) found.add(owner);
      return owners.length > 0 ? UNKNOWN : value;
    }
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([key, field]) => [key, hidden(field, found)] as const);
    return Array.isArray(value) ? entries.map(([, field]) => field) : Object.fromEntries(entries);
  };
  const made = new Map(
    resources.map((resource) => {
      const dependencies: Record<string, ReadonlySet<RecordedResource>> = {};
      const props = Object.fromEntries(
        Object.entries(resource.inputs).map(([key, value]) => {
          const found = new Set<RecordedResource>();
          const shown = hidden(value, found);
          dependencies[key] = found;
          return [key, shown];
        }),
      );
      const { urn, type, name } = resource;
      const policyResource = {
        urn,
        type,
        name,
        props: unknownCheckingProxy({ ...props, id: UNKNOWN, arn: UNKNOWN }),
        opts: {
          protect: false,
          ignoreChanges: [],
          aliases: [],
          customTimeouts: {},
          additionalSecretOutputs: [],
        },
        dependencies: [],
        propertyDependencies: {} as Record<string, PolicyResource[]>,
        isType: () => false,
        asType: () => undefined,
      };
      return [
        resource,
        { policyResource: policyResource as unknown as PolicyResource, dependencies },
      ] as const;
    }),
  );
  for (const { policyResource, dependencies } of made.values()) {
    for (const [key, owners] of Object.entries(dependencies)) {
      policyResource.propertyDependencies[key] = [...owners].flatMap(
        (owner) => made.get(owner)?.policyResource ?? [],
      );
    }
  }
  return [...made.values()].map(({ policyResource }) => policyResource);
}

const statuses = (requirements: readonly Requirement[]): Record<string, string> =>
  Object.fromEntries(requirements.map(({ id, status }) => [id, status]));

/** The violations of the policies, by their names. */
function violations(resources: PolicyResource[], config: object = {}): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { name, validateStack } of createPolicies()) {
    const args = {
      resources,
      stackTags: new Map(),
      getConfig: () => config,
      notApplicable: () => assert.fail(),
    };
    void validateStack(args as never, (message) => void (found[name] ??= []).push(message));
  }
  return found;
}

describe("a stack as policies see it", () => {
  it("is known at a preview as far as only one resource can be meant, and fails nothing that is right", async () => {
    const found = statuses(judge(graphOf(await previewed())));
    assert.deepEqual(
      Object.entries(found).filter(([, status]) => status === "failed"),
      [],
    );
    for (const id of ["registry-reachable", "registry-admits-model", "lambda-reachable", "two-zones"]) {
      assert.equal(found[id], "passed", id);
    }
    // The policy documents hold ARNs that are unknown.
    assert.equal(found["role-invokes-credentials-function"], "unknown");
  });

  it("fails what is missing", async () => {
    const closed = violations(await previewed({ "model-registry-ingress": null }));
    assert.match(
      closed["registry-admits-model"]?.[0] ?? "",
      /^no rule of group "registry-group" lets TCP 443 in .*\. Remedy: add an ingress rule/,
    );
    const others = Object.keys(closed).filter((name) => name !== "registry-admits-model");
    assert.deepEqual(others, [UNKNOWN_REQUIREMENTS]);
  });

  it("takes ids from the properties that can only be them, where the provider does not repeat them", async () => {
    const { resources } = await record(() => closedVpc({ "model-registry-ingress": null }));
    const [preview, byUrn] = [
      await previewed({ "model-registry-ingress": null }),
      new Map<string, RecordedResource>(),
    ];
    for (const resource of resources) byUrn.set(resource.urn, resource);
    const deployed = preview.map((each) => {
      const { inputs, outputs } = byUrn.get(each.urn) ?? assert.fail();
      const { id: _id, ...known } = { ...outputs, ...inputs };
      return Object.assign(each, { props: unknownCheckingProxy(known) });
    });
    const found = statuses(judge(graphOf(deployed)));
    const wrong = Object.entries(found).filter(([, status]) => status === "failed" || status === "unknown");
    assert.deepEqual(wrong, [["registry-admits-model", "failed"]]);
  });

  it("links nothing where several resources can be meant", async () => {
    const resources = await previewed();
    const rule = resources.find(({ name }) => name === "model-registry-ingress");
    const group = resources.find(({ name }) => name === "task-group");
    assert.ok(rule && group);
    rule.propertyDependencies.referencedSecurityGroupId?.push(group);
    const found = violations(resources);
    assert.deepEqual(Object.keys(found), [UNKNOWN_REQUIREMENTS]);
    assert.ok(
      found[UNKNOWN_REQUIREMENTS]?.some((each) =>
        each.startsWith("registry-admits-model: not known: to what"),
      ),
    );
  });

  it("tells of what is unknown, but for what is allowed to be", async () => {
    const resources = await previewed();
    const told = violations(resources)[UNKNOWN_REQUIREMENTS] ?? [];
    assert.ok(told.some((message) => message.startsWith("role-invokes-credentials-function: not known: ")));
    const names = [...new Set(told.map((message) => message.split(":")[0] ?? ""))];
    assert.deepEqual(violations(resources, { allowUnknown: names }), {});
  });
});
