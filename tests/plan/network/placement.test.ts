import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { checkVpcConfigLimits } from "../../../plan/network/placement";
import { allow, closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, verdictOf } from "../../policies/verdicts";

const open = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const everywhere: Changes = {
  "model-registry-egress": { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" },
  "model-endpoint-egress": { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" },
  "registry-task-ingress": { referencedSecurityGroupId: undefined, cidrIpv4: "10.0.0.0/16" },
};
const hub: Changes = {
  ...everywhere,
  fraud: {
    primaryContainer: {
      image: `bank/fraud@sha256:${"a".repeat(64)}`,
      imageConfig: { repositoryAccessMode: "Vpc" },
    },
  },
};

/** A security group that is open to all, in a VPC of its own. */
function strangeGroup() {
  const { id: vpcId } = new aws.ec2.Vpc("other", { cidrBlock: "10.5.0.0/16" });
  return new aws.ec2.SecurityGroup("strange", { vpcId, ingress: [open], egress: [open] });
}

describe("what AWS refuses to place", () => {
  it("is a load balancer or an endpoint with a security group of another VPC", async () => {
    const balancer = await verdictOf("registry-reachable", () => {
      closedVpc({ ...everywhere, balancer: { securityGroups: [strangeGroup().id] } });
    });
    assertVerdict(balancer, "failed", /security group "strange", which is not of the VPC/, "balancer");
    const endpoint = await verdictOf("lambda-reachable", () => {
      closedVpc({ ...everywhere, lambda: { securityGroupIds: [strangeGroup().id] } });
    });
    assertVerdict(endpoint, "failed", /security group "strange", which is not of the VPC/, "lambda");
  });

  it("is a model with more than five security groups, or more than 16 subnets", () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
    const found = (groups: number, subnets: number) =>
      checkVpcConfigLimits({
        title: "m",
        blocks: [],
        vpcId: undefined,
        groupIds: ids(groups),
        subnetIds: ids(subnets),
      });
    assert.deepEqual(found(5, 16), []);
    assert.match(found(6, 2)[0]?.seen ?? "", /^has 6 security groups, and AWS takes 5$/);
    assert.match(found(1, 17)[0]?.seen ?? "", /^has 17 subnets, and AWS takes 16$/);
  });

  it("is an endpoint in subnets of another VPC", async () => {
    const found = await verdictOf("lambda-reachable", () => {
      const { id: vpcId } = new aws.ec2.Vpc("other", { cidrBlock: "10.5.0.0/16" });
      const { id } = new aws.ec2.Subnet("strange", { vpcId, cidrBlock: "10.5.0.0/24" });
      closedVpc({ ...everywhere, lambda: { subnetIds: [id] } });
    });
    assertVerdict(found, "failed", /and has subnets of/, "lambda");
  });

  it("is an endpoint for the service of another Region", async () => {
    const found = await verdictOf("lambda-reachable", () => {
      closedVpc({ lambda: { serviceName: "com.amazonaws.us-east-1.lambda" } });
    });
    assertVerdict(found, "failed", /has neither an endpoint for Lambda nor a route/);
  });

  it("is a route to an internet gateway that is not attached to the VPC", async () => {
    const route = (vpcId: unknown, attached: boolean) =>
      verdictOf("docker-hub-route", () => {
        const made = closedVpc({ ...hub, "nat-route": {}, gateway: { vpcId }, "public-route": null });
        const { id } = new aws.ec2.InternetGateway("late", {});
        if (attached) {
          new aws.ec2.InternetGatewayAttachment("late", { internetGatewayId: id, vpcId: made.vpcId });
        }
        new aws.ec2.Route("late", {
          routeTableId: made.publicTableId,
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: id,
        });
      });
    assertVerdict(await route(undefined, false), "failed", /attached to no VPC/, "late");
    assertVerdict(await route(undefined, true), "passed");
    const other = await verdictOf("docker-hub-route", () => {
      const { id: vpcId } = new aws.ec2.Vpc("other", { cidrBlock: "10.5.0.0/16" });
      closedVpc({ ...hub, "nat-route": {}, gateway: { vpcId } });
    });
    assertVerdict(other, "failed", /is an internet gateway of the VPC/, "gateway");
  });

  it("is a route to a NAT gateway of another VPC", async () => {
    const found = await verdictOf("docker-hub-route", () => {
      const { id: vpcId } = new aws.ec2.Vpc("other", { cidrBlock: "10.5.0.0/16" });
      const { id: subnetId } = new aws.ec2.Subnet("strange", { vpcId, cidrBlock: "10.5.0.0/24" });
      closedVpc({ ...hub, "nat-route": {}, nat: { subnetId } });
    });
    assertVerdict(found, "failed", /is a NAT gateway of the VPC/, "nat");
  });
});

describe("what does not run", () => {
  it("is a service that wants no tasks, unless something scales it", async () => {
    const service: Changes = { service: { desiredCount: 0 } };
    assertVerdict(
      await verdictOf("registry-reachable", () => closedVpc(service)),
      "failed",
      /its desiredCount is 0 → set desiredCount/,
      "service",
    );
    const scaled = await verdictOf("registry-reachable", () => {
      closedVpc(service);
      new aws.appautoscaling.Target("tasks", {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: "service/default/service",
        minCapacity: 1,
        maxCapacity: 4,
      });
    });
    assertVerdict(scaled, "unknown", /something may scale it/, "service");
    assertVerdict(
      await verdictOf("registry-reachable", () => closedVpc({ service: { desiredCount: 1 } })),
      "passed",
    );
  });

  it("is a credentials function whose reserved concurrency is 0", async () => {
    const provider = (reservedConcurrentExecutions: number) =>
      verdictOf("credentials-provider", () => {
        closedVpc({ "credentials-function": { reservedConcurrentExecutions } });
      });
    assertVerdict(await provider(0), "failed", /its reserved concurrency is 0/, "credentials-function");
    assertVerdict(await provider(1), "passed");
  });
});

describe("a secret", () => {
  const document = (effect: string, principal: unknown, action: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: effect, Principal: principal, Action: action, Resource: "*" }],
    });
  const reading = (keyPolicy: string | undefined, may: boolean) =>
    verdictOf("credentials-secret-access", () => {
      const key = new aws.kms.Key("key", keyPolicy === undefined ? {} : { policy: keyPolicy });
      const { credentialsRole } = closedVpc({ password: { kmsKeyId: key.keyId } });
      if (may) {
        new aws.iam.RolePolicy("decrypt", { role: credentialsRole, policy: allow("kms:Decrypt", key.arn) });
      }
    });
  const root = { AWS: "arn:aws:iam::123456789012:root" };

  it("with a key of the customer's needs kms:Decrypt, by the role and the key's policy", async () => {
    assertVerdict(await reading(undefined, false), "failed", /allow kms:Decrypt on arn:aws:kms:/);
    assertVerdict(await reading(undefined, true), "passed");
    assertVerdict(await reading(document("Allow", root, "kms:*"), true), "passed");
    assertVerdict(await reading(document("Allow", root, "kms:*"), false), "failed");
    assertVerdict(await reading(document("Allow", "*", "kms:Decrypt"), false), "passed");
    const other = { AWS: "arn:aws:iam::123456789012:role/admin" };
    assertVerdict(await reading(document("Allow", other, "kms:*"), true), "failed", /kms:Decrypt/, "key");
  });

  it("with a key that the program does not make is not known to be readable", async () => {
    const kmsKeyId = "arn:aws:kms:eu-west-1:999999999999:key/0123";
    assertVerdict(
      await verdictOf("credentials-secret-access", () => closedVpc({ password: { kmsKeyId } })),
      "unknown",
    );
  });

  it("is not readable where its own policy, or another of the role's, denies it", async () => {
    const policy = document("Deny", "*", "secretsmanager:GetSecretValue");
    assertVerdict(
      await verdictOf("credentials-secret-access", () => closedVpc({ password: { policy } })),
      "failed",
      /does not let the function/,
      "password",
    );
    const denied = await verdictOf("credentials-secret-access", () => {
      const { credentialsRole } = closedVpc();
      const deny = { Effect: "Deny", Action: "secretsmanager:*", Resource: "*" };
      new aws.iam.RolePolicy("deny", {
        role: credentialsRole,
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [deny] }),
      });
    });
    assertVerdict(denied, "failed", undefined, "deny");
  });
});

describe("a policy that cannot be read", () => {
  it("makes unknown what it may allow, or deny", async () => {
    const unreadable = (changes: Changes, rule: string) =>
      verdictOf(rule, () => {
        const { value } = aws.ssm.getParameterOutput({ name: "/policy" });
        const { executionRole } = closedVpc(changes);
        new aws.iam.RolePolicy("unreadable", { role: executionRole, policy: value });
      });
    const rule = "role-invokes-credentials-function";
    assertVerdict(await unreadable({}, rule), "unknown", /"unreadable"/);
    assertVerdict(await unreadable({ "execution-invoke": null }, rule), "unknown", /"unreadable"/);
    const reading = await verdictOf("credentials-secret-access", () => {
      const { value } = aws.ssm.getParameterOutput({ name: "/policy" });
      closedVpc({ "credentials-secret": { policy: value } });
    });
    assertVerdict(reading, "unknown", /whether the policy "credentials-secret" lets the function/);
    const trust = await verdictOf("role-usable-by-sagemaker", () => {
      const { value } = aws.ssm.getParameterOutput({ name: "/policy" });
      closedVpc({ "execution-role": { assumeRolePolicy: value } });
    });
    assertVerdict(trust, "unknown", /what its trust policy says/);
  });
});
