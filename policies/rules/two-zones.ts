import { findSubnet, zoneOf } from "../../plan/network/vpc";
import { hasUnknownLocation, privateModels } from "../../plan/models";
import { enumerate } from "../../plan/values";
import { failed, passed, unknown } from "../../plan/evidence";
import { PLACEHOLDER } from "../../plan/recording/placeholders";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html */
export const twoZones: Rule = {
  id: "two-zones",
  title: "The model has at least two subnets in different zones",
  level: "advice",
  check: (graph) =>
    verdict(
      privateModels(graph).map((model) => {
        const { resource, source } = model;
        const distinct = [...new Set(source.subnetIds)];
        if (distinct.length === 0 && hasUnknownLocation(model))
          return unknown(resource, "which subnets the model has");
        if (distinct.some((id) => id.includes(PLACEHOLDER))) {
          return unknown(resource, "which subnets the model has: they come of a lookup that nobody answers");
        }
        const remedy = "name subnets of at least two zones in vpcConfig.subnets";
        if (distinct.length < 2) {
          return failed(resource, `has ${distinct.length === 1 ? "one subnet" : "no subnets"}`, remedy);
        }
        const zones = distinct.map((id) => zoneOf(graph, id));
        const known = [...new Set(zones.filter((zone) => zone !== undefined))];
        const places = distinct.map(
          (id, index) => `"${findSubnet(graph, id)?.name ?? id}" in ${zones[index] ?? "?"}`,
        );
        if (known.length > 1) return passed(resource, `has subnets ${enumerate(places)}`);
        if (zones.includes(undefined)) {
          return unknown(
            resource,
            `whether the subnets ${enumerate(distinct)}, which this program does not make, are in different zones`,
          );
        }
        return failed(resource, `has all its subnets in ${known[0]}`, remedy);
      }),
      "the plan has no model",
    ),
};
