import { models } from "../../../plan/models";
import {
  covering,
  coversResource,
  glob,
  permissionsOf,
  roleByArn,
  type Permissions,
} from "../../../plan/iam/permissions";
import { fields, text, texts } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import type { ArchitectureBuilder } from "./architecture-builder";
import type { Locations } from "./locations";

/** The permissions that are displayed: the action and its label, by resource type. */
const ACTIONS: Readonly<Record<string, readonly { readonly action: string; readonly label: string }[]>> = {
  "aws:secretsmanager/secret:Secret": [{ action: "secretsmanager:GetSecretValue", label: "reads" }],
  "aws:s3/bucket:Bucket": [
    { action: "s3:GetObject", label: "reads" },
    { action: "s3:PutObject", label: "writes" },
  ],
  "aws:s3/bucketV2:BucketV2": [
    { action: "s3:GetObject", label: "reads" },
    { action: "s3:PutObject", label: "writes" },
  ],
  "aws:lambda/function:Function": [{ action: "lambda:InvokeFunction", label: "invokes" }],
  "aws:ecr/repository:Repository": [
    { action: "ecr:BatchGetImage", label: "pulls" },
    { action: "ecr:PutImage", label: "pushes" },
  ],
};

/** Adds the permissions of roles to invoke, read and write, and the actions of the deployment. */
export function addPermissions(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): void {
  for (const { node, roles } of principals(graph, builder)) {
    for (const role of roles) {
      const permissions = permissionsOf(graph, role);
      addAccess(graph, builder, node, permissions);
      addExistingSecrets(graph, builder, locations, { node, role, permissions });
    }
  }
  addCredentialsFunctions(graph, builder, locations);
  addCertificates(graph, builder);
  addDeployment(graph, builder);
  addSchedules(graph, builder, locations);
}

interface Principal {
  readonly node: string;
  readonly roles: readonly RecordedResource[];
}

/** Who acts: models through their role's own node, functions and services themselves. */
function principals(graph: ResourceGraph, builder: ArchitectureBuilder): readonly Principal[] {
  const rolesOf = (...arns: readonly unknown[]) => arns.flatMap((arn) => roleByArn(graph, text(arn)) ?? []);
  const execution = [...new Set(models(graph).flatMap(({ roleArn }) => rolesOf(roleArn)))];
  const found = [
    ...execution.map((role) => ({ node: builder.of(role), roles: [role] })),
    ...graph
      .ofType("aws:lambda/function:Function")
      .map((each) => ({ node: builder.of(each), roles: rolesOf(each.inputs.role) })),
    ...graph.ofType("aws:ecs/service:Service").map((each) => {
      const definition = graph
        .ofType("aws:ecs/taskDefinition:TaskDefinition")
        .find(({ outputs }) =>
          [outputs.arn, outputs.id, outputs.family].includes(each.inputs.taskDefinition),
        );
      const { taskRoleArn, executionRoleArn } = definition?.inputs ?? {};
      return { node: builder.of(each), roles: rolesOf(taskRoleArn, executionRoleArn) };
    }),
  ];
  return found.flatMap(({ node, roles }) => (node === undefined ? [] : [{ node, roles }]));
}

function addAccess(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  from: string,
  permissions: Permissions,
): void {
  for (const [type, actions] of Object.entries(ACTIONS)) {
    for (const resource of graph.ofType(type)) {
      const to = builder.of(resource);
      const arn = text(resource.outputs.arn);
      if (to === undefined || arn === undefined || to === from) continue;
      for (const { action, label } of actions) {
        if (allows(permissions, action, arn)) builder.connect({ from, to, kind: "access", label });
      }
    }
  }
}

/** Whether a role may do something to a resource, or to something in it, as to objects of a bucket. */
function allows(permissions: Permissions, action: string, arn: string): boolean {
  const allowed = covering(permissions, "Allow", action).some(
    (statement) =>
      coversResource(statement, arn) ||
      (!statement.notResources &&
        statement.resources.some((each) => each.includes("/") && glob(each.split("/")[0] ?? "", arn))),
  );
  const denied = covering(permissions, "Deny", action).some(
    (statement) => !statement.conditional && coversResource(statement, arn),
  );
  return allowed && !denied;
}

/** Adds the secrets that exist and that a role may read, by their ARNs in its policies. */
function addExistingSecrets(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  { node, role, permissions }: { node: string; role: RecordedResource; permissions: Permissions },
): void {
  const made = graph.ofType("aws:secretsmanager/secret:Secret").flatMap(({ outputs }) => texts(outputs.arn));
  const arns = covering(permissions, "Allow", "secretsmanager:GetSecretValue")
    .filter(({ notResources }) => !notResources)
    .flatMap(({ resources }) => resources)
    .filter((arn) => /:secret:[^*]+/.test(arn) && !made.some((each) => glob(arn, each)));
  for (const arn of new Set(arns)) {
    const to = builder.node({
      kind: "secret",
      caption: "Existing secret",
      // AWS adds a hyphen and six characters to the name; a policy may have ?????? or * in their place.
      label: (arn.split(":secret:")[1] ?? arn).replace(/-([A-Za-z0-9]{6}|\?{6}|\*)$/, ""),
      parent: locations.region(role),
      exists: true,
      key: arn,
    });
    builder.connect({ from: node, to, kind: "access", label: "reads" });
  }
}

/** Adds the function that each role must invoke for its models, also where it may not, or exists elsewhere. */
function addCredentialsFunctions(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): void {
  for (const { roleArn, containers, resource } of models(graph)) {
    for (const { credentialsProviderArn: arn } of containers) {
      if (arn === undefined || roleArn === undefined) continue;
      const made = graph.byOutput("aws:lambda/function:Function", "arn", arn);
      const to = builder.node({
        kind: "function",
        caption: "Credentials function",
        label: made?.name ?? arn.split(":function:")[1] ?? arn,
        parent: locations.region(made ?? resource),
        resource: made,
        ...(made === undefined ? { exists: true } : {}),
      });
      const role = roleByArn(graph, roleArn);
      const from = builder.node({
        kind: "role",
        caption: "Execution role",
        label: roleArn,
        key: role?.name ?? roleArn,
        resource: role,
      });
      if (role === undefined) {
        const reason = "this plan does not create the role";
        builder.connect({ from, to, kind: "access", label: "invokes", status: "unknown", reason });
        continue;
      }
      const permissions = permissionsOf(graph, role);
      const isAllowed = allows(permissions, "lambda:InvokeFunction", arn);
      const mayBe = permissions.unknownPolicies.length > 0;
      builder.connect({
        from,
        to,
        kind: "access",
        label: "invokes",
        ...(isAllowed
          ? {}
          : {
              status: mayBe ? "unknown" : "blocked",
              reason: mayBe
                ? `the policies ${permissions.unknownPolicies.join(", ")} are unknown`
                : "no policy of the role allows lambda:InvokeFunction on it",
            }),
      });
    }
  }
}

function addCertificates(graph: ResourceGraph, builder: ArchitectureBuilder): void {
  for (const listener of ["aws:lb/listener:Listener", "aws:alb/listener:Listener"].flatMap((type) =>
    graph.ofType(type),
  )) {
    const loadBalancer = graph.resources.find(
      ({ outputs, type }) =>
        /loadBalancer:LoadBalancer$/.test(type) && outputs.arn === listener.inputs.loadBalancerArn,
    );
    const certificate = graph.byOutput(
      "aws:acm/certificate:Certificate",
      "arn",
      listener.inputs.certificateArn,
    );
    const [from, to] = [builder.of(certificate), builder.of(loadBalancer)];
    if (from !== undefined && to !== undefined) {
      builder.connect({ from, to, kind: "relation", label: "validates its name" });
    }
  }
}

/** Adds what `pulumi up` itself invokes and uploads. */
function addDeployment(graph: ResourceGraph, builder: ArchitectureBuilder): void {
  const deployment = () =>
    builder.node({ kind: "deployment", caption: "Deployment", label: "pulumi up", exists: true });
  const invoked = [
    ...graph.ofType("aws:lambda/invocation:Invocation").map(({ inputs }) => inputs.functionName),
    ...graph.calls
      .filter(({ token }) => token === "aws:lambda/getInvocation:getInvocation")
      .map(({ inputs }) => inputs.functionName),
  ];
  for (const name of new Set(invoked)) {
    const to = builder.of(
      graph
        .ofType("aws:lambda/function:Function")
        .find(({ outputs }) => [outputs.name, outputs.arn, outputs.id].includes(name)),
    );
    if (to !== undefined) builder.connect({ from: deployment(), to, kind: "access", label: "invokes" });
  }
  for (const type of ["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"]) {
    for (const { inputs } of graph.ofType(type)) {
      const bucket = graph.resources.find(
        ({ type: other, outputs }) =>
          /^aws:s3\/bucket(V2)?:Bucket/.test(other) && [outputs.bucket, outputs.id].includes(inputs.bucket),
      );
      const to = builder.of(bucket);
      if (to !== undefined) builder.connect({ from: deployment(), to, kind: "access", label: "uploads" });
    }
  }
}

/** Adds the schedules that invoke functions. */
function addSchedules(graph: ResourceGraph, builder: ArchitectureBuilder, locations: Locations): void {
  const targets = [
    ...graph
      .ofType("aws:scheduler/schedule:Schedule")
      .map((schedule) => ({ schedule, arn: fields(schedule.inputs.target).arn })),
    ...graph.ofType("aws:cloudwatch/eventTarget:EventTarget").flatMap((target) => {
      const schedule = graph
        .ofType("aws:cloudwatch/eventRule:EventRule")
        .find(
          ({ outputs, inputs }) =>
            [outputs.name, outputs.id].includes(target.inputs.rule) &&
            inputs.scheduleExpression !== undefined,
        );
      return schedule === undefined ? [] : [{ schedule, arn: target.inputs.arn }];
    }),
  ];
  for (const { schedule, arn } of targets) {
    const to = builder.of(graph.byOutput("aws:lambda/function:Function", "arn", arn));
    if (to === undefined) continue;
    const from = builder.node({
      kind: "schedule",
      caption: "Schedule",
      label: schedule.name,
      details: [text(schedule.inputs.scheduleExpression)],
      parent: locations.region(schedule),
      resource: schedule,
    });
    builder.connect({ from, to, kind: "access", label: "invokes" });
  }
}
