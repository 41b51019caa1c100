import { UnsupportedImageError } from "../errors";
import type { Descriptor, Platform } from "./manifest";

/** Prints a platform as `os/architecture[/variant]`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}

const PLATFORMS_SHOWN = 10;

/** Reads `os/architecture[/variant]`; `undefined` when it has another form. */
export function parsePlatform(text: string): Platform | undefined {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text);
  const [, os, architecture, variant] = match ?? [];
  if (os === undefined || architecture === undefined) return undefined;
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/**
 * The entry of an index for a platform. Without a requested variant, an entry without one is preferred, and
 * otherwise the first; `arm64` and `arm64/v8` are the same.
 *
 * Throws {@link UnsupportedImageError} with the platforms that there are; `what` begins its message.
 * Source: OCI image-spec 1.1, image-index.md; https://github.com/containerd/platforms (Normalize).
 */
export function choosePlatform(
  manifests: readonly Descriptor[],
  platform: Platform,
  what: string,
): Descriptor {
  const chosen = findPlatform(manifests, platform);
  if (chosen) return chosen;
  const available = manifests.flatMap((m) =>
    m.platform && !isAttestation(m) ? [formatPlatform(m.platform)] : [],
  );
  const shown = available.slice(0, PLATFORMS_SHOWN).map((each) => each.slice(0, 100));
  const more = available.length > PLATFORMS_SHOWN ? ` and ${available.length - PLATFORMS_SHOWN} more` : "";
  throw new UnsupportedImageError(
    `${what} has no image for ${formatPlatform(platform)}; it has ${shown.join(", ") || "none with a platform"}${more}`,
  );
}

/** As {@link choosePlatform}; `undefined` where there is none. */
export function findPlatform(manifests: readonly Descriptor[], platform: Platform): Descriptor | undefined {
  const requested = normalize(platform);
  const candidates = manifests.filter((manifest) => {
    if (!manifest.platform || isAttestation(manifest)) return false;
    const { os, architecture } = normalize(manifest.platform);
    return os === requested.os && architecture === requested.architecture;
  });
  const exact = candidates.find(({ platform: p }) => p && normalize(p).variant === requested.variant);
  return exact ?? (requested.variant === undefined ? candidates[0] : undefined);
}

/** Whether what is made for one platform runs on another: a variant counts where both name one. */
export function isFor(made: Platform, platform: Platform): boolean {
  const [one, other] = [normalize(made), normalize(platform)];
  const isSameVariant =
    one.variant === undefined || other.variant === undefined || one.variant === other.variant;
  return one.os === other.os && one.architecture === other.architecture && isSameVariant;
}

/**
 * Whether an entry of an index is no image, but a statement about one.
 *
 * Source: https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
export function isAttestation(manifest: Descriptor): boolean {
  return (
    manifest.annotations?.["vnd.docker.reference.type"] !== undefined ||
    (manifest.platform?.os === "unknown" && manifest.platform.architecture === "unknown")
  );
}

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["x86_64", "amd64"],
  ["x86-64", "amd64"],
  ["aarch64", "arm64"],
]);

function normalize({ os, architecture, variant }: Platform): Platform {
  const name = architecture.toLowerCase();
  const normal = ARCHITECTURES.get(name) ?? name;
  const isDefault = (normal === "arm64" && variant === "v8") || (normal === "amd64" && variant === "v1");
  return {
    os: os.toLowerCase(),
    architecture: normal,
    ...(variant === undefined || isDefault ? {} : { variant: variant.toLowerCase() }),
  };
}
