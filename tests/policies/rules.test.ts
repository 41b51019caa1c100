import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { requiredPolicy } from "../../components/execution-role/required-policy";
import { judge, rules, type Status } from "../../policies";
import { record } from "../../testing";
import { allow, closedVpc, trust, type Changes } from "../programs/closed-vpc";

const DIGEST = `sha256:${"b".repeat(64)}`;
const ACCOUNT = "arn:aws:lambda:eu-west-1:123456789012:function";
const pull = (image: string, provider?: string, accessMode = "Vpc") => ({
  image,
  imageConfig: {
    repositoryAccessMode: accessMode,
    ...(provider === undefined
      ? {}
      : { repositoryAuthConfig: { repositoryCredentialsProviderArn: provider } }),
  },
});
const model = (image: string, provider?: string) => ({ fraud: { primaryContainer: pull(image, provider) } });
const elsewhere = model(`artifactory.bank.example/ml/fraud@${DIGEST}`, `${ACCOUNT}:given`);
const hub = model(`bank/fraud@${DIGEST}`, `${ACCOUNT}:given`);
const TLS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
const to = (peer: Record<string, string>) => ({ referencedSecurityGroupId: undefined, ...TLS, ...peer });

/** A policy of network interfaces in some subnets, as the package writes it. */
const interfacesIn = (subnetId: string): string =>
  JSON.stringify({
    Statement: requiredPolicy(
      {
        ...ACCESS,
        subnetIds: [subnetId],
      },
      {
        partition: "aws",
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
        region: "eu-west-1",
        accountId: "123456789012",
      },
    ).Statement,
  });

/** The policy of an endpoint on some conditions. */
const endpointOf = (Condition: object, Action = "*"): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action, Resource: "*", Condition }] });

const ACCESS = {
  credentialsProviderArns: [],
  modelData: [],
  modelDataKmsKeyArns: [],
  volumeKmsKeyArns: [],
  inferenceInputs: [],
  inferenceOutputs: [],
  inferenceOutputKmsKeyArns: [],
  notificationTopicArns: [],
  rollbackAlarmNames: [],
  ssmAccess: false,
  endpointNames: [],
};

const instances = (initialInstanceCount: number): Changes => ({
  configuration: { productionVariants: [{ modelName: "fraud-name", initialInstanceCount }] },
  fraud: { name: "fraud-name" },
});

interface Case {
  readonly rule: string;
  readonly when: string;
  readonly changes: Changes;
  readonly status: Status;
  /** What the worst evidence says. */
  readonly seen?: RegExp;
  readonly remedy?: RegExp;
  /** The resource that it names. */
  readonly at?: string;
}

const cases: readonly Case[] = [
  {
    rule: "image-by-digest",
    when: "an image is named by a tag",
    changes: model("registry.example.com/ml/fraud:1.2"),
    status: "failed",
    seen: /fraud:1\.2 names a tag/,
    remedy: /primaryContainer\.image as registry\.example\.com\/ml\/fraud@sha256/,
    at: "fraud",
  },
  {
    rule: "image-by-digest",
    when: "an image is malformed",
    changes: model("https://registry.example.com/ml/fraud"),
    status: "failed",
    seen: /is no image reference/,
  },
  {
    rule: "vpc-access-mode",
    when: "one container of several is pulled by the platform",
    changes: {
      fraud: {
        primaryContainer: undefined,
        containers: [
          pull(`registry.example.com/a@${DIGEST}`, `${ACCOUNT}:given`),
          pull(`registry.example.com/b@${DIGEST}`, undefined, "Platform"),
        ],
      },
    },
    status: "failed",
    seen: /is Platform \(containers\[1\]\)/,
    remedy: /set containers\[1\]\.imageConfig\.repositoryAccessMode to "Vpc"/,
  },
  {
    rule: "no-serverless",
    when: "a variant is serverless",
    changes: {
      configuration: {
        productionVariants: [
          { modelName: "fraud-name", serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 1024 } },
        ],
      },
      fraud: { name: "fraud-name" },
    },
    status: "failed",
    seen: /serverless/,
    at: "configuration",
  },
  {
    rule: "two-zones",
    when: "both subnets are in one zone",
    changes: { "subnet-b": { availabilityZone: "eu-west-1a" } },
    status: "failed",
    seen: /all its subnets in eu-west-1a/,
  },
  {
    rule: "two-zones",
    when: "there is one subnet",
    changes: { fraud: { vpcConfig: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] } } },
    status: "failed",
    seen: /has one subnet/,
  },
  {
    rule: "two-zones",
    when: "the program does not make the subnets",
    changes: { fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } } },
    status: "unknown",
    seen: /^not known: whether the subnets subnet-1 and subnet-2/,
  },
  {
    rule: "free-addresses",
    when: "more instances start than the subnets have addresses",
    changes: instances(503),
    status: "failed",
    seen: /"subnet-a" and "subnet-b" have 502 free IP addresses, but 503 instances start, and each takes at least one/,
  },
  {
    rule: "free-addresses",
    when: "there is one address for each instance, and not two as AWS's guide asks for",
    changes: instances(252),
    status: "unknown",
    seen: /^not known: whether 502 free IP addresses in "subnet-a" and "subnet-b" suffice for up to 252 instances/,
  },
  {
    rule: "free-addresses",
    when: "there are two addresses for each instance",
    changes: instances(251),
    status: "passed",
    seen: /have 502 free IP addresses for up to 251 instances/,
  },
  {
    rule: "free-addresses",
    when: "the program does not make the subnets",
    changes: { fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } } },
    status: "unknown",
    seen: /^not known: how many IP addresses are free in "subnet-1" and "subnet-2"/,
  },
  {
    rule: "registry-speaks-v2",
    when: "the image comes from ECR",
    changes: model(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud@${DIGEST}`),
    status: "failed",
    seen: /Amazon ECR/,
  },
  {
    rule: "registry-speaks-v2",
    when: "the image comes from ECR by its name for both kinds of addresses",
    changes: model(`123456789012.dkr-ecr.eu-west-1.on.aws/fraud@${DIGEST}`),
    status: "failed",
    seen: /Amazon ECR/,
  },
  {
    rule: "registry-speaks-v2",
    when: "the registry lies elsewhere",
    changes: elsewhere,
    status: "unknown",
    seen: /GET https:\/\/artifactory\.bank\.example\/v2\//,
  },
  {
    rule: "registry-speaks-v2",
    when: "the service behind the listener is something else",
    changes: { task: { containerDefinitions: JSON.stringify([{ name: "web", image: "nginx:1" }]) } },
    status: "unknown",
    seen: /which software answers at registry\.example\.com/,
    at: "balancer",
  },
  {
    rule: "registry-reachable",
    when: "the model's group lets nothing out to the registry",
    changes: { "model-registry-egress": null },
    status: "failed",
    seen: /no rule of group "model-group" lets TCP 443 out to the load balancer "balancer"/,
    remedy: /add an egress rule for TCP 443 to group "registry-group" to group "model-group"/,
    at: "model-group",
  },
  {
    rule: "registry-reachable",
    when: "the rule is for another port",
    changes: { "model-registry-egress": { fromPort: 80, toPort: 80 } },
    status: "failed",
    seen: /lets TCP 443 out/,
  },
  {
    rule: "registry-reachable",
    when: "the rule is for a block that holds all of the registry",
    changes: { "model-registry-egress": to({ cidrIpv4: "10.0.0.0/23" }) },
    status: "passed",
  },
  {
    rule: "registry-reachable",
    when: "the rule is for a block that holds a part of the registry",
    changes: { "model-registry-egress": to({ cidrIpv4: "10.0.0.0/24" }) },
    status: "unknown",
    seen: /whether 10\.0\.0\.0\/24, .* holds the load balancer/,
  },
  {
    rule: "registry-reachable",
    when: "the rule is for another block",
    changes: { "model-registry-egress": to({ cidrIpv4: "192.168.0.0/16" }) },
    status: "failed",
  },
  {
    rule: "registry-reachable",
    when: "the tasks do not admit the load balancer",
    changes: { "registry-task-ingress": null },
    status: "failed",
    seen: /group "task-group" lets TCP 5000 in/,
    at: "task-group",
  },
  {
    rule: "registry-reachable",
    when: "the load balancer faces the internet",
    changes: { balancer: { internal: false } },
    status: "failed",
    seen: /faces the internet/,
    remedy: /set internal to true/,
  },
  {
    rule: "registry-reachable",
    when: "the zone is another VPC's",
    changes: { zone: { vpcs: [{ vpcId: "vpc-other" }] } },
    status: "failed",
    seen: /registry\.example\.com, is not seen from the model's VPC|is not seen/,
    at: "zone",
  },
  {
    rule: "registry-reachable",
    when: "the VPC resolves no private names",
    changes: { vpc: { enableDnsHostnames: false } },
    status: "failed",
    seen: /lacks enableDnsHostnames/,
    at: "vpc",
  },
  {
    rule: "registry-reachable",
    when: "there is no listener at the port of the image",
    changes: model(`registry.example.com:8443/ml/fraud@${DIGEST}`),
    status: "failed",
    seen: /no listener at port 8443/,
  },
  {
    rule: "registry-reachable",
    when: "the model is in no VPC",
    changes: { fraud: { vpcConfig: undefined } },
    status: "failed",
    seen: /has no vpcConfig/,
  },
  {
    rule: "registry-reachable",
    when: "the registry is elsewhere, in a block that the model may reach but has no route to",
    changes: { ...elsewhere, "model-registry-egress": to({ cidrIpv4: "10.20.0.0/16" }) },
    status: "failed",
    seen: /no route of subnet "subnet-a" leads to 10\.20\.0\.0\/16/,
  },
  {
    rule: "registry-reachable",
    when: "the registry is elsewhere, in a block that the model may reach and has a route to",
    changes: {
      ...elsewhere,
      "model-registry-egress": to({ cidrIpv4: "10.20.0.0/16" }),
      "nat-route": {
        destinationCidrBlock: "10.20.0.0/16",
        natGatewayId: undefined,
        transitGatewayId: "tgw-1",
      },
    },
    status: "unknown",
    seen: /whether 10\.20\.0\.0\/16, .* holds artifactory\.bank\.example/,
  },
  {
    rule: "registry-admits-model",
    when: "the registry's group does not admit the model's",
    changes: { "model-registry-ingress": null },
    status: "failed",
    seen: /no rule of group "registry-group" lets TCP 443 in from the model "fraud"/,
    remedy: /add an ingress rule for TCP 443 from group "model-group" to group "registry-group"/,
    at: "registry-group",
  },
  {
    rule: "registry-admits-model",
    when: "none of the model's two groups is admitted",
    changes: {
      "model-registry-ingress": null,
      fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1", "sg-2"] } },
    },
    status: "failed",
    remedy: /add an ingress rule for TCP 443 from one of the groups sg-1 and sg-2 to group "registry-group"/,
  },
  {
    rule: "registry-admits-model",
    when: "the registry's group admits the model's subnets",
    changes: { "model-registry-ingress": to({ cidrIpv4: "10.0.0.0/16" }) },
    status: "passed",
  },
  {
    rule: "registry-admits-model",
    when: "the registry lies elsewhere",
    changes: elsewhere,
    status: "unknown",
  },
  {
    rule: "registry-admits-model",
    when: "the program does not make the registry's group",
    changes: { balancer: { securityGroups: ["sg-1"] } },
    status: "unknown",
    seen: /whether sg-1, which this program does not make/,
  },
  {
    rule: "registry-trusted-certificate",
    when: "the certificate comes from a private authority",
    changes: {
      certificate: {
        certificateAuthorityArn: "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a",
      },
    },
    status: "failed",
    seen: /private certificate authority/,
    at: "certificate",
  },
  {
    rule: "registry-trusted-certificate",
    when: "the certificate covers another name",
    changes: { certificate: { domainName: "other.example.com" } },
    status: "failed",
    seen: /does not cover registry\.example\.com/,
  },
  {
    rule: "registry-trusted-certificate",
    when: "the certificate covers the name by a wildcard",
    changes: { certificate: { domainName: "*.example.com" } },
    status: "passed",
  },
  {
    rule: "registry-trusted-certificate",
    when: "the listener does not speak TLS",
    changes: { https: { protocol: "HTTP" } },
    status: "failed",
    seen: /speaks HTTP, not TLS/,
    at: "https",
  },
  {
    rule: "registry-trusted-certificate",
    when: "the certificate is validated in a private zone",
    changes: { validation: {} },
    status: "failed",
    seen: /validated in the private zone/,
  },
  {
    rule: "registry-trusted-certificate",
    when: "the program does not make the certificate",
    changes: { https: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/a" } },
    status: "unknown",
  },
  {
    rule: "docker-hub-route",
    when: "an image of Docker Hub is pulled without a way out",
    changes: hub,
    status: "failed",
    seen: /no route of subnet "subnet-a" leads to registry-1\.docker\.io/,
  },
  {
    rule: "docker-hub-route",
    when: "there is a route, but no egress",
    changes: { ...hub, "nat-route": {} },
    status: "failed",
    seen: /lets TCP 443 out to registry-1\.docker\.io/,
  },
  {
    rule: "docker-hub-route",
    when: "there are a route through a NAT gateway and egress",
    changes: { ...hub, "nat-route": {}, "model-registry-egress": to({ cidrIpv4: "0.0.0.0/0" }) },
    status: "passed",
  },
  {
    rule: "docker-hub-route",
    when: "the route leads to an internet gateway",
    changes: {
      ...hub,
      "nat-route": { natGatewayId: undefined, gatewayId: "igw-1" },
      "model-registry-egress": to({ cidrIpv4: "0.0.0.0/0" }),
    },
    status: "failed",
    seen: /internet gateway only/,
  },
  {
    rule: "credentials-provider",
    when: "the registry asks for a password and the model has no provider",
    changes: model(`registry.example.com/ml/fraud@${DIGEST}`),
    status: "failed",
    seen: /asks for a password/,
    remedy: /repositoryCredentialsProviderArn/,
  },
  {
    rule: "credentials-provider",
    when: "the registry asks for none",
    changes: { ...model(`registry.example.com/ml/fraud@${DIGEST}`), config: { auth: undefined } },
    status: "passed",
  },
  {
    rule: "credentials-provider",
    when: "the provider is no function",
    changes: model(`registry.example.com/ml/fraud@${DIGEST}`, "arn:aws:s3:::bucket"),
    status: "failed",
    seen: /is no ARN of a Lambda function/,
  },
  {
    rule: "credentials-provider",
    when: "nobody knows whether the registry asks for one",
    changes: model(`artifactory.bank.example/ml/fraud@${DIGEST}`),
    status: "unknown",
  },
  {
    rule: "lambda-reachable",
    when: "there is neither an endpoint nor a route",
    changes: { lambda: null },
    status: "failed",
    seen: /neither an endpoint for Lambda nor a route to lambda\.eu-west-1\.amazonaws\.com/,
  },
  {
    rule: "lambda-reachable",
    when: "the endpoint does not admit the model's group",
    changes: { "endpoint-group": { ingress: [] } },
    status: "failed",
    seen: /group "endpoint-group" lets TCP 443 in from the model "fraud"/,
    remedy: /from group "model-group" to group "endpoint-group"/,
  },
  {
    rule: "lambda-reachable",
    when: "the model's group does not let out to the endpoint",
    changes: { "model-endpoint-egress": null },
    status: "failed",
    seen: /lets TCP 443 out to the endpoint "lambda"/,
  },
  {
    rule: "lambda-reachable",
    when: "nothing maps the name to the endpoint",
    changes: { lambda: { privateDnsEnabled: false } },
    status: "failed",
    seen: /no record of this program maps lambda\.eu-west-1\.amazonaws\.com to it/,
    at: "lambda",
  },
  {
    rule: "lambda-reachable",
    when: "the name leads to an endpoint that is closed, whatever way to the internet there is",
    changes: {
      "endpoint-group": { ingress: [] },
      "nat-route": {},
      "model-registry-egress": to({ cidrIpv4: "0.0.0.0/0" }),
    },
    status: "failed",
    seen: /group "endpoint-group" lets TCP 443 in/,
  },
  {
    rule: "lambda-reachable",
    when: "the name leads to no endpoint, but the internet is open",
    changes: {
      lambda: { privateDnsEnabled: false },
      "nat-route": {},
      "model-registry-egress": to({ cidrIpv4: "0.0.0.0/0" }),
    },
    status: "passed",
  },
  {
    rule: "lambda-reachable",
    when: "the endpoint is in another VPC",
    changes: { lambda: { vpcId: "vpc-other" } },
    status: "failed",
  },
  {
    rule: "lambda-reachable",
    when: "the endpoint has the default group",
    changes: { lambda: { securityGroupIds: [] } },
    status: "failed",
    seen: /default group/,
  },
  {
    rule: "lambda-reachable",
    when: "Lambda is reached through a NAT gateway",
    changes: { lambda: null, "nat-route": {}, "model-endpoint-egress": to({ cidrIpv4: "0.0.0.0/0" }) },
    status: "passed",
  },
  {
    rule: "role-usable-by-sagemaker",
    when: "the role trusts another service",
    changes: { "execution-role": { assumeRolePolicy: trust("ec2.amazonaws.com") } },
    status: "failed",
    seen: /does not trust sagemaker/,
  },
  ...(
    [
      [
        "all of SageMaker's resources of the account and the Region",
        "eu-west-1:123456789012:*",
        "passed",
        /may assume/,
      ],
      [
        "models alone",
        "eu-west-1:123456789012:model/*",
        "unknown",
        /whether the conditions of its trust policy/,
      ],
      ["another account's resources", "eu-west-1:999999999999:*", "failed", /does not trust sagemaker/],
      ["another Region's resources", "us-east-1:123456789012:*", "failed", /does not trust sagemaker/],
    ] as const
  ).map(([what, pattern, status, seen]) => ({
    rule: "role-usable-by-sagemaker",
    when: `its trust policy is for ${what}`,
    changes: {
      "execution-role": {
        assumeRolePolicy: trust("sagemaker.amazonaws.com", {
          ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:${pattern}` },
        }),
      },
    },
    status,
    seen,
  })),
  ...(
    [
      ["the model's subnets", "*", "passed"],
      ["one other subnet", "subnet-other", "failed"],
    ] as const
  ).map(([what, subnet, status]): Case => ({
    rule: "role-usable-by-sagemaker",
    when: `the role may place interfaces in ${what} alone`,
    changes: { "execution-network": { policy: interfacesIn(subnet) } },
    status,
    ...(status === "failed" ? { seen: /may not call ec2:CreateNetworkInterface/ } : {}),
  })),
  {
    rule: "role-usable-by-sagemaker",
    when: "the role may not place interfaces",
    changes: { "execution-network": null },
    status: "failed",
    seen: /may not call ec2:CreateNetworkInterface,/,
    at: "execution-role",
  },
  {
    rule: "role-invokes-credentials-function",
    when: "no policy allows it",
    changes: { "execution-invoke": null },
    status: "failed",
    seen: /no policy of the role allows lambda:InvokeFunction on arn:aws:lambda/,
    at: "execution-role",
  },
  {
    rule: "least-privilege",
    when: "a policy allows every function",
    changes: { "execution-invoke": { policy: allow("lambda:InvokeFunction", "*") } },
    status: "failed",
    seen: /also lets role "execution-role" invoke \*/,
  },
  {
    rule: "least-privilege",
    when: "a policy allows another function as well",
    changes: {
      ...model(`registry.example.com/ml/fraud@${DIGEST}`, `${ACCOUNT}:given`),
      "execution-invoke": { policy: allow("lambda:*", [`${ACCOUNT}:given`, `${ACCOUNT}:other`]) },
    },
    status: "failed",
    seen: /invoke arn:aws:lambda:eu-west-1:123456789012:function:other$/,
  },
  {
    rule: "role-invokes-credentials-function",
    when: "a policy of elsewhere may allow it",
    changes: {
      "execution-invoke": null,
      "execution-role": { managedPolicyArns: ["arn:aws:iam::123456789012:policy/theirs"] },
    },
    status: "unknown",
    seen: /whether the policy arn:aws:iam::123456789012:policy\/theirs/,
  },
  {
    rule: "role-invokes-credentials-function",
    when: "the program does not make the role",
    changes: { fraud: { executionRoleArn: "arn:aws:iam::123456789012:role/theirs" } },
    status: "unknown",
  },
  {
    rule: "least-privilege",
    when: "the function may read every secret",
    changes: { "credentials-secret": { policy: allow("secretsmanager:GetSecretValue", "*") } },
    status: "failed",
    seen: /read \*/,
  },
  {
    rule: "credentials-secret-access",
    when: "the function's role may not read the secret in its environment",
    changes: {
      "credentials-secret": null,
      "credentials-function": {
        environment: {
          variables: { SECRET: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef" },
        },
      },
    },
    status: "failed",
    seen: /does not let the function "credentials-function" read arn:aws:secretsmanager/,
  },
  {
    rule: "credentials-secret-access",
    when: "the role may read none of the program's secrets",
    changes: { "credentials-secret": null },
    status: "unknown",
    seen: /"password"/,
  },
  {
    rule: "registry-trusted-certificate",
    when: "no public authority certifies the name",
    changes: model(`registry.corp/ml/fraud@${DIGEST}`),
    status: "failed",
    seen: /names registry\.corp/,
  },
  {
    rule: "layer-redirects",
    when: "the image comes from Docker Hub",
    changes: hub,
    status: "unknown",
  },
  {
    rule: "registry-admits-model",
    when: "several rules hold the model's subnets together",
    changes: {
      "registry-group": {
        ingress: [
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] },
        ],
      },
      "model-registry-ingress": null,
    },
    status: "passed",
  },
  {
    rule: "registry-admits-model",
    when: "one of the model's subnets is left out",
    changes: { "model-registry-ingress": to({ cidrIpv4: "10.0.0.0/24" }) },
    status: "failed",
  },
  {
    rule: "registry-reachable",
    when: "a longer zone of the VPC has no record of the name",
    changes: { zone: { name: "example.com" }, hidden: {} },
    status: "failed",
    seen: /hides those of other zones/,
    at: "hidden",
  },
  {
    rule: "registry-reachable",
    when: "the group is of another VPC than the subnets",
    changes: { "model-group": { vpcId: "vpc-other" } },
    status: "failed",
    seen: /which is not of the VPC/,
  },
  {
    rule: "role-usable-by-sagemaker",
    when: "a statement denies it",
    changes: {
      "execution-network": {
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Action: "ec2:*", Resource: "*" },
            { Effect: "Deny", Action: "ec2:Create*", Resource: "*" },
          ],
        }),
      },
    },
    status: "failed",
    seen: /may not call ec2:CreateNetworkInterface/,
  },
  {
    rule: "lambda-reachable",
    when: "the endpoint has no subnets",
    changes: { lambda: { subnetIds: undefined } },
    status: "failed",
    seen: /names no subnets/,
  },
  {
    rule: "lambda-reachable",
    when: "the endpoint is of the type that AWS makes where none is given",
    changes: { lambda: { vpcEndpointType: undefined } },
    status: "failed",
    seen: /is a gateway endpoint/,
  },
  {
    rule: "credentials-secret-access",
    when: "the program does not make the function",
    changes: elsewhere,
    status: "unknown",
  },
  {
    rule: "authorization-server-reachable",
    when: "another host issues the tokens and the model may not reach it",
    changes: {
      config: { auth: { token: { realm: "https://auth.example.com/token", service: "r" } } },
      "model-registry-egress": null,
    },
    status: "failed",
    seen: /lets TCP 443 out to auth\.example\.com/,
  },
  {
    rule: "authorization-server-reachable",
    when: "the registry issues the tokens itself",
    changes: { config: { auth: { token: { realm: "https://registry.example.com/token", service: "r" } } } },
    status: "passed",
  },
  {
    rule: "authorization-server-reachable",
    when: "nobody knows who issues tokens",
    changes: elsewhere,
    status: "unknown",
  },
  {
    rule: "s3-reachable",
    when: "the registry redirects and there is an endpoint",
    changes: { config: { storage: { s3: {} } } },
    status: "passed",
  },
  {
    rule: "s3-reachable",
    when: "the registry redirects and there is no way to S3",
    changes: { config: { storage: { s3: {} } }, s3: null },
    status: "failed",
    seen: /neither an endpoint for S3 nor a route to it/,
  },
  {
    rule: "s3-reachable",
    when: "the endpoint serves other route tables",
    changes: { config: { storage: { s3: {} } }, s3: { routeTableIds: ["rtb-other"] } },
    status: "failed",
    seen: /no route in the route table rtb-\w+ of subnet "subnet-a"/,
  },
  {
    rule: "s3-reachable",
    when: "the model's group does not let out to S3",
    changes: { config: { storage: { s3: {} } }, "model-s3-egress": null },
    status: "failed",
    seen: /lets TCP 443 out to S3/,
  },
  {
    rule: "s3-reachable",
    when: "the model's data comes from S3 and there is no way to it",
    changes: {
      s3: null,
      fraud: {
        primaryContainer: {
          ...pull(`registry.example.com/a@${DIGEST}`),
          modelDataUrl: "s3://data/model.tar.gz",
        },
      },
    },
    status: "failed",
  },
  {
    rule: "nothing-open",
    when: "a group admits everyone by a rule of its own",
    changes: { "model-registry-ingress": to({ cidrIpv4: "0.0.0.0/0" }) },
    status: "failed",
    seen: /group "registry-group" admits 0\.0\.0\.0\/0/,
    at: "model-registry-ingress",
  },
  {
    rule: "nothing-open",
    when: "a group admits everyone by an inline rule",
    changes: {
      "endpoint-group": { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }] },
    },
    status: "failed",
    seen: /admits ::\/0/,
  },
  {
    rule: "model-egress",
    when: "an endpoint that the model reaches has no policy",
    changes: { lambda: { policy: undefined } },
    status: "failed",
    seen: /has no policy, so that the model "fraud" sends data through it with credentials of any AWS account/,
    remedy: /aws:PrincipalAccount and aws:ResourceAccount/,
    at: "lambda",
  },
  {
    rule: "model-egress",
    when: "an endpoint's policy lets everyone pass",
    changes: { lambda: { policy: endpointOf({}) } },
    status: "failed",
    seen: /its policy lets principals of other accounts pass/,
    at: "lambda",
  },
  {
    rule: "model-egress",
    when: "an endpoint's policy lets this account write into other accounts' buckets",
    changes: {
      s3: { policy: endpointOf({ StringEquals: { "aws:PrincipalAccount": "123456789012" } }, "s3:*") },
    },
    status: "failed",
    seen: /its policy lets requests to other accounts' resources pass/,
    at: "s3",
  },
  {
    rule: "model-egress",
    when: "everyone may only read through the endpoint for S3, and this account's own buckets are written",
    changes: {
      s3: {
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: "*", Action: ["s3:Get*", "s3:List*"], Resource: "*" },
            {
              Effect: "Allow",
              Principal: "*",
              Action: "s3:*",
              Resource: "*",
              Condition: {
                StringEquals: {
                  "aws:PrincipalAccount": "123456789012",
                  "aws:ResourceAccount": "123456789012",
                },
              },
            },
          ],
        }),
      },
    },
    status: "passed",
  },
  {
    rule: "model-egress",
    when: "conditions of an endpoint's policy cannot be determined",
    changes: { lambda: { policy: endpointOf({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }) } },
    status: "unknown",
    seen: /whether the conditions of its policy let requests of other accounts pass/,
  },
  {
    rule: "model-egress",
    when: "the model's group and a NAT gateway lead to the internet",
    changes: {
      "nat-route": {},
      "model-endpoint-egress": to({ cidrIpv4: "0.0.0.0/0" }),
    },
    status: "failed",
    seen: /opens connections to any host on the internet at TCP 443/,
    at: "fraud",
  },
  {
    rule: "model-egress",
    when: "an endpoint without a policy is closed to the model",
    changes: { lambda: { policy: undefined }, "model-endpoint-egress": null },
    status: "passed",
  },
  {
    rule: "model-egress",
    when: "the model has network isolation",
    changes: { lambda: { policy: undefined }, fraud: { enableNetworkIsolation: true } },
    status: "passed",
    seen: /has network isolation/,
  },
];

describe("the requirements", () => {
  it("all hold for a program that keeps them", async () => {
    const requirements = judge(await record(() => closedVpc()));
    assert.deepEqual(
      requirements.filter(({ status }) => status === "failed" || status === "unknown"),
      [],
    );
    assert.ok(requirements.every(({ evidence }) => evidence.length > 0));
  });

  it("have stable names", () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      [
        "image-by-digest",
        "vpc-access-mode",
        "no-serverless",
        "two-zones",
        "free-addresses",
        "registry-speaks-v2",
        "registry-reachable",
        "registry-admits-model",
        "network-acls",
        "registry-trusted-certificate",
        "docker-hub-route",
        "credentials-provider",
        "lambda-reachable",
        "role-usable-by-sagemaker",
        "role-invokes-credentials-function",
        "credentials-secret-access",
        "authorization-server-reachable",
        "s3-reachable",
        "layer-redirects",
        "policies-let-through",
        "least-privilege",
        "nothing-open",
        "model-egress",
      ],
    );
  });

  // These have files of their own.
  const inOtherFiles = ["network-acls", "policies-let-through"];
  // What it asks nobody knows to be refused.
  const neverFails = ["layer-redirects"];
  for (const { id } of rules.filter((rule) => ![...inOtherFiles, ...neverFails].includes(rule.id))) {
    it(`${id} is broken by a case below`, () => {
      assert.ok(cases.some(({ rule, status }) => rule === id && status === "failed"));
    });
  }

  it("have nothing to say of a program without models", async () => {
    const requirements = judge(await record(() => void pulumi.output(1)));
    assert.deepEqual(
      requirements.filter(({ status }) => status !== "not-applicable"),
      [],
    );
  });

  for (const { rule, when, changes, status, seen, remedy, at } of cases) {
    it(`${rule}: ${status} when ${when}`, async () => {
      const requirement = judge(await record(() => closedVpc(changes))).find(({ id }) => id === rule);
      assert.equal(requirement?.status, status, JSON.stringify(requirement?.evidence, null, 2));
      const worst = requirement.evidence.filter((each) => each.status === status);
      const said = worst.map((each) => each.seen).join("\n");
      if (seen !== undefined) assert.match(said, new RegExp(seen, "m"));
      if (status === "failed") assert.ok(worst.every((each) => each.remedy !== undefined));
      if (status === "unknown") assert.ok(worst.every((each) => each.seen.startsWith("not known: ")));
      if (remedy !== undefined) assert.match(worst.map((each) => each.remedy).join("\n"), remedy);
      if (at !== undefined) {
        assert.ok(
          worst.some((each) => each.resource?.name === at),
          JSON.stringify(worst, null, 2),
        );
      }
    });
  }
});
