import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, lookUpPlacement, guarded } from "../common";
import { logicalNames } from "./auto-names";
import { countInstances } from "./deployment/addresses";
import { verifyUsedModels } from "./deployment/used-models";
import { watchEndpoint } from "./deployment/watch";
import { withName } from "./endpoint-name";
import { checkHosting, mapValues } from "./checks";
import { withInterfaceGroup } from "./network-interfaces";
import { invokePolicy } from "./invoke-policy";
import { verifyLiveConfiguration } from "./deployment/live-configuration";
import type { ModelEndpointArgs } from "./args";
import { metricIdentities, type MetricIdentity } from "./monitoring/monitoring-metrics";
import { createRollbackAlarms, operate } from "./alarms-and-dashboard";
import { withPreflight } from "./preflight/preflight";
import { createPreflightSchedule } from "./preflight/preflight-schedule";
import { warnOfZones } from "./instance-zones";
import { createConfiguration, createEndpoint, createModels } from "./resources";
import { lookUpModelSubnets } from "./subnets";
import { warnAbout } from "./warnings";

/**
 * A SageMaker real-time endpoint whose images come from a private Docker registry in its VPC: models, endpoint
 * configuration and endpoint, and the preflights of its images. It takes flat ids, also those of another stack.
 *
 * Models and configurations cannot be changed at AWS: a change makes new ones, updates the endpoint in place, and
 * deletes the old ones last. The endpoint keeps its name and answers all the while.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export class ModelEndpoint extends pulumi.ComponentResource {
  /** Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service with the requested configuration. */
  readonly endpointName: pulumi.Output<string>;
  /** ARN of the endpoint; resolves when the endpoint is in service with the requested configuration. */
  readonly endpointArn: pulumi.Output<string>;
  /** Name of the endpoint configuration that the endpoint uses. */
  readonly endpointConfigName: pulumi.Output<string>;
  /** Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`. */
  readonly modelNames: pulumi.Output<Record<string, string>>;
  /** The images of each model's containers, in their order, by the models' names in `models`. */
  readonly imageReferences: pulumi.Output<Record<string, string[]>>;
  /** Names of the endpoint's variants, sorted. */
  readonly variantNames: pulumi.Output<string[]>;
  /** The endpoint's metrics in CloudWatch, for alarms and dashboards of your own. */
  readonly metrics: pulumi.Output<MetricIdentity[]>;
  /** The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone. */
  readonly invokePolicyJson: pulumi.Output<string>;

  /**
   * @param name the logical name, 1 to 46 letters, digits and hyphens: what it makes is named after it
   * @param args the arguments
   * @param opts the options, among them the AWS provider
   * @throws pulumi.InputPropertiesError naming every problem with the arguments, before anything is registered
   */
  constructor(name: string, args: ModelEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    const asked = checkedArguments((each, given) => checkHosting(each, given, undefined, opts), name, args);
    super("sagemaker-private-registry:index:ModelEndpoint", name, {}, opts);
    warnAbout(asked, this);
    const placement = lookUpPlacement(this);
    const subnets = lookUpModelSubnets(asked.subnetIds, this);
    warnOfZones(subnets, asked, this);
    const pulled = withPreflight(withName(name, asked, placement, this), opts?.dependsOn, this);
    const hosting = withInterfaceGroup(name, pulled, subnets, opts?.dependsOn, this);

    const models = createModels(name, hosting, this);
    const configuration = createConfiguration(name, hosting, models, this);
    const alarms = createRollbackAlarms(name, hosting, this);
    const surroundings = { placement, subnets, instances: countInstances(hosting) };
    const watch = watchEndpoint(logicalNames.endpoint(name), surroundings, this);
    const endpoint = createEndpoint(name, hosting, configuration, alarms, watch, this);
    const configurationName = verifyUsedModels(configuration, models, hosting, this);
    const served = verifyLiveConfiguration(
      endpoint,
      configurationName,
      logicalNames.endpoint(name),
      watch,
      this,
    );
    operate(name, hosting, endpoint, configuration, served.name, this);
    createPreflightSchedule(name, hosting, endpoint, this);

    const variantNames = Object.keys(hosting.variants);
    this.endpointName = served.name;
    this.endpointArn = served.arn;
    this.endpointConfigName = endpoint.endpointConfigName;
    this.modelNames = pulumi.output(mapValues(models, (model) => model.name));
    this.imageReferences = pulumi.output(
      mapValues(hosting.models, ({ containers }) => containers.map(({ image }) => image)),
    );
    this.variantNames = pulumi.output(variantNames);
    this.metrics = served.name.apply(
      guarded((endpointName) =>
        metricIdentities(
          endpointName,
          [...variantNames, ...Object.keys(hosting.shadowVariants)],
          hosting.operations.asynchronous,
        ),
      ),
    );
    this.invokePolicyJson = served.arn.apply(guarded((arn) => JSON.stringify(invokePolicy(arn))));
    this.registerOutputs({
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      endpointConfigName: this.endpointConfigName,
      modelNames: this.modelNames,
      imageReferences: this.imageReferences,
      variantNames: this.variantNames,
      metrics: this.metrics,
      invokePolicyJson: this.invokePolicyJson,
    });
  }
}
