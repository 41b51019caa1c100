import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a test changes of the program: inputs by a resource's name, or `null` to leave the resource out. */
export type Changes = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

type Make<Args, Made> = new (name: string, args: Args) => Made;

const DIGEST = `sha256:${"a".repeat(64)}`;
const ANYWHERE = "0.0.0.0/0";
const CONFIG = {
  version: 0.1,
  storage: { s3: { region: "eu-west-1", bucket: "images" }, redirect: { disable: true } },
  auth: { htpasswd: { realm: "registry", path: "/auth/htpasswd" } },
  http: { addr: ":5000" },
};

/**
 * A program of plain AWS resources that keeps every requirement: a model in two isolated subnets, its registry on ECS behind
 * an internal load balancer, endpoints for Lambda and S3, and the function that hands out the credentials.
 */
export function closedVpc(changes: Changes = {}) {
  /** Makes a resource unless the test leaves it out; nothing else refers to those that tests leave out. */
  const make = <Args extends object, Made>(
    type: Make<Args, Made>,
    name: string,
    args: Args,
  ): Made | undefined => {
    const change = changes[name];
    return change === null ? undefined : new type(name, { ...args, ...change });
  };
  const always = <Args extends object, Made>(type: Make<Args, Made>, name: string, args: Args): Made =>
    new type(name, { ...args, ...changes[name] });

  const vpc = always(aws.ec2.Vpc, "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const table = always(aws.ec2.RouteTable, "table", { vpcId: vpc.id });
  const subnetIds = ["a", "b"].map((zone, index) => {
    const { id } = always(aws.ec2.Subnet, `subnet-${zone}`, {
      vpcId: vpc.id,
      availabilityZone: `eu-west-1${zone}`,
      cidrBlock: `10.0.${index}.0/24`,
    });
    always(aws.ec2.RouteTableAssociation, `association-${zone}`, { subnetId: id, routeTableId: table.id });
    return id;
  });
  const publicTable = always(aws.ec2.RouteTable, "public-table", { vpcId: vpc.id });
  const publicSubnet = always(aws.ec2.Subnet, "public", { vpcId: vpc.id, cidrBlock: "10.0.9.0/24" });
  always(aws.ec2.RouteTableAssociation, "public", {
    subnetId: publicSubnet.id,
    routeTableId: publicTable.id,
  });
  if (changes["nat-route"] !== undefined) {
    const gateway = always(aws.ec2.InternetGateway, "gateway", { vpcId: vpc.id });
    make(aws.ec2.Route, "public-route", {
      routeTableId: publicTable.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    const nat = always(aws.ec2.NatGateway, "nat", { subnetId: publicSubnet.id });
    make(aws.ec2.Route, "nat-route", {
      routeTableId: table.id,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: nat.id,
    });
  }

  const group = (name: string) => always(aws.ec2.SecurityGroup, `${name}-group`, { vpcId: vpc.id });
  const [modelGroup, registryGroup, taskGroup] = [group("model"), group("registry"), group("task")];
  const endpointGroup = always(aws.ec2.SecurityGroup, "endpoint-group", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [modelGroup.id] }],
  });
  const between = (name: string, from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup, port: number) => {
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
    make(aws.vpc.SecurityGroupEgressRule, `${name}-egress`, {
      securityGroupId: from.id,
      referencedSecurityGroupId: to.id,
      ...rule,
    });
    make(aws.vpc.SecurityGroupIngressRule, `${name}-ingress`, {
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
      ...rule,
    });
  };
  between("model-registry", modelGroup, registryGroup, 443);
  between("registry-task", registryGroup, taskGroup, 5000);
  make(aws.vpc.SecurityGroupEgressRule, "model-endpoint-egress", {
    securityGroupId: modelGroup.id,
    referencedSecurityGroupId: endpointGroup.id,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
  make(aws.ec2.VpcEndpoint, "lambda", {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.eu-west-1.lambda",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds,
    securityGroupIds: [endpointGroup.id],
    policy: endpointPolicy(["lambda:InvokeFunction"], "*"),
  });
  const s3 = make(aws.ec2.VpcEndpoint, "s3", {
    vpcId: vpc.id,
    serviceName: "com.amazonaws.eu-west-1.s3",
    routeTableIds: [table.id],
    policy: endpointPolicy("s3:*", [
      ...["images", "data"].flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
    ]),
  });
  if (s3 !== undefined) {
    make(aws.vpc.SecurityGroupEgressRule, "model-s3-egress", {
      securityGroupId: modelGroup.id,
      prefixListId: s3.prefixListId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  }

  const zone = always(aws.route53.Zone, "zone", { name: "registry.example.com", vpcs: [{ vpcId: vpc.id }] });
  if (changes["hidden"] !== undefined) {
    make(aws.route53.Zone, "hidden", { name: "registry.example.com", vpcs: [{ vpcId: vpc.id }] });
  }
  const balancer = always(aws.lb.LoadBalancer, "balancer", {
    internal: true,
    subnets: subnetIds,
    securityGroups: [registryGroup.id],
  });
  make(aws.route53.Record, "record", {
    zoneId: zone.zoneId,
    balancerArn: balancer.arn,
    name: "registry.example.com",
    type: "A",
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
  });
  const certificate = always(aws.acm.Certificate, "certificate", {
    domainName: "registry.example.com",
    validationMethod: "DNS",
  });
  if (changes["validation"] !== undefined) {
    const option = certificate.domainValidationOptions.apply(([first]) => first);
    make(aws.route53.Record, "validation", {
      zoneId: zone.zoneId,
      name: option.apply((each) => each?.resourceRecordName ?? ""),
      type: "CNAME",
      records: [option.apply((each) => each?.resourceRecordValue ?? "")],
      ttl: 60,
    });
  }
  const targets = always(aws.lb.TargetGroup, "targets", { port: 5000, protocol: "HTTP", vpcId: vpc.id });
  const listener = make(aws.lb.Listener, "https", {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    certificateArn: certificate.arn,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const task = always(aws.ecs.TaskDefinition, "task", {
    family: "registry",
    containerDefinitions: JSON.stringify([
      {
        name: "registry",
        image: "public.ecr.aws/docker/library/registry:3.1.1",
        environment: [{ name: "CONFIG", value: JSON.stringify({ ...CONFIG, ...changes.config }) }],
      },
    ]),
  });
  make(aws.ecs.Service, "service", {
    taskDefinition: task.arn,
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "registry", containerPort: 5000 }],
    networkConfiguration: { subnets: subnetIds, securityGroups: [taskGroup.id] },
  });

  const secret = always(aws.secretsmanager.Secret, "password", {});
  const lambdaRole = always(aws.iam.Role, "credentials-role", {
    assumeRolePolicy: trust("lambda.amazonaws.com"),
  });
  make(aws.iam.RolePolicy, "credentials-secret", {
    role: lambdaRole.name,
    policy: allow("secretsmanager:GetSecretValue", secret.arn),
  });
  const credentials = always(aws.lambda.Function, "credentials-function", {
    role: lambdaRole.arn,
    runtime: "nodejs24.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") }),
  });
  const role = always(aws.iam.Role, "execution-role", { assumeRolePolicy: trust("sagemaker.amazonaws.com") });
  make(aws.iam.RolePolicy, "execution-invoke", {
    role: role.name,
    policy: allow("lambda:InvokeFunction", credentials.arn),
  });
  make(aws.iam.RolePolicy, "execution-network", {
    role: role.name,
    policy: allow(["ec2:*NetworkInterface*", "ec2:Describe*"], "*"),
  });
  const model = always(aws.sagemaker.Model, "fraud", {
    executionRoleArn: role.arn,
    primaryContainer: {
      image: `registry.example.com/ml/fraud@${DIGEST}`,
      imageConfig: {
        repositoryAccessMode: "Vpc",
        repositoryAuthConfig: { repositoryCredentialsProviderArn: credentials.arn },
      },
    },
    vpcConfig: { subnets: subnetIds, securityGroupIds: [modelGroup.id] },
  });
  always(aws.sagemaker.EndpointConfiguration, "configuration", {
    productionVariants: [{ modelName: model.name, instanceType: "ml.m5.large", initialInstanceCount: 1 }],
  });
  return {
    modelName: model.name,
    functionArn: credentials.arn,
    vpcId: vpc.id,
    subnetIds,
    publicSubnetId: publicSubnet.id,
    publicTableId: publicTable.id,
    routeTableId: table.id,
    modelGroupId: modelGroup.id,
    registryGroupId: registryGroup.id,
    taskGroupId: taskGroup.id,
    vpc,
    zoneId: zone.zoneId,
    balancerArn: balancer.arn,
    listenerArn: listener?.arn,
    targetGroupArn: targets.arn,
    executionRole: role,
    credentialsRole: lambdaRole,
  };
}

/** The policy of an endpoint that lets this account's principals pass, to resources of this account. */
export function endpointPolicy(Action: string | string[], Resource: string | string[]): string {
  const account = "123456789012";
  const Condition = {
    StringEquals: { "aws:PrincipalAccount": account },
    StringEqualsIfExists: { "aws:ResourceAccount": account },
  };
  const statement = { Effect: "Allow", Principal: "*", Action, Resource };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...statement,
        // Of buckets that are named nobody asks whose they are; and whose the tasks are is not known here.
        ...(Resource === "*" ? { Condition } : {}),
      },
    ],
  });
}

/** A policy document that allows actions on resources. */
export function allow(
  actions: string | readonly string[],
  resources: pulumi.Input<string> | pulumi.Input<string>[],
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: resources }],
  });
}

/** A trust policy for a service, on conditions where there are any. */
export function trust(service: string, conditions?: Record<string, Record<string, string>>): string {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Condition: conditions }] });
}
