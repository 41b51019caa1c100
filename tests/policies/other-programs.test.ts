import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { judge, type Requirement } from "../../policies";
import { record } from "../../testing";
import { allow, closedVpc, type Changes } from "../programs/closed-vpc";
import { assertVerdict, verdictOf } from "./verdicts";

type Made = ReturnType<typeof closedVpc>;

const DIGEST = `sha256:${"d".repeat(64)}`;
const HUB: Changes = {
  fraud: {
    primaryContainer: { image: `bank/fraud@${DIGEST}`, imageConfig: { repositoryAccessMode: "Vpc" } },
  },
  "model-registry-egress": {
    ...{ referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" },
    ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
  },
};

/** What a rule says of the closed VPC with changes, and with what a program adds to it. */
const verdictWith = (
  rule: string,
  changes: Changes,
  add: (made: Made) => unknown = () => undefined,
): Promise<Requirement> =>
  verdictOf(rule, () => {
    add(closedVpc(changes));
  });

describe("a load balancer that refuses pullers", () => {
  const https = (changes: object) => verdictWith("registry-reachable", { https: changes as Changes[string] });
  const mutual = (mode: string) =>
    https({ mutualAuthentication: { mode, trustStoreArn: "arn:trust-store" } });

  it("requires client certificates", async () => {
    assertVerdict(
      await mutual("verify"),
      "failed",
      /mutual TLS.* → set mutualAuthentication\.mode to off/,
      "https",
    );
    assertVerdict(await mutual("passthrough"), "unknown", /without a certificate/);
    assertVerdict(await mutual("off"), "passed");
  });

  it("authenticates users in a browser", async () => {
    const login = (onUnauthenticatedRequest?: string) =>
      verdictWith("registry-reachable", {}, ({ listenerArn, targetGroupArn }) => {
        if (listenerArn === undefined) throw new Error("the program has no listener");
        const authenticateOidc = {
          onUnauthenticatedRequest,
        } as aws.types.input.lb.ListenerRuleActionAuthenticateOidc;
        new aws.lb.ListenerRule("login", {
          listenerArn,
          priority: 1,
          conditions: [{ pathPattern: { values: ["/*"] } }],
          actions: [
            { type: "authenticate-oidc", order: 1, authenticateOidc },
            { type: "forward", order: 2, targetGroupArn },
          ],
        });
      });
    assertVerdict(await login(), "failed", /authenticate-oidc/);
    assertVerdict(await login("deny"), "failed");
    assertVerdict(await login("allow"), "passed");
  });

  it("has a web ACL, whose rules nobody evaluates here", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      closedVpc({ balancer: { name: "registry" } });
    });
    assertVerdict(verdict, "passed");
    const graph = await record(() => {
      const { balancerArn } = closedVpc();
      new aws.wafv2.WebAclAssociation("firewall", {
        resourceArn: balancerArn,
        webAclArn: "arn:aws:wafv2:acl",
      });
    });
    assertVerdict(
      judge(graph).find(({ id }) => id === "registry-reachable") ?? assert.fail(),
      "unknown",
      /web ACL allows/,
      "firewall",
    );
  });
});

describe("a program of two Regions", () => {
  const modelIn = (region: string) =>
    verdictWith("registry-reachable", {}, ({ subnetIds, modelGroupId, executionRole }) => {
      const provider = new aws.Provider("other", { region: region as aws.Region });
      new aws.sagemaker.Model(
        "other",
        {
          executionRoleArn: executionRole.arn,
          primaryContainer: {
            image: `registry.example.com/ml/fraud@${DIGEST}`,
            imageConfig: { repositoryAccessMode: "Vpc" },
          },
          vpcConfig: { subnets: subnetIds, securityGroupIds: [modelGroupId] },
        },
        { provider },
      );
    });

  it("fails where a model names subnets of another Region", async () => {
    assertVerdict(
      await modelIn("us-east-1"),
      "failed",
      /is in us-east-1, and "subnet-a" is in eu-west-1/,
      "other",
    );
    assertVerdict(await modelIn("eu-west-1"), "passed");
  });

  it("fails where the credentials function is in another Region, to which no endpoint leads", async () => {
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:credentials";
    const imageConfig = {
      repositoryAccessMode: "Vpc",
      repositoryAuthConfig: { repositoryCredentialsProviderArn: arn },
    };
    const verdict = await verdictWith("lambda-reachable", {
      fraud: { primaryContainer: { image: `registry.example.com/ml/fraud@${DIGEST}`, imageConfig } },
      "execution-invoke": { policy: allow("lambda:InvokeFunction", arn) },
    });
    assertVerdict(verdict, "failed", /lambda\.us-east-1\.amazonaws\.com/);
  });
});

describe("a registry behind an endpoint service", () => {
  it("is unknown, and the endpoint's security group may be the registry's", async () => {
    const verdict = await verdictWith(
      "registry-reachable",
      { record: null },
      ({ vpcId, subnetIds, registryGroupId, zoneId }) => {
        const endpoint = new aws.ec2.VpcEndpoint("registry", {
          vpcId,
          serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
          vpcEndpointType: "Interface",
          subnetIds,
          securityGroupIds: [registryGroupId],
        });
        new aws.route53.Record("endpoint", {
          ...{ zoneId, name: "registry.example.com", type: "CNAME", ttl: 60 },
          records: [endpoint.dnsEntries.apply(([entry]) => entry?.dnsName ?? "")],
        });
      },
    );
    assertVerdict(verdict, "unknown", /vpce/);
  });
});

describe("a NAT instance", () => {
  const through = (more: object) =>
    verdictWith("docker-hub-route", HUB, ({ routeTableId, publicSubnetId }) => {
      const instance = new aws.ec2.Instance("nat-instance", {
        ...{ subnetId: publicSubnetId, ami: "ami-1", instanceType: "t4g.nano" },
        ...more,
      });
      new aws.ec2.Route("nat", {
        ...{ routeTableId, destinationCidrBlock: "0.0.0.0/0" },
        networkInterfaceId: instance.primaryNetworkInterfaceId,
      });
    });

  it("drops what it routes while its source/destination check is on", async () => {
    assertVerdict(await through({}), "failed", /source\/destination check/, "nat-instance");
    assertVerdict(await through({ sourceDestCheck: false }), "unknown");
  });
});

describe("VPC Block Public Access", () => {
  const blocked = (internetGatewayBlockMode: string, add: (made: Made) => unknown = () => undefined) =>
    verdictWith("docker-hub-route", { ...HUB, "nat-route": {} }, (made) => {
      new aws.ec2.VpcBlockPublicAccessOptions("block", { internetGatewayBlockMode });
      add(made);
    });

  it("blocks NAT gateways in both directions, and none where it blocks requests from the internet alone", async () => {
    assertVerdict(await blocked("block-bidirectional"), "failed", /block-ingress/, "block");
    assertVerdict(await blocked("block-ingress"), "passed");
    const excluded = await blocked("block-bidirectional", ({ vpcId }) => {
      new aws.ec2.VpcBlockPublicAccessExclusion("exclusion", {
        vpcId,
        internetGatewayExclusionMode: "allow-bidirectional",
      });
    });
    assertVerdict(excluded, "unknown", /exclusions/);
  });
});

describe("a credentials function in a VPC", () => {
  const inVpc = (rule: string, endpoint: boolean) =>
    verdictOf(rule, () => {
      const vpc = new aws.ec2.Vpc("functions", { cidrBlock: "10.7.0.0/16", enableDnsHostnames: true });
      const subnet = new aws.ec2.Subnet("functions", { vpcId: vpc.id, cidrBlock: "10.7.0.0/24" });
      const group = new aws.ec2.SecurityGroup("functions", {
        vpcId: vpc.id,
        ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, self: true }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      });
      const location: { subnetIds: pulumi.Output<string>[]; securityGroupIds: pulumi.Output<string>[] } = {
        subnetIds: [subnet.id],
        securityGroupIds: [group.id],
      };
      if (endpoint) {
        new aws.ec2.VpcEndpoint("secrets", {
          ...{ vpcId: vpc.id, vpcEndpointType: "Interface", privateDnsEnabled: true },
          serviceName: "com.amazonaws.eu-west-1.secretsmanager",
          ...location,
        });
      }
      closedVpc({ "credentials-function": { vpcConfig: location } });
    });

  it("reads its secret only where a route leads to Secrets Manager", async () => {
    assertVerdict(
      await inVpc("credentials-secret-access", false),
      "failed",
      /no route of subnet "functions" leads to secretsmanager\.eu-west-1\.amazonaws\.com/,
    );
    assertVerdict(await inVpc("credentials-secret-access", true), "passed");
  });
});
