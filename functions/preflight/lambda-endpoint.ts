import { checkServerIdentity } from "node:tls";
import {
  addressesOf,
  type Check,
  codeOf,
  type Endpoint,
  good,
  inapplicable,
  kindOf,
  problem,
  shakeHands,
} from "../../preflight";

/** Whether the name at which SageMaker calls the credentials function resolves to AWS Lambda. */
export function lambdaEndpoint(endpoint: Endpoint): Check {
  const { hostname, port } = endpoint;
  const remedy =
    `SageMaker calls ${hostname} through the model's subnets: give the VPC an interface endpoint for Lambda with private ` +
    `DNS (or another record for ${hostname}) whose security group admits the model's groups on port ${port}, or allow the ` +
    "model's groups egress to a NAT gateway";
  return {
    id: "lambda-endpoint",
    title: "AWS Lambda answers where SageMaker calls the credentials function",
    severity: "error",
    needs: [],
    async run({ route, options }) {
      if (options.getCredentials === undefined) return inapplicable("There is no credentials function");
      let addresses: readonly string[];
      try {
        addresses = await addressesOf(route, hostname);
      } catch (error) {
        return problem(`DNS has no address of ${hostname} (${codeOf(error) ?? "no reason"})`, remedy);
      }
      const where = `${hostname} is ${addresses.join(", ")}`;
      try {
        const { distrust, certificate } = await shakeHands(route, endpoint);
        const isOther = checkServerIdentity(hostname, certificate) !== undefined;
        if (isOther || distrust !== undefined) {
          const why = isOther
            ? "whose certificate does not name it"
            : `whose certificate is not trusted (${distrust})`;
          return problem(`${where}, where a server responds ${why}: it is not AWS Lambda`, remedy);
        }
      } catch (error) {
        return problem(`${where}, but the TLS handshake fails (${codeOf(error) ?? "closed"})`, remedy);
      }
      const kinds = new Set(addresses.map((address) => kindOf(address, options.vpcCidrBlocks ?? [])));
      const how = kinds.has("public")
        ? "over the internet"
        : "in a private network, as an interface endpoint";
      return good(`${where}, and responds ${how}`);
    },
  };
}
