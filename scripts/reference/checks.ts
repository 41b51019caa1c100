// docs/checks.md: every check of a preflight or `doctor`, and every requirement of a rehearsal, by its id.
import { endpointNameCheck } from "../../functions/preflight/endpoint-name";
import { lambdaEndpoint } from "../../functions/preflight/lambda-endpoint";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { rules } from "../../policies";
import { severityOf } from "../../policies/settings";
import { CHECK_IDS, CHECKS, type Check } from "../../preflight";
import { CHECK_MEANINGS, REQUIREMENT_MEANINGS, type Meaning } from "./meanings";
import { table } from "./schema-text";

/** Every check, in the order of a report: those of every pull, and those that only the preflight function makes. */
export function allChecks(): readonly Check[] {
  const checks = [
    ...CHECKS,
    lambdaEndpoint({ hostname: "lambda.example.com", port: 443 }),
    endpointNameCheck(new SageMakerClient({ region: "us-east-1" }), undefined),
  ];
  return CHECK_IDS.map((id) => {
    const check = checks.find((each) => each.id === id);
    if (check === undefined) throw new Error(`no check has the id ${id}`);
    return check;
  });
}

/** The page, not yet formatted. */
export function checksPage(): string {
  return [
    "# Checks and requirements",
    "This page is generated: run `npm run schema`.",
    "## Checks of a pull",
    `The preflight (in the models' subnets, at every deployment and on a schedule) and \`doctor\` (from where you stand) perform the
pull, and report these checks. A check is _passed_, _warned_, _failed_, or _skipped_ where one that it needs has failed or there is
nothing to check. \`preflight.severities\` and \`doctor --severity\` change what a problem counts as: \`error\`, \`warning\` or \`off\`.`,
    table(
      ["Check", "Passes when", "Default", "Meaning", "Remedy"],
      allChecks().map(({ id, title, severity }) => [
        `\`${id}\``,
        title,
        severity,
        ...told(CHECK_MEANINGS[id]),
      ]),
    ),
    "## Requirements of a plan",
    `\`rehearse\`, \`judge\` and the policies check a plan against these. A requirement is _passed_, _failed_, _unknown_ where the plan
cannot show it, or _not applicable_. Without a _required_ one a pull fails; AWS accepts a plan that ignores _advice_.
[policies.md](policies.md) says where they are checked, and how \`--severity\` and \`--allow-unknown\` change what they count as.`,
    table(
      ["Requirement", "Met when", "Level", "Default", "Meaning", "Remedy"],
      rules.map(({ id, title, level = "required" }) => [
        `\`${id}\``,
        title,
        level,
        severityOf(level),
        ...told(meaningOf(id)),
      ]),
    ),
  ].join("\n\n");
}

function meaningOf(id: string): Meaning {
  const meaning = REQUIREMENT_MEANINGS[id];
  if (meaning === undefined) throw new Error(`scripts/reference/meanings.ts does not describe ${id}`);
  return meaning;
}

function told({ meaning, remedy, source }: Meaning): string[] {
  return [source === undefined ? meaning : `${meaning} ([AWS](${source}))`, remedy];
}
