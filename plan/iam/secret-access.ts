import { all, any, not, type Truth } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { text, texts } from "../values";
import { evaluate } from "./evaluate";
import { contextOfRole, evaluateRole, permissionsOf } from "./permissions";
import { isReadable, statements, type PolicyStatement } from "./statements";

const READ = "secretsmanager:GetSecretValue";
const DECRYPT = "kms:Decrypt";
const SECRET = "aws:secretsmanager/secret:Secret";
const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
const ALIAS = "aws:kms/alias:Alias";

/** Whether a role may read a secret, and what decides. */
export interface SecretAccess {
  readonly answer: Truth;
  /** What decides: a policy, the secret or its key. */
  readonly by: RecordedResource;
  /** What is needed where the answer is not `yes`: an action on an ARN. */
  readonly needs: string;
}

/**
 * Whether a role may read a secret: by its own policies, the secret's policy, and for a key of the customer's by that key's.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function evaluateSecretAccess(
  graph: ResourceGraph,
  role: RecordedResource,
  arn: string,
): SecretAccess {
  const roleArn = text(role.outputs.arn);
  const request = { action: READ, resource: arn, context: contextOfRole(roleArn, arn.split(":")[3]) };
  const own = evaluateRole(permissionsOf(graph, role), request);
  const by = own.by?.declaredBy ?? role;
  const needs = `${READ} on ${arn}`;
  if (own.answer === "no") return { answer: "no", by, needs };
  // The secret's own policy must allow another account.
  const isOwn = roleArn?.split(":")[4] === arn.split(":")[4];
  const secret = graph.byOutput(SECRET, "arn", arn);
  if (secret === undefined || !isOwn) return { answer: isOwn ? own.answer : "unknown", by, needs };
  const policies = [
    { document: secret.inputs.policy, declaredBy: secret },
    ...graph
      .withInput(SECRET_POLICY, "secretArn", arn)
      .map((each) => ({ document: each.inputs.policy, declaredBy: each })),
  ];
  for (const { document, declaredBy } of policies) {
    if (!isReadable(document)) return { answer: "unknown", by: declaredBy, needs };
    const { denied } = evaluate(statements(document, declaredBy), {
      ...request,
      ...(roleArn === undefined ? {} : { principal: roleArn }),
    });
    if (denied !== "no") return { answer: not(denied), by: declaredBy, needs };
  }
  const key = text(secret.inputs.kmsKeyId);
  const decryption = key === undefined ? undefined : mayDecrypt(graph, role, secret, key);
  return decryption === undefined || decryption.answer === "yes"
    ? { answer: own.answer, by, needs }
    : decryption;
}

function mayDecrypt(
  graph: ResourceGraph,
  role: RecordedResource,
  secret: RecordedResource,
  named: string,
): SecretAccess {
  const key = keyNamed(graph, named);
  const keyArn = text(key?.outputs.arn);
  const needs = `${DECRYPT} on ${keyArn ?? named}`;
  if (key === undefined || keyArn === undefined) return { answer: "unknown", by: secret, needs };
  const roleArn = text(role.outputs.arn);
  const [, , , region = "", account = ""] = keyArn.split(":");
  const context = {
    ...contextOfRole(roleArn, region),
    "kms:viaservice": `secretsmanager.${region}.amazonaws.com`,
    "kms:calleraccount": account,
  };
  const request = { action: DECRYPT, resource: keyArn, context };
  const identity = evaluateRole(permissionsOf(graph, role), request);
  const [own] = graph.withInput(KEY_POLICY, "keyId", key.outputs.id);
  const document = own?.inputs.policy ?? key.inputs.policy;
  // Without a policy of its own a key leaves it to the policies of its account.
  if (document === undefined || document === "") return { answer: identity.answer, by: role, needs };
  const by = own ?? key;
  if (!isReadable(document)) return { answer: "unknown", by, needs };
  const policy = statements(document, by);
  const asked = { ...request, ...(roleArn === undefined ? {} : { principal: roleArn }) };
  const names = (statement: PolicyStatement): boolean =>
    statement.principals?.everyone === true || statement.principals?.aws.includes(roleArn ?? "") === true;
  const direct = evaluate(policy.filter(names), asked).allowed;
  const delegated = evaluate(
    policy.filter((statement) => !names(statement)),
    asked,
  ).allowed;
  const mayByPolicy: Truth = identity.reason === "denied" || identity.reason === "boundary" ? "no" : direct;
  const answer = all([
    not(evaluate(policy, asked).denied),
    any([mayByPolicy, all([delegated, identity.answer])]),
  ]);
  return { answer, by: answer === "no" && identity.answer === "no" ? role : by, needs };
}

/** The key of the plan with an id, an ARN or an alias. */
function keyNamed(graph: ResourceGraph, named: string): RecordedResource | undefined {
  const own = ["id", "arn", "keyId"].map((property) => graph.byOutput(KEY, property, named)).find(Boolean);
  if (own !== undefined) return own;
  const alias = ["id", "arn", "name"].map((property) => graph.byOutput(ALIAS, property, named)).find(Boolean);
  return texts(alias?.inputs.targetKeyId).flatMap((id) => keyNamed(graph, id) ?? [])[0];
}
