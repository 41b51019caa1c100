// A stack of the differential test as a program of plain AWS resources.
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  blockOf,
  blockOfRegistry,
  FUNCTION,
  GROUPS,
  MODEL_BLOCK,
  SUBNETS,
  type AclEntry,
  type GroupName,
  type GroupRule,
  type Route,
  type Stack,
  type Statement,
  type SubnetName,
} from "./stack";

type Id = pulumi.Output<string>;
const HOST = "registry.example.com";
const LETTERS = ["a", "b"] as const;

/** Declares the resources of a stack. */
export function declare(stack: Stack): void {
  const model = new aws.ec2.Vpc("model", { cidrBlock: MODEL_BLOCK, enableDnsHostnames: stack.dnsHostnames });
  const registry =
    stack.connection === undefined
      ? model
      : new aws.ec2.Vpc("registry", { cidrBlock: blockOfRegistry(stack), enableDnsHostnames: true });
  const vpcIds = { model: model.id, registry: registry.id };
  const subnetIds = subnets(stack, vpcIds);
  routes(stack, vpcIds, subnetIds);
  const groupIds = groups(stack, vpcIds);
  acls(stack, vpcIds, subnetIds);
  const of = (vpc: "model" | "registry"): Id[] => LETTERS.map((letter) => subnetIds[`${vpc}-${letter}`]);
  const balancer = new aws.lb.LoadBalancer("balancer", {
    internal: true,
    subnets: of("registry"),
    securityGroups: [groupIds.balancer],
  });
  service(stack, balancer, registry.id, of("registry"), groupIds.task);
  names(stack, balancer, model.id);
  if (stack.endpoint !== undefined) {
    new aws.ec2.VpcEndpoint("lambda", {
      vpcId: model.id,
      serviceName: "com.amazonaws.eu-west-1.lambda",
      vpcEndpointType: "Interface",
      privateDnsEnabled: stack.endpoint.privateDns,
      subnetIds: of("model"),
      securityGroupIds: [groupIds.endpoint],
    });
  }
  new aws.sagemaker.Model("fraud", {
    executionRoleArn: role(stack).arn,
    primaryContainer: {
      image: `${HOST}/fraud@sha256:${"a".repeat(64)}`,
      imageConfig: {
        repositoryAccessMode: "Vpc",
        repositoryAuthConfig: { repositoryCredentialsProviderArn: FUNCTION },
      },
    },
    vpcConfig: { subnets: of("model"), securityGroupIds: [groupIds.model] },
  });
}

type VpcIds = Readonly<Record<"model" | "registry", Id>>;
type SubnetIds = Readonly<Record<SubnetName, Id>>;

function subnets(stack: Stack, vpcIds: VpcIds): SubnetIds {
  return Object.fromEntries(
    SUBNETS.map((name) => [
      name,
      new aws.ec2.Subnet(name, {
        vpcId: vpcIds[name.startsWith("model") ? "model" : "registry"],
        cidrBlock: blockOf(stack, name),
        availabilityZone: `eu-west-1${name.slice(-1)}`,
      }).id,
    ]),
  ) as SubnetIds;
}

function routes(stack: Stack, vpcIds: VpcIds, subnetIds: SubnetIds): void {
  const sides = stack.connection === undefined ? (["model"] as const) : (["model", "registry"] as const);
  const connection = connect(stack, vpcIds, subnetIds);
  for (const side of sides) {
    const table = new aws.ec2.RouteTable(`${side}-table`, { vpcId: vpcIds[side] });
    const own = SUBNETS.filter((name) => sides.length === 1 || name.startsWith(side));
    for (const name of own) {
      new aws.ec2.RouteTableAssociation(name, { subnetId: subnetIds[name], routeTableId: table.id });
    }
    const declared: readonly Route[] = side === "model" ? stack.modelRoutes : stack.registryRoutes;
    declared.forEach(({ block, target }, index) => {
      new aws.ec2.Route(`${side}-route-${index}`, {
        routeTableId: table.id,
        destinationCidrBlock: block,
        // An egress-only gateway serves IPv6 alone: nothing of IPv4 arrives by it.
        ...(target === "connection" ? connection : { egressOnlyGatewayId: "eigw-0123456789abcdef0" }),
      });
    });
  }
}

function connect(stack: Stack, vpcIds: VpcIds, subnetIds: SubnetIds): Partial<aws.ec2.RouteArgs> {
  if (stack.connection === "peering") {
    const { id } = new aws.ec2.VpcPeeringConnection("peering", {
      vpcId: vpcIds.model,
      peerVpcId: vpcIds.registry,
      autoAccept: stack.accepted,
    });
    return { vpcPeeringConnectionId: id };
  }
  if (stack.connection === undefined) return {};
  const { id: transitGatewayId } = new aws.ec2transitgateway.TransitGateway("transit", {
    ...(stack.referencing ? { securityGroupReferencingSupport: "enable" } : {}),
  });
  for (const side of stack.attached ? (["model", "registry"] as const) : (["model"] as const)) {
    new aws.ec2transitgateway.VpcAttachment(side, {
      transitGatewayId,
      vpcId: vpcIds[side],
      subnetIds: LETTERS.map((letter) => subnetIds[`${side}-${letter}`]),
    });
  }
  return { transitGatewayId };
}

function groups(stack: Stack, vpcIds: VpcIds): Readonly<Record<GroupName, Id>> {
  const names = Object.keys(GROUPS) as GroupName[];
  const ids = Object.fromEntries(
    names.map((name) => [name, new aws.ec2.SecurityGroup(name, { vpcId: vpcIds[GROUPS[name]] }).id]),
  ) as Record<GroupName, Id>;
  for (const name of names) {
    stack.egress[name].forEach((rule, index) => {
      ruleArgs(rule, ids).forEach((args, part) => {
        new aws.vpc.SecurityGroupEgressRule(`${name}-out-${index}-${part}`, {
          securityGroupId: ids[name],
          ...args,
        });
      });
    });
    stack.ingress[name].forEach((rule, index) => {
      ruleArgs(rule, ids).forEach((args, part) => {
        new aws.vpc.SecurityGroupIngressRule(`${name}-in-${index}-${part}`, {
          securityGroupId: ids[name],
          ...args,
        });
      });
    });
  }
  return ids;
}

function ruleArgs({ fromPort, toPort, peer }: GroupRule, ids: Readonly<Record<GroupName, Id>>) {
  const ports = { ipProtocol: "tcp", fromPort, toPort };
  return "group" in peer
    ? [{ ...ports, referencedSecurityGroupId: ids[peer.group as GroupName] }]
    : peer.blocks.map((cidrIpv4) => ({ ...ports, cidrIpv4 }));
}

function acls(stack: Stack, vpcIds: VpcIds, subnetIds: SubnetIds): void {
  for (const name of SUBNETS) {
    const acl = stack.acls[name];
    if (acl === undefined) continue;
    const entry = ({ number, allows, block, fromPort, toPort }: AclEntry) => ({
      ruleNo: number,
      action: allows ? "allow" : "deny",
      protocol: "tcp",
      cidrBlock: block,
      fromPort,
      toPort,
    });
    new aws.ec2.NetworkAcl(name, {
      vpcId: vpcIds[name.startsWith("model") ? "model" : "registry"],
      subnetIds: [subnetIds[name]],
      ingress: acl.ingress.map(entry),
      egress: acl.egress.map(entry),
    });
  }
}

function service(stack: Stack, balancer: aws.lb.LoadBalancer, vpcId: Id, subnetIds: Id[], groupId: Id): void {
  const certificate = new aws.acm.Certificate("certificate", { domainName: HOST, validationMethod: "DNS" });
  const targets = new aws.lb.TargetGroup("targets", {
    port: 5000,
    protocol: "HTTP",
    targetType: "ip",
    vpcId,
  });
  new aws.lb.Listener("https", {
    loadBalancerArn: balancer.arn,
    port: stack.listenerPort,
    protocol: "HTTPS",
    certificateArn: certificate.arn,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const task = new aws.ecs.TaskDefinition("task", {
    family: "registry",
    containerDefinitions: JSON.stringify([{ name: "registry", image: "registry:3.1.1" }]),
  });
  new aws.ecs.Service("service", {
    taskDefinition: task.arn,
    desiredCount: 2,
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "registry", containerPort: 5000 }],
    networkConfiguration: { subnets: subnetIds, securityGroups: [groupId] },
  });
}

function names(stack: Stack, balancer: aws.lb.LoadBalancer, vpcId: Id): void {
  const elsewhere = new aws.ec2.Vpc("elsewhere", { cidrBlock: "10.77.0.0/16" });
  const zone = new aws.route53.Zone("zone", {
    name: stack.zone === "exact" ? HOST : "example.com",
    vpcs: [{ vpcId: stack.zoneSeen ? vpcId : elsewhere.id }],
  });
  new aws.route53.Record("record", {
    zoneId: zone.zoneId,
    name: HOST,
    type: "A",
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
  });
  if (stack.shadowed && stack.zone === "parent") {
    new aws.route53.Zone("shadow", { name: HOST, vpcs: [{ vpcId }] });
  }
}

function role({ statements, boundary, trusted }: Stack): aws.iam.Role {
  const document = (Statement: readonly Statement[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement });
  const limit = boundary && new aws.iam.Policy("boundary", { policy: document(boundary) });
  const made = new aws.iam.Role("execution", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: trusted } }],
    }),
    ...(limit === undefined ? {} : { permissionsBoundary: limit.arn }),
  });
  new aws.iam.RolePolicy("own", { role: made.name, policy: document(statements) });
  return made;
}
