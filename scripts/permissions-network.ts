// The IAM actions that the AWS provider needs for each type of resource that networks are made of.
import { on, type ResourcePermissions, TAGGED } from "./permissions-actions";

const EC2_TAGS = { [TAGGED]: "CreateTags DeleteTags" };
const LOAD_BALANCER_TAGS = { [TAGGED]: "AddTags RemoveTags" };
/** Of Lambda, whose interfaces outlive the function. */
const INTERFACES_LEFT = "DescribeNetworkInterfaces DetachNetworkInterface DeleteNetworkInterface";

/** The permissions by type token. */
export const NETWORK_RESOURCES: Readonly<Record<string, ResourcePermissions>> = {
  "aws:acm/certificate:Certificate": on("acm", {
    create: "RequestCertificate",
    read: "DescribeCertificate ListTagsForCertificate",
    update: "UpdateCertificateOptions",
    delete: "DeleteCertificate",
    when: { [TAGGED]: "AddTagsToCertificate RemoveTagsFromCertificate" },
  }),
  "aws:acm/certificateValidation:CertificateValidation": on("acm", { read: "DescribeCertificate" }),
  "aws:ec2/eip:Eip": on("ec2", {
    create: "AllocateAddress",
    read: "DescribeAddresses DescribeAddressesAttribute",
    delete: "DisassociateAddress ReleaseAddress",
    when: EC2_TAGS,
  }),
  "aws:ec2/internetGateway:InternetGateway": on("ec2", {
    create: "CreateInternetGateway AttachInternetGateway",
    read: "DescribeInternetGateways",
    delete: "DetachInternetGateway DeleteInternetGateway",
    when: EC2_TAGS,
  }),
  "aws:ec2/natGateway:NatGateway": on("ec2", {
    create: "CreateNatGateway",
    read: "DescribeNatGateways",
    delete: "DeleteNatGateway",
    when: EC2_TAGS,
  }),
  "aws:ec2/route:Route": on("ec2", {
    create: "CreateRoute",
    read: "DescribeRouteTables",
    update: "ReplaceRoute",
    delete: "DeleteRoute",
  }),
  "aws:ec2/routeTable:RouteTable": on("ec2", {
    create: "CreateRouteTable",
    read: "DescribeRouteTables",
    delete: "DisassociateRouteTable DeleteRouteTable",
    when: EC2_TAGS,
  }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": on("ec2", {
    create: "AssociateRouteTable",
    read: "DescribeRouteTables",
    update: "ReplaceRouteTableAssociation",
    delete: "DisassociateRouteTable",
  }),
  // EC2 deletes the group with its VPC.
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": on("ec2", {
    create: "RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
    read: "DescribeSecurityGroups",
    update: "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress",
    when: EC2_TAGS,
  }),
  "aws:ec2/securityGroup:SecurityGroup": on("ec2", {
    create:
      "CreateSecurityGroup AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress RevokeSecurityGroupEgress",
    read: "DescribeSecurityGroups",
    update: "RevokeSecurityGroupIngress",
    delete: `DeleteSecurityGroup ${INTERFACES_LEFT}`,
    when: EC2_TAGS,
  }),
  "aws:ec2/subnet:Subnet": on("ec2", {
    create: "CreateSubnet ModifySubnetAttribute",
    read: "DescribeSubnets",
    delete: `DeleteSubnet ${INTERFACES_LEFT}`,
    when: EC2_TAGS,
  }),
  "aws:ec2/vpc:Vpc": on("ec2", {
    create: "CreateVpc ModifyVpcAttribute",
    read: "DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups",
    delete: "DeleteVpc",
    when: EC2_TAGS,
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": on("ec2", {
    create: "CreateVpcEndpoint",
    read: "DescribeVpcEndpoints DescribePrefixLists DescribeNetworkInterfaces",
    update: "ModifyVpcEndpoint",
    delete: "DeleteVpcEndpoints",
    when: { ...EC2_TAGS, "with private DNS": "route53:AssociateVPCWithHostedZone" },
  }),
  "aws:lb/listener:Listener": on("elasticloadbalancing", {
    create: "CreateListener",
    read: "DescribeListeners DescribeListenerAttributes DescribeTags",
    update: "ModifyListener ModifyListenerAttributes",
    delete: "DeleteListener",
    when: LOAD_BALANCER_TAGS,
  }),
  "aws:lb/loadBalancer:LoadBalancer": on("elasticloadbalancing", {
    create:
      "CreateLoadBalancer ModifyLoadBalancerAttributes ec2:DescribeAccountAttributes ec2:DescribeAddresses " +
      "ec2:DescribeInternetGateways ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs",
    read: "DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeCapacityReservation DescribeTags",
    update: "SetSecurityGroups SetSubnets",
    delete: "DeleteLoadBalancer ec2:DescribeNetworkInterfaces",
    when: LOAD_BALANCER_TAGS,
  }),
  "aws:lb/targetGroup:TargetGroup": on("elasticloadbalancing", {
    create: "CreateTargetGroup ModifyTargetGroupAttributes ec2:DescribeInternetGateways ec2:DescribeVpcs",
    read: "DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags",
    update: "ModifyTargetGroup",
    delete: "DeleteTargetGroup",
    when: LOAD_BALANCER_TAGS,
  }),
  "aws:route53/record:Record": on("route53", {
    create: "ChangeResourceRecordSets",
    read: "GetHostedZone ListResourceRecordSets GetChange",
  }),
  "aws:route53/zone:Zone": on("route53", {
    create: "CreateHostedZone AssociateVPCWithHostedZone ec2:DescribeVpcs",
    read: "GetHostedZone GetChange ListResourceRecordSets ListTagsForResource",
    update: "UpdateHostedZoneComment DisassociateVPCFromHostedZone",
    delete: "DeleteHostedZone",
    when: { [TAGGED]: "ChangeTagsForResource" },
  }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": on("ec2", {
    create: "AuthorizeSecurityGroupEgress",
    read: "DescribeSecurityGroupRules",
    update: "ModifySecurityGroupRules",
    delete: "RevokeSecurityGroupEgress",
    when: EC2_TAGS,
  }),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": on("ec2", {
    create: "AuthorizeSecurityGroupIngress",
    read: "DescribeSecurityGroupRules",
    update: "ModifySecurityGroupRules",
    delete: "RevokeSecurityGroupIngress",
    when: EC2_TAGS,
  }),
};
