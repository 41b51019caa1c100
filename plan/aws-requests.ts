import type { VpcLocation } from "./network/network-locations";
import type { RecordedResource, ResourceGraph } from "./graph";
import { privateModels, pulls, type Model } from "./models";
import { endpointsFor } from "./network/vpc-endpoints";
import { serviceRoutes } from "./network/interface-endpoint-check";
import { s3Routes } from "./network/s3-route";
import {
  backends,
  listenerOrAny,
  findRegistry,
  locationOfService,
  taskContainers,
  registrySoftware,
  type Backend,
} from "./registry/index";
import { serviceHost } from "./service-hosts";
import { fields, list, text, texts } from "./values";

/** One request to AWS that a pull cannot do without. */
export interface AwsRequest {
  /** Who makes it, for example `the role "tasks"`. */
  readonly title: string;
  /** Who is asked whether it may, where that is known. */
  readonly principalArn: string | undefined;
  readonly action: string;
  readonly resourceArn: string;
  readonly vpcId: string | undefined;
  /** The endpoints that it goes through; `undefined` among them where it goes out of the VPC. */
  readonly endpoints: readonly (RecordedResource | undefined)[];
  /** The Region whose service is asked, if it is known. */
  readonly region: string | undefined;
  /** The bucket of the plan that is asked; `undefined` where it is none. */
  readonly bucket?: RecordedResource;
}

/** Every request to AWS that the pulls of a plan cannot do without. */
export function awsRequests(graph: ResourceGraph): readonly AwsRequest[] {
  return [
    ...privateModels(graph).flatMap((model) => [...invocations(graph, model), ...modelData(graph, model)]),
    ...pulls(graph).flatMap(({ model, registry }) => {
      const seen = findRegistry(graph, registry, model.source.vpcId);
      // Whether its name leads there is another question.
      const location = seen.kind === "elsewhere" ? findRegistry(graph, registry) : seen;
      if (location.kind !== "load-balancer") return [];
      const listener = listenerOrAny(graph, location.loadBalancer, registry.port);
      const found = listener === undefined ? [] : backends(graph, listener, registry.host);
      const redirects = registrySoftware(graph, registry).redirectsToS3 === true;
      return found.flatMap((backend) => layers(graph, backend, redirects ? model : undefined));
    }),
  ];
}

/** SageMaker invokes the credentials function with the execution role, from the model's VPC. */
function invocations(graph: ResourceGraph, { source, roleArn, containers }: Model): readonly AwsRequest[] {
  const arns = containers.flatMap(({ credentialsProviderArn }) => texts(credentialsProviderArn));
  return [...new Set(arns)].map((resourceArn) => ({
    title: roleTitle(graph, roleArn),
    principalArn: roleArn,
    action: "lambda:InvokeFunction",
    resourceArn,
    vpcId: source.vpcId,
    endpoints: serviceRoutes(
      graph,
      endpointsFor(graph, "lambda", source.vpcId, resourceArn.split(":")[3]),
      source.vpcId,
      serviceHost(graph, "lambda", resourceArn),
    ).flatMap((way) => (way.kind === "closed" ? [] : [way.kind === "endpoint" ? way.endpoint : undefined])),
    region: resourceArn.split(":")[3],
  }));
}

/** The model's data comes from S3 with the execution role, through the model's VPC. */
function modelData(graph: ResourceGraph, { resource, source, roleArn }: Model): readonly AwsRequest[] {
  const { inputs } = resource;
  const urls = [inputs.primaryContainer, ...list(inputs.containers)]
    .map(fields)
    .flatMap((container) => [
      ...texts(container.modelDataUrl),
      ...[fields(container.modelDataSource), ...list(container.additionalModelDataSources)].flatMap(
        ({ s3DataSources }) => list(s3DataSources).flatMap(({ s3Uri }) => texts(s3Uri)),
      ),
    ]);
  return urls.flatMap((url) => {
    const [, name, key = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url) ?? [];
    if (name === undefined) return [];
    return [
      {
        title: roleTitle(graph, roleArn),
        principalArn: roleArn,
        action: "s3:GetObject",
        // A folder stands for the objects in it.
        resourceArn: `arn:${partitionOf(roleArn)}:s3:::${name}/${key === "" || key.endsWith("/") ? `${key}object` : key}`,
        vpcId: source.vpcId,
        ...s3Endpoints(graph, source),
        bucket: bucketNamed(graph, name),
      },
    ];
  });
}

/** The registry's tasks read the layers; where it redirects, the pullers do so with what the tasks have signed. */
function layers(
  graph: ResourceGraph,
  { service, taskDefinition }: Backend,
  puller: Model | undefined,
): readonly AwsRequest[] {
  const name = taskContainers(taskDefinition)
    .flatMap(({ settings }) => settings)
    .flatMap((setting) => texts(/\bbucket["']?\s*:\s*["']?([a-z0-9][a-z0-9.-]{1,62})/.exec(setting)?.[1]))[0];
  if (name === undefined || service === undefined) return [];
  const tasks = locationOfService(graph, service);
  const roleArn = text(taskDefinition?.inputs.taskRoleArn);
  const bucket = bucketNamed(graph, name);
  const bucketArn = text(bucket?.outputs.arn) ?? `arn:${partitionOf(roleArn)}:s3:::${name}`;
  const from = (source: VpcLocation, action: string, resourceArn: string): AwsRequest => ({
    title: roleTitle(graph, roleArn),
    principalArn: roleArn,
    action,
    resourceArn,
    vpcId: source.vpcId,
    ...s3Endpoints(graph, source),
    bucket,
  });
  const layer = `${bucketArn}/docker/registry/v2/blobs/layer`;
  return [
    from(tasks, "s3:ListBucket", bucketArn),
    from(tasks, "s3:GetObject", layer),
    ...(puller === undefined ? [] : [from(puller.source, "s3:GetObject", layer)]),
  ];
}

/** The ways to S3 of those in some subnets, and its Region. */
function s3Endpoints(graph: ResourceGraph, source: VpcLocation): Pick<AwsRequest, "endpoints" | "region"> {
  const endpoints = endpointsFor(graph, "s3", source.vpcId);
  const ways = s3Routes(graph, source).flatMap(
    ({ endpoint, isKnown }): readonly (RecordedResource | undefined)[] =>
      isKnown || endpoints.length === 0 ? [endpoint] : endpoints,
  );
  return {
    endpoints: [...new Set(ways)],
    region: endpoints.flatMap(({ inputs }) =>
      texts(/\.([a-z0-9-]+)\.s3$/.exec(text(inputs.serviceName) ?? "")?.[1]),
    )[0],
  };
}

function bucketNamed(graph: ResourceGraph, name: string): RecordedResource | undefined {
  return ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]
    .flatMap((type) => graph.ofType(type))
    .find(({ outputs, read }) => !read && [outputs.bucket, outputs.id].includes(name));
}

function roleTitle(graph: ResourceGraph, arn: string | undefined): string {
  const role = arn === undefined ? undefined : graph.byOutput("aws:iam/role:Role", "arn", arn);
  return role === undefined ? `the role ${arn ?? "of the tasks"}` : `the role "${role.name}"`;
}

function partitionOf(arn: string | undefined): string {
  return arn?.split(":")[1] ?? "aws";
}
