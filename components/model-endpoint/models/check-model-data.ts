import { checks, type Validation } from "../../common";
import { property } from "../property-path";
import { ContainerMode, ModelCacheSetting } from "./container-mode";
import type { Given } from "../forms";
import type { Container } from "../checked-hosting";
import * as limits from "../limits";
import { checkAdditionalModelDataSources, checkModelDataSource } from "./model-data";
import type { ModelContainer } from "../model-endpoint-args";

const CONTAINER_DEFINITION = limits.sageMakerApi("ContainerDefinition");

type ModelData = Pick<
  Container,
  "mode" | "modelCacheSetting" | "modelDataUrl" | "modelDataSource" | "additionalModelDataSources"
>;

/** Checks how many models a container serves, and where their data lies. */
export function checkModelData(
  validation: Validation,
  { path, value: container }: Given<ModelContainer>,
): ModelData {
  const at = (name: string): string => property(path, name);
  checkMode(validation, at, container);
  return {
    mode: container.mode,
    modelCacheSetting: validation.value(
      at("modelCacheSetting"),
      container.modelCacheSetting,
      checks.sourced(
        limits.sageMakerApi("MultiModelConfig"),
        checks.oneOf<ModelCacheSetting>(Object.values(ModelCacheSetting)),
      ),
    ),
    modelDataUrl: validation.value(
      at("modelDataUrl"),
      container.modelDataUrl,
      container.mode === ContainerMode.MultiModel ? limits.modelDataPrefix : limits.modelDataUrl,
    ),
    modelDataSource: checkModelDataSource(validation, at("modelDataSource"), container.modelDataSource),
    additionalModelDataSources: checkAdditionalModelDataSources(
      validation,
      at("additionalModelDataSources"),
      container.additionalModelDataSources,
    ),
  };
}

/** What the mode asks of a container's data, and forbids. */
function checkMode(validation: Validation, at: (name: string) => string, container: ModelContainer): void {
  const { mode, modelCacheSetting, modelDataUrl, modelDataSource } = container;
  const multiModel = mode === ContainerMode.MultiModel;
  if (mode !== undefined) {
    const check = checks.sourced(CONTAINER_DEFINITION, checks.oneOf(Object.values(ContainerMode)));
    validation.problem(at("mode"), check(mode));
  }
  if (multiModel && modelDataUrl === undefined) {
    const reason = `is missing: with MultiModel it is the prefix below which the models lie, as s3://bucket/models/ (${limits.sageMakerGuide("create-multi-model-endpoint")})`;
    validation.problem(at("modelDataUrl"), reason);
  }
  if (multiModel && modelDataSource !== undefined) {
    const reason = `does not go together with MultiModel: give the models' prefix by modelDataUrl (${CONTAINER_DEFINITION})`;
    validation.problem(at("modelDataSource"), reason);
  }
  if (!multiModel && modelCacheSetting !== undefined) {
    const reason = `applies to containers of the mode MultiModel only: set mode, or leave it out (${limits.sageMakerApi("MultiModelConfig")})`;
    validation.problem(at("modelCacheSetting"), reason);
  }
  if (modelDataUrl !== undefined && modelDataSource !== undefined && !multiModel) {
    const reason = "is given beside modelDataUrl: leave one of the two out";
    validation.problem(at("modelDataSource"), reason);
  }
}
