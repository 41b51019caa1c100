import { failed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { fields } from "../values";

const WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

/**
 * Checks whether a load balancer serves clients without a certificate, and whether a web ACL may block them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
 */
export function checkListenerClients(
  graph: ResourceGraph,
  loadBalancer: RecordedResource,
  listener: RecordedResource,
): readonly Evidence[] {
  const { mode } = fields(listener.inputs.mutualAuthentication);
  const [webAcl] = graph.withInput(WEB_ACL_ASSOCIATION, "resourceArn", loadBalancer.outputs.arn);
  return [
    ...(mode === "verify"
      ? [
          failed(
            listener,
            "requires certificates of clients (mutual TLS), and SageMaker has none",
            "set mutualAuthentication.mode to off",
          ),
        ]
      : mode === "passthrough"
        ? [unknown(listener, "whether the registry serves clients without a certificate (mutual TLS)")]
        : []),
    ...(webAcl === undefined ? [] : [unknown(webAcl, "whether its web ACL allows the requests of a pull")]),
  ];
}
