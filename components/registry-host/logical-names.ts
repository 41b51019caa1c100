import type { OpenedType } from "../common";
import type { ImageMirror } from "./args";
import { isCopied } from "./registry-image";

/** The logical names of what a RegistryHost makes and must keep to itself: they are part of every URN, and never change. */
export const logicalNames = {
  images: (name: string): string => `${name}-images`,
  pullHtpasswd: (name: string): string => `${name}-pull-htpasswd`,
  pushHtpasswd: (name: string): string => `${name}-push-htpasswd`,
  httpSecret: (name: string): string => `${name}-http-secret`,
  pullCredentials: (name: string): string => `${name}-pull-credentials`,
  standbyPullCredentials: (name: string): string => `${name}-standby-pull-credentials`,
  pushCredentials: (name: string): string => `${name}-push-credentials`,
  copyFunction: (name: string): string => `${name}-image-copy`,
  // The repository's name is made of this, and has no capitals.
  copyRepository: (name: string): string => `${name}-image`.toLowerCase(),
};

/** What of it gets a name that Pulumi makes. */
export function autoNamed(
  name: string,
  imageMirror: ImageMirror,
  hasBucketName: boolean,
): (readonly [OpenedType, string])[] {
  const { images, copyFunction, copyRepository, ...secrets } = logicalNames;
  const copy = [
    ["aws:lambda/function:Function", copyFunction(name)],
    ["aws:ecr/repository:Repository", copyRepository(name)],
  ] as const;
  return [
    ...Object.values(secrets).map((of) => ["aws:secretsmanager/secret:Secret", of(name)] as const),
    ...(hasBucketName ? [] : [["aws:s3/bucket:Bucket", images(name)] as const]),
    ...(isCopied(imageMirror) ? copy : []),
  ];
}
