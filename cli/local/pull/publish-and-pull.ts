import type { PreflightReport, CheckId } from "../../../preflight";
import { isCapability } from "../../../preflight/capabilities";
import { fields, texts } from "../../../plan/values";
import { formatReference } from "../../../registry-client";
import { findArchive, MissingArchiveError, type FoundArchive } from "../../program/rehearsal-settings";
import { ActionFailure, ActionSkipped, type ActionLog } from "./action-log";
import { startServices, type PullServices } from "./services";
import { checkDeployedStorage, servicesInS3 } from "../registry/deployed-storage";
import type { PulledForServing, PullOptions } from "./pull-options";
import type { PlannedPull } from "./planned-images";
import { isGap } from "../lambda/planned-function";
import type { RequestLog } from "../request-log";
import type { PulledImage, PulledRegistry } from "./pull-result";
import { RegistryStartError } from "../registry/registry-program";
import { UPLOAD_PORT } from "../registry/replacement-registry-configuration";
import { pushPlaceholderImage } from "../registry/placeholder-image";
import {
  requestCredentials,
  check,
  ownPreflight,
  parsed,
  publish,
  pull,
  type ActionResult,
} from "./function-calls";

/** The result of one image. */
export interface PullOutcome {
  readonly registry: PulledRegistry;
  readonly preflight: PreflightReport | undefined;
  readonly image: PulledImage | undefined;
  readonly forServing: PulledForServing | undefined;
}

/** Starts the registry, publishes and checks one image, and pulls it as SageMaker would. */
export async function publishAndPull(
  planned: PlannedPull,
  options: PullOptions,
  actions: ActionLog,
  log: RequestLog,
): Promise<PullOutcome> {
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
  const { setup, registry } = started;

  const published = await actions.run(
    "publish",
    publishTitle(planned, options),
    publication?.resource.name ?? model,
    () => provide(planned, started, options),
  );
  const credentials =
    planned.credentialsProviderArn === undefined
      ? undefined
      : await actions.run("credentials", "Request the credentials as SageMaker does", secretsOwner, () =>
          credentialsOf(started),
        );
  const { beforePreflight } = options.overrides ?? {};
  if (beforePreflight !== undefined && !actions.hasFailed) {
    await beforePreflight(new Map(setup.host?.routes.map(({ port, to }) => [port, to])));
  }
  const digest = published?.digest ?? reference.digest;
  const checked = await actions.run(
    "preflight",
    "Check the pull",
    planned.preflight?.function.name ?? model,
    () => {
      const own = planned.preflight?.function ?? ownPreflight(planned, started.region);
      const event = eventOf(planned, digest);
      return check(setup, own, event, resourceOf(planned), (report) => (preflight = report));
    },
  );
  const found = digest ?? checked?.digest;
  const files = await actions.run("pull", "Pull the image by its digest", model, () => {
    if (found === undefined)
      throw new ActionFailure("The image's digest is unknown", "Reference the image by its digest");
    const folder = options.keepLayers ? setup.cleanup.folder("image") : undefined;
    return pull(setup, planned, found, credentials, folder);
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
  `Start ${address.host} with the deployed storage configuration`;

function startTitle({ address }: PlannedPull, { registry }: PullOptions): string {
  return registry === "real"
    ? `Use the registry ${address.registry}`
    : `Start ${address.registry} on this machine`;
}

function publishTitle({ publication }: PlannedPull, { registry }: PullOptions): string {
  if (publication !== undefined) return "Publish the image";
  return registry === "real" ? "Use the image in the registry" : "Push a placeholder for the image";
}

async function start(
  planned: PlannedPull,
  options: PullOptions,
  log: RequestLog,
): Promise<ActionResult<PullServices>> {
  try {
    const started = await startServices(planned, options, log);
    const { kind, version, hostname, differences = [] } = started.registry;
    const what = {
      distribution: `CNCF distribution ${version ?? ""}`,
      "docker-registry": `Debian's docker-registry ${version ?? ""}`,
      embedded: "The embedded registry",
      real: "The user's registry",
    }[kind].trim();
    const seen =
      kind === "real"
        ? `${what} is ${hostname}`
        : `${what} serves ${hostname} with TLS on loopback${differences.length === 0 ? "" : `. ${differences.join(". ")}`}`;
    return { found: { seen }, value: started };
  } catch (error) {
    if (!(error instanceof RegistryStartError)) throw error;
    throw new ActionFailure(
      error.message,
      "Fix the configuration, or remove the registry's program from the PATH to use the embedded registry",
      planned.host?.services.find(({ resource }) => resource !== undefined)?.resource,
    );
  }
}

/** The image in the registry. */
interface Provided {
  /** `undefined` where only the registry has it. */
  readonly digest: string | undefined;
  readonly archive?: FoundArchive;
  readonly standIn?: string;
}

async function provide(
  planned: PlannedPull,
  started: PullServices,
  options: PullOptions,
): Promise<ActionResult<Provided>> {
  const { publication, reference, platform } = planned;
  const { setup } = started;
  if (setup.host === undefined) {
    if (publication === undefined) throw new ActionSkipped("The image is in the registry already");
    throw new ActionFailure(
      "The deployment publishes the image; a rehearsal never writes to your own registry",
      "Rehearse without --registry real",
      publication.resource.name,
    );
  }
  if (publication !== undefined) {
    const archive = await archiveOf(planned, started, options);
    const { found, value } = await publish(setup, publication);
    const of = archive.madeBy === undefined ? "" : `. The archive was created by \`${archive.madeBy}\``;
    return { found: { seen: `${found.seen}${of}` }, value: { digest: value, archive } };
  }
  const service = setup.host.routes.find(({ port }) => port === UPLOAD_PORT);
  const digest = await pushPlaceholderImage({
    registry: `127.0.0.1:${service?.to ?? 0}`,
    authority: setup.ownAuthority,
    repository: reference.repository,
    tag: reference.tag,
    platform: parsed(platform),
    capabilities: texts(fields(planned.preflight?.event)["capabilities"]).filter(isCapability),
  });
  const standIn = "is not on this machine: a placeholder without a program was pulled";
  return {
    found: { seen: `The image ${formatReference(reference)} ${standIn}` },
    value: { digest, standIn: `The image ${standIn}` },
  };
}

async function archiveOf(
  { publication }: PlannedPull,
  { archivePath, objects }: PullServices,
  { folders, preparation, cleanup }: PullOptions,
): Promise<FoundArchive> {
  const { object } = publication ?? {};
  if (archivePath === undefined || object === undefined) {
    throw new ActionFailure(
      "The path of the image's archive is unknown",
      "Pass the archive as new pulumi.asset.FileAsset(path)",
      object?.name,
    );
  }
  try {
    const archive = await findArchive(archivePath, folders, preparation, cleanup);
    objects.set(`${String(object.outputs.bucket)}/${String(object.outputs.key)}`, archive.file);
    return archive;
  } catch (error) {
    if (!(error instanceof MissingArchiveError)) throw error;
    throw new ActionFailure(error.message, error.remedy, object.name);
  }
}

/** Invokes the credentials function; where it cannot run here, a generated user or the user's own replaces its response. */
async function credentialsOf({
  setup,
  user,
  credentials,
}: PullServices): ReturnType<typeof requestCredentials> {
  if (credentials === undefined) throw new ActionSkipped("The registry requires no credentials");
  if (!isGap(credentials)) return requestCredentials(setup, credentials);
  const { reason, remedy } = credentials;
  if (user !== undefined) {
    const from = setup.host === undefined ? "yours" : "generated";
    return {
      found: { seen: `${reason}. The credentials used instead are ${from}`, skipped: { remedy } },
      value: user,
    };
  }
  throw new ActionFailure(
    `${reason}, and there are no credentials`,
    "Pass --username and --password-stdin, or run `docker login`",
  );
}

/** The preflight's event: the plan's, with the image in the local registry. */
function eventOf({ preflight, reference, platform }: PlannedPull, digest: string | undefined): object {
  const image = formatReference({ ...reference, digest: digest ?? reference.digest });
  const { severities, ...planned } = (preflight?.event ?? { platform }) as { severities?: object };
  // The address that this machine resolves is not the VPC's.
  return { ...planned, image, severities: { ...severities, "registry-address": "off" } };
}

/** The logical name of the resource that a check affects. */
function resourceOf({ container, credentials, host, address, publication }: PlannedPull) {
  const model = container.model.resource.name;
  const service = host?.services.find(({ port }) => port === address.port)?.resource ?? model;
  return (id: CheckId): string => {
    if (id === "credentials-provider" || id === "authentication") return credentials?.name ?? model;
    if (id.startsWith("certificate-") || id.startsWith("registry-")) return service;
    if (id === "manifest" || id === "blobs") return publication?.resource.name ?? model;
    return model;
  };
}

function standInOf(archive: FoundArchive | undefined): string | undefined {
  return archive?.madeBy === undefined
    ? undefined
    : `The program's archive is not on this machine: \`${archive.madeBy}\` created another one`;
}
