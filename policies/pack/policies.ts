import type { StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { judge, rules, Severity, Status, type Requirement } from "..";
import { severityOf } from "../settings";
import { graphOf } from "./stack-graph";
import { looseEnds, withLooseEnds } from "./unlinked-properties";

/** The id of the policy that tells of what is unknown. */
export const UNKNOWN_REQUIREMENTS = "unknown-requirements";

/** What the policy for unknown requirements is configured with. */
interface UnknownConfig {
  /** The ids of requirements that may be unknown. */
  readonly allowUnknown?: readonly string[];
}

/**
 * The requirements as policies, each of the whole stack: those that a pull needs are mandatory, advice is advisory. What is
 * unknown is no violation of a requirement: `unknown-requirements`, which is advisory, tells of it.
 */
export function createPolicies(): StackValidationPolicy[] {
  return [
    ...rules.map(({ id, title, level }) => ofRule(id, title, severityOf(level ?? "required"))),
    ofUnknown(),
  ];
}

function ofRule(id: string, title: string, severity: Severity): StackValidationPolicy {
  return {
    name: id,
    description: `${title}.`,
    enforcementLevel: severity === Severity.Error ? "mandatory" : "advisory",
    validateStack: (args, reportViolation) => {
      const [requirement] = judged(args, [id]);
      for (const { status, resource, seen, remedy } of requirement?.evidence ?? []) {
        if (status !== Status.Failed) continue;
        reportViolation(remedy === undefined ? seen : `${seen}. Remedy: ${remedy}.`, resource?.urn);
      }
    },
  };
}

function ofUnknown(): StackValidationPolicy {
  return {
    name: UNKNOWN_REQUIREMENTS,
    description: "Every requirement is known to be met or not.",
    enforcementLevel: "advisory",
    configSchema: {
      properties: {
        allowUnknown: {
          type: "array",
          items: { type: "string", enum: rules.map(({ id }) => id) },
          default: [],
          description: "The ids of requirements that may be unknown.",
        },
      },
    },
    validateStack: (args, reportViolation) => {
      const { allowUnknown = [] } = args.getConfig<UnknownConfig>();
      const ids = rules.map(({ id }) => id).filter((id) => !allowUnknown.includes(id));
      for (const { id, status, evidence } of judged(args, ids)) {
        if (status !== Status.Unknown) continue;
        for (const each of evidence) {
          if (each.status === Status.Unknown) reportViolation(`${id}: ${each.seen}`, each.resource?.urn);
        }
      }
    },
  };
}

/** What is found of some requirements in a stack. */
function judged({ resources }: StackValidationArgs, ids: readonly string[]): readonly Requirement[] {
  const graph = graphOf(resources);
  const loose = looseEnds(graph);
  const off = rules.filter(({ id }) => !ids.includes(id)).map(({ id }) => [id, Severity.Off] as const);
  return judge(graph, { severities: Object.fromEntries(off) })
    .filter(({ id }) => ids.includes(id))
    .map((requirement) => withLooseEnds(requirement, loose));
}
