// What each check and each requirement means, and what to do where it fails, for docs/checks.md.
import type { CheckId } from "../../preflight/check-ids";

/** What a check or requirement is about. */
export interface Meaning {
  readonly meaning: string;
  readonly remedy: string;
  /** The page that it comes from, where AWS documents it. */
  readonly source?: string;
}

const SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest";
const PRIVATE_REGISTRY = `${SAGEMAKER}/dg/your-algorithms-containers-inference-private.html`;
const PRIVATE_DNS = "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html";

/** The checks of the preflight and of `doctor`. */
export const CHECK_MEANINGS: Readonly<Record<CheckId, Meaning>> = {
  "registry-name": {
    meaning: "The registry's host name resolves in DNS, where the check runs.",
    remedy: "Create the record, or associate the private zone that has it with the VPC.",
  },
  "registry-address": {
    meaning: "The name has addresses of one kind only: in the VPC, in a private network, or on the internet.",
    remedy:
      "Publish addresses of one kind. Set the check to off where an address outside of the VPC is intended.",
    source: PRIVATE_REGISTRY,
  },
  "registry-connection": {
    meaning: "A TCP connection to the registry's port succeeds.",
    remedy:
      "Check security groups in both directions, the subnets' routes, network ACLs, and whether the registry listens on this port.",
  },
  "registry-tls": {
    meaning: "The registry completes a TLS 1.2 or 1.3 handshake.",
    remedy: "Serve TLS on this port, or put a load balancer with TLS in front.",
    source: PRIVATE_REGISTRY,
  },
  "certificate-authority": {
    meaning:
      "The certificate chain ends in a public authority that Node.js ships. Your own trust store does not count.",
    remedy: "Use a certificate of a public authority, and send the intermediate certificates with it.",
    source: PRIVATE_REGISTRY,
  },
  "certificate-name": {
    meaning: "The certificate contains the registry's host name.",
    remedy: "Issue a certificate for the name in the image reference.",
  },
  "certificate-expiry": {
    meaning: "The certificate and those of its issuers are valid, and it does not expire within 14 days.",
    remedy: "Renew it, and automate renewal.",
  },
  "registry-api": {
    meaning:
      "`GET /v2/` returns 200 or 401, as a Docker registry does. Redirects are followed; a page of HTML warns.",
    remedy: "Use the registry's own name and port. A proxy in front must pass on `/v2/`.",
    source: PRIVATE_REGISTRY,
  },
  "authentication-scheme": {
    meaning:
      "The registry requests Basic or Bearer authentication, or none, and there are credentials where it requests them.",
    remedy: "Configure Basic or a token server with an `https:` realm; provide the credentials.",
  },
  "authorization-server": {
    meaning:
      "The token server of a registry with Bearer authentication is reachable over TLS, and is the one of `authorizationServer`, if that is set.",
    remedy:
      "Allow the models' security groups to reach it (`authorizationServer`), and give it a public certificate.",
    source: PRIVATE_REGISTRY,
  },
  "lambda-endpoint": {
    meaning:
      "Lambda's API answers at its own name from the models' subnets. Only the preflight makes this check.",
    remedy:
      "Create an interface endpoint for Lambda with private DNS, or a route to a NAT gateway (`network.lambdaRoute`).",
    source: PRIVATE_DNS,
  },
  "credentials-provider": {
    meaning: "The credentials function returns credentials in the documented form, within 5 seconds.",
    remedy: "Check the secret's keys (`usernameKey`, `passwordKey`), and the function's log.",
    source: `${SAGEMAKER}/APIReference/API_RepositoryAuthConfig.html`,
  },
  authentication: {
    meaning: "The registry accepts the credentials.",
    remedy: "Correct the user or the password in the secret.",
  },
  manifest: {
    meaning: "The repository has a manifest under this tag or digest, and the user may read it.",
    remedy: "Push the image, correct the reference, or grant the user pull access to the repository.",
  },
  "digest-pinned": {
    meaning: "The reference has a digest, which no push can move.",
    remedy: "Use the digest that the check prints.",
  },
  platform: {
    meaning: "The image is built for the platform of the instance type.",
    remedy: "Build it with `docker buildx build --platform …`, or choose another instance type.",
  },
  "media-types": {
    meaning:
      "Manifest, configuration and layers have media types that SageMaker is known to pull. OCI manifests, indexes, zstd and general media types warn.",
    remedy:
      "Push one image with Docker's media types: `docker buildx build --provenance=false --output type=registry,oci-mediatypes=false`.",
  },
  "image-labels": {
    meaning:
      "Images of multi-container and multi-model endpoints have the labels that SageMaker requires of images in ECR.",
    remedy: "Add the `LABEL` that the check prints to the Dockerfile.",
    source: `${SAGEMAKER}/dg/inference-pipeline-real-time.html`,
  },
  blobs: {
    meaning:
      "The first bytes of the configuration and of every layer can be read. A `Content-Encoding` warns.",
    remedy: "Push the image again; check the registry's storage and the user's permissions.",
  },
  redirects: {
    meaning:
      "The registry serves layers itself. A redirect to a reachable host warns: AWS does not document whether SageMaker follows it.",
    remedy:
      "Turn redirects off (CNCF distribution: `storage.redirect.disable: true`), or make the target reachable.",
  },
  "rate-limit": {
    meaning: "The registry reports that more than a tenth of its pull limit remains.",
    remedy: "Use an account with a higher limit, or copy the image into a registry of your own.",
  },
  "image-size": {
    meaning:
      "The image fits on the volume, and can be pulled within the time that the instance has to start.",
    remedy:
      "Increase `volumeSizeInGb` or `containerStartupHealthCheckTimeoutInSeconds`; move model data to S3.",
  },
  "endpoint-name": {
    meaning: "No failed endpoint of the same name is left in SageMaker. Only the preflight makes this check.",
    remedy: "Delete the failed endpoint, or choose another name.",
    source: `${SAGEMAKER}/APIReference/API_DescribeEndpoint.html`,
  },
};

/** The requirements that a rehearsal checks a plan against. */
export const REQUIREMENT_MEANINGS: Readonly<Record<string, Meaning>> = {
  "image-by-digest": {
    meaning: "Image references contain a digest, so that every scale-out pulls the same image.",
    remedy: "Write `registry/repository@sha256:…`, or use tags with the preflight, which resolves them.",
    source: PRIVATE_REGISTRY,
  },
  "vpc-access-mode": {
    meaning:
      "Every container of a model has `imageConfig.repositoryAccessMode` `Vpc`, and the model has a `vpcConfig`.",
    remedy: "Set both. The components always do.",
    source: `${SAGEMAKER}/APIReference/API_ImageConfig.html`,
  },
  "no-serverless": {
    meaning: "No variant of a model with a private registry is serverless.",
    remedy: "Set `instanceType` and `initialInstanceCount`.",
    source: `${SAGEMAKER}/dg/serverless-endpoints.html`,
  },
  "two-zones": {
    meaning: "The model's subnets are in at least two Availability Zones.",
    remedy: "Add a subnet in another zone.",
    source: `${SAGEMAKER}/dg/host-vpc.html`,
  },
  "free-addresses": {
    meaning: "The subnets have free IP addresses for the instances that start.",
    remedy: "Free addresses, or use larger subnets.",
    source: `${SAGEMAKER}/dg/host-vpc.html`,
  },
  "registry-speaks-v2": {
    meaning:
      "The registry implements Docker Registry HTTP API V2. A plan shows it only for registries that it makes.",
    remedy: "Run `doctor` against the registry.",
    source: PRIVATE_REGISTRY,
  },
  "registry-reachable": {
    meaning: "Routes and security groups lead from the model's subnets to the registry's listener.",
    remedy:
      "Add the route or the rule that the evidence names, or place the models in the VPC that reaches the registry.",
    source: PRIVATE_REGISTRY,
  },
  "registry-admits-model": {
    meaning: "The registry's security groups admit the model's groups on the registry's port.",
    remedy: "Add the ingress rule, or set `admitModels`.",
    source: PRIVATE_REGISTRY,
  },
  "network-acls": {
    meaning:
      "Network ACLs allow requests to the registry and Lambda, and their responses on ephemeral ports.",
    remedy: "Allow the ports that the evidence names, in both directions.",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
  },
  "registry-trusted-certificate": {
    meaning: "The registry's certificate comes from a public authority.",
    remedy: "Use a public ACM certificate, or one of another public authority.",
    source: PRIVATE_REGISTRY,
  },
  "docker-hub-route": {
    meaning: "Models with images of Docker Hub have a route to the internet.",
    remedy: "Route the subnets to a NAT gateway.",
    source: PRIVATE_REGISTRY,
  },
  "credentials-provider": {
    meaning: "Models of registries that require authentication name a credentials function.",
    remedy: "Set `imageConfig.repositoryAuthConfig`; the components do it with `credentialsProviderArn`.",
    source: `${SAGEMAKER}/APIReference/API_RepositoryAuthConfig.html`,
  },
  "lambda-reachable": {
    meaning: "Lambda's API is reachable from the model's subnets at its own name.",
    remedy:
      "Create an interface endpoint with private DNS that admits the models' groups, or route to a NAT gateway.",
    source: PRIVATE_REGISTRY,
  },
  "role-usable-by-sagemaker": {
    meaning: "The execution role trusts SageMaker, and may manage the network interfaces of the models.",
    remedy:
      "Correct the trust policy, the role's policies or its permissions boundary, as the evidence says.",
    source: `${SAGEMAKER}/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms`,
  },
  "role-invokes-credentials-function": {
    meaning: "The execution role may invoke the credentials function, by the exact ARN that the model names.",
    remedy: "Allow `lambda:InvokeFunction` on that ARN, with its version or alias.",
    source: PRIVATE_REGISTRY,
  },
  "credentials-secret-access": {
    meaning: "The credentials function may read its secret, and use the key that encrypts it.",
    remedy: "Allow `secretsmanager:GetSecretValue` on the secret and `kms:Decrypt` on its key.",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html",
  },
  "authorization-server-reachable": {
    meaning:
      "The token server of a registry with Bearer authentication is reachable from the model's subnets.",
    remedy: "Set `authorizationServer`, and add the route or rule that the evidence names.",
    source: PRIVATE_REGISTRY,
  },
  "s3-reachable": {
    meaning: "S3 is reachable where layers or model data come from S3.",
    remedy: "Create a gateway endpoint for S3 on the subnets' route tables, and allow S3's prefix list.",
    source: `${SAGEMAKER}/dg/host-vpc.html`,
  },
  "layer-redirects": {
    meaning: "The registry serves layers itself. AWS does not document whether SageMaker follows redirects.",
    remedy: "Turn redirects off, or accept the unknown.",
  },
  "policies-let-through": {
    meaning: "Policies of interface endpoints, gateway endpoints and buckets allow what a pull requests.",
    remedy: "Allow the action and the resource that the evidence names.",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  },
  "least-privilege": {
    meaning: "Roles may invoke and read only what a pull needs.",
    remedy: "Name exact ARNs in place of wildcards.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  },
  "nothing-open": {
    meaning: "No security group between the model and the registry admits the whole internet.",
    remedy: "Admit security groups or CIDR blocks of the clients.",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  },
  "model-egress": {
    meaning:
      "A hostile model sends nothing out: it reaches no host on the internet, and the endpoints that it reaches let only requests of this account to this account pass.",
    remedy:
      "Restrict the models' security group, and give each endpoint a policy with aws:PrincipalAccount and aws:ResourceAccount.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html",
  },
};
