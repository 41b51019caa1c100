import { isSeverity, rules, type Settings, type Severity } from "../../policies";
import { remedyForUnknown } from "../../registry-client/text/suggestion";
import { UsageError } from "../usage-error";

/** The options on the severities of requirements. */
export interface SettingsOptions {
  readonly severity?: readonly string[] | undefined;
  readonly allowUnknown?: readonly string[] | undefined;
}

/** The value of `--allow-unknown` for all requirements, and without ids. */
const ALL = "all";

/**
 * Parses the severities of requirements, and which may be unknown.
 * @throws UsageError where it is invalid
 */
export function settingsOf({ severity = [], allowUnknown = [] }: SettingsOptions): Settings {
  const ids = allowUnknown.flatMap((text) => text.split(",")).map((each) => each.trim());
  const named = ids.filter((id) => id !== ALL);
  for (const id of named) check("allow-unknown", id);
  return {
    severities: Object.fromEntries(severity.map(severityOf)),
    allowUnknown: ids.includes(ALL) ? ALL : named,
  };
}

function severityOf(text: string): readonly [string, Severity] {
  const [id = "", severity] = text.split("=");
  check("severity", id);
  if (isSeverity(severity)) return [id, severity];
  throw new UsageError(`--severity: expected ${id}=error, ${id}=warning or ${id}=off`);
}

function check(option: string, id: string): void {
  if (rules.some((rule) => rule.id === id)) return;
  const known = rules.map((rule) => rule.id);
  const remedy = remedyForUnknown(id, known, true);
  throw new UsageError(`--${option}: unknown requirement ${JSON.stringify(id)}; ${remedy}`);
}
