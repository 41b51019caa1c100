import assert from "node:assert/strict";
import { OnDelete, RegistryHost } from "../../../components/registry-host";
import { deregistrationDelay, shortName } from "../../../components/registry-host/load-balancer";
import { record, type ResourceGraph } from "../../../testing";
import {
  CERTIFICATE,
  GROUP,
  BALANCER,
  LISTENER,
  SERVICE,
  TARGET_GROUP,
  RECORD,
  ZONE,
  closed,
  host,
  inputsOf,
} from "./host";

describe("RegistryHost: load balancer", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  it("is internal, in the subnets given, and patient", () => {
    const { name: _name, ...inputs } = inputsOf(graph, BALANCER);
    assert.deepEqual(inputs, {
      internal: true,
      loadBalancerType: "application",
      ipAddressType: "ipv4",
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: [graph.only(GROUP, "demo-load-balancer").outputs.id],
      dropInvalidHeaderFields: true,
      idleTimeout: 900,
      enableDeletionProtection: false,
    });
  });

  it("takes one subnet of each zone, as AWS refuses a second one", async () => {
    // subnet-a and subnet-d lie in one zone.
    const many = await host({ subnetIds: ["subnet-a", "subnet-b", "subnet-d"] });
    assert.deepEqual(inputsOf(many, BALANCER).subnets, ["subnet-a", "subnet-b"]);
    const { networkConfiguration } = inputsOf(many, SERVICE, "demo-pull");
    assert.deepEqual((networkConfiguration as { subnets: string[] }).subnets, [
      "subnet-a",
      "subnet-b",
      "subnet-d",
    ]);
  });

  it("has the TLS policy that it is given at both ports", async () => {
    const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";
    const listeners = (await host({ sslPolicy })).ofType(LISTENER);
    assert.deepEqual(
      listeners.map(({ inputs }) => inputs.sslPolicy),
      [sslPolicy, sslPolicy],
    );
  });

  it("ends TLS 1.2 and 1.3 at both ports with the validated certificate", () => {
    for (const [endpoint, port] of [
      ["pull", 443],
      ["push", 8443],
    ] as const) {
      const targetGroup = graph.only(TARGET_GROUP, `demo-${endpoint}`);
      assert.deepEqual(inputsOf(graph, LISTENER, `demo-${endpoint}`), {
        loadBalancerArn: graph.only(BALANCER).outputs.arn,
        port,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        certificateArn: graph.only("aws:acm/certificate:Certificate").outputs.arn,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.outputs.arn }],
      });
      assert.deepEqual(targetGroup.inputs, {
        vpcId: "vpc-1",
        targetType: "ip",
        protocol: "HTTP",
        port: 5000,
        deregistrationDelay: endpoint === "pull" ? 300 : 900,
        healthCheck: {
          path: "/",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      });
    }
    const validation = graph.only("aws:acm/certificateValidation:CertificateValidation");
    assert.ok(graph.dependsOn(graph.only(LISTENER, "demo-pull"), validation));
  });

  it("waits for downloads and pushes, but not where the images go as well", () => {
    const delays = (onDelete: OnDelete): number[] => [
      deregistrationDelay("pull", onDelete),
      deregistrationDelay("push", onDelete),
    ];
    assert.deepEqual(delays(OnDelete.Retain), [300, 900]);
    assert.deepEqual(delays(OnDelete.Protect), [300, 900]);
    assert.deepEqual(delays(OnDelete.Delete), [60, 60]);
  });

  it("keeps names that AWS cuts at 32 characters short", async () => {
    const long = await record(() => void new RegistryHost("a-rather-long-component-name", closed));
    assert.equal(inputsOf(long, BALANCER).namePrefix, "reg-");
    assert.deepEqual(
      long.ofType(TARGET_GROUP).map(({ inputs }) => inputs.namePrefix),
      ["pull-", "push-"],
    );
  });

  it("makes no name of what AWS does not take in one", () => {
    assert.deepEqual(shortName("demo-pull", "pull-"), {});
    for (const name of ["ml_registry", "ml.registry", "internal-registry", "-registry", "a".repeat(25)]) {
      assert.deepEqual(shortName(name, "pull-"), { namePrefix: "pull-" }, name);
    }
  });

  it("validates the certificate in the public zone, where nothing else is written", () => {
    const certificate = graph.only("aws:acm/certificate:Certificate");
    assert.deepEqual(certificate.inputs, {
      domainName: "registry.ml.example.com",
      validationMethod: "DNS",
    });
    const [option] = certificate.outputs.domainValidationOptions as Record<string, string>[];
    assert.deepEqual(inputsOf(graph, RECORD, "demo-certificate-validation"), {
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: option?.resourceRecordName,
      type: "CNAME",
      records: [option?.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    });
    const publicRecords = graph
      .ofType(RECORD)
      .filter(({ inputs }) => inputs.zoneId === closed.validationZoneId);
    assert.equal(publicRecords.length, 1);
  });

  it("takes a certificate that exists, and makes none", async () => {
    const given = await host({ validationZoneId: undefined, certificateArn: CERTIFICATE });
    assert.equal(inputsOf(given, LISTENER, "demo-pull").certificateArn, CERTIFICATE);
    assert.equal(given.outputs.certificateArn?.value, CERTIFICATE);
    assert.deepEqual(
      given.resources.filter(({ type }) => type.startsWith("aws:acm/")),
      [],
    );
    assert.equal(given.ofType(RECORD).length, 1);
  });

  it("has the registry's name in a private zone for that name alone", () => {
    const zone = graph.only(ZONE);
    assert.deepEqual([zone.inputs.name, zone.inputs.vpcs], ["registry.ml.example.com", [{ vpcId: "vpc-1" }]]);
    assert.deepEqual(zone.options.ignoreChanges, ["vpcs"]);
    const balancer = graph.only(BALANCER).outputs;
    assert.deepEqual(inputsOf(graph, RECORD, "demo-record"), {
      zoneId: zone.outputs.zoneId,
      name: "registry.ml.example.com",
      type: "A",
      aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
    });
  });

  it("fails where names in private zones do not resolve in the VPC", async () => {
    const off = record(() => void new RegistryHost("demo", closed), {
      call: ({ token }) =>
        token === "aws:ec2/getVpc:getVpc"
          ? { id: "vpc-1", enableDnsSupport: true, enableDnsHostnames: false }
          : undefined,
    });
    await assert.rejects(off, /\n {2}- vpcId: is vpc-1, .*: switch enableDnsHostnames on for the VPC$/);
  });

  it("writes its name to a zone that exists, and makes none", async () => {
    const adopted = await host({ privateZoneId: "ZPRIVATE" });
    assert.deepEqual(adopted.ofType(ZONE), []);
    assert.equal(inputsOf(adopted, RECORD, "demo-record").zoneId, "ZPRIVATE");
    assert.equal(adopted.outputs.privateZoneId?.value, "ZPRIVATE");
  });
});
