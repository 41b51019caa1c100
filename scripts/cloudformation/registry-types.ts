import { fields, list, text } from "../../plan/values";
import { attributes, parsed, pascalized, tagList, type Properties, type Rendering } from "./values";

/** What a registry is made of: services, a load balancer, repositories and buckets. */
export const registry: Readonly<Record<string, Rendering>> = {
  "aws:ecr/repository:Repository": {
    type: "AWS::ECR::Repository",
    properties: ({
      name,
      imageTagMutability,
      imageScanningConfiguration,
      encryptionConfigurations,
      tags,
    }) => {
      const [encryption] = list(encryptionConfigurations);
      return {
        RepositoryName: name,
        ImageTagMutability: imageTagMutability,
        ImageScanningConfiguration: pascalized(imageScanningConfiguration),
        EncryptionConfiguration: encryption && {
          EncryptionType: encryption["encryptionType"],
          KmsKey: encryption["kmsKey"],
        },
        Tags: tagList(tags),
      };
    },
  },
  "aws:ecs/cluster:Cluster": {
    type: "AWS::ECS::Cluster",
    properties: ({ name, settings, tags }) => ({
      ClusterName: name,
      ClusterSettings: pascalized(settings),
      Tags: tagList(tags),
    }),
  },
  "aws:ecs/service:Service": {
    type: "AWS::ECS::Service",
    properties: ({ name, cluster, taskDefinition, networkConfiguration, loadBalancers, ...inputs }) => {
      const { assignPublicIp, subnets, securityGroups } = fields(networkConfiguration);
      return {
        ServiceName: name,
        Cluster: cluster,
        TaskDefinition: taskDefinition,
        LaunchType: inputs["launchType"],
        PlatformVersion: inputs["platformVersion"],
        DesiredCount: inputs["desiredCount"],
        EnableECSManagedTags: inputs["enableEcsManagedTags"],
        PropagateTags: inputs["propagateTags"],
        HealthCheckGracePeriodSeconds: inputs["healthCheckGracePeriodSeconds"],
        DeploymentConfiguration: {
          MaximumPercent: inputs["deploymentMaximumPercent"],
          MinimumHealthyPercent: inputs["deploymentMinimumHealthyPercent"],
          DeploymentCircuitBreaker: pascalized(inputs["deploymentCircuitBreaker"]),
        },
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: assignPublicIp === true ? "ENABLED" : "DISABLED",
            Subnets: subnets,
            SecurityGroups: securityGroups,
          },
        },
        LoadBalancers: list(loadBalancers).map((each) => ({
          ContainerName: each["containerName"],
          ContainerPort: each["containerPort"],
          TargetGroupArn: each["targetGroupArn"],
        })),
        Tags: tagList(inputs["tags"]),
      };
    },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    type: "AWS::ECS::TaskDefinition",
    properties: ({ containerDefinitions, volumes, ...inputs }) => ({
      Family: inputs["family"],
      Cpu: inputs["cpu"],
      Memory: inputs["memory"],
      NetworkMode: inputs["networkMode"],
      RequiresCompatibilities: inputs["requiresCompatibilities"],
      ExecutionRoleArn: inputs["executionRoleArn"],
      TaskRoleArn: inputs["taskRoleArn"],
      RuntimePlatform: pascalized(inputs["runtimePlatform"]),
      Volumes: pascalized(volumes),
      ContainerDefinitions: list(parsed(containerDefinitions)).map(container),
      Tags: tagList(inputs["tags"]),
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    properties: (inputs) => {
      const { bucket, enabled } = fields(inputs["accessLogs"]);
      return {
        Name: inputs["name"],
        Type: inputs["loadBalancerType"],
        Scheme: inputs["internal"] === true ? "internal" : "internet-facing",
        IpAddressType: inputs["ipAddressType"],
        Subnets: inputs["subnets"],
        SecurityGroups: inputs["securityGroups"],
        LoadBalancerAttributes: attributes({
          "access_logs.s3.enabled": enabled,
          "access_logs.s3.bucket": bucket,
          "deletion_protection.enabled": inputs["enableDeletionProtection"],
          "idle_timeout.timeout_seconds": inputs["idleTimeout"],
          "routing.http.drop_invalid_header_fields.enabled": inputs["dropInvalidHeaderFields"],
        }),
        Tags: tagList(inputs["tags"]),
      };
    },
  },
  "aws:lb/listener:Listener": {
    type: "AWS::ElasticLoadBalancingV2::Listener",
    properties: ({ loadBalancerArn, port, protocol, sslPolicy, certificateArn, defaultActions }) => ({
      LoadBalancerArn: loadBalancerArn,
      Port: port,
      Protocol: protocol,
      SslPolicy: sslPolicy,
      Certificates: [{ CertificateArn: certificateArn }],
      DefaultActions: pascalized(defaultActions),
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    properties: ({ name, vpcId, targetType, protocol, port, healthCheck, deregistrationDelay, tags }) => {
      const { path, matcher, interval, timeout, healthyThreshold, unhealthyThreshold } = fields(healthCheck);
      return {
        Name: name,
        VpcId: vpcId,
        TargetType: targetType,
        Protocol: protocol,
        Port: port,
        HealthCheckPath: path,
        HealthCheckIntervalSeconds: interval,
        HealthCheckTimeoutSeconds: timeout,
        HealthyThresholdCount: healthyThreshold,
        UnhealthyThresholdCount: unhealthyThreshold,
        Matcher: matcher === undefined ? undefined : { HttpCode: matcher },
        TargetGroupAttributes: attributes({ "deregistration_delay.timeout_seconds": deregistrationDelay }),
        Tags: tagList(tags),
      };
    },
  },
  "aws:s3/bucket:Bucket": {
    type: "AWS::S3::Bucket",
    properties: ({ bucket, tags }) => ({ BucketName: bucket, Tags: tagList(tags) }),
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    type: "AWS::S3::BucketPolicy",
    properties: ({ bucket, policy }) => ({ Bucket: bucket, PolicyDocument: parsed(policy) }),
  },
};

/** A container, in which the options of its log driver keep their names. */
function container(definition: Properties): Properties {
  const { logConfiguration, ...rest } = definition;
  const { logDriver, options } = fields(logConfiguration);
  return {
    ...(pascalized(rest) as Properties),
    ...(text(logDriver) === undefined
      ? {}
      : { LogConfiguration: { LogDriver: logDriver, Options: options } }),
  };
}
