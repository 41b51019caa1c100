import { checkInternetRoute } from "../../plan/network/route-check";

import { pulls } from "../../plan/models";
import { withPath } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const dockerHubRoute: Rule = {
  id: "docker-hub-route",
  title: "Models with images of Docker Hub have a route to the internet",
  check: (graph) =>
    verdict(
      pulls(graph)
        .filter(({ registry }) => registry.registry === "docker.io")
        .flatMap(({ model: { source }, registry: { host, port } }) =>
          withPath(source.title, checkInternetRoute(graph, source, host, port), host),
        ),
      "no image comes from Docker Hub",
    ),
};
