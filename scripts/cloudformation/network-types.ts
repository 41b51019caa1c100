import { each, groupRules, parsed, pascalized, tagList, type Properties, type Rendering } from "./values";

const rule =
  (own: string): Rendering["properties"] =>
  (inputs) => ({
    GroupId: inputs["securityGroupId"],
    Description: inputs["description"],
    IpProtocol: inputs["ipProtocol"],
    FromPort: inputs["fromPort"],
    ToPort: inputs["toPort"],
    CidrIp: inputs["cidrIpv4"],
    CidrIpv6: inputs["cidrIpv6"],
    [`${own}SecurityGroupId`]: inputs["referencedSecurityGroupId"],
    [`${own}PrefixListId`]: inputs["prefixListId"],
  });

const plain =
  (...names: string[]): Rendering["properties"] =>
  (inputs: Properties) => ({
    ...Object.fromEntries(names.map((name) => [name.charAt(0).toUpperCase() + name.slice(1), inputs[name]])),
    Tags: tagList(inputs["tags"]),
  });

/** Networks, their endpoints, groups and zones. */
export const network: Readonly<Record<string, Rendering>> = {
  "aws:ec2/vpc:Vpc": {
    type: "AWS::EC2::VPC",
    properties: plain("cidrBlock", "enableDnsHostnames", "enableDnsSupport"),
  },
  "aws:ec2/subnet:Subnet": {
    type: "AWS::EC2::Subnet",
    properties: plain("vpcId", "availabilityZone", "cidrBlock", "mapPublicIpOnLaunch"),
  },
  "aws:ec2/internetGateway:InternetGateway": { type: "AWS::EC2::InternetGateway", properties: plain() },
  "aws:ec2/routeTable:RouteTable": { type: "AWS::EC2::RouteTable", properties: plain("vpcId") },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    type: "AWS::EC2::SubnetRouteTableAssociation",
    properties: ({ subnetId, routeTableId }) => ({ SubnetId: subnetId, RouteTableId: routeTableId }),
  },
  "aws:ec2/route:Route": {
    type: "AWS::EC2::Route",
    properties: ({ routeTableId, destinationCidrBlock, gatewayId, natGatewayId }) => ({
      RouteTableId: routeTableId,
      DestinationCidrBlock: destinationCidrBlock,
      GatewayId: gatewayId,
      NatGatewayId: natGatewayId,
    }),
  },
  "aws:ec2/eip:Eip": { type: "AWS::EC2::EIP", properties: () => ({ Domain: "vpc" }) },
  "aws:ec2/natGateway:NatGateway": {
    type: "AWS::EC2::NatGateway",
    properties: plain("subnetId", "allocationId"),
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    type: "AWS::EC2::SecurityGroup",
    properties: ({ name, description, vpcId, ingress, egress, tags }) => ({
      GroupName: name,
      GroupDescription: description,
      VpcId: vpcId,
      SecurityGroupIngress: groupRules(ingress, "Source"),
      SecurityGroupEgress: groupRules(egress, "Destination"),
      Tags: tagList(tags),
    }),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    type: "AWS::EC2::SecurityGroupIngress",
    properties: rule("Source"),
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    type: "AWS::EC2::SecurityGroupEgress",
    properties: rule("Destination"),
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    type: "AWS::EC2::VPCEndpoint",
    properties: ({ policy, ...inputs }) => ({
      ...plain(
        "vpcId",
        "serviceName",
        "vpcEndpointType",
        "privateDnsEnabled",
        "routeTableIds",
        "securityGroupIds",
        "subnetIds",
      )(inputs),
      PolicyDocument: parsed(policy),
    }),
  },
  "aws:ec2/flowLog:FlowLog": {
    type: "AWS::EC2::FlowLog",
    properties: ({ vpcId, trafficType, logDestination, logDestinationType, iamRoleArn, tags }) => ({
      ResourceId: vpcId,
      ResourceType: "VPC",
      TrafficType: trafficType,
      LogDestination: logDestination,
      LogDestinationType: logDestinationType,
      DeliverLogsPermissionArn: iamRoleArn,
      Tags: tagList(tags),
    }),
  },
  "aws:ec2/networkAcl:NetworkAcl": { type: "AWS::EC2::NetworkAcl", properties: plain("vpcId") },
  "aws:ec2/networkAclRule:NetworkAclRule": {
    type: "AWS::EC2::NetworkAclEntry",
    properties: ({
      networkAclId,
      ruleNumber,
      protocol,
      ruleAction,
      egress,
      cidrBlock,
      fromPort,
      toPort,
    }) => ({
      NetworkAclId: networkAclId,
      RuleNumber: ruleNumber,
      Protocol: protocol === "tcp" ? 6 : Number(protocol),
      RuleAction: ruleAction,
      Egress: egress,
      CidrBlock: cidrBlock,
      PortRange: { From: fromPort, To: toPort },
    }),
  },
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": {
    type: "AWS::EC2::SubnetNetworkAclAssociation",
    properties: ({ networkAclId, subnetId }) => ({ NetworkAclId: networkAclId, SubnetId: subnetId }),
  },
  "aws:route53/zone:Zone": {
    type: "AWS::Route53::HostedZone",
    properties: ({ name, comment, vpcs, tags }) => ({
      Name: name,
      HostedZoneConfig: comment === undefined ? undefined : { Comment: comment },
      VPCs: each(vpcs).map((vpc) => ({ VPCId: (vpc as Properties)["vpcId"], VPCRegion: "eu-west-1" })),
      HostedZoneTags: tagList(tags),
    }),
  },
  "aws:route53/record:Record": {
    type: "AWS::Route53::RecordSet",
    properties: ({ zoneId, name, type, ttl, records, aliases }) => {
      const [alias] = each(aliases) as readonly Properties[];
      return {
        HostedZoneId: zoneId,
        Name: name,
        Type: type,
        TTL: ttl === undefined ? undefined : String(ttl),
        ResourceRecords: records,
        AliasTarget:
          alias === undefined
            ? undefined
            : {
                DNSName: alias["name"],
                HostedZoneId: alias["zoneId"],
                EvaluateTargetHealth: alias["evaluateTargetHealth"],
              },
      };
    },
  },
  "aws:acm/certificate:Certificate": {
    type: "AWS::CertificateManager::Certificate",
    properties: ({ domainName, validationMethod, tags }) => ({
      DomainName: domainName,
      ValidationMethod: validationMethod,
      Tags: tagList(tags),
    }),
  },
  "aws:appautoscaling/target:Target": {
    type: "AWS::ApplicationAutoScaling::ScalableTarget",
    properties: (inputs) => {
      const { tags: _tags, ...rest } = inputs;
      return pascalized(rest) as Properties;
    },
  },
  "aws:appautoscaling/policy:Policy": {
    type: "AWS::ApplicationAutoScaling::ScalingPolicy",
    properties: ({ name, ...rest }) => ({ PolicyName: name, ...(pascalized(rest) as Properties) }),
  },
};
