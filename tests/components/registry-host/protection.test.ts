import assert from "node:assert/strict";
import { RegistryHost, OnDelete } from "../../../components/registry-host";
import { record, type RecordedResource, type ResourceGraph } from "../../../testing";
import { closed, COMPONENT, host } from "./host";

/** Every argument by which something more is made, or something is made in another way. */
const everything = {
  image: undefined,
  pullSecurityGroupIds: { ci: "sg-ci" },
  pushSecurityGroupIds: { ci: "sg-ci" },
  pullCidrBlocks: { office: "10.1.0.0/16" },
  pushCidrBlocks: { office: "10.1.0.0/16" },
  egressCidrBlocks: { mirror: "10.2.0.0/16" },
  bucketLogsBucketName: "bucket-logs",
};

/** What ordinary updates replace or remove: Pulumi would refuse that of what is protected. */
const PASSING = [
  /^aws:ecs\/taskDefinition:/,
  /^aws:secretsmanager\/secretVersion:/,
  /^random:.* demo-(pull-a|pull-b|push)-/,
  /^aws:lambda\/invocation:/,
  /^aws:vpc\/.* demo-(pull|push)-(group|block)-/,
  /^aws:vpc\/.* demo-(tasks-|endpoints-)/,
  /^aws:acm\/|demo-certificate-validation$/,
];
/** What only the copy of the registry's own image takes: it is made again where it is needed. */
const COPY = / demo-image-copy(-|$)/;

const named = ({ type, name }: RecordedResource): string => `${type} ${name}`;
const madeIn = (graph: ResourceGraph): RecordedResource[] =>
  graph.resources.filter(({ type }) => type !== COMPONENT);

describe("RegistryHost: onDelete Protect", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host({ ...everything, onDelete: OnDelete.Protect });
  });

  it("protects every resource that an ordinary update leaves in place", () => {
    const unprotected = madeIn(graph)
      .filter(({ options }) => !options.protect)
      .map(named)
      .filter((each) => !COPY.test(each) && !PASSING.some((pattern) => pattern.test(each)));
    // The key of uploads never changes, and lives in a secret that is protected.
    assert.deepEqual(unprotected, ["random:index/randomBytes:RandomBytes demo-http-secret-bytes"]);
  });

  it("protects nothing that an ordinary update replaces or removes", () => {
    for (const pattern of PASSING) {
      const passing = madeIn(graph).filter((each) => pattern.test(named(each)));
      assert.ok(passing.length > 0, String(pattern));
      assert.deepEqual(passing.filter(({ options }) => options.protect).map(named), []);
    }
  });

  it("leaves nothing to be deleted before Pulumi comes to what is protected", () => {
    const kept = madeIn(graph).filter(({ options }) => options.protect);
    for (const each of madeIn(graph)) {
      const guards = kept.filter((other) => other.urn === each.urn || graph.dependsOn(other, each));
      assert.notEqual(
        guards.length,
        0,
        `${named(each)} is neither protected, nor does what is protected depend on it`,
      );
    }
  });

  it("protects nothing otherwise", async () => {
    for (const onDelete of [OnDelete.Retain, OnDelete.Delete]) {
      const other = await host({ ...everything, onDelete });
      assert.deepEqual(
        madeIn(other)
          .filter(({ options }) => options.protect)
          .map(named),
        [],
      );
    }
  });

  it("is no narrower than the component's own protect, which stops no update either", async () => {
    const protect = true;
    const other = await record(
      () => void new RegistryHost("demo", { ...closed, ...everything }, { protect }),
    );
    for (const each of madeIn(graph)) {
      const { options } = other.only(each.type, each.name);
      if (each.options.protect) assert.ok(options.protect, named(each));
      if (PASSING.some((pattern) => pattern.test(named(each)))) assert.ok(!options.protect, named(each));
    }
  });
});
