import { InvalidArgumentError, Option } from "commander";
import type { Reference } from "../program/plan-program";

/** The options that select a program and how it is planned. */
export interface ProgramValues {
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly reference?: readonly Reference[];
  readonly facts?: readonly string[];
}

export const stackOption = (): Option =>
  new Option("--stack <name>", "use the configuration in Pulumi.<name>.yaml (default: the only stack's)");

export const configOption = (): Option =>
  new Option(
    "--config <key=value>",
    "set a configuration value; can be repeated. It overrides the stack's configuration, which overrides " +
      "`config` in rehearsal.json next to the program, which overrides the project's defaults",
  ).argParser(addConfig);

export const referenceOption = (): Option =>
  new Option(
    "--reference <[stack=]source>",
    "the outputs of a stack that the program references: a program, which is rehearsed first, or a file that " +
      "`pulumi stack output --json` wrote; can be repeated",
  ).argParser(addReference);

export const factsOption = (): Option =>
  repeatable(
    "--facts <file>",
    "what exists outside the program, as AWS prints it: JSON of `aws ec2 describe-subnets`, -vpcs, -route-tables, " +
      "-security-groups, -network-acls, -vpc-endpoints, …; can be repeated",
  );

export const severityOption = (what: string, defaults: string): Option =>
  repeatable(
    `--severity <${what}=level>`,
    `severity of a ${what} that is not met: error, warning or off; can be repeated${defaults}`,
  );

export const allowUnknownOption = (): Option =>
  repeatable(
    "--allow-unknown [ids]",
    "accept that these requirements are unknown, separated by commas; without ids, all",
  ).preset("all");

export const verboseOption = (): Option =>
  new Option("--verbose", "print every resource and every requirement");

export const jsonOption = (): Option => new Option("--json", "print only the report, as JSON");

export const credentialOptions = (): readonly Option[] => [
  new Option("--username <name>", "user of the registry; the password is read from standard input"),
  new Option("--password-stdin", "read the password from standard input"),
];

/** An option whose values are collected. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, previous: readonly string[] = []) => [
    ...previous,
    value,
  ]);
}

function addConfig(value: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const index = value.indexOf("=");
  if (index < 1) throw new InvalidArgumentError("Expected <key>=<value>.");
  return { ...previous, [value.slice(0, index)]: value.slice(index + 1) };
}

function addReference(value: string, previous: readonly Reference[] = []): readonly Reference[] {
  const index = value.indexOf("=");
  const reference =
    index < 0
      ? { stack: undefined, path: value }
      : { stack: value.slice(0, index), path: value.slice(index + 1) };
  return [...previous, reference];
}
