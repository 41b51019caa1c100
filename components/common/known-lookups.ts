import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Lookup } from "./lookup";

type Options = pulumi.InvokeOptions;

/** Has the compiler hold a lookup to its own arguments and answer. */
const lookup = <Args, Answer>(of: Lookup<Args, Answer>): Lookup<Args, Answer> => of;

/** The lookups that components perform, by what is looked up. */
export const LOOKUPS = {
  availabilityZones: lookup({
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    ask: (args: aws.GetAvailabilityZonesArgs, options: Options) => aws.getAvailabilityZones(args, options),
    actions: ["ec2:DescribeAvailabilityZones"],
  }),
  callerIdentity: lookup({
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    ask: (args: aws.GetCallerIdentityArgs, options: Options) => aws.getCallerIdentity(args, options),
    actions: ["sts:GetCallerIdentity"],
  }),
  managedPrefixList: lookup({
    token: "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    ask: (args: aws.ec2.GetManagedPrefixListArgs, options: Options) =>
      aws.ec2.getManagedPrefixList(args, options),
    actions: ["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"],
  }),
  partition: lookup({
    token: "aws:index/getPartition:getPartition",
    ask: (args: aws.GetPartitionArgs, options: Options) => aws.getPartition(args, options),
    actions: [],
  }),
  region: lookup({
    token: "aws:index/getRegion:getRegion",
    ask: (args: aws.GetRegionArgs, options: Options) => aws.getRegion(args, options),
    actions: [],
  }),
  routeTable: lookup({
    token: "aws:ec2/getRouteTable:getRouteTable",
    ask: (args: aws.ec2.GetRouteTableArgs, options: Options) => aws.ec2.getRouteTable(args, options),
    actions: ["ec2:DescribeRouteTables"],
  }),
  routeTables: lookup({
    token: "aws:ec2/getRouteTables:getRouteTables",
    ask: (args: aws.ec2.GetRouteTablesArgs, options: Options) => aws.ec2.getRouteTables(args, options),
    actions: ["ec2:DescribeRouteTables"],
  }),
  subnet: lookup({
    token: "aws:ec2/getSubnet:getSubnet",
    ask: (args: aws.ec2.GetSubnetArgs, options: Options) => aws.ec2.getSubnet(args, options),
    actions: ["ec2:DescribeSubnets"],
  }),
  vpc: lookup({
    token: "aws:ec2/getVpc:getVpc",
    ask: (args: aws.ec2.GetVpcArgs, options: Options) => aws.ec2.getVpc(args, options),
    actions: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"],
  }),
  vpcEndpoint: lookup({
    token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
    ask: (args: aws.ec2.GetVpcEndpointArgs, options: Options) => aws.ec2.getVpcEndpoint(args, options),
    actions: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"],
  }),
  vpcEndpointService: lookup({
    token: "aws:ec2/getVpcEndpointService:getVpcEndpointService",
    ask: (args: aws.ec2.GetVpcEndpointServiceArgs, options: Options) =>
      aws.ec2.getVpcEndpointService(args, options),
    actions: ["ec2:DescribeVpcEndpointServices"],
  }),
};
