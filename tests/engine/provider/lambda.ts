// The fake Lambda: what functions answer.
import { find, type Account } from "./account";
import { AwsError } from "./errors";
import { matches, type Settings } from "./settings";

const FUNCTION = "aws:lambda/function:Function";

/** What the package's own functions answer where all is well, and a scenario says nothing else. */
const DIGEST = `sha256:${"a".repeat(64)}`;
const WELL = {
  ok: true,
  passed: true,
  checks: [],
  digest: DIGEST,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  size: 1234,
  summary: "It can be pulled.",
};

/** Calls a function by its name or ARN. */
export function answerOf(account: Account, settings: Settings, nameOrArn: string): string {
  const name = nameOrArn.startsWith("arn:") ? (nameOrArn.split(":")[6] ?? "") : nameOrArn;
  if (find(account, FUNCTION, name) === undefined) {
    throw new AwsError(
      `invoking Lambda Function (${nameOrArn}): operation error Lambda: Invoke, https response error ` +
        `StatusCode: 404, RequestID: 0, ResourceNotFoundException: Function not found: ${nameOrArn}`,
    );
  }
  const answer = settings.functionAnswers?.find((each) => matches(each.function, name));
  if (answer?.error !== undefined) {
    throw new AwsError(
      `Lambda function (${nameOrArn}) returned error: (${answer.error.errorType}) ${JSON.stringify(answer.error)}`,
    );
  }
  return JSON.stringify(answer?.result ?? WELL);
}
