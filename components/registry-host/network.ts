import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded, INTERFACE_GROUP_TIMEOUTS, LOOKUPS, lookUp, lookUpPlacement } from "../common";
import type { CheckedArgs } from "./checks";
import { CONTAINER_PORT } from "./configuration";
import { protectOptions, PASSING } from "./protect-options";

/** The port that images are served on: the one that SageMaker asks. */
export const PULL_PORT = 443;
const HTTPS = 443;

/** The security groups of a registry. */
export interface Groups {
  readonly loadBalancer: aws.ec2.SecurityGroup;
  readonly tasks: aws.ec2.SecurityGroup;
  readonly pullClient: aws.ec2.SecurityGroup;
  readonly pushClient: aws.ec2.SecurityGroup;
  /** What must be open before a task can start. */
  readonly taskRules: readonly pulumi.Resource[];
  /** What must be open before a client reaches the registry. */
  readonly clientRules: readonly pulumi.Resource[];
}

/** Makes the groups, and what may pass between them: from those who pull or push to the load balancer, and to the tasks. */
export function createGroups(name: string, args: CheckedArgs, parent: pulumi.Resource): Groups {
  const group = (
    suffix: string,
    description: string,
    customTimeouts?: pulumi.CustomTimeouts,
  ): aws.ec2.SecurityGroup =>
    new aws.ec2.SecurityGroup(
      `${name}-${suffix}`,
      { vpcId: args.vpcId, description, tags: args.common.tags },
      { parent, ...protectOptions(args), ...(customTimeouts === undefined ? {} : { customTimeouts }) },
    );
  const clients = (suffix: string, description: string): aws.ec2.SecurityGroup =>
    group(suffix, description, INTERFACE_GROUP_TIMEOUTS);
  const loadBalancer = group("load-balancer", "Load balancer of the private registry");
  const tasks = group("tasks", "Tasks of the private registry");
  const pullClient = clients("pull-client", "Whoever carries this group may pull from the private registry");
  const pushClient = clients("push-client", "Whoever carries this group may push to the private registry");
  const rules = new Rules(name, args, { parent, ...protectOptions(args) });
  // Who may come in, and where the tasks find AWS, changes.
  const others = new Rules(name, args, { parent, ...PASSING });

  const clientRules = [
    ...rules.between("pull-client", pullClient, loadBalancer, PULL_PORT, "Pull images"),
    ...rules.between("push-client", pushClient, loadBalancer, args.pushPort, "Push images"),
    ...each(args.pullSecurityGroupIds, (key, referencedSecurityGroupId) =>
      others.ingress(`pull-group-${key}`, loadBalancer.id, PULL_PORT, `Pull images: ${key}`, {
        referencedSecurityGroupId,
      }),
    ),
    ...each(args.pushSecurityGroupIds, (key, referencedSecurityGroupId) =>
      others.ingress(`push-group-${key}`, loadBalancer.id, args.pushPort, `Push images: ${key}`, {
        referencedSecurityGroupId,
      }),
    ),
    ...each(args.pullCidrBlocks, (key, cidrIpv4) =>
      others.ingress(`pull-block-${key}`, loadBalancer.id, PULL_PORT, `Pull images: ${key}`, { cidrIpv4 }),
    ),
    ...each(args.pushCidrBlocks, (key, cidrIpv4) =>
      others.ingress(`push-block-${key}`, loadBalancer.id, args.pushPort, `Push images: ${key}`, {
        cidrIpv4,
      }),
    ),
  ];
  const taskRules = [
    ...rules.between("load-balancer-tasks", loadBalancer, tasks, CONTAINER_PORT, "Requests to the registry"),
    ...each(args.egressCidrBlocks, (key, cidrIpv4) =>
      others.egress(`tasks-block-${key}`, tasks.id, HTTPS, `Reach ${key}`, { cidrIpv4 }),
    ),
    ...endpointRules(others, tasks, args.endpointSecurityGroupId),
    args.internetEgress
      ? others.egress("tasks-internet", tasks.id, HTTPS, "AWS services and the registry of the image", {
          cidrIpv4: "0.0.0.0/0",
        })
      : others.egress("tasks-s3", tasks.id, HTTPS, "Images in S3", {
          prefixListId: s3PrefixList(args, parent),
        }),
  ];
  return { loadBalancer, tasks, pullClient, pushClient, taskRules, clientRules };
}

function endpointRules(
  rules: Rules,
  tasks: aws.ec2.SecurityGroup,
  endpointGroupId: pulumi.Output<string> | undefined,
): readonly pulumi.Resource[] {
  if (endpointGroupId === undefined) return [];
  return [
    rules.egress("tasks-endpoints", tasks.id, HTTPS, "Interface endpoints", {
      referencedSecurityGroupId: endpointGroupId,
    }),
    rules.ingress("endpoints-from-tasks", endpointGroupId, HTTPS, "Tasks of the private registry", {
      referencedSecurityGroupId: tasks.id,
    }),
  ];
}

function s3PrefixList(args: CheckedArgs, parent: pulumi.Resource): pulumi.Output<string> {
  return args.s3PrefixListId.apply(
    guarded((given) => {
      if (given !== undefined) return pulumi.output(given);
      // The name has this beginning in every partition.
      const name = pulumi.interpolate`com.amazonaws.${lookUpPlacement(parent).region}.s3`;
      return lookUp(LOOKUPS.managedPrefixList, { name }, parent).id;
    }),
  );
}

/** The one side that a rule names. */
interface Peer {
  readonly referencedSecurityGroupId?: pulumi.Input<string>;
  readonly cidrIpv4?: pulumi.Input<string>;
  readonly prefixListId?: pulumi.Input<string>;
}

/** Makes TCP rules of one port. */
class Rules {
  constructor(
    private readonly name: string,
    private readonly args: CheckedArgs,
    private readonly options: pulumi.CustomResourceOptions,
  ) {}

  /** Lets one group of ours reach another: a rule on each. */
  between(
    suffix: string,
    from: aws.ec2.SecurityGroup,
    to: aws.ec2.SecurityGroup,
    port: pulumi.Input<number>,
    description: string,
  ): readonly pulumi.Resource[] {
    return [
      this.egress(`${suffix}-egress`, from.id, port, description, { referencedSecurityGroupId: to.id }),
      this.ingress(`${suffix}-ingress`, to.id, port, description, { referencedSecurityGroupId: from.id }),
    ];
  }

  ingress(
    suffix: string,
    securityGroupId: pulumi.Input<string>,
    port: pulumi.Input<number>,
    description: string,
    peer: Peer,
  ): pulumi.Resource {
    return new aws.vpc.SecurityGroupIngressRule(
      `${this.name}-${suffix}`,
      this.rule(securityGroupId, port, description, peer),
      this.options,
    );
  }

  egress(
    suffix: string,
    securityGroupId: pulumi.Input<string>,
    port: pulumi.Input<number>,
    description: string,
    peer: Peer,
  ): pulumi.Resource {
    return new aws.vpc.SecurityGroupEgressRule(
      `${this.name}-${suffix}`,
      this.rule(securityGroupId, port, description, peer),
      this.options,
    );
  }

  private rule(
    securityGroupId: pulumi.Input<string>,
    port: pulumi.Input<number>,
    description: string,
    peer: Peer,
  ): aws.vpc.SecurityGroupIngressRuleArgs {
    return {
      securityGroupId,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description,
      tags: this.args.common.tags,
      ...peer,
    };
  }
}

function each<T>(
  record: Readonly<Record<string, pulumi.Output<string>>>,
  make: (key: string, value: pulumi.Output<string>) => T,
): readonly T[] {
  return Object.entries(record).map(([key, value]) => make(key, value));
}
