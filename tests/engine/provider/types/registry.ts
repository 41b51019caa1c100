// What a new registry is made of: ECS, load balancer, DNS, certificates, buckets, secrets.
import { randomUUID } from "node:crypto";
import * as ecs from "../ecs";
import { textOf } from "../wire";
import { arnOf, identifiedBy, named, nameUpTo, type TypeTable } from "./common";

const bucketPart = identifiedBy("bucket");

export const registryTypes: TypeTable = {
  "aws:ecs/cluster:Cluster": named("ecs", "cluster/", 255, {
    attributes: ({ name }, context) => {
      const arn = arnOf("ecs", `cluster/${textOf(name)}`, context);
      return { id: arn, arn };
    },
  }),
  [ecs.TASK_DEFINITION]: {
    isTagged: true,
    // Each change but that of tags registers another revision.
    replaceOn: [
      "family",
      "containerDefinitions",
      "cpu",
      "memory",
      "executionRoleArn",
      "taskRoleArn",
      "networkMode",
      "requiresCompatibilities",
      "runtimePlatform",
      "volumes",
    ],
    attributes: ({ family }, context) => {
      const revision = Number.parseInt(context.random, 16) % 1_000_000;
      const arnWithoutRevision = arnOf("ecs", `task-definition/${textOf(family)}`, context);
      const arn = `${arnWithoutRevision}:${revision}`;
      // The provider's id is the family, by which revisions could not be told apart here.
      return { id: arn, arn, arnWithoutRevision, revision };
    },
    deleted: ecs.deregisterTaskDefinition,
  },
  [ecs.SERVICE]: named("ecs", "service/", 255, {
    replaceOn: ["name", "cluster", "launchType", "schedulingStrategy"],
    keeps: ["triggers"],
    attributes: ({ name, cluster }, context) => {
      const arn = arnOf("ecs", `service/${textOf(cluster).split("/").at(-1) ?? ""}/${textOf(name)}`, context);
      return { id: arn, arn };
    },
    created: ecs.createService,
    updated: ecs.updateService,
    read: ecs.readService,
    awaited: ecs.serviceFailure,
  }),
  "aws:lb/loadBalancer:LoadBalancer": named("elasticloadbalancing", "loadbalancer/app/", 32, {
    replaceOn: ["name", "internal", "loadBalancerType"],
    attributes: ({ name }, context) => {
      const arn = arnOf(
        "elasticloadbalancing",
        `loadbalancer/app/${textOf(name)}/${context.random}`,
        context,
      );
      return {
        id: arn,
        arn,
        arnSuffix: `app/${textOf(name)}/${context.random}`,
        dnsName: `internal-${textOf(name)}.${context.region}.elb.amazonaws.com`,
        zoneId: "Z35FAKE",
        vpcId: "",
      };
    },
  }),
  "aws:lb/targetGroup:TargetGroup": named("elasticloadbalancing", "targetgroup/", 32, {
    replaceOn: ["name", "port", "protocol", "vpcId", "targetType"],
    attributes: ({ name }, context) => {
      const arn = arnOf("elasticloadbalancing", `targetgroup/${textOf(name)}/${context.random}`, context);
      return {
        id: arn,
        arn,
        arnSuffix: `targetgroup/${textOf(name)}/${context.random}`,
        loadBalancerArns: [],
      };
    },
  }),
  "aws:lb/listener:Listener": {
    isTagged: true,
    replaceOn: ["loadBalancerArn"],
    attributes: (_, context) => {
      const arn = arnOf("elasticloadbalancing", `listener/app/${context.random}`, context);
      return { id: arn, arn };
    },
  },
  "aws:lb/listenerRule:ListenerRule": {
    isTagged: true,
    replaceOn: ["listenerArn"],
    attributes: (_, context) => {
      const arn = arnOf("elasticloadbalancing", `listener-rule/app/${context.random}`, context);
      return { id: arn, arn };
    },
  },
  "aws:route53/zone:Zone": {
    isTagged: true,
    isGlobal: true,
    replaceOn: ["name", "delegationSetId"],
    attributes: (_, { random }) => ({
      id: `Z${random.toUpperCase()}`,
      zoneId: `Z${random.toUpperCase()}`,
      arn: `arn:aws:route53:::hostedzone/Z${random.toUpperCase()}`,
      nameServers: ["ns-1.example"],
      primaryNameServer: "ns-1.example",
    }),
  },
  "aws:route53/record:Record": {
    isGlobal: true,
    replaceOn: ["name", "zoneId", "type", "setIdentifier"],
    attributes: ({ zoneId, name, type }) => ({
      id: `${textOf(zoneId)}_${textOf(name)}_${textOf(type)}`,
      fqdn: textOf(name),
    }),
  },
  "aws:acm/certificate:Certificate": {
    isTagged: true,
    replaceOn: ["domainName", "validationMethod", "keyAlgorithm"],
    attributes: ({ domainName }, context) => {
      const arn = arnOf("acm", `certificate/${context.random}`, context);
      return {
        id: arn,
        arn,
        status: "ISSUED",
        domainValidationOptions: [
          {
            domainName,
            resourceRecordName: `_x.${textOf(domainName)}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${context.random}.acm-validations.aws.`,
          },
        ],
      };
    },
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    replaceOn: "*",
    attributes: (_, { random }) => ({ id: `validation-${random}` }),
  },
  "aws:ecr/repository:Repository": named("ecr", "repository/", 256, {
    replaceOn: ["name", "encryptionConfigurations"],
    attributes: ({ name }, context) => ({
      id: textOf(name),
      arn: arnOf("ecr", `repository/${textOf(name)}`, context),
      registryId: "123456789012",
      repositoryUrl: `123456789012.dkr.ecr.${context.region}.amazonaws.com/${textOf(name)}`,
    }),
  }),
  "aws:s3/bucket:Bucket": {
    autoName: { property: "bucket", maxLength: 63 },
    isTagged: true,
    replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled"],
    attributes: ({ bucket }, { region }) => ({
      id: textOf(bucket),
      arn: `arn:aws:s3:::${textOf(bucket)}`,
      bucketDomainName: `${textOf(bucket)}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${textOf(bucket)}.s3.${region}.amazonaws.com`,
      hostedZoneId: "Z3FAKE",
    }),
  },
  "aws:s3/bucketPolicy:BucketPolicy": bucketPart,
  "aws:s3/bucketVersioning:BucketVersioning": bucketPart,
  "aws:s3/bucketLogging:BucketLogging": bucketPart,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketPart,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPart,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketPart,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketPart,
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    isTagged: true,
    replaceOn: ["bucket", "key"],
    keeps: ["acl", "storageClass"],
    attributes: ({ bucket, key }, { random }) => ({
      id: `${textOf(bucket)}/${textOf(key)}`,
      arn: `arn:aws:s3:::${textOf(bucket)}/${textOf(key)}`,
      etag: random,
      versionId: `version-${random}`,
    }),
    changesWith: (changed) => (changed.includes("source") ? ["etag", "versionId"] : []),
  },
  "aws:secretsmanager/secret:Secret": {
    autoName: nameUpTo(512),
    isTagged: true,
    replaceOn: ["name", "namePrefix"],
    attributes: ({ name }, context) => {
      const arn = arnOf("secretsmanager", `secret:${textOf(name)}-AbCdEf`, context);
      return { id: arn, arn };
    },
    deleted: ecs.deleteSecret,
  },
  [ecs.SECRET_VERSION]: {
    replaceOn: ["secretId", "secretString", "secretBinary"],
    attributes: ({ secretId }) => {
      const versionId = randomUUID();
      return { id: `${textOf(secretId)}|${versionId}`, arn: textOf(secretId), versionId };
    },
    deleted: ecs.deleteSecretVersion,
  },
};
