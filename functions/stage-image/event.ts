import { InvalidReferenceError, parseReference, type Platform } from "../../registry-client";
import { EventReader } from "../shared/event-reader";
import type { StagedLayout } from "../shared/staged-layout";
import { StageError } from "./stage-error";

/** What the function is called with. */
export interface StageImageEvent {
  /** The image by its digest, `host/repository@sha256:…`, in one of the registries that the function knows. */
  readonly source: string;
  /** The bucket that it is staged in, which is the function's own: that of the ImagePublisher that will publish it. */
  readonly bucket: string;
  /** The one image taken from several, `os/architecture[/variant]`; all of them by default. */
  readonly platform?: string;
}

/** What the function answers. */
export interface StageImageAnswer {
  /** The digest of the manifest or index that is staged: the one asked for, or that of the platform. */
  readonly digest: string;
  /** Its media type. */
  readonly mediaType: string;
  /** Bytes of the image's blobs: configuration and layers. */
  readonly size: number;
  /** How many blobs were uploaded, and how many were there before. */
  readonly blobs: { readonly uploaded: number; readonly present: number };
  /** Bytes that were uploaded. */
  readonly uploadedBytes: number;
  /** Where the publishing function finds it. */
  readonly layout: StagedLayout;
}

/** An event whose every value has been checked. */
export interface StageRequest {
  readonly source: { readonly registry: string; readonly repository: string; readonly digest: string };
  readonly platform: Platform | undefined;
}

/** What a function knows by itself, and an event does not change. */
export interface Bounds {
  /** The registries that it reads from, as image references begin with them. */
  readonly registries: readonly string[];
  /** The bucket that it writes into. */
  readonly bucket: string;
}

/**
 * Checks an event.
 * @throws StageError naming every problem
 */
export function parseEvent(event: unknown, bounds: Bounds): StageRequest {
  const reader = new EventReader();
  const { problems } = reader;
  const fields = reader.object("event", event, ["source", "bucket", "platform"]);
  const source = readSource(reader, reader.required("source", fields["source"]), bounds.registries);
  const bucket = reader.required("bucket", fields["bucket"]);
  if (bucket !== "" && bucket !== bounds.bucket) {
    problems.push(
      `bucket is ${JSON.stringify(bucket)}, but this function stages images in ${bounds.bucket} only: give the names ` +
        "of one and the same ImagePublisher",
    );
  }
  const platform = reader.platform("platform", fields["platform"]);
  if (problems.length > 0 || source === undefined) {
    throw new StageError(`The event of the staging function is not valid: ${problems.join("; ")}.`);
  }
  return { source, platform };
}

function readSource(
  { problems }: EventReader,
  source: string,
  registries: readonly string[],
): StageRequest["source"] | undefined {
  const problem = (text: string): undefined => void problems.push(text);
  if (source === "") return undefined;
  try {
    const { registry, repository, digest } = parseReference(source);
    if (!registries.includes(registry)) {
      return problem(
        `source is in ${registry}, but this function reads from ${registries.join(", ")} only: name ${registry} in ` +
          "the sourceRegistries of the ImagePublisher",
      );
    }
    if (digest?.startsWith("sha256:")) return { registry, repository, digest };
    return problem(`source ${JSON.stringify(source)} must name the image by its digest, sha256:…`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return problem(`source is not valid: its ${error.part} ${error.reason}`);
  }
}
