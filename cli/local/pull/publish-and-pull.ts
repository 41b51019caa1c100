import type { PreflightReport, CheckId } from "../../../preflight";
import { isCapability } from "../../../preflight/capabilities";
import { fields, texts } from "../../../plan/values";
import { formatReference } from "../../../registry-client";
import { findArchive, MissingArchiveError, type FoundArchive } from "../../program/preparation";
import { ActionFailure, ActionSkipped, type Actions } from "./action-log";
import { cast, type Cast } from "./services";
import { checkDeployedStorage, servicesInS3 } from "../registry/deployed-storage";
import type { PulledForServing, PullOptions } from "./pull-options";
import type { PlannedPull } from "./planned-images";
import { isGap } from "../lambda/planned-function";
import type { RequestLog } from "../request-log";
import type { PulledImage, PulledRegistry } from "./pull-result";
import { RegistryStartError } from "../registry/registry-program";
import { BACK_DOOR_PORT } from "../registry/replacement-registry";
import { putStandInImage } from "../registry/placeholder-image";
import { askForCredentials, check, ownPreflight, parsed, publish, pull, type Step } from "./function-calls";

/** What came of one image. */
export interface OnePull {
  readonly registry: PulledRegistry;
  readonly preflight: PreflightReport | undefined;
  readonly image: PulledImage | undefined;
  readonly forServing: PulledForServing | undefined;
}

/** Pulls one image as SageMaker would: from the registry that is started for it to the last of its bytes. */
export async function pullOne(
  planned: PlannedPull,
  options: PullOptions,
  actions: Actions,
  log: RequestLog,
): Promise<OnePull> {
  const { publication, address, reference } = planned;
  const model = planned.container.model.resource.name;
  const secretsOwner = planned.credentials?.name ?? model;
  let preflight: PreflightReport | undefined;
  const { platform } = planned;
  actions.subject = { image: formatReference(reference), platform };

  const services =
    planned.host === undefined || options.registry === "real" ? [] : servicesInS3(planned.host);
  if (
    services.length > 0 &&
    !actions.done.some(({ id, title }) => id === "storage" && title === storageTitle(planned))
  ) {
    await actions.run("storage", storageTitle(planned), services[0]?.resource, () =>
      checkDeployedStorage(services, options),
    );
  }
  const started = await actions.run("start", startTitle(planned, options), undefined, () =>
    start(planned, options, log),
  );
  if (started === undefined) {
    const registry = {
      kind: options.registry === "real" ? "real" : "embedded",
      hostname: address.registry,
    } as const;
    return { registry, preflight, image: undefined, forServing: undefined };
  }
  const { scene, registry } = started;

  const published = await actions.run(
    "publish",
    publishTitle(planned, options),
    publication?.resource.name ?? model,
    () => provide(planned, started, options),
  );
  const credentials =
    planned.credentialsProviderArn === undefined
      ? undefined
      : await actions.run("credentials", "Ask for the credentials as SageMaker does", secretsOwner, () =>
          credentialsOf(started),
        );
  const { beforePreflight } = options.overrides ?? {};
  if (beforePreflight !== undefined && !actions.hasFailed) {
    await beforePreflight(new Map(scene.host?.routes.map(({ port, to }) => [port, to])));
  }
  const digest = published?.digest ?? reference.digest;
  const checked = await actions.run(
    "preflight",
    "Check the pull",
    planned.preflight?.function.name ?? model,
    () => {
      const own = planned.preflight?.function ?? ownPreflight(planned, started.region);
      const event = eventOf(planned, digest);
      return check(scene, own, event, resourceOf(planned), (report) => (preflight = report));
    },
  );
  const found = digest ?? checked?.digest;
  const files = await actions.run("pull", "Pull the image by its digest", model, () => {
    if (found === undefined)
      throw new ActionFailure("The image's digest is not known", "Give the image by its digest");
    const folder = options.keepLayers ? scene.lifetime.folder("image") : undefined;
    return pull(scene, planned, found, credentials, folder);
  });
  const standIn = published?.standIn ?? standInOf(published?.archive);
  return {
    registry,
    preflight,
    image: files && {
      reference: formatReference({ ...reference, tag: undefined, digest: files.image.digest }),
      planned: formatReference(reference),
      platform,
      ...files.image,
      ...(standIn === undefined ? {} : { standIn }),
    },
    forServing:
      files === undefined || published?.standIn !== undefined
        ? undefined
        : { pull: planned, files, archive: published?.archive },
  };
}

const storageTitle = ({ address }: PlannedPull): string =>
  `Start ${address.host} with the storage configuration that is deployed`;

function startTitle({ address }: PlannedPull, { registry }: PullOptions): string {
  return registry === "real"
    ? `Use the registry ${address.registry}`
    : `Start ${address.registry} on this machine`;
}

function publishTitle({ publication }: PlannedPull, { registry }: PullOptions): string {
  if (publication !== undefined) return "Publish the image";
  return registry === "real"
    ? "Take the image that is there"
    : "Put a stand-in for the image into the registry";
}

async function start(planned: PlannedPull, options: PullOptions, log: RequestLog): Promise<Step<Cast>> {
  try {
    const started = await cast(planned, options, log);
    const { kind, version, hostname, differences = [] } = started.registry;
    const what = {
      distribution: `CNCF distribution ${version ?? ""}`,
      "docker-registry": `Debian's docker-registry ${version ?? ""}`,
      embedded: "The embedded registry",
      real: "The user's own registry",
    }[kind].trim();
    const seen =
      kind === "real"
        ? `${what}, ${hostname}, is asked itself`
        : `${what} answers as ${hostname} with TLS on loopback${differences.length === 0 ? "" : `. ${differences.join(". ")}`}`;
    return { found: { seen }, value: started };
  } catch (error) {
    if (!(error instanceof RegistryStartError)) throw error;
    throw new ActionFailure(
      error.message,
      "Put right what the registry says of its configuration, or take its program off the PATH to use the embedded one",
      planned.host?.doors.find(({ resource }) => resource !== undefined)?.resource,
    );
  }
}

/** The image in the registry. */
interface Provided {
  /** `undefined` where only the registry knows it. */
  readonly digest: string | undefined;
  readonly archive?: FoundArchive;
  readonly standIn?: string;
}

async function provide(planned: PlannedPull, started: Cast, options: PullOptions): Promise<Step<Provided>> {
  const { publication, reference, platform } = planned;
  const { scene } = started;
  if (scene.host === undefined) {
    if (publication === undefined) throw new ActionSkipped("The image is in the registry already");
    throw new ActionFailure(
      "The plan publishes the image when it is deployed, which a rehearsal does not do in a registry that is in use",
      "Rehearse without --registry real",
      publication.resource.name,
    );
  }
  if (publication !== undefined) {
    const archive = await archiveOf(planned, started, options);
    const { found, value } = await publish(scene, publication);
    const of =
      archive.madeBy === undefined ? "" : `. The archive is what \`${archive.madeBy}\` makes in place of one`;
    return { found: { seen: `${found.seen}${of}` }, value: { digest: value, archive } };
  }
  const door = scene.host.routes.find(({ port }) => port === BACK_DOOR_PORT);
  const digest = await putStandInImage({
    registry: `127.0.0.1:${door?.to ?? 0}`,
    authority: scene.ownAuthority,
    repository: reference.repository,
    tag: reference.tag,
    platform: parsed(platform),
    capabilities: texts(fields(planned.preflight?.event)["capabilities"]).filter(isCapability),
  });
  const standIn = "itself is not here: a stand-in for it, without a program, was pulled instead";
  return {
    found: { seen: `The image ${formatReference(reference)} ${standIn}` },
    value: { digest, standIn: `The image ${standIn}` },
  };
}

async function archiveOf(
  { publication }: PlannedPull,
  { archivePath, objects }: Cast,
  { folders, preparation, lifetime }: PullOptions,
): Promise<FoundArchive> {
  const { object } = publication ?? {};
  if (archivePath === undefined || object === undefined) {
    throw new ActionFailure(
      "The plan does not say where the image's archive comes from, so that it is not known here",
      "Give the archive as new pulumi.asset.FileAsset(path)",
      object?.name,
    );
  }
  try {
    const archive = await findArchive(archivePath, folders, preparation, lifetime);
    objects.set(`${String(object.outputs.bucket)}/${String(object.outputs.key)}`, archive.file);
    return archive;
  } catch (error) {
    if (!(error instanceof MissingArchiveError)) throw error;
    throw new ActionFailure(error.message, error.remedy, object.name);
  }
}

/** Asks the function that can be run here; else a user that is made up, or the user's own, takes the place of its answer. */
async function credentialsOf({ scene, user, credentials }: Cast): ReturnType<typeof askForCredentials> {
  if (credentials === undefined) throw new ActionSkipped("The registry asks for no credentials");
  if (!isGap(credentials)) return askForCredentials(scene, credentials);
  const { reason, remedy } = credentials;
  if (user !== undefined) {
    const from = scene.host === undefined ? "yours" : "made up";
    return {
      found: { seen: `${reason}. The credentials that follow are ${from}`, skipped: { remedy } },
      value: user,
    };
  }
  throw new ActionFailure(
    `${reason}, and no credentials are known`,
    "Give --username and --password-stdin, or run `docker login`",
  );
}

/** What the preflight is asked: what the plan asks, about the image as it is here. */
function eventOf({ preflight, reference, platform }: PlannedPull, digest: string | undefined): object {
  const image = formatReference({ ...reference, digest: digest ?? reference.digest });
  const { severities, ...planned } = (preflight?.event ?? { platform }) as { severities?: object };
  // Which address this machine finds says nothing of the one that the VPC finds.
  return { ...planned, image, severities: { ...severities, "registry-address": "off" } };
}

/** The logical name of the resource that a check is about. */
function resourceOf({ container, credentials, host, address, publication }: PlannedPull) {
  const model = container.model.resource.name;
  const door = host?.doors.find(({ port }) => port === address.port)?.resource ?? model;
  return (id: CheckId): string => {
    if (id === "credentials-provider" || id === "authentication") return credentials?.name ?? model;
    if (id.startsWith("certificate-") || id.startsWith("registry-")) return door;
    if (id === "manifest" || id === "blobs") return publication?.resource.name ?? model;
    return model;
  };
}

function standInOf(archive: FoundArchive | undefined): string | undefined {
  return archive?.madeBy === undefined
    ? undefined
    : `The program's own archive is not there: what \`${archive.madeBy}\` makes stands in for it`;
}
