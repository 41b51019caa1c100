// Programs of one ModelEndpoint or several, and what scenarios ask of them.
import { find, resourcesOf, type Account } from "./provider/account";
import { CONFIGURATION, ENDPOINT } from "./provider/sagemaker";
import type { ExistingSubnet } from "./provider/settings";
import type { Result } from "./engine";

/** An image by a digest of one hexadecimal digit. */
export const image = (digit: string): string => `registry.example.com/ml/fraud@sha256:${digit.repeat(64)}`;

export const BASE = {
  image: image("a"),
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
  securityGroupIds: ["sg-0123456789abcdef0"],
  instanceType: "ml.m5.large",
};

/** Three subnets of the VPC that the subnets above are in, for those who change them. */
export const SUBNETS: readonly ExistingSubnet[] = ["a", "b", "c"].map((zone, index) => ({
  id: `subnet-0123456789abcdef${zone}`,
  vpcId: "vpc-0123456789abcdef0",
  availabilityZone: `eu-west-1${zone}`,
  availabilityZoneId: `euw1-az${index + 1}`,
  cidrBlock: `10.0.${index}.0/24`,
  availableIpAddressCount: 200,
}));

/** The arguments of a component, as JSON, and its options, as JSON or as they are written. */
export interface Component {
  readonly args?: Readonly<Record<string, unknown>>;
  readonly opts?: Readonly<Record<string, unknown>> | string;
}

/** A program that makes endpoints, by the names of their components. */
export const program = (components: Readonly<Record<string, Component>>): string =>
  `import * as pulumi from "@pulumi/pulumi";\nimport { ModelEndpoint } from "sagemaker-private-registry";\n` +
  Object.entries(components)
    .map(
      ([name, { args = {}, opts = {} }]) =>
        `export const ${name} = new ModelEndpoint("${name}", ${JSON.stringify({ ...BASE, ...args })}, ${sourceOf(opts)}).endpointName;\n`,
    )
    .join("");

const sourceOf = (opts: NonNullable<Component["opts"]>): string =>
  typeof opts === "string" ? opts : JSON.stringify(opts);

/** A program of the endpoint `fraud`. */
export const fraud = (args: Component["args"] = {}, opts: Component["opts"] = {}): string =>
  program({ fraud: { args, opts } });

/** The names of the endpoints that are in the account. */
export const endpointsIn = (account: Account): string[] => resourcesOf(account, ENDPOINT).map(({ id }) => id);

/** The configuration that an endpoint runs. */
export const running = (account: Account, endpoint: string): unknown =>
  find(account, ENDPOINT, endpoint)?.live.configuration;

/** What an operation said, without errors that only count others. */
export const told = ({ diagnostics }: Result, severity: string): string[] =>
  diagnostics
    .filter((each) => each.severity === severity && each.message !== "update failed")
    .map(({ message }) => message.replace(/^(error|warning|info): /, ""));

/** What was done to endpoints. */
export const doneToEndpoints = ({ operations }: Result): string[] =>
  operations.filter(({ type }) => type === ENDPOINT).map(({ kind }) => kind);

/** All that the provider did, in order, such as `create fraud-model`; failures are marked. */
export const operationsOf = ({ operations }: Result): string[] =>
  operations.map(({ kind, name, error }) => `${kind} ${name}${error === undefined ? "" : " (failed)"}`);

/** The variants of the configuration that an endpoint runs. */
export function variantsOf(account: Account, endpoint: string): readonly Readonly<Record<string, unknown>>[] {
  const configuration = find(account, CONFIGURATION, String(running(account, endpoint)));
  return (configuration?.properties.productionVariants ?? []) as Readonly<Record<string, unknown>>[];
}
