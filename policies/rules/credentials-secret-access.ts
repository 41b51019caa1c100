import { bestAlternative, failed, notApplicable, passed, unknown, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { mayDeny } from "../../plan/iam/aws-policies";
import { covering, glob, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { evaluateSecretAccess } from "../../plan/iam/secret-access";
import { functionByArn, privateModels, providersOf } from "../../plan/models";
import { checkInterfaceEndpoint, serviceRoutes } from "../../plan/network/interface-endpoint-check";
import type { VpcLocation } from "../../plan/network/network-locations";
import { checkPlacement } from "../../plan/network/placement";
import { checkInternetRoute } from "../../plan/network/route-check";
import { subnetBlocks, vpcIdOf } from "../../plan/network/vpc";
import { endpointsFor } from "../../plan/network/vpc-endpoints";
import { serviceHost } from "../../plan/service-hosts";
import { enumerate, fields, text, texts } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const ACTION = "secretsmanager:GetSecretValue";
const HTTPS = 443;
const SECRET = "aws:secretsmanager/secret:Secret";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html */
export const credentialsSecretAccess: Rule = {
  id: "credentials-secret-access",
  title: "The credentials function may read its secret",
  check: (graph) =>
    verdict(
      [...new Set(privateModels(graph).flatMap(providersOf))].flatMap((arn) => {
        const made = functionByArn(graph, arn);
        return made === undefined
          ? [unknown(undefined, `what the function ${arn}, which this program does not make, may read`)]
          : ofFunction(graph, made);
      }),
      "no model has a credentials provider",
    ),
};

function ofFunction(graph: ResourceGraph, lambda: RecordedResource): readonly Evidence[] {
  const role = roleByArn(graph, text(lambda.inputs.role));
  if (role === undefined) return [unknown(lambda, "what the role of the credentials function may read")];
  const permissions = permissionsOf(graph, role);
  const secrets = secretsOf(lambda);
  if (secrets.length > 0) {
    return [...secrets.map((arn) => ofSecret(graph, lambda, role, arn)), ...checkNetwork(graph, lambda)];
  }
  const allowed = covering(permissions, "Allow", ACTION);
  if (allowed.length === 0) {
    const unread = permissions.unknownPolicies.filter(mayDeny);
    if (unread.length > 0) {
      return [
        unknown(
          role,
          `whether the policy ${enumerate(unread)} lets the function "${lambda.name}" read a secret`,
        ),
      ];
    }
    return graph.ofType(SECRET).length === 0
      ? [notApplicable(`the credentials function "${lambda.name}" reads no secret of Secrets Manager`)]
      : [
          unknown(
            lambda,
            `whether the function needs one of the secrets of this program (${enumerate(graph.ofType(SECRET).map(({ name }) => `"${name}"`))}): its role may read none`,
          ),
        ];
  }
  const decisions = allowed.flatMap((statement) => {
    const { resources, notResources, declaredBy } = statement;
    const named = notResources ? "all but some secrets" : enumerate(resources);
    if (!notResources && !resources.some((each) => /[*?]/.test(each.replace(/-\?{6}$/, "")))) {
      return resources.map((each) => ofSecret(graph, lambda, role, secretNamed(graph, each)));
    }
    const isLimited =
      permissions.boundary !== undefined ||
      permissions.unknownPolicies.some(mayDeny) ||
      covering(permissions, "Deny", ACTION).length > 0;
    return statement.conditional || isLimited
      ? [unknown(declaredBy, `whether the function "${lambda.name}" may read ${named}`)]
      : [passed(declaredBy, `lets the function "${lambda.name}" read ${named}`)];
  });
  return [...decisions, ...checkNetwork(graph, lambda)];
}

/**
 * Checks the route from a function in a VPC to Secrets Manager: its network interfaces have no public addresses.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
 */
function checkNetwork(graph: ResourceGraph, lambda: RecordedResource): readonly Evidence[] {
  const config = fields(lambda.inputs.vpcConfig);
  const place = { subnetIds: texts(config.subnetIds), groupIds: texts(config.securityGroupIds) };
  if (place.subnetIds.length === 0) return [];
  const vpcId = vpcIdOf(graph, place);
  const blocks = subnetBlocks(graph, place.subnetIds);
  const title = `the function "${lambda.name}"`;
  const location: VpcLocation = { title, resource: lambda, ...place, blocks, vpcId };
  const arn = text(lambda.outputs.arn) ?? "";
  const host = serviceHost(graph, "secretsmanager", arn);
  const endpoints = endpointsFor(graph, "secretsmanager", vpcId, arn.split(":")[3]);
  return [
    ...checkPlacement(graph, location),
    ...bestAlternative(
      serviceRoutes(graph, endpoints, vpcId, host).map((route): readonly Evidence[] => {
        if (route.kind === "closed") return route.evidence;
        return route.kind === "endpoint"
          ? checkInterfaceEndpoint(graph, location, route.endpoint, host)
          : checkInternetRoute(graph, location, host, HTTPS);
      }),
    ),
  ];
}

function ofSecret(
  graph: ResourceGraph,
  lambda: RecordedResource,
  role: RecordedResource,
  arn: string,
): Evidence {
  const { answer, by, needs } = evaluateSecretAccess(graph, role, arn);
  if (answer === "no") {
    return failed(
      by,
      `does not let the function "${lambda.name}" read ${arn}`,
      `allow ${needs}, and deny it nowhere`,
    );
  }
  return answer === "yes"
    ? passed(by, `lets the function "${lambda.name}" read ${arn}`)
    : unknown(by, `whether the function "${lambda.name}" may read ${arn}`);
}

/** The ARN of the secret that a policy names: its random suffix may be left open, as AWS writes it. */
function secretNamed(graph: ResourceGraph, pattern: string): string {
  const made = graph.ofType(SECRET).flatMap(({ outputs }) => texts(outputs.arn));
  return made.find((arn) => glob(pattern, arn)) ?? pattern.replace(/-\?{6}$/, "-AbCdEf");
}

/** The ARNs of the secrets in a function's environment variables. */
function secretsOf({ inputs }: RecordedResource): readonly string[] {
  return Object.values(fields(fields(inputs.environment).variables))
    .flatMap((value) => texts(value))
    .filter((value) => /^arn:[a-z0-9-]+:secretsmanager:/.test(value));
}
