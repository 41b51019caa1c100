import { isCidrBlock, type PreflightOptions } from "../../preflight";

type Location = NonNullable<PreflightOptions["authorizationServer"]>;

/**
 * Reads the authorization server of the deployment, `{"port":443,"cidrBlocks":["10.0.0.0/16"]}`, with or without blocks.
 * @throws Error naming the environment variable, where its value is invalid
 */
export function parseAuthorizationServer(text: string | undefined): Location | undefined {
  if (!text) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid();
  }
  const { port, cidrBlocks }: { readonly port?: unknown; readonly cidrBlocks?: unknown } =
    typeof value === "object" && value !== null ? value : {};
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) throw invalid();
  if (cidrBlocks === undefined) return { port };
  if (!Array.isArray(cidrBlocks)) throw invalid();
  const blocks = cidrBlocks.filter(
    (block): block is string => typeof block === "string" && isCidrBlock(block),
  );
  if (blocks.length !== cidrBlocks.length) throw invalid();
  return { port, cidrBlocks: blocks };
}

function invalid(): Error {
  return new Error(
    'The environment variable AUTHORIZATION_SERVER is invalid; expected JSON such as {"port":443,"cidrBlocks":["10.0.0.0/16"]}.',
  );
}
