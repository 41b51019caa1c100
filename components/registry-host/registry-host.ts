import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, guarded } from "../common";
import { createAlarms } from "./alarms";
import { checkArgs, type CheckedArgs } from "./checks";
import { provideImage } from "./image-mirror";
import { createLoadBalancer } from "./load-balancer";
import { createCertificate, createPrivateName } from "./dns-and-certificate";
import { createGroups } from "./network";
import { protectOptions } from "./protect-options";
import { warnOfPartition } from "./regions";
import type { RegistryHostArgs } from "./args";
import { createScaling } from "./scaling";
import { createClientCredentials, createTaskSecrets, createUsers } from "./secrets";
import { createService } from "./service";
import { createBucket } from "./storage";
import { verifyTaskSubnets } from "./zones";

/**
 * A private Docker registry in a VPC: CNCF distribution on ECS Fargate, its images in S3, behind an internal load
 * balancer with a certificate that SageMaker trusts.
 *
 * Two services share the bucket. The one for pulls, on port 443, can only read, whoever asks: the registry's user file
 * tells who someone is, not what he may do, so that whoever may pull could otherwise push and delete. The one for
 * pushes, on a port of its own, is reached by those alone who carry the group for pushes or are named.
 */
export class RegistryHost extends pulumi.ComponentResource {
  /** The registry's URL, `https://` and its host name; resolves when the registry answers. */
  readonly url: pulumi.Output<string>;
  /** The registry's host name, with which image references begin; resolves when the registry answers. */
  readonly registryHostname: pulumi.Output<string>;
  /** The URL to push to, with its port; resolves when the service that takes images answers. */
  readonly pushUrl: pulumi.Output<string>;
  /** Id of the load balancer's security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Id of the security group that lets whoever carries it pull. */
  readonly pullClientSecurityGroupId: pulumi.Output<string>;
  /** Id of the security group that lets whoever carries it push. */
  readonly pushClientSecurityGroupId: pulumi.Output<string>;
  /** Id of the security group of the registry's tasks. */
  readonly tasksSecurityGroupId: pulumi.Output<string>;
  /** Name of the bucket that holds the images. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the secret with the `username` and `password` to pull with, as JSON. */
  readonly pullCredentialsSecretArn: pulumi.Output<string>;
  /** ARN of the secret with the `username` and `password` of the user for pulls that is not in use, as JSON. */
  readonly standbyPullCredentialsSecretArn: pulumi.Output<string>;
  /** ARN of the secret with the `username` and `password` to push with, as JSON. */
  readonly pushCredentialsSecretArn: pulumi.Output<string>;
  /** ARN of the certificate that the registry shows. */
  readonly certificateArn: pulumi.Output<string>;
  /** ARN of the ECS cluster that the services run in. */
  readonly clusterArn: pulumi.Output<string>;
  /** Name of the ECS service that serves images. */
  readonly pullServiceName: pulumi.Output<string>;
  /** Name of the ECS service that takes images. */
  readonly pushServiceName: pulumi.Output<string>;
  /** ARN of the load balancer. */
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Host name of the load balancer, for a record of your own in another DNS. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Id of the private hosted zone that holds the registry's record. */
  readonly privateZoneId: pulumi.Output<string>;
  /** The registry's own image by digest, as its tasks run it. */
  readonly image: pulumi.Output<string>;

  constructor(name: string, args: RegistryHostArgs, opts?: pulumi.ComponentResourceOptions) {
    const known = checkedArguments(checkArgs, name, args);
    super("sagemaker-private-registry:index:RegistryHost", name, {}, opts);
    warnOfPartition(known, this);
    const subnetIds = verifyTaskSubnets(known, this);
    const checked = { ...known, subnetIds };

    const groups = createGroups(name, checked, this);
    const bucket = createBucket(name, checked, this);
    const certificateArn = createCertificate(name, checked, this);
    const loadBalancing = createLoadBalancer(name, checked, groups.loadBalancer.id, certificateArn, this);
    const users = createUsers(name, checked, this);
    const secrets = createTaskSecrets(name, users, checked, this);
    const clusterArn = checked.clusterArn ?? createCluster(name, checked, this);
    const clusterName = clusterArn.apply(guarded((arn) => arn.slice(arn.lastIndexOf("/") + 1)));

    const image = provideImage(name, checked, this);
    const shared = {
      args: checked,
      image,
      clusterArn,
      bucket,
      tasksSecurityGroupId: groups.tasks.id,
      dependsOn: groups.taskRules,
    };
    const pull = createService(
      `${name}-pull`,
      {
        ...shared,
        endpoint: "pull",
        target: loadBalancing.pull,
        secrets: { HTPASSWD: secrets.pullHtpasswd },
      },
      this,
    );
    const push = createService(
      `${name}-push`,
      {
        ...shared,
        endpoint: "push",
        target: loadBalancing.push,
        secrets: { HTPASSWD: secrets.pushHtpasswd, REGISTRY_HTTP_SECRET: secrets.httpSecret },
      },
      this,
    );
    const scaling = createScaling(`${name}-pull`, checked, clusterName, pull.resource, loadBalancing, this);
    const credentials = createClientCredentials(name, users, { pull, push }, checked, this);
    const { zoneId, record } = createPrivateName(name, checked, loadBalancing.loadBalancer, this);
    const services = { pull: pull.resource, push: push.resource };
    const reached = [record, ...groups.clientRules];
    const versions = [credentials.pull, credentials.standbyPull, credentials.push].map(
      (each) => each.version,
    );
    const watched = { loadBalancing, clusterName, services, certificateArn };
    createAlarms(name, watched, [...scaling, ...versions, ...reached], checked, this);

    const reachable = reached.map(({ urn }) => urn);
    const pullReady = [pull.serving, credentials.pull.version.urn, ...reachable];
    const pushReady = [push.serving, credentials.push.version.urn, ...reachable];
    this.url = whenReady(pulumi.interpolate`https://${checked.domainName}`, pullReady);
    this.registryHostname = whenReady(checked.domainName, pullReady);
    this.pushUrl = whenReady(
      pulumi.interpolate`https://${checked.domainName}:${checked.pushPort}`,
      pushReady,
    );
    this.securityGroupId = groups.loadBalancer.id;
    this.pullClientSecurityGroupId = groups.pullClient.id;
    this.pushClientSecurityGroupId = groups.pushClient.id;
    this.tasksSecurityGroupId = groups.tasks.id;
    this.bucketName = bucket.bucket;
    this.pullCredentialsSecretArn = credentials.pull.secret.arn;
    this.standbyPullCredentialsSecretArn = credentials.standbyPull.secret.arn;
    this.pushCredentialsSecretArn = credentials.push.secret.arn;
    this.certificateArn = certificateArn;
    this.clusterArn = clusterArn;
    this.pullServiceName = pull.resource.name;
    this.pushServiceName = push.resource.name;
    this.loadBalancerArn = loadBalancing.loadBalancer.arn;
    this.loadBalancerDnsName = loadBalancing.loadBalancer.dnsName;
    this.privateZoneId = zoneId;
    this.image = image.reference;
    this.registerOutputs({
      url: this.url,
      registryHostname: this.registryHostname,
      pushUrl: this.pushUrl,
      securityGroupId: this.securityGroupId,
      pullClientSecurityGroupId: this.pullClientSecurityGroupId,
      pushClientSecurityGroupId: this.pushClientSecurityGroupId,
      tasksSecurityGroupId: this.tasksSecurityGroupId,
      bucketName: this.bucketName,
      pullCredentialsSecretArn: this.pullCredentialsSecretArn,
      standbyPullCredentialsSecretArn: this.standbyPullCredentialsSecretArn,
      pushCredentialsSecretArn: this.pushCredentialsSecretArn,
      certificateArn: this.certificateArn,
      clusterArn: this.clusterArn,
      pullServiceName: this.pullServiceName,
      pushServiceName: this.pushServiceName,
      loadBalancerArn: this.loadBalancerArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
      privateZoneId: this.privateZoneId,
      image: this.image,
    });
  }
}

function createCluster(name: string, args: CheckedArgs, parent: pulumi.Resource): pulumi.Output<string> {
  return new aws.ecs.Cluster(
    name,
    { settings: [{ name: "containerInsights", value: "enabled" }], tags: args.common.tags },
    { parent, ...protectOptions(args) },
  ).arn;
}

/** A value that is known at preview, and resolves when others do, such as the URNs of resources. */
function whenReady<T>(value: pulumi.Output<T>, others: pulumi.Output<unknown>[]): pulumi.Output<T> {
  return pulumi.all([value, pulumi.all(others)]).apply(guarded(([known]) => known)) as pulumi.Output<T>;
}
