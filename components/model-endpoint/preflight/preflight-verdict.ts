import type { PreflightEvent, PreflightResult } from "../../../functions/contract";
import type { Capability } from "../../../preflight";
import { parseReference } from "../../../registry-client/images/reference";
import { platformOf } from "../../common";
import type { PreflightSeverity } from "./preflight-settings";
import { printableLines } from "../../../registry-client/text/printable";

/** The instances of one variant, as far as the preflight holds an image against them. */
export interface Instances {
  readonly instanceType: string;
  readonly volumeSizeInGb?: number;
  readonly containerStartupHealthCheckTimeoutInSeconds?: number;
}

/** What came of asking about one image: the function's report, or why there is none. */
export type Asked =
  Pick<PreflightResult, "passed" | "digest" | "summary" | "checks"> | { readonly failure: string };

/** What follows for one image from all that was asked. */
export interface Verdict {
  /** The image by its digest; absent where that is not known. */
  readonly digestReference?: string;
  /** Why no model may be made of the image, on several lines; absent where nothing is wrong. */
  readonly problem?: string;
  /** What the user should know of an image that can be pulled, on several lines. */
  readonly warning?: string;
}

/** Whether a reference says by a digest what it means. */
export const hasDigest = (reference: string): boolean => parseReference(reference).digest !== undefined;

/**
 * What to ask about an image: the same question only once, however many variants have it.
 * @param capabilities what its containers must be able to do; a function of an older version need not know of them where
 * there are none
 */
export function preflightEvents(
  image: string,
  variants: readonly Instances[],
  severities: Readonly<Record<string, PreflightSeverity>> | undefined,
  endpointName: string | undefined,
  capabilities: readonly Capability[] = [],
): PreflightEvent[] {
  const events = variants.map((variant): PreflightEvent => {
    const { instanceType, volumeSizeInGb, containerStartupHealthCheckTimeoutInSeconds } = variant;
    return {
      image,
      platform: platformOf(instanceType),
      // A tag is pinned here, by the digest that the preflight finds.
      severities: { "digest-pinned": "off", ...severities },
      ...(volumeSizeInGb === undefined ? {} : { volumeSizeInGb }),
      ...(containerStartupHealthCheckTimeoutInSeconds === undefined
        ? {}
        : { startupTimeoutSeconds: containerStartupHealthCheckTimeoutInSeconds }),
      ...(endpointName === undefined ? {} : { endpointName }),
      ...(capabilities.length === 0 ? {} : { capabilities }),
    };
  });
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

/** Reads what the preflight function answered. */
export function parseReport(functionArn: string, result: string): Asked {
  const report = objectOf(result);
  const { passed, digest, summary, checks } = report;
  if (
    typeof passed === "boolean" &&
    typeof summary === "string" &&
    (digest === undefined || typeof digest === "string") &&
    Array.isArray(checks)
  ) {
    return {
      passed,
      summary: printableLines(summary),
      checks: checks as PreflightResult["checks"],
      ...(digest === undefined ? {} : { digest }),
    };
  }
  return {
    failure: `The function ${functionArn} did not answer with the report of a preflight: check that preflightFunctionArn is that of a RegistryAccess`,
  };
}

/** Judges an image by all answers about it. */
export function judge(image: string, answers: readonly Asked[]): Verdict {
  const reports = answers.flatMap((answer) => ("failure" in answer ? [] : [answer]));
  const failures = answers.flatMap((answer) => ("failure" in answer ? [answer.failure] : []));
  const failed = reports.filter(({ passed }) => !passed);
  const digestReference = pinned(image, reports);
  const problems = [...failures, ...failed.map(({ summary }) => summary)];
  if (problems.length === 0 && digestReference === undefined) {
    problems.push(
      `${image} is given by its tag, and the preflight could not read the digest that the tag has now: give the image by its digest, or make \`manifest\` an error again`,
    );
  }
  const warned = reports.filter(({ checks }) => checks.some(({ status }) => status === "warned"));
  return {
    ...(digestReference === undefined ? {} : { digestReference }),
    ...(problems.length > 0
      ? { problem: joined(problems) }
      : warned.length > 0
        ? { warning: joined(warned.map(({ summary }) => summary)) }
        : {}),
  };
}

/** The image by its digest: as it is given where that has one, and else by what its tag points to now. */
function pinned(image: string, reports: readonly { readonly digest?: string }[]): string | undefined {
  if (hasDigest(image)) return image;
  const { registry, repository } = parseReference(image);
  const digest = reports.map((report) => report.digest).find((each) => each !== undefined);
  return digest === undefined ? undefined : `${registry}/${repository}@${digest}`;
}

const joined = (texts: readonly string[]): string => [...new Set(texts)].join("\n\n");

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
