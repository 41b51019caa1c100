import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { logicalId, renderTemplate, type Template } from "../../scripts/cloudformation/render";
import { NOT_RENDERED, RENDERINGS } from "../../scripts/cloudformation/types";
import { record } from "../../testing";
import { closedVpc } from "../programs/closed-vpc";

const ofType = ({ Resources }: Template, type: string) =>
  Object.values(Resources).filter(({ Type }) => Type === type);

describe("the CloudFormation rendering of a program", () => {
  let template: Template;
  before(async () => {
    const rendered = renderTemplate(await record(() => closedVpc()));
    assert.deepEqual(rendered.unknownTypes, []);
    ({ template } = rendered);
  });

  it("writes names as CloudFormation does, policies as objects, and links as references", () => {
    const [endpoint] = ofType(template, "AWS::EC2::VPCEndpoint").filter(({ Properties }) =>
      String(Properties["ServiceName"]).endsWith(".lambda"),
    );
    assert.ok(endpoint !== undefined);
    const { VpcId, PrivateDnsEnabled, SecurityGroupIds, PolicyDocument } = endpoint.Properties;
    assert.deepEqual(VpcId, { Ref: "VpcVpc" });
    assert.equal(PrivateDnsEnabled, true);
    assert.deepEqual(SecurityGroupIds, [{ Ref: "EndpointGroupSecurityGroup" }]);
    assert.deepEqual((PolicyDocument as { Statement: { Action: unknown }[] }).Statement[0]?.Action, [
      "lambda:InvokeFunction",
    ]);
  });

  it("refers to a topic, and not to the policy that has the topic's ARN", async () => {
    const { template: topics } = renderTemplate(
      await record(() => {
        const topic = new aws.sns.Topic("alarms", {});
        return new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
      }),
    );
    const [policy] = ofType(topics, "AWS::SNS::TopicPolicy");
    assert.deepEqual(policy?.Properties["Topics"], [{ "Fn::GetAtt": ["AlarmsTopic", "Arn"] }]);
  });

  it("writes a rule of a group for each peer, and a list of tags", async () => {
    const { template: groups } = renderTemplate(
      await record(
        () =>
          new aws.ec2.SecurityGroup("group", {
            description: "Both",
            egress: [
              {
                protocol: "tcp",
                fromPort: 443,
                toPort: 443,
                cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"],
                securityGroups: ["sg-1"],
              },
            ],
            tags: { team: "ml" },
          }),
      ),
    );
    const [group] = ofType(groups, "AWS::EC2::SecurityGroup");
    const rule = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    assert.deepEqual(group?.Properties["SecurityGroupEgress"], [
      { ...rule, CidrIp: "10.0.0.0/8" },
      { ...rule, CidrIp: "10.1.0.0/16" },
      { ...rule, DestinationSecurityGroupId: "sg-1" },
    ]);
    assert.deepEqual(group.Properties["Tags"], [{ Key: "team", Value: "ml" }]);
  });

  it("puts what stands beside a bucket into it", async () => {
    const { template: buckets } = renderTemplate(
      await record(() => {
        const bucket = new aws.s3.Bucket("images");
        new aws.s3.BucketVersioning("images", {
          bucket: bucket.id,
          versioningConfiguration: { status: "Enabled" },
        });
        new aws.s3.Bucket("other");
      }),
    );
    assert.deepEqual(buckets.Resources["ImagesBucket"]?.Properties, {
      VersioningConfiguration: { Status: "Enabled" },
    });
    assert.deepEqual(buckets.Resources["OtherBucket"]?.Properties, {});
  });

  it("names a type that it cannot write, and has each in one list", async () => {
    const { unknownTypes } = renderTemplate(await record(() => new aws.sqs.Queue("queue")));
    assert.deepEqual(unknownTypes, ["aws:sqs/queue:Queue"]);
    assert.deepEqual(
      Object.keys(NOT_RENDERED).filter((type) => RENDERINGS[type] !== undefined),
      [],
    );
  });

  it("gives each resource a name of letters and digits", () => {
    const type = "aws:ec2/vpc:Vpc";
    assert.equal(logicalId({ name: "demo-network_vpc", type }), "DemoNetworkVpcVpc");
    for (const name of Object.keys(template.Resources)) assert.match(name, /^[A-Za-z0-9]+$/);
  });
});
