import { isFact } from "../../../plan/facts";
import { subnetBlocks } from "../../../plan/network/vpc";
import { containers } from "../../../plan/models";
import { fields, hostName, list, text, texts } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { displayed, type ArchitectureBuilder } from "./architecture-builder";
import { addVpcEndpoints } from "./vpc-endpoints";
import type { NetworkNode } from "./network-interfaces";
import type { Locations } from "./locations";

/** Adds the other AWS services of a plan: functions, endpoints, gateways, storage, secrets and DNS names. */
export function addAwsServices(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const simple = (type: string, spec: (resource: RecordedResource) => Simple): void => {
    for (const resource of graph.ofType(type).filter((each) => !isFact(each))) {
      builder.node({ label: resource.name, parent: locations.region(resource), resource, ...spec(resource) });
    }
  };
  for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]) {
    simple(type, () => ({ kind: "bucket", caption: "S3 bucket" }));
  }
  simple("aws:secretsmanager/secret:Secret", () => ({ kind: "secret", caption: "Secret" }));
  simple("aws:ecr/repository:Repository", () => ({ kind: "repository", caption: "ECR repository" }));
  simple("aws:acm/certificate:Certificate", (resource) => ({
    kind: "certificate",
    caption: "Certificate",
    details: [displayed(resource, "domainName", resource.inputs.domainName)],
  }));
  simple("aws:route53/zone:Zone", (resource) => ({
    kind: "zone",
    caption: list(resource.inputs.vpcs).length > 0 ? "Private hosted zone" : "Hosted zone",
    details: [displayed(resource, "name", resource.inputs.name)],
  }));
  simple("aws:ec2/natGateway:NatGateway", (resource) => ({
    kind: "nat-gateway",
    caption: "NAT gateway",
    parent: locations.of({ subnetIds: texts(resource.inputs.subnetId), groupIds: [] }, resource),
  }));
  simple("aws:ec2/internetGateway:InternetGateway", (resource) => ({
    kind: "internet-gateway",
    caption: "Internet gateway",
    parent: locations.vpc(text(resource.inputs.vpcId), resource),
  }));
  addRecords(graph, builder, locations);
  const functions = addFunctions(graph, builder, locations);
  return [...functions, ...addVpcEndpoints(graph, builder, locations)];
}

type Simple = Pick<Parameters<ArchitectureBuilder["node"]>[0], "kind" | "caption" | "details" | "parent">;

/** Names lead from their zones to what answers; the record that proves a certificate's owner leads to the certificate. */
function addRecords(graph: ResourceGraph, builder: ArchitectureBuilder, locations: Locations): void {
  for (const record of graph.ofType("aws:route53/record:Record")) {
    const targets = [
      ...texts(record.inputs.records),
      ...list(record.inputs.aliases).flatMap(({ name }) => texts(name)),
    ].map(hostName);
    const target = graph.resources.find((resource) => answersTo(resource, targets));
    const to = builder.of(target);
    if (to === undefined) continue;
    const zoneId = text(record.inputs.zoneId);
    const resource = graph
      .ofType("aws:route53/zone:Zone")
      .find(({ outputs }) => outputs.zoneId === zoneId || outputs.id === zoneId);
    const from = builder.node({
      kind: "zone",
      caption: "Existing hosted zone",
      label: resource?.name ?? displayed(record, "zoneId", zoneId) ?? "unknown zone",
      parent: locations.region(resource ?? record),
      resource,
      ...(resource === undefined ? { exists: true } : {}),
    });
    const proves = target?.type === "aws:acm/certificate:Certificate";
    builder.connect({ from, to, kind: "relation", label: proves ? "validates" : "names" });
  }
}

function answersTo({ type, outputs }: RecordedResource, names: readonly string[]): boolean {
  const own = [
    ...texts(outputs.dnsName),
    ...list(outputs.dnsEntries).flatMap(({ dnsName }) => texts(dnsName)),
    ...(type === "aws:acm/certificate:Certificate"
      ? list(outputs.domainValidationOptions).flatMap(({ resourceRecordValue: value }) => texts(value))
      : []),
  ].map(hostName);
  return own.some((each) => names.includes(each) || names.includes(`dualstack.${each}`));
}

function addFunctions(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const providers = new Set(containers(graph).map(({ credentialsProviderArn: arn }) => arn));
  return graph.ofType("aws:lambda/function:Function").flatMap((resource) => {
    const vpc = fields(resource.inputs.vpcConfig);
    const placement = { subnetIds: texts(vpc.subnetIds), groupIds: texts(vpc.securityGroupIds) };
    const parent = locations.of(placement, resource);
    const environment = fields(fields(resource.inputs.environment).variables);
    const isProvider = providers.has(text(resource.outputs.arn));
    const node = builder.node({
      kind: "function",
      caption: isProvider ? "Credentials function" : (purposeOf(graph, resource) ?? "Lambda function"),
      label: resource.name,
      details: [locations.part(placement, parent)],
      parent,
      resource,
    });
    if (placement.subnetIds.length === 0) return [];
    return [
      {
        node,
        place: {
          title: `the function "${resource.name}"`,
          resource,
          ...placement,
          vpcId: locations.vpcId(placement),
          blocks: subnetBlocks(graph, placement.subnetIds),
        },
        opens: true,
        ports: [],
        needs: texts(environment.REGISTRY),
      },
    ];
  });
}

/** What a function is for, by the component that makes it. */
function purposeOf(graph: ResourceGraph, { parent, inputs }: RecordedResource): string | undefined {
  const environment = fields(fields(inputs.environment).variables);
  switch (environment.DESTINATION) {
    case "registry":
      return "Publishing function";
    case "layout":
      return "Staging function";
    case "ecr":
      return "Image-copying function";
  }
  switch (graph.byUrn(parent ?? "")?.type.replace("sagemaker-private-registry:index:", "")) {
    case "CredentialsProvider":
      return "Credentials function";
    case "RegistryAccess":
      return "Preflight function";
    default:
      return undefined;
  }
}
