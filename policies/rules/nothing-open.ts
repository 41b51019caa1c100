import { isFact } from "../../plan/facts/fact";
import { isAnywhere } from "../../plan/network/addresses";
import { SecurityGroups } from "../../plan/network/security-groups";
import { failed, passed } from "../../plan/findings";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
export const nothingOpen: Rule = {
  id: "nothing-open",
  title: "No security group admits the whole internet",
  check: (graph) => {
    const groups = new SecurityGroups(graph);
    const ingress = groups.rules.filter(
      // What others have opened is not for this program to close.
      ({ direction, declaredBy }) => direction === "ingress" && !isFact(declaredBy),
    );
    const open = ingress.flatMap(({ peer, groupId, declaredBy }) =>
      peer.kind === "cidr" && isAnywhere(peer.block)
        ? [
            failed(
              declaredBy,
              `group ${groups.title(groupId)} admits ${peer.block}`,
              "admit the security groups of those who connect, or their CIDR blocks",
            ),
          ]
        : [],
    );
    if (open.length > 0 || ingress.length === 0) return verdict(open, "the plan has no ingress rule");
    return verdict([
      passed(
        undefined,
        `${ingress.length} ingress rule${ingress.length === 1 ? "" : "s"}, none of them from everywhere`,
      ),
    ]);
  },
};
