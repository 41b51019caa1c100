import { ContainerMode } from "./models/container-mode";
import type { Hosting } from "./checked-hosting";

const PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html";

/** Says what an endpoint has together although AWS's table of features does not list it so: it may be refused. */
export function featureAdvice({
  asyncInference,
  dataCapture,
  models,
  variants,
}: Pick<Hosting, "asyncInference" | "dataCapture" | "models" | "variants">): readonly string[] {
  const lists = Object.values(models).map(({ containers }) => containers);
  const several = lists.some(({ length }) => length > 1) ? ["several containers in a model"] : [];
  const multiModel = lists.flat().some(({ mode }) => mode === ContainerMode.MultiModel)
    ? ["a container of mode MultiModel"]
    : [];
  const warnOf = (feature: string, others: readonly string[]): readonly string[] =>
    others.length === 0
      ? []
      : [
          `${feature} is combined with ${others.join(", ")}: AWS's table of features does not list that (${PAGE}), so that SageMaker may refuse the endpoint: try it before you rely on it`,
        ];
  const asynchronous = [
    ...(Object.keys(variants).length > 1 ? ["several variants"] : []),
    ...several,
    ...multiModel,
    ...(dataCapture === undefined ? [] : ["dataCapture"]),
  ];
  return [
    ...(asyncInference === undefined ? [] : warnOf("asyncInference", asynchronous)),
    ...(dataCapture === undefined ? [] : warnOf("dataCapture", [...several, ...multiModel])),
  ];
}
