import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * What a request for a manifest accepts, by the priority of the rule that it matched. No log tells the header `Accept`, but
 * the load balancer's tells the rule that a request matched; all of these forward to where the default does.
 */
export const ACCEPTED_INDEXES: Readonly<Record<string, string>> = {
  "1": "OCI image indexes and Docker manifest lists",
  "2": "OCI image indexes, not Docker manifest lists",
  "3": "Docker manifest lists, not OCI image indexes",
  "0": "neither OCI image indexes nor Docker manifest lists",
};

const OCI_INDEX = "*application/vnd.oci.image.index.v1+json*";
const MANIFEST_LIST = "*application/vnd.docker.distribution.manifest.list.v2+json*";
const RULES: Readonly<Record<string, readonly string[]>> = {
  "1": [OCI_INDEX, MANIFEST_LIST],
  "2": [OCI_INDEX],
  "3": [MANIFEST_LIST],
};

/**
 * Adds the rules to the listener that images are pulled by.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html
 */
export function createAcceptRules(
  name: string,
  loadBalancerArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const listener = aws.lb.getListenerOutput({ loadBalancerArn, port: 443 }, { parent });
  const targetGroupArn = listener.defaultActions.apply(([action]) => action?.targetGroupArn ?? "");
  for (const [priority, accepted] of Object.entries(RULES)) {
    new aws.lb.ListenerRule(
      `${name}-accept-${priority}`,
      {
        listenerArn: listener.arn,
        priority: Number(priority),
        conditions: accepted.map((value) => ({ httpHeader: { httpHeaderName: "Accept", values: [value] } })),
        actions: [{ type: "forward", targetGroupArn }],
      },
      { parent },
    );
  }
}
