import type { Validation } from "../../common";
import { property } from "../property-path";
import { ContainerMode } from "./container-mode";
import type { Given } from "../short-form";
import * as limits from "../value-checks";
import type { ModelContainer } from "../args";

const CONTAINER_DEFINITION = limits.sageMakerApi("ContainerDefinition");

/** What the mode asks of a container's data, and forbids. */
export function checkMode(validation: Validation, { path, value: container }: Given<ModelContainer>): void {
  const at = (name: string): string => property(path, name);
  const { mode, modelCacheSetting, modelDataUrl, modelDataSource } = container;
  const multiModel = mode === ContainerMode.MultiModel;
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
    const reason = "cannot be combined with modelDataUrl: remove one of them";
    validation.problem(at("modelDataSource"), reason);
  }
}
