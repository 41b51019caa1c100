import { fields, text, texts } from "../../../plan/values";

/** What an image's configuration says of how it is started. Source: OCI image-spec 1.1, config.md. */
export interface ImageConfig {
  readonly architecture: string;
  readonly entrypoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

/** Reads an image's configuration. */
export function readImageConfig(bytes: Buffer): ImageConfig {
  const image = fields(JSON.parse(bytes.toString("utf8")) as unknown);
  const config = fields(image["config"]);
  const environment = texts(config["Env"] ?? []).map((entry) => {
    const equals = entry.indexOf("=");
    return [entry.slice(0, equals), entry.slice(equals + 1)] as const;
  });
  return {
    architecture: text(image["architecture"]) ?? "",
    entrypoint: texts(config["Entrypoint"] ?? []),
    environment: Object.fromEntries(environment.filter(([name]) => name !== "")),
    workingDirectory: text(config["WorkingDir"]) || "/",
  };
}

/**
 * What SageMaker runs in a container: `docker run <image> serve`, so that `serve` replaces the image's CMD.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export function commandOf({ entrypoint }: ImageConfig): readonly string[] {
  return [...entrypoint, "serve"];
}

/** The variable by which AWS's serving toolkits learn of another port than 8080. https://github.com/aws/sagemaker-inference-toolkit */
export const PORT_VARIABLE = "SAGEMAKER_BIND_TO_PORT";
export const DEFAULT_PORT = 8080;
