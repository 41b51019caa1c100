// Programs of one ModelEndpoint or several, and what scenarios ask of them.
import { find, resourcesOf, type Account } from "./provider/account";
import { ENDPOINT } from "./provider/sagemaker";
import type { Result } from "./engine";

/** An image by a digest of one hexadecimal digit. */
export const image = (digit: string): string => `registry.example.com/ml/fraud@sha256:${digit.repeat(64)}`;

const BASE = {
  image: image("a"),
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
  securityGroupIds: ["sg-0123456789abcdef0"],
  instanceType: "ml.m5.large",
};

/** The arguments and the options of a component, as JSON. */
export interface Component {
  readonly args?: Readonly<Record<string, unknown>>;
  readonly opts?: Readonly<Record<string, unknown>>;
}

/** A program that makes endpoints, by the names of their components. */
export const program = (components: Readonly<Record<string, Component>>): string =>
  `import { ModelEndpoint } from "sagemaker-private-registry";\n` +
  Object.entries(components)
    .map(
      ([name, { args = {}, opts = {} }]) =>
        `export const ${name} = new ModelEndpoint("${name}", ${JSON.stringify({ ...BASE, ...args })}, ${JSON.stringify(opts)}).endpointName;\n`,
    )
    .join("");

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
